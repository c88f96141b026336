extension SyntaxTree {
  /// The indices of the children of a node.
  func children(of index: Int) -> [Int] {
    var children: [Int] = []
    var child = index + 1
    while child < Int(nodes[index].next) {
      children.append(child)
      child = Int(nodes[child].next)
    }
    return children
  }

  /// The name of the kind of a node.
  func kind(of index: Int) -> String {
    let symbol = Int(nodes[index].symbol)
    return symbol < grammar.kinds.count ? grammar.kinds[symbol] : "ERROR"
  }
}
