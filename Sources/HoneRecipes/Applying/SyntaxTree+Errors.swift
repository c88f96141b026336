package import HoneSyntax

extension SyntaxTree {
  /// How many nodes the grammar could not place, or put in to go on; and blocks of Python without a statement, which
  /// its grammar lets pass.
  package var errorCount: Int {
    let errors = hasError ? nodes.count { $0.flags.contains(.error) || $0.flags.contains(.missing) } : 0
    guard grammar.name == "python" else { return errors }
    let blocks = Set(grammar.symbols(named: "block"))
    let empty = nodes.indices.count { index in
      guard blocks.contains(nodes[index].symbol) else { return false }
      return !SyntaxNode(tree: self, index: index).children.contains { $0.isNamed && !$0.record.flags.contains(.extra) }
    }
    return errors + empty
  }
}
