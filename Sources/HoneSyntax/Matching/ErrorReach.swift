/// Which nodes of a tree lie in code that the grammar could not place, or hold some.
struct ErrorReach {
  /// For each node whether it lies inside of an error; empty for a tree without any.
  ///
  /// Worked out once for a tree, and not at each match: code may nest as deep as it is long.
  private let isInside: [Bool]

  /// For matches of which nobody asks.
  static let none = ErrorReach()

  private init() { isInside = [] }

  init(_ nodes: UnsafeBufferPointer<SyntaxTree.Record>) {
    guard let root = nodes.first, root.flags.contains(.hasError) else {
      isInside = []
      return
    }
    var isInside = [Bool](repeating: false, count: nodes.count)
    for index in nodes.indices.dropFirst() {
      let parent = Int(nodes[index].parent)
      isInside[index] = isInside[parent] || nodes[parent].flags.contains(.error)
    }
    self.isInside = isInside
  }

  /// Whether one of some siblings holds an error, or all of them lie in one.
  func touches(_ siblings: ClosedRange<Int>, in nodes: UnsafeBufferPointer<SyntaxTree.Record>) -> Bool {
    guard !isInside.isEmpty else { return false }
    if isInside[siblings.lowerBound] { return true }
    var sibling = siblings.lowerBound
    while sibling <= siblings.upperBound {
      if nodes[sibling].flags.contains(.hasError) { return true }
      sibling = Int(nodes[sibling].next)
    }
    return false
  }
}
