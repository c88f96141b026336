internal import HoneSyntax

/// Faults that a grammar takes for something else, found in a tree without errors.
///
/// The grammar of Python allows a block to be empty and lines to be indented at will, and that of Ruby takes an `end` that closes
/// nothing for a name.
struct UnseenFaults {
  /// Where they are, in order.
  private(set) var faults: [SyntaxFault] = []

  private static let keywords: Set<String> = ["else", "elsif", "end", "ensure", "rescue", "when"]
  /// What a keyword may stand in as a name: `a.end`, `def end`, `alias end stop`.
  private static let naming: Set<String> = [
    "alias", "call", "hash_key_symbol", "keyword_parameter", "method", "pair", "setter", "singleton_method", "undef",
  ]

  init(in tree: SyntaxTree, _ language: Language) {
    switch language.name {
    case "python":
      findEmptyBlocks(tree)
      if faults.isEmpty { findIndentation(tree.source) }
    case "ruby": findKeywords(tree)
    default: break
    }
  }

  private mutating func findIndentation(_ source: [UInt8]) {
    guard let fault = PythonIndentation.fault(in: source) else { return }
    let message = "this line is indented " + (fault.isDeeper ? "and belongs to no block" : "as no block above it is")
    faults.append(SyntaxFault(offset: fault.offset, message: message))
  }

  private mutating func findEmptyBlocks(_ tree: SyntaxTree) {
    let kinds = tree.grammar.kinds
    for record in tree.nodes where record.start == record.end && kinds[Int(record.symbol)] == "block" {
      faults.append(
        SyntaxFault(offset: Self.line(of: record, tree), message: "an indented block is missing behind this line"))
    }
  }

  /// The beginning of the line in which an empty block stands.
  private static func line(of record: SyntaxTree.Record, _ tree: SyntaxTree) -> Int {
    let before = tree.source[..<min(Int(record.start), tree.source.count)]
    let start = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return before[start...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? start
  }

  private mutating func findKeywords(_ tree: SyntaxTree) {
    let kinds = tree.grammar.kinds
    for record in tree.nodes where record.end - record.start <= 6 && kinds[Int(record.symbol)] == "identifier" {
      let word = String(decoding: tree.source[Int(record.start)..<Int(record.end)], as: UTF8.self)
      guard Self.keywords.contains(word) else { continue }
      let parent = kinds[Int(tree.nodes[Int(record.parent)].symbol)]
      guard !Self.naming.contains(parent) else { continue }
      faults.append(SyntaxFault(offset: Int(record.start), message: "this `\(word)` belongs to nothing"))
    }
  }
}
