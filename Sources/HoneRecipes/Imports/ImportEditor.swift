internal import HoneCore
package import HoneSyntax

/// Adds, removes and sorts imports of one language, and leaves every other byte as it is.
package struct ImportEditor: Sendable {
  let dialect: any ImportDialect
  private let grammar: Grammar

  /// - Returns: `nil` for languages whose imports are not known.
  package init?(grammar: Grammar) {
    switch grammar.name {
    case "python": dialect = PythonImports()
    case "javascript", "typescript", "tsx": dialect = ECMAScriptImports()
    case "java": dialect = JavaImports()
    case "go": dialect = GoImports()
    case "rust": dialect = RustImports()
    case "swift": dialect = SwiftImports()
    case "c", "cpp": dialect = CIncludes()
    default: return nil
    }
    self.grammar = grammar
  }

  /// The names of the languages whose imports can be changed.
  package static let languages = [
    "python", "javascript", "typescript", "tsx", "java", "go", "rust", "swift", "c", "cpp",
  ]

  /// The file with its imports changed.
  ///
  /// What is removed first makes room for what is added: an import goes where nothing speaks of what it brings, and comes
  /// where something does.
  /// - Throws: `ImportError` when a statement of `changes` is no import, or the file cannot be parsed in time.
  package func applying(_ changes: ImportChanges, to bytes: [UInt8]) throws(ImportError) -> [UInt8] {
    var bytes = bytes
    for text in changes.remove { bytes = try removing(text, from: bytes) }
    for text in changes.add { bytes = try adding(text, to: bytes) }
    return changes.sort ? try sorting(bytes) : bytes
  }

  /// Whether a text is an import statement that can be added and removed.
  /// - Throws: `ImportError` when it is not.
  package func check(_ text: String) throws(ImportError) { _ = try snippet(text) }

  /// The words by which a file speaks of what an import brings; none where the text is no import.
  func bindings(of text: String) -> [String] {
    ((try? snippet(text).statements) ?? []).flatMap(\.names).compactMap(\.binding)
  }

  // MARK: Removing

  private func removing(_ text: String, from bytes: [UInt8]) throws(ImportError) -> [UInt8] {
    let (wanted, _) = try snippet(text)
    let tree = try parse(bytes)
    let statements = dialect.statements(in: tree)
    let use = self.use(of: wanted.flatMap(\.names), in: tree, statements)
    var gone: [Int: Set<Int>] = [:]
    for (index, statement) in statements.enumerated() {
      for (position, name) in statement.names.enumerated() where !name.isWildcard {
        let isWanted = wanted.contains { other in
          statement.module == other.module && statement.style == other.style
            && other.names.contains { $0.name == name.name && $0.binding == name.binding }
        }
        let word = name.binding ?? (dialect is SwiftImports ? statement.module : nil)
        if isWanted, !(word.map(use.contains) ?? false) { gone[index, default: []].insert(position) }
      }
    }
    var edits: [Replacement] = []
    let whole = gone.filter { statements[$0.key].names.count == $0.value.count }.keys.sorted()
    for (index, positions) in gone where !whole.contains(index) {
      edits += statements[index].removing(positions, from: bytes)
    }
    let removal = StatementRemoval(source: bytes, statements: statements)
    return apply(edits + removal.edits(removing: whole), to: bytes)
  }

  // MARK: Adding

  private func adding(_ text: String, to bytes: [UInt8]) throws(ImportError) -> [UInt8] {
    let (wanted, source) = try snippet(text)
    var bytes = bytes
    for statement in wanted {
      let tree = try parse(bytes)
      let present = dialect.statements(in: tree)
      let use = self.use(of: statement.names, in: tree, present)
      let known = present + dialect.conditionalStatements(in: tree)
      let missing = statement.names.indices.filter { index in
        let name = statement.names[index]
        if let binding = name.binding, !use.contains(binding) { return false }
        return !known.contains { $0.brings(name, of: statement) }
      }
      guard !missing.isEmpty else { continue }
      try checkNames(missing.compactMap { statement.names[$0].binding }, among: present)
      if let host = present.first(where: { $0.canTakeNames(of: statement) && !$0.names.isEmpty }) {
        for index in missing {
          let name = String(decoding: source[statement.names[index].range], as: UTF8.self)
          bytes = try adding(name: name, toStatementAt: host.range.lowerBound, of: bytes)
        }
        continue
      }
      let others = Set(statement.names.indices).subtracting(missing)
      var snippet = source
      if !others.isEmpty {
        snippet = apply(statement.removing(others, from: source), to: source)
      }
      let line =
        wanted.count == 1
        ? String(decoding: snippet, as: UTF8.self).trimmed : String(decoding: source[statement.range], as: UTF8.self)
      let placement = ImportPlacement(tree: tree, statements: present, dialect: dialect)
      bytes = apply([placement.insertion(of: line, statement)], to: bytes)
    }
    return bytes
  }

  /// - Throws: `ImportError` when one of the names is that of something else in the file already, where a language does not
  ///   let the later one count.
  private func checkNames(_ names: [String], among present: [ImportStatement]) throws(ImportError) {
    if dialect is PythonImports || dialect is SwiftImports || dialect is CIncludes { return }
    for statement in present {
      guard let taken = statement.names.lazy.compactMap(\.binding).first(where: names.contains) else { continue }
      throw ImportError("`\(taken)` is imported from `\(statement.module)` already")
    }
  }

  private func adding(name: String, toStatementAt offset: Int, of bytes: [UInt8]) throws(ImportError) -> [UInt8] {
    guard let host = dialect.statements(in: try parse(bytes)).first(where: { $0.range.lowerBound == offset }) else {
      return bytes
    }
    return apply([NameList(source: bytes, items: host.names.map(\.range)).adding(name)], to: bytes)
  }

  // MARK: Replacing

  /// A file in which an import takes the place of another that brings the same name from elsewhere; the file as it was where the old one
  /// is not there.
  /// - Throws: `ImportError` when either is no import, or the file cannot be parsed in time.
  func replacing(_ old: String, by new: String, in bytes: [UInt8]) throws(ImportError) -> [UInt8] {
    let (gone, _) = try snippet(old)
    let (wanted, source) = try snippet(new)
    let statements = dialect.statements(in: try parse(bytes))
    for (index, statement) in statements.enumerated() {
      let position = statement.names.firstIndex { name in
        !name.isWildcard && gone.contains { $0.brings(name, of: statement) }
      }
      guard let position, let first = wanted.first, let name = first.names.first else { continue }
      guard statement.names.count == 1 else {
        return try adding(new, to: apply(statement.removing([position], from: bytes), to: bytes))
      }
      if statements.contains(where: { $0.brings(name, of: first) }) {
        return apply(StatementRemoval(source: bytes, statements: statements).edits(removing: [index]), to: bytes)
      }
      let isOneOfSeveral = statement.container.map { $0 != statement.range } ?? false
      let place = isOneOfSeveral ? statement.names[position].range : statement.range
      let text = source[isOneOfSeveral ? name.range : first.range]
      return apply([Replacement(range: place, bytes: Array(text))], to: bytes)
    }
    return bytes
  }

  /// Whether a file speaks of something that the imports at a place bring.
  func isUsed(importedIn range: Range<Int>, of tree: SyntaxTree) -> Bool {
    let statements = dialect.statements(in: tree)
    let names = statements.filter { $0.range.overlaps(range) }.flatMap(\.names)
    let use = use(of: names, in: tree, statements)
    return names.contains { $0.binding.map(use.contains) ?? false }
  }

  // MARK: Sorting

  private func sorting(_ bytes: [UInt8]) throws(ImportError) -> [UInt8] {
    let tree = try parse(bytes)
    let placement = ImportPlacement(tree: tree, statements: dialect.statements(in: tree), dialect: dialect)
    return apply(placement.sortingEdits(), to: bytes)
  }

  // MARK: Parts

  private func use(of names: [ImportedName], in tree: SyntaxTree, _ statements: [ImportStatement]) -> ImportUse {
    let words = Set(names.compactMap(\.binding) + (dialect is SwiftImports ? statements.map(\.module) : []))
    return ImportUse(of: words, in: tree, outside: statements.map { $0.container ?? $0.range })
  }

  private func parse(_ bytes: [UInt8]) throws(ImportError) -> SyntaxTree {
    do {
      var parser = try SyntaxParser(grammar)
      return try parser.parse(bytes)
    } catch {
      throw ImportError("the file cannot be parsed in time: \(error)")
    }
  }

  private func snippet(_ text: String) throws(ImportError) -> (statements: [ImportStatement], source: [UInt8]) {
    // A directive of the preprocessor ends with its line.
    let source = Array((text.trimmed + (dialect is CIncludes ? "\n" : "")).utf8)
    let tree = try parse(source)
    let statements = dialect.statements(in: tree)
    guard !statements.isEmpty, !tree.hasError else {
      throw ImportError("`\(text.prefix(80))` is not an import statement of \(grammar.name)")
    }
    return (statements, source)
  }

  private func apply(_ edits: [Replacement], to bytes: [UInt8]) -> [UInt8] {
    guard !edits.isEmpty, let applied = try? AppliedEdits(edits, to: TextLines(bytes)) else { return bytes }
    return applied.bytes
  }
}

/// Why imports are left as they are.
package struct ImportError: Error, Hashable, Sendable {
  /// One line.
  package var problem: String

  init(_ problem: String) {
    self.problem = problem
  }
}
