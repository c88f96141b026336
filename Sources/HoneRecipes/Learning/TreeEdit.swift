package import HoneSyntax

/// A place where two versions of a file differ: what stood there, and what stands there now.
package struct TreeEdit: Sendable {
  /// A pair of nodes, by their indices, that the comparison takes for the same node in both versions.
  package struct Pair: Hashable, Sendable {
    package var before: Int
    package var after: Int
  }

  /// Neighbouring children of one node; empty where nothing stands.
  package typealias Nodes = [Int]

  package let before: SyntaxTree
  package let after: SyntaxTree
  /// The matched nodes around the place, outermost (the roots) first.
  package var path: [Pair]
  package var removed: Nodes
  package var added: Nodes

  /// The bytes that were replaced; empty, at the place of the insertion, when nothing was.
  package var range: Range<Int> {
    guard let first = removed.first, let last = removed.last else {
      let place = insertionPoint
      return place..<place
    }
    return Int(before.nodes[first].start)..<Int(before.nodes[last].end)
  }

  /// Where the first added node would begin in the old version: behind the sibling before it.
  private var insertionPoint: Int {
    guard let parent = path.last, let first = added.first else { return 0 }
    let siblings = SyntaxNode(tree: after, index: parent.after).children.prefix { $0.index != first }.map(\.index)
    let old = SyntaxNode(tree: before, index: parent.before).children.map(\.index)
    guard let position = siblings.indices.last, position < old.count else {
      return Int(before.nodes[parent.before].start)
    }
    return Int(before.nodes[old[position]].end)
  }

  /// The same edit, cut one level wider: the nodes of the last pair of its path; `nil` for a whole statement.
  package var widened: TreeEdit? {
    guard let last = path.last, path.count > 1, !SyntaxNode(tree: before, index: last.before).holdsStatements else {
      return nil
    }
    var wider = self
    wider.path.removeLast()
    wider.removed = [last.before]
    wider.added = [last.after]
    return wider
  }

  /// What two edits have in common that do the same to different code: the kinds of node and the words that go and come.
  package var likeness: [String] {
    let signature = EditSignature(self)
    let words = { (tokens: [ArraySlice<UInt8>]) in tokens.map { String(decoding: $0, as: UTF8.self) } }
    return [signature.removedKind, signature.addedKind] + words(signature.removed) + [""] + words(signature.added)
  }
}
