internal import HoneSyntax

/// One side of several examples laid over each other: which node of each stands at the same position.
///
/// Positions are named by the node of the first example. A position at which the examples differ, and that no deeper
/// one explains, has to vary.
struct Alignment {
  /// What stands at one position: the code of each example, as digests.
  typealias Tuple = [UInt64]

  private let trees: [SubtreeDigests]
  /// The tuples of the positions, by the first example's node.
  private(set) var tuples: [Int: Tuple] = [:]
  /// The tuples of what lists hold, by the first example's list.
  private(set) var lists: [Int: Tuple] = [:]
  /// Positions that have to vary.
  private(set) var varying: Set<Int> = []
  /// Lists whose inside has to vary as a whole: the examples hold different numbers of elements.
  private(set) var varyingLists: Set<Int> = []

  /// - Parameter roots: for each example its neighbouring nodes, of equal number.
  /// - Returns: `nil` when the examples differ where nothing may vary.
  init?(trees: [SubtreeDigests], roots: [[Int]]) {
    self.trees = trees
    guard let first = roots.first, roots.allSatisfy({ $0.count == first.count }) else { return nil }
    for position in first.indices {
      guard visit(roots.map { $0[position] }) else { return nil }
    }
  }

  private func node(_ index: Int, of example: Int) -> SyntaxNode {
    SyntaxNode(tree: trees[example].tree, index: index)
  }

  private mutating func visit(_ nodes: [Int]) -> Bool {
    let digests = nodes.indices.map { trees[$0][nodes[$0]] }
    tuples[nodes[0]] = digests
    let listed = nodes.indices.map { node(nodes[$0], of: $0).listed }
    if listed.allSatisfy({ $0 != nil }) {
      lists[nodes[0]] = listed.enumerated().map { example, elements in
        (elements ?? []).reduce(1) { ($0 ^ trees[example][$1.index]) &* 0x9e37_79b9_7f4a_7c15 }
      }
    }
    let children = nodes.indices.map { Array(node(nodes[$0], of: $0).children.map(\.index)) }
    let symbols = nodes.indices.map { node(nodes[$0], of: $0).record.symbol }
    let isSameShape = children.allSatisfy { $0.count == children[0].count } && symbols.allSatisfy { $0 == symbols[0] }
    if isSameShape {
      guard !children[0].isEmpty else { return digests.allSatisfy { $0 == digests[0] } || vary(nodes) }
      let copy = self
      if children[0].indices.allSatisfy({ position in visit(children.map { $0[position] }) }) { return true }
      self = copy
      return vary(nodes)
    }
    if symbols.allSatisfy({ $0 == symbols[0] }), lists[nodes[0]] != nil {
      varyingLists.insert(nodes[0])
      return true
    }
    return vary(nodes)
  }

  private mutating func vary(_ nodes: [Int]) -> Bool {
    guard nodes.indices.allSatisfy({ node(nodes[$0], of: $0).isNamed }) else { return false }
    varying.insert(nodes[0])
    return true
  }
}
