/// A place in a `SyntaxTree`.
package struct SyntaxNode: Sendable {
  package let tree: SyntaxTree
  /// The index in `SyntaxTree.nodes`.
  package let index: Int

  package init(tree: SyntaxTree, index: Int) {
    self.tree = tree
    self.index = index
  }

  package var record: SyntaxTree.Record { tree.nodes[index] }
  /// The name of its kind; `ERROR` for text that the grammar could not place.
  package var kind: String { tree.grammar.kind(of: record.symbol) }
  /// The name of the node's field in its parent, if it has one.
  package var field: String? { record.field == 0 ? nil : tree.grammar.fields[Int(record.field)] }
  package var isNamed: Bool { record.flags.contains(.named) }
  /// The bytes it covers, counted from 0.
  package var range: Range<Int> { Int(record.start)..<Int(record.end) }
  package var text: ArraySlice<UInt8> { tree.source[range] }
  package var parent: SyntaxNode? { index == 0 ? nil : SyntaxNode(tree: tree, index: Int(record.parent)) }

  /// Named and unnamed children, in order.
  package var children: some Sequence<SyntaxNode> {
    let end = Int(record.next)
    return sequence(first: index + 1) { [tree] in Int(tree.nodes[$0].next) }
      .prefix { $0 < end }.lazy.map { [tree] in SyntaxNode(tree: tree, index: $0) }
  }
}
