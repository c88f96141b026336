internal import HoneSyntax

/// What an edit tells by the kinds of its nodes.
extension TreeEdit {
  /// Whether an operation stays one of its kind: what differs are its operands or its operator.
  var isOfOperand: Bool {
    guard let old = removed.first, let new = added.first else {
      guard let parent = path.last else { return false }
      return RuleEvidence.isOperation(kind: SyntaxNode(tree: before, index: parent.before).kind)
    }
    let (from, to) = (SyntaxNode(tree: before, index: old), SyntaxNode(tree: after, index: new))
    let isOperation = (RuleEvidence.isOperation(kind: from.kind), RuleEvidence.isOperation(kind: to.kind))
    guard isOperation.0 || isOperation.1 else { return false }
    // One operand of an operation may be all that is left, or was there.
    return from.kind == to.kind || (isOperation.0 ? from : to).holds(isOperation.0 ? to : from)
  }

  /// Whether a text with several words, or a long one, is replaced.
  var isOfText: Bool {
    guard removed.count == 1, added.count == 1 else { return false }
    let node = SyntaxNode(tree: before, index: removed[0])
    guard ([node] + node.ancestors.prefix(1)).contains(where: { $0.kind.contains("string") }) else { return false }
    let words = node.text.split { !$0.isTextWordByte }
    return words.count > 1 || words.contains { $0.count > 8 }
  }

  /// Whether a statement of another kind comes, or several.
  var becomesStatement: Bool {
    guard let old = removed.first, let new = added.first else { return false }
    let (from, to) = (SyntaxNode(tree: before, index: old).kind, SyntaxNode(tree: after, index: new).kind)
    return added.count > 1 || from != to && (to.hasSuffix("statement") || to.hasSuffix("declaration"))
  }

  /// Whether one whole statement is replaced.
  var isOfStatement: Bool {
    removed.count == 1 && (SyntaxNode(tree: before, index: removed[0]).parent?.holdsStatements ?? false)
  }

  /// Whether the cut is a node that a pattern can stand for.
  var isOfNamedNodes: Bool {
    removed.allSatisfy { SyntaxNode(tree: before, index: $0).isNamed }
  }
}

extension SyntaxNode {
  /// Whether one of its operands has the code of another node.
  fileprivate func holds(_ other: SyntaxNode) -> Bool { children.contains { $0.text.elementsEqual(other.text) } }
}
