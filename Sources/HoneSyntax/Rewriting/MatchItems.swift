/// A matched place read as a list of items: what was captured as one item each, everything else token by token.
struct MatchItems {
  struct Item {
    var content: FixTemplate.Item.Content
    /// The bytes in the source.
    var range: Range<Int>
    /// A comma before a closing bracket that the rule does not speak of: it stays as long as there is such a bracket.
    var isTrailingComma = false
    /// Whether a pattern of the rule found it.
    var isWritten = true
    /// Whether something that the rule does not speak of, and that stays, stands directly before it.
    var followsUnwritten = false
  }

  private let tree: SyntaxTree
  private(set) var items: [Item] = []
  /// The metavariables that became items.
  private(set) var kept: Set<FixTemplate.Item.Content> = []

  /// A place that a metavariable found.
  struct Place {
    var content: FixTemplate.Item.Content
    var first: Int
    var last: Int
  }

  /// - Parameters:
  ///   - nodes: what is to be covered, from the first to the last node, its sibling.
  ///   - places: the places that may become items.
  ///   - used: the metavariables that the template writes.
  ///   - isWritten: whether a leaf is one that the rule speaks of.
  ///   - keepsUnmatched: whether other leaves are left alone, as comments are.
  init(
    _ tree: SyntaxTree, nodes: ClosedRange<Int>, places: [Place], used: Set<FixTemplate.Item.Content>,
    isWritten: (Int) -> Bool, keepsUnmatched: Bool
  ) {
    self.tree = tree
    let starts = Dictionary(grouping: places, by: \.first)
    var index = nodes.lowerBound
    let end = Int(tree.nodes[nodes.upperBound].next)
    var position = Int(tree.nodes[index].start)
    while index < end {
      let record = tree.nodes[index]
      if let found = Self.choose(starts[index] ?? [], among: places, used: used, in: tree, end: end) {
        let start = max(position, Int(tree.nodes[found.first].start))
        let range = start..<max(start, Int(tree.nodes[found.last].end))
        cut(position..<range.lowerBound)
        items.append(Item(content: found.content, range: range))
        kept.insert(found.content)
        position = range.upperBound
        index = Int(tree.nodes[found.last].next)
        continue
      }
      let isLeaf = Int(record.next) == index + 1
      guard isLeaf || record.flags.contains(.extra) else {
        index += 1
        continue
      }
      // A comment is a part of what lies between items, unless it is itself what matches.
      let isComment = record.flags.contains(.extra) && nodes != index...index
      if record.end > record.start, Int(record.start) >= position {
        cut(position..<Int(record.start))
        let range = Int(record.start)..<Int(record.end)
        if !isComment { add(range, isWritten: isWritten(index)) }
        position = range.upperBound
      }
      index = Int(record.next)
    }
    cut(position..<max(position, Int(tree.nodes[nodes.upperBound].end)))
    for index in items.indices.dropLast() where items[index].content.isComma && items[index + 1].content.isCloser {
      items[index].isTrailingComma = !items[index].isWritten
    }
    guard keepsUnmatched else { return }
    for (index, previous) in items.enumerated().dropLast() where !previous.isWritten && !previous.isTrailingComma {
      items[index + 1].followsUnwritten = true
    }
    items.removeAll { !$0.isWritten && !$0.isTrailingComma }
  }

  /// The place that becomes an item at a node: the largest that the template uses, or else one that it does not use and
  /// that holds none which it does.
  private static func choose(
    _ found: [Place], among places: [Place], used: Set<FixTemplate.Item.Content>, in tree: SyntaxTree, end: Int
  ) -> Place? {
    let inside = found.filter { Int(tree.nodes[$0.last].next) <= end }
    if let wanted = inside.filter({ used.contains($0.content) }).max(by: { $0.last < $1.last }) { return wanted }
    let unused = inside.filter { place in
      !places.contains { used.contains($0.content) && place.first <= $0.first && $0.last <= place.last }
    }
    return unused.max { $0.last < $1.last }
  }

  /// Adds what stands between leaves and is no blank: text that the grammar does not name.
  private mutating func cut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    for word in CodeTokens.words(in: tree.source, range) { add(word) }
  }

  private mutating func add(_ range: Range<Int>, isWritten: Bool = true) {
    let range = CodeTokens.trimmed(range, in: tree.source)
    guard !range.isEmpty else { return }
    items.append(Item(content: .token(Array(tree.source[range])), range: range, isWritten: isWritten))
  }
}

extension FixTemplate.Item.Content {
  /// Whether it is the token `,`.
  var isComma: Bool { self == .token([UInt8(ascii: ",")]) }

  /// Whether statements or members may follow on lines of their own.
  var opensBlock: Bool { isOpener || self == .token([UInt8(ascii: ":")]) }

  /// Whether it is an opening bracket.
  var isOpener: Bool {
    switch self {
    case .token([UInt8(ascii: "(")]), .token([UInt8(ascii: "[")]), .token([UInt8(ascii: "{")]): true
    default: false
    }
  }

  /// Whether it is a closing bracket.
  var isCloser: Bool {
    switch self {
    case .token([UInt8(ascii: ")")]), .token([UInt8(ascii: "]")]), .token([UInt8(ascii: "}")]): true
    default: false
    }
  }
}
