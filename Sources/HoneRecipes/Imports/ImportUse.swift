internal import HoneSyntax

/// Which names a file speaks of outside of its imports.
///
/// A name in a string counts, since annotations may stand in quotes; one in a comment does not. A property, an
/// attribute or an argument's label of that name is another thing.
struct ImportUse {
  private let used: Set<String>

  /// - Parameters:
  ///   - names: the names that are asked about.
  ///   - imports: the byte ranges that do not count.
  init(of names: Set<String>, in tree: SyntaxTree, outside imports: [Range<Int>]) {
    var used: Set<String> = []
    let sorted = imports.sorted { $0.lowerBound < $1.lowerBound }
    var nextImport = sorted[...]
    var index = 0
    while index < tree.nodes.count, used.count < names.count {
      let node = SyntaxNode(tree: tree, index: index)
      while let first = nextImport.first, first.upperBound <= node.range.lowerBound { nextImport.removeFirst() }
      if let first = nextImport.first, first.lowerBound <= node.range.lowerBound,
        node.range.upperBound <= first.upperBound
      {
        index = Int(node.record.next)
        continue
      }
      if node.isComment {
        index = Int(node.record.next)
        continue
      }
      let isString = node.kind.contains("string") && index > 0
      if isString || Int(node.record.next) == index + 1 {
        used.formUnion(Self.names(names, in: node, isString: isString))
      }
      index += 1
    }
    self.used = used
  }

  func contains(_ name: String) -> Bool { used.contains(name) }

  private static let memberKinds: Set<String> = ["property_identifier", "field_identifier"]
  private static let memberFields: Set<String> = ["attribute", "property", "field"]

  private static func names(_ names: Set<String>, in node: SyntaxNode, isString: Bool) -> [String] {
    guard isString else {
      let text = node.string
      guard names.contains(text), !memberKinds.contains(node.kind), !memberFields.contains(node.field ?? "") else {
        return []
      }
      if node.field == "name", node.parent?.kind == "keyword_argument" { return [] }
      return [text]
    }
    let words = node.text.split { !($0.isHoleByte || (0x61...0x7a).contains($0) || $0 >= 0x80) }
    return words.lazy.map { String(decoding: $0, as: UTF8.self) }.filter(names.contains)
  }
}
