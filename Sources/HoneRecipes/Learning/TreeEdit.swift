package import HoneSyntax

/// A place where two versions of a file differ: what stood there, and what stands there now.
package struct TreeEdit: Sendable {
  /// A pair of nodes, by their indices, that the comparison takes for the same node in both versions.
  package struct Pair: Hashable, Sendable {
    package var before: Int
    package var after: Int
  }

  /// What stands beside the place in both versions, unchanged.
  package struct Neighbours: Hashable, Sendable {
    package var previous: Pair?
    package var next: Pair?
  }

  /// Neighbouring children of one node; empty where nothing stands.
  package typealias Nodes = [Int]

  package let before: SyntaxTree
  package let after: SyntaxTree
  /// The matched nodes around the place, outermost (the roots) first.
  package var path: [Pair]
  package var removed: Nodes
  package var added: Nodes
  package var neighbours = Neighbours()

  /// The bytes that were replaced; empty, at the place of the insertion, when nothing was.
  package var range: Range<Int> {
    guard let first = removed.first, let last = removed.last else {
      let place = insertionPoint
      return place..<place
    }
    return Int(before.nodes[first].start)..<Int(before.nodes[last].end)
  }

  /// The bytes of the new version that stand there; `nil` when nothing does.
  package var result: Range<Int>? {
    guard let first = added.first, let last = added.last else { return nil }
    return Int(after.nodes[first].start)..<Int(after.nodes[last].end)
  }

  /// Where the first added node would begin in the old version: behind the sibling before it.
  private var insertionPoint: Int {
    if let previous = neighbours.previous { return Int(before.nodes[previous.before].end) }
    if let next = neighbours.next { return Int(before.nodes[next.before].start) }
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

  /// An insertion between statements, told by the one beside it: that one, and what comes before or behind it.
  /// - Parameter isBehind: whether it is told by the statement before it.
  /// - Returns: `nil` when the edit is no such insertion, or nothing that stayed as it was stands there.
  func anchored(isBehind: Bool) -> TreeEdit? {
    guard removed.isEmpty, let parent = path.last, SyntaxNode(tree: before, index: parent.before).holdsStatements,
      let neighbour = isBehind ? neighbours.previous : neighbours.next
    else { return nil }
    let node = SyntaxNode(tree: before, index: neighbour.before)
    guard node.isNamed, !node.record.flags.contains(.extra), !added.contains(where: { !isNamed($0) }) else {
      return nil
    }
    var anchored = self
    anchored.removed = [neighbour.before]
    anchored.added = isBehind ? [neighbour.after] + added : added + [neighbour.after]
    return anchored
  }

  /// Whether it is about comments alone.
  package var isOfComments: Bool {
    removed.allSatisfy { SyntaxNode(tree: before, index: $0).isComment }
      && added.allSatisfy { SyntaxNode(tree: after, index: $0).isComment }
  }

  /// Whether imports come or go, and nothing stands in their place.
  package var isImportAlone: Bool {
    if removed.isEmpty { return addsImports }
    return added.isEmpty
      && removed.allSatisfy { index in
        let node = SyntaxNode(tree: before, index: index)
        return !node.isNamed || ([node] + node.ancestors).contains { RuleEvidence.isImport(kind: $0.kind) }
      }
  }

  /// Whether something is defined newly, which is done once.
  var addsDefinitions: Bool {
    removed.isEmpty && added.contains { Self.isDefinition(kind: SyntaxNode(tree: after, index: $0).kind) }
  }

  /// Whether nodes of a kind define a function or a type.
  static func isDefinition(kind: String) -> Bool {
    let kinds = [
      "function", "method", "class", "struct", "enum", "interface", "trait", "impl", "protocol", "constructor",
    ]
    return kinds.contains(where: kind.hasPrefix) && !kind.hasSuffix("call_expression") && !kind.hasSuffix("invocation")
      || kind == "decorated_definition" || kind == "type_declaration" || kind == "export_statement"
  }

  /// Whether it adds nothing but imports.
  var addsImports: Bool {
    !added.isEmpty
      && added.allSatisfy { index in
        let node = SyntaxNode(tree: after, index: index)
        return ([node] + node.ancestors).contains { RuleEvidence.isImport(kind: $0.kind) } || !node.isNamed
      }
  }

  private func isNamed(_ index: Int) -> Bool { SyntaxNode(tree: after, index: index).isNamed }
}
