package import HoneSyntax
internal import HoneText

/// What a file imports newly and no longer, together with an edit: at other places it is done with the edit, once a file,
/// where it is not done already.
package struct CompanionImports: Hashable, Sendable {
  /// Import statements, each of which brings one thing.
  package internal(set) var add: [String] = []
  package internal(set) var remove: [String] = []
  /// Imports that others take the place of which bring the same name from elsewhere, whether or not a file still speaks of it.
  var swaps: [Swap] = []

  /// An import, and the one that comes for it.
  struct Swap: Hashable, Sendable {
    var old: String
    var new: String
  }

  /// All that comes, and all that goes.
  package var coming: [String] { add + swaps.map(\.new) }
  package var going: [String] { remove + swaps.map(\.old) }

  package var isEmpty: Bool { add.isEmpty && remove.isEmpty && swaps.isEmpty }

  /// Whether a file writes imports as those that are added do: statements of ECMAScript stand in no file of CommonJS, nor the other
  /// way round.
  func canBeAdded(to tree: SyntaxTree, at path: String?) -> Bool {
    guard tree.grammar.isECMAScript else { return true }
    let isModule = tree.root.children.contains { $0.kind == "import_statement" || $0.kind == "export_statement" }
    let isCommon = path.map { $0.hasSuffix(".cjs") || $0.hasSuffix(".cts") } ?? false || tree.speaksOfRequire
    return add.allSatisfy { $0.contains("require(") ? isCommon || !isModule : isModule || !isCommon }
  }

  /// A file with them, once the edit is made in it.
  ///
  /// What is added must be used, where that can be seen; what is removed must no longer be. Where it cannot, as with
  /// headers, a file that still holds a word of the old code keeps them.
  /// - Parameters:
  ///   - tree: the file, with the edit.
  ///   - words: the words that the edit takes away.
  func applied(to tree: SyntaxTree, words: Set<String>) -> [UInt8] {
    guard !isEmpty, let editor = ImportEditor(grammar: tree.grammar) else { return tree.source }
    let isFinished = !remove.isEmpty && !Self.holds(tree, anyOf: words, outsideImportsOf: editor)
    let changes = ImportChanges(add: add, remove: isFinished ? remove : [])
    let bytes = swaps.reduce(tree.source) { (try? editor.replacing($1.old, by: $1.new, in: $0)) ?? $0 }
    return (try? editor.applying(changes, to: bytes)) ?? bytes
  }

  private static func holds(
    _ tree: SyntaxTree, anyOf words: Set<String>, outsideImportsOf editor: ImportEditor
  ) -> Bool {
    var rest = tree.source
    for region in editor.regions(in: tree) {
      rest.replaceSubrange(region, with: repeatElement(0x20, count: region.count))
    }
    return rest.split { !$0.isTextWordByte }.contains { words.contains(String(decoding: $0, as: UTF8.self)) }
  }
}

/// Tells which imports came and went because of which edit.
struct CompanionSearch {
  private let editor: ImportEditor
  private let examples: [LearningExample]
  private let added: [[ImportDifference]]
  private let removed: [[ImportDifference]]
  /// Where the imports of each old version stand.
  private let regions: [[Range<Int>]]

  /// - Returns: `nil` where no file imports anything else than before.
  init?(_ examples: [LearningExample]) {
    guard let grammar = examples.first?.before.grammar, let editor = ImportEditor(grammar: grammar) else { return nil }
    let differences = examples.map { editor.differences(from: $0.before, to: $0.after) }
    added = differences.map(\.added)
    removed = differences.map(\.removed)
    guard !(added + removed).allSatisfy(\.isEmpty) else { return nil }
    self.editor = editor
    self.examples = examples
    regions = examples.map { editor.regions(in: $0.before) }
  }

  /// Gives each lesson the imports that belong to it, and leaves out those that only tell of imports which do.
  func joining(_ lessons: [Lesson]) -> [Lesson] {
    var lessons = lessons
    var claimed: Set<ImportDifference> = []
    let code = lessons.indices.filter { lessons[$0].rule != nil && !isOfImports(lessons[$0]) }
    for index in code {
      let files = Set(lessons[index].edits.map(\.file))
      let others = code.filter { $0 != index }.flatMap { lessons[$0].edits.map(\.file) }
      let isAlone = files.isDisjoint(with: others)
      let old = lessons[index].rule.map { $0.pattern.nameWords } ?? []
      let new = lessons[index].rule.map { $0.rewrite.nameWords } ?? []
      func belongs(_ difference: ImportDifference, to words: Set<String>, not others: Set<String>) -> Bool {
        guard let binding = difference.binding else { return isAlone }
        return words.contains(binding) && !others.contains(binding)
      }
      let mine = Set(files.flatMap { added[$0] }).filter { belongs($0, to: new, not: old) }
      let gone = Set(files.flatMap { removed[$0] }).filter { belongs($0, to: old, not: new) }
      let exchanged = files.flatMap { swaps(in: $0) }.filter { old.union(new).contains($0.binding) }.map(\.swap)
      lessons[index].imports.add = mine.map(\.text).filter { text in !exchanged.contains { $0.new == text } }.sorted()
      lessons[index].imports.remove = gone.map(\.text).filter { text in !exchanged.contains { $0.old == text } }
        .sorted()
      lessons[index].imports.swaps = Set(exchanged).sorted { ($0.old, $0.new) < ($1.old, $1.new) }
      claimed.formUnion(mine)
      claimed.formUnion(gone)
    }
    return lessons.filter { lesson in
      guard isOfImports(lesson) else { return true }
      let files = Set(lesson.edits.map(\.file))
      return !files.allSatisfy { file in (added[file] + removed[file]).allSatisfy(claimed.contains) }
    }
  }

  /// The imports of a file that bring a name from elsewhere than before.
  private func swaps(in file: Int) -> [(binding: String, swap: CompanionImports.Swap)] {
    removed[file].flatMap { old in
      added[file].compactMap { new in
        guard let binding = old.binding, new.binding == binding else { return nil }
        return (binding, CompanionImports.Swap(old: old.text, new: new.text))
      }
    }
  }

  /// Whether a lesson tells of imports alone.
  private func isOfImports(_ lesson: Lesson) -> Bool {
    lesson.edits.allSatisfy { edit in
      if edit.range.isEmpty { return lesson.isInsertionOfImports }
      return regions[edit.file].contains {
        $0.lowerBound <= edit.range.lowerBound && edit.range.upperBound <= $0.upperBound
      }
    }
  }
}

extension Lesson {
  /// A file with the imports that belong to the edit, once the edit is made in it.
  ///
  /// The file is parsed once to see what it says; one that does not parse in time keeps its imports.
  package func addingImports(to bytes: [UInt8], grammar: Grammar) -> [UInt8] {
    guard !imports.isEmpty, var parser = try? SyntaxParser(grammar), let tree = try? parser.parse(bytes) else {
      return bytes
    }
    return addingImports(to: tree)
  }

  /// The same of a file that is parsed already.
  func addingImports(to tree: SyntaxTree) -> [UInt8] {
    guard let rule, !imports.isEmpty else { return tree.source }
    let (old, new) = (rule.pattern.nameWords, rule.rewrite.nameWords)
    var imports = imports
    if !imports.canBeAdded(to: tree, at: nil) { imports.add = [] }
    // A file that defines a name needs no import of it, nor does one that still has it under its old name.
    var own: Set<String> = imports.add.isEmpty ? [] : new.subtracting(old).filter(tree.defines)
    if rule.isRename, !imports.add.isEmpty, tree.defines(rule.pattern) { own.insert(rule.rewrite) }
    imports.add.removeAll { !$0.nameWords.isDisjoint(with: own) }
    return imports.applied(to: tree, words: old.subtracting(new))
  }
}

extension SyntaxTree {
  /// Whether a file brings or gives names as CommonJS does.
  fileprivate var speaksOfRequire: Bool {
    ["require(", "module.exports", "exports."].contains { LiteralFinder($0).firstRange(in: source, from: 0) != nil }
  }
}

extension String {
  /// The runs of letters, digits and underscores.
  var nameWords: Set<String> {
    Set(split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { String($0) })
  }
}
