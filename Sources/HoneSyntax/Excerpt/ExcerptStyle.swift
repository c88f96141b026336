internal import HoneCore

/// How sources of a language are cut into parts that parse by themselves.
enum ExcerptStyle: Sendable {
  /// Logical lines of Python, for nodes that hold no statement.
  case lines
  /// Statements of the top level.
  case statements(TopLevelBorders)

  /// Finds the smallest parts in which nodes of some kinds are whole.
  /// - Returns: `nil` where a node may be larger than any part, or its language has none.
  init?(_ grammar: Grammar, kinds: SymbolSet) {
    guard let language = Language.named(grammar.name), let borders = TopLevelBorders(language),
      !kinds.contains(Grammar.errorSymbol)
    else { return nil }
    var isInLines = grammar.name == "python"
    for symbol in grammar.kinds.indices where kinds.contains(UInt16(symbol)) {
      let name = grammar.kinds[symbol]
      if Self.loose.contains(name) || name.hasPrefix("preproc") || name.hasSuffix("comment") { return nil }
      isInLines = isInLines && !Self.holders.contains(name)
    }
    self = isInLines ? .lines : .statements(borders)
  }

  /// The whole file, in every grammar.
  private static let loose: [String] = ["module", "program", "source_file", "translation_unit"]
  /// Nodes of Python that may hold statements.
  private static let holders: [String] = [
    "block", "case_block", "case_clause", "class_definition", "decorated_definition", "elif_clause", "else_clause",
    "except_clause", "except_group_clause", "finally_clause", "for_statement", "function_definition", "if_statement",
    "match_statement", "try_statement", "while_statement", "with_statement",
  ]

  /// The parts of a source, ascending; `nil` for one that is not understood.
  func parts(of source: UnsafeBufferPointer<UInt8>) -> [ExcerptPart]? {
    switch self {
    case .lines: return PythonLine.all(in: source)?.map { ExcerptPart($0, source) }
    case .statements(let borders):
      guard let statements = borders.statements(in: source) else { return nil }
      var parts = statements.code.map { ExcerptPart(range: $0, codeEnd: $0.upperBound, role: .whole) }
      var next = 0
      for directive in statements.directives {
        while next < statements.code.count, statements.code[next].upperBound <= directive.lowerBound { next += 1 }
        if next < statements.code.count, statements.code[next].lowerBound <= directive.lowerBound { continue }
        parts.append(ExcerptPart(range: directive, codeEnd: directive.upperBound, role: .unclear))
      }
      if parts.count > statements.code.count { parts.sort { $0.range.lowerBound < $1.range.lowerBound } }
      return parts
    }
  }

  /// How much of the code an excerpt may hold, in eighths: one with errors is parsed for nothing.
  private var limit: Int {
    switch self {
    case .lines: 7
    case .statements: 4
    }
  }

  /// The parts in which some places lie.
  /// - Parameter places: ascending; one between two parts is none of them.
  /// - Returns: `nil` for a source that is not understood, and for one of which hardly anything would be left out.
  func excerpt(of source: UnsafeBufferPointer<UInt8>, around places: [Range<Int>]) -> SourceExcerpt? {
    guard let parts = parts(of: source) else { return nil }
    var excerpt = SourceExcerpt()
    var place = 0
    var code = 0
    for part in parts {
      code += part.range.count
      while place < places.count, places[place].lowerBound < part.range.lowerBound { place += 1 }
      guard place < places.count, places[place].lowerBound < part.range.upperBound else { continue }
      if part.role == .unclear { return nil }
      part.append(to: &excerpt, from: source)
    }
    return excerpt.bytes.count * 8 < code * limit ? excerpt : nil
  }

  /// The parts that edits change, as they are afterwards.
  /// - Parameter edits: what turns `old` into `new`; ascending and disjoint.
  /// - Returns: `nil` unless every edit lies in one part, and all parts stay what they are.
  func excerpt(
    changing old: UnsafeBufferPointer<UInt8>, into new: UnsafeBufferPointer<UInt8>, by edits: [Replacement]
  ) -> SourceExcerpt? {
    guard let before = parts(of: old), let after = parts(of: new), before.count == after.count else { return nil }
    var excerpt = SourceExcerpt()
    var edits = edits[...]
    var shift = 0
    for (part, result) in zip(before, after) {
      guard result.range.lowerBound == part.range.lowerBound + shift, result.role == part.role else { return nil }
      var isChanged = false
      while let edit = edits.first, edit.range.lowerBound < part.codeEnd {
        guard edit.range.lowerBound >= part.range.lowerBound, edit.range.upperBound <= part.codeEnd else { return nil }
        shift += edit.bytes.count - edit.range.count
        isChanged = true
        edits.removeFirst()
      }
      guard result.range.upperBound == part.range.upperBound + shift else { return nil }
      if isChanged {
        if part.role == .unclear { return nil }
        result.append(to: &excerpt, from: new)
      }
    }
    return edits.isEmpty ? excerpt : nil
  }
}
