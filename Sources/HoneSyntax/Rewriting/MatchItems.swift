/// A matched place read as a list of items: what was captured as one item each, everything else token by token.
struct MatchItems {
  struct Item {
    var content: FixTemplate.Item.Content
    /// The bytes in the source.
    var range: Range<Int>
    /// A comma before a closing bracket that the rule does not speak of: it stays as long as there is such a bracket.
    var isTrailingComma = false
  }

  /// What is to be covered, in nodes: from the first node to the last, which is its sibling.
  private let nodes: ClosedRange<Int>
  private let tree: SyntaxTree
  private(set) var items: [Item] = []
  /// The captures that became items, by their names.
  private(set) var kept: Set<FixTemplate.Item.Content> = []

  /// - Parameters:
  ///   - captures: what may become an item.
  ///   - used: the captures that the template writes.
  ///   - isWritten: whether a token may be one that the rule speaks of; others are left alone, as comments are.
  init(
    _ tree: SyntaxTree, nodes: ClosedRange<Int>, captures: [FixTemplate.Item.Content: Capture],
    used: Set<FixTemplate.Item.Content>, isWritten: ([UInt8]) -> Bool
  ) {
    self.tree = tree
    self.nodes = nodes
    var starts: [Int: [(content: FixTemplate.Item.Content, capture: Capture)]] = [:]
    for (content, capture) in captures where capture.count > 0 {
      starts[capture.first, default: []].append((content, capture))
    }
    var index = nodes.lowerBound
    let end = Int(tree.nodes[nodes.upperBound].next)
    var position = Int(tree.nodes[index].start)
    while index < end {
      let record = tree.nodes[index]
      if let found = Self.choose(starts[index] ?? [], used: used, in: tree, end: end) {
        cut(position..<found.capture.range.lowerBound, isWritten)
        items.append(Item(content: found.content, range: found.capture.range))
        kept.insert(found.content)
        position = found.capture.range.upperBound
        index = Int(tree.nodes[found.capture.last].next)
        continue
      }
      let isLeaf = Int(record.next) == index + 1
      guard isLeaf || record.flags.contains(.extra) else {
        index += 1
        continue
      }
      // A comment is a part of what lies between items.
      if record.end > record.start, Int(record.start) >= position {
        cut(position..<Int(record.start), isWritten)
        let range = Int(record.start)..<Int(record.end)
        if !record.flags.contains(.extra) { add(range, isWritten) }
        position = range.upperBound
      }
      index = Int(record.next)
    }
    cut(position..<max(position, Int(tree.nodes[nodes.upperBound].end)), isWritten)
    markTrailingCommas()
  }

  /// The capture that becomes an item at a node: the largest that is used and lies in the match, or else one that is
  /// not used and holds none that is.
  private static func choose(
    _ found: [(content: FixTemplate.Item.Content, capture: Capture)], used: Set<FixTemplate.Item.Content>,
    in tree: SyntaxTree, end: Int
  ) -> (content: FixTemplate.Item.Content, capture: Capture)? {
    let inside = found.filter { Int(tree.nodes[$0.capture.last].next) <= end }
    let wanted = inside.filter { used.contains($0.content) }
    return (wanted.isEmpty ? inside : wanted).max { $0.capture.range.count < $1.capture.range.count }
  }

  /// Adds what stands between leaves and is no blank: text that the grammar does not name.
  private mutating func cut(_ range: Range<Int>, _ isWritten: ([UInt8]) -> Bool) {
    guard !range.isEmpty else { return }
    for word in CodeTokens.words(in: tree.source, range) { add(word, isWritten) }
  }

  private mutating func add(_ range: Range<Int>, _ isWritten: ([UInt8]) -> Bool) {
    let range = CodeTokens.trimmed(range, in: tree.source)
    let text = Array(tree.source[range])
    guard !text.isEmpty, isWritten(text) else { return }
    items.append(Item(content: .token(text), range: range))
  }

  private mutating func markTrailingCommas() {
    for index in items.indices.dropLast() where items[index].content.isComma && items[index + 1].content.isCloser {
      items[index].isTrailingComma = true
    }
  }

  /// Takes the marks off, because the rule itself writes a comma there.
  mutating func forgetTrailingCommas() {
    for index in items.indices { items[index].isTrailingComma = false }
  }
}

extension FixTemplate.Item.Content {
  /// Whether it is the token `,`.
  var isComma: Bool { self == .token([UInt8(ascii: ",")]) }

  /// Whether it is a closing bracket.
  var isCloser: Bool {
    switch self {
    case .token([UInt8(ascii: ")")]), .token([UInt8(ascii: "]")]), .token([UInt8(ascii: "}")]),
      .token([UInt8(ascii: ">")]):
      true
    default: false
    }
  }
}
