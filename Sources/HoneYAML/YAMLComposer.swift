/// Builds values from events, without recursion, and keeps count of what they cost.
struct YAMLComposer: ~Copyable {
  /// A collection whose end has not come yet.
  private struct OpenCollection {
    let isMapping: Bool
    let tag: String?
    let anchor: String?
    let start: YAMLMark
    var items: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    var keys: Set<YAMLNode> = []
    var key: YAMLNode?
    var cost = Cost()
  }

  /// What a value stands for with all aliases in it resolved.
  private struct Cost {
    var nodes = 1
    /// How many collections nest in it, itself counted.
    var depth = 0
  }

  private var parser: EventParser
  private let limits: YAMLLimits
  private var open: [OpenCollection] = []
  private var anchors: [String: (node: YAMLNode, cost: Cost)] = [:]
  private var documents: [YAMLNode] = []
  private var nodes = 0

  init(parser: consuming EventParser, limits: YAMLLimits) {
    self.parser = parser
    self.limits = limits
  }

  /// The documents of the stream, read to its end.
  mutating func compose() throws(YAMLError) -> [YAMLNode] {
    while true {
      let event = try parser.next()
      switch event.kind {
      case .streamEnd: return documents
      case .streamStart, .documentEnd: continue
      case .documentStart: anchors = [:]
      case .scalar(let text, let style, let tag, let anchor):
        guard let scalar = YAMLScalar(text: text, style: style, tag: tag) else {
          throw YAMLError(
            at: event.start, "the text `\(text.prefix(40))` does not fit its tag `\(tag ?? "")`",
            remedy: "mend the text or take the tag away")
        }
        let node = YAMLNode(content: .scalar(scalar), tag: tag, start: event.start, end: event.end)
        try add(node, cost: Cost(), anchor: anchor)
      case .alias(let name): try add(alias: name, at: event.start)
      case .sequenceStart(let tag, let anchor):
        try begin(OpenCollection(isMapping: false, tag: tag, anchor: anchor, start: event.start))
      case .mappingStart(let tag, let anchor):
        try begin(OpenCollection(isMapping: true, tag: tag, anchor: anchor, start: event.start))
      case .sequenceEnd, .mappingEnd: try close(at: event.end)
      }
    }
  }

  private mutating func begin(_ collection: OpenCollection) throws(YAMLError) {
    // An anchor that is written again no longer names what it named, from its start on.
    if let anchor = collection.anchor { anchors[anchor] = nil }
    open.append(collection)
    try check(depth: open.count, at: collection.start)
  }

  private mutating func close(at end: YAMLMark) throws(YAMLError) {
    guard let collection = open.popLast() else { return }
    let node = YAMLNode(
      content: collection.isMapping ? .mapping(collection.entries) : .sequence(collection.items), tag: collection.tag,
      start: collection.start, end: end)
    let cost = Cost(nodes: collection.cost.nodes, depth: collection.cost.depth + 1)
    try add(node, cost: cost, anchor: collection.anchor)
  }

  private mutating func add(alias name: String, at mark: YAMLMark) throws(YAMLError) {
    guard let (node, cost) = anchors[name] else {
      let isOpen = open.contains { $0.anchor == name }
      throw YAMLError(
        at: mark, isOpen ? "the value `&\(name)` holds itself" : "there is no `&\(name)` before this `*\(name)`",
        remedy: isOpen ? "take the alias away" : "name a value with `&\(name)`, or put quotes around the text")
    }
    try check(depth: open.count + cost.depth, at: mark)
    nodes += cost.nodes - 1
    try add(node, cost: cost, anchor: nil, mark: mark)
  }

  /// Puts a finished value where it belongs: into the innermost open collection, or beside the other documents.
  private mutating func add(
    _ node: YAMLNode, cost: Cost, anchor: String?, mark: YAMLMark? = nil
  ) throws(YAMLError) {
    nodes += 1
    guard nodes <= limits.nodes else {
      throw YAMLError(
        at: mark ?? node.start, "the text stands for more than \(limits.nodes) values",
        remedy: "split it, and do not let aliases multiply")
    }
    if let anchor { anchors[anchor] = (node, cost) }
    guard let innermost = open.indices.last else {
      documents.append(node)
      return
    }
    open[innermost].cost.nodes += cost.nodes
    open[innermost].cost.depth = max(open[innermost].cost.depth, cost.depth)
    guard open[innermost].isMapping else {
      open[innermost].items.append(node)
      return
    }
    if let key = open[innermost].key {
      open[innermost].entries.append(YAMLEntry(key: key, value: node))
      open[innermost].key = nil
      return
    }
    guard open[innermost].keys.insert(node).inserted else {
      let first = open[innermost].entries.first { $0.key == node }?.key.line ?? node.line
      throw YAMLError(
        at: mark ?? node.start, "\(node.shown) stands twice as a key, first at line \(first)",
        remedy: "keep one of them")
    }
    open[innermost].key = node
  }

  private func check(depth: Int, at mark: YAMLMark) throws(YAMLError) {
    guard depth > limits.depth else { return }
    throw YAMLError(
      at: mark, "more than \(limits.depth) collections nest here", remedy: "nest the values less deeply")
  }
}
