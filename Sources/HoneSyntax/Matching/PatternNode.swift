/// A node of a pattern: code to find, with holes.
///
/// It is what parsing a pattern yields, and can be built by hand, for example from the trees of two versions of a file.
package indirect enum PatternNode: Hashable, Sendable {
  /// A leaf that must be there: a keyword, a punctuation mark, a name, a literal.
  case token(symbol: UInt16, isNamed: Bool, text: [UInt8])
  /// A node with children; the symbol of an error (`Grammar.errorSymbol`) matches every kind.
  case node(symbol: UInt16, children: [PatternNode])
  /// A metavariable.
  case hole(Metavariable)

  /// The number of the kind; `nil` for a hole.
  package var symbol: UInt16? {
    switch self {
    case .token(let symbol, _, _), .node(let symbol, _): symbol
    case .hole: nil
    }
  }

  /// The names that it captures, in the order in which they first appear.
  package var metavariables: [Metavariable] {
    var found: [Metavariable] = []
    visit { node in
      if case .hole(let hole) = node, !found.contains(hole) { found.append(hole) }
    }
    return found
  }

  /// Its leaves, from left to right.
  package var leaves: [PatternNode] {
    var found: [PatternNode] = []
    visit { node in
      if case .node = node { return }
      found.append(node)
    }
    return found
  }

  private func visit(_ body: (PatternNode) -> Void) {
    body(self)
    if case .node(_, let children) = self {
      for child in children { child.visit(body) }
    }
  }
}

extension PatternNode {
  /// How deep a pattern may nest.
  ///
  /// Code that people write stays far below, and a recursion over patterns can rely on it.
  static let depthLimit = 200

  /// Copies a subtree of a parsed text.
  ///
  /// Tokens that the parser put in are left out.
  /// - Parameters:
  ///   - index: the node in `tree.nodes`.
  ///   - hole: the hole that takes the place of a node, asked from the top; `nil` keeps the node.
  /// - Returns: `nil` when the subtree nests deeper than `depthLimit`.
  package init?(_ tree: SyntaxTree, at index: Int, depth: Int = 0, hole: (Int) -> Metavariable?) {
    let record = tree.nodes[index]
    if let hole = hole(index) {
      self = .hole(hole)
      return
    }
    guard Int(record.next) > index + 1 else {
      let text = tree.source[Int(record.start)..<Int(record.end)]
      self = .token(symbol: record.symbol, isNamed: record.flags.contains(.named), text: Array(text))
      return
    }
    guard depth < Self.depthLimit else { return nil }
    var children: [PatternNode] = []
    var child = index + 1
    while child < Int(record.next) {
      if !tree.nodes[child].flags.contains(.missing) {
        guard let node = PatternNode(tree, at: child, depth: depth + 1, hole: hole) else { return nil }
        children.append(node)
      }
      child = Int(tree.nodes[child].next)
    }
    self = .node(symbol: record.symbol, children: children)
  }
}
