internal import HoneSyntax

/// What an edit does to the words of its place, whatever else stands there: the key by which edits are one kind of edit.
struct EditSignature: Hashable {
  let removedKind: String
  let addedKind: String
  /// The tokens that only the old side has, in its order.
  let removed: [ArraySlice<UInt8>]
  /// The tokens that only the new side has, in its order.
  let added: [ArraySlice<UInt8>]

  init(_ edit: TreeEdit) {
    let old = edit.removed.flatMap { SyntaxNode(tree: edit.before, index: $0).tokens }
    let new = edit.added.flatMap { SyntaxNode(tree: edit.after, index: $0).tokens }
    removed = Self.subtract(new, from: old)
    added = Self.subtract(old, from: new)
    removedKind = edit.removed.map { SyntaxNode(tree: edit.before, index: $0).kind }.joined(separator: " ")
    addedKind = edit.added.map { SyntaxNode(tree: edit.after, index: $0).kind }.joined(separator: " ")
  }

  private static func subtract(
    _ other: [ArraySlice<UInt8>], from tokens: [ArraySlice<UInt8>]
  ) -> [ArraySlice<UInt8>] {
    var left: [ArraySlice<UInt8>: Int] = [:]
    for token in other { left[token, default: 0] += 1 }
    return tokens.filter { token in
      guard let count = left[token], count > 0 else { return true }
      left[token] = count - 1
      return false
    }
  }
}

extension SyntaxNode {
  /// The texts of the leaves, in order.
  var tokens: [ArraySlice<UInt8>] {
    (index..<Int(record.next)).filter { Int(tree.nodes[$0].next) == $0 + 1 }
      .map { tree.source[Int(tree.nodes[$0].start)..<Int(tree.nodes[$0].end)] }
  }
}
