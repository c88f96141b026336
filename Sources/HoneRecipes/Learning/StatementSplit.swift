internal import HoneSyntax

/// Finds statements that became two: where each edit of one kind has a new statement of another kind beside it, both are
/// one edit.
///
/// One example does not tell, for the new statement may be there for its own sake; but where it declares a name that the change brings
/// in, one cannot go without the other.
enum StatementSplit {
  typealias Kind = [(file: Int, edit: TreeEdit)]

  static func joining(_ kinds: [Kind]) -> [Kind] {
    var kinds = kinds
    var index = 0
    while index < kinds.count {
      for other in kinds.indices where other != index {
        guard let joined = join(kinds[index], kinds[other]) else { continue }
        kinds[index] = joined
        kinds.remove(at: other)
        if other < index { index -= 1 }
        break
      }
      index += 1
    }
    return kinds
  }

  private static func join(_ changes: Kind, _ insertions: Kind) -> Kind? {
    guard changes.count == insertions.count, insertions.allSatisfy(\.edit.removed.isEmpty),
      changes.count > 1 || changes.count == 1 && declares(insertions[0].edit, for: changes[0].edit)
    else { return nil }
    var joined: Kind = []
    for (change, insertion) in zip(changes, insertions) {
      guard change.file == insertion.file, let edit = join(change.edit, insertion.edit) else { return nil }
      joined.append((change.file, edit))
    }
    return joined
  }

  /// Whether what is inserted declares a name that a change brings in.
  private static func declares(_ insertion: TreeEdit, for change: TreeEdit) -> Bool {
    func leaves(_ nodes: TreeEdit.Nodes, _ tree: SyntaxTree) -> [SyntaxNode] {
      nodes.flatMap { $0..<Int(tree.nodes[$0].next) }.map { SyntaxNode(tree: tree, index: $0) }
        .filter { Int($0.record.next) == $0.index + 1 && $0.isNamed }
    }
    let kept = Set(leaves(change.removed, change.before).map(\.string))
    let come = Set(leaves(change.added, change.after).filter { !NameRole.isMember($0) }.map(\.string)).subtracting(kept)
    return leaves(insertion.added, insertion.after).contains { come.contains($0.string) && NameRole.isDeclared(at: $0) }
  }

  /// The statement that an edit changes, with the one that comes right before or behind it.
  private static func join(_ change: TreeEdit, _ insertion: TreeEdit) -> TreeEdit? {
    guard let statement = statement(of: change), let list = insertion.path.last,
      SyntaxNode(tree: insertion.before, index: list.before).holdsStatements
    else { return nil }
    let siblings = SyntaxNode(tree: insertion.after, index: list.after).children.map(\.index)
    guard let first = insertion.added.first.flatMap(siblings.firstIndex),
      let last = insertion.added.last.flatMap(siblings.firstIndex),
      let place = siblings.firstIndex(of: statement.pair.after), place + 1 == first || place == last + 1
    else { return nil }
    var joined = change
    joined.path = statement.path
    joined.removed = [statement.pair.before]
    joined.added = place < first ? [statement.pair.after] + insertion.added : insertion.added + [statement.pair.after]
    return joined
  }

  /// The statement around an edit, or the one that it replaces, and the path to it.
  private static func statement(of edit: TreeEdit) -> (pair: TreeEdit.Pair, path: [TreeEdit.Pair])? {
    var path = edit.path
    if edit.removed.count == 1, edit.added.count == 1 {
      path.append(TreeEdit.Pair(before: edit.removed[0], after: edit.added[0]))
    } else if let last = path.last, SyntaxNode(tree: edit.before, index: last.before).holdsStatements {
      // Whole statements come or go.
      return nil
    }
    let place = path.indices.dropFirst().last {
      SyntaxNode(tree: edit.before, index: path[$0 - 1].before).holdsStatements
    }
    return place.map { (path[$0], Array(path[..<$0])) }
  }
}
