package import HoneSyntax

extension SyntaxTree {
  /// How many nodes the grammar could not place, or put in to go on; and blocks of Python without a statement, which
  /// its grammar lets pass.
  package var errorCount: Int { errors.count }

  /// The nodes that `errorCount` counts, ascending.
  var errors: [Int] {
    let blocks = grammar.name == "python" ? Set(grammar.symbols(named: "block")) : []
    guard hasError || !blocks.isEmpty else { return [] }
    return nodes.indices.filter { index in
      let record = nodes[index]
      if record.flags.contains(.error) || record.flags.contains(.missing) { return true }
      guard blocks.contains(record.symbol) else { return false }
      return !SyntaxNode(tree: self, index: index).children.contains { $0.isNamed && !$0.record.flags.contains(.extra) }
    }
  }
}
