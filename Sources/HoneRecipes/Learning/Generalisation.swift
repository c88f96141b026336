internal import HoneSyntax

/// A rewrite that explains some edits of one kind: both sides of the first, with the same holes in both.
///
/// Both sides are generalised together, as anti-unification does (Plotkin 1970; for edits Bader et al., "Getafix",
/// 2019): a hole stands for a tuple of code, one piece an example, and every hole of the new side must stand on the old.
struct Generalisation: Hashable {
  let before: Template
  let after: Template

  /// - Parameters:
  ///   - edits: at least one; each with the same number of nodes on either side.
  ///   - digests: the digests of the trees, by tree.
  /// - Returns: `nil` when the edits have nothing in common that could be written with holes.
  init?(of edits: [TreeEdit], scope: HoleScope, digests: [ObjectIdentifier: SubtreeDigests]) {
    let oldTrees = edits.compactMap { digests[ObjectIdentifier($0.before)] }
    let newTrees = edits.compactMap { digests[ObjectIdentifier($0.after)] }
    guard let first = edits.first, !first.removed.isEmpty, oldTrees.count == edits.count, newTrees.count == edits.count,
      let old = Alignment(trees: oldTrees, roots: edits.map(\.removed)),
      let new = Alignment(trees: newTrees, roots: edits.map(\.added))
    else { return nil }
    var chooser = HoleChooser(scope: scope, onNewSide: Set(new.tuples.values), listsOnNewSide: Set(new.lists.values))
    for node in first.removed {
      chooser.choose(SyntaxNode(tree: first.before, index: node), in: old, isRoot: true)
    }
    var filler = HoleFiller(names: chooser.names, listNames: chooser.listNames)
    for node in first.added {
      guard filler.fill(SyntaxNode(tree: first.after, index: node), in: new) else { return nil }
    }
    before = Template(tree: first.before, nodes: first.removed, range: first.range, holes: chooser.holes)
    after = Template(
      tree: first.after, nodes: first.added, range: Self.range(of: first.added, in: first.after), holes: filler.holes)
    guard before != after else { return nil }
  }

  private static func range(of nodes: [Int], in tree: SyntaxTree) -> Range<Int> {
    guard let first = nodes.first, let last = nodes.last else { return 0..<0 }
    return Int(tree.nodes[first].start)..<Int(tree.nodes[last].end)
  }
}

/// Chooses the holes of the old side.
private struct HoleChooser {
  let scope: HoleScope
  let onNewSide: Set<Alignment.Tuple>
  let listsOnNewSide: Set<Alignment.Tuple>
  var holes: [Template.Hole] = []
  var names: [Alignment.Tuple: String] = [:]
  var listNames: [Alignment.Tuple: String] = [:]

  mutating func choose(_ node: SyntaxNode, in alignment: Alignment, isRoot: Bool = false) {
    let tuple = alignment.tuples[node.index]
    if let tuple, !isRoot, alignment.varying.contains(node.index) || (scope.takes(node) && onNewSide.contains(tuple)) {
      names[tuple] = names[tuple] ?? name(for: node)
      holes.append(
        Template.Hole(
          range: node.range, name: names[tuple] ?? "_", isSequence: false, isReceiver: node.isReceiver,
          isOfDefinition: node.isNameOfDefined))
      return
    }
    if let tuple = alignment.lists[node.index], let elements = node.listed,
      alignment.varyingLists.contains(node.index) || (scope.takesLists && listsOnNewSide.contains(tuple))
    {
      listNames[tuple] = listNames[tuple] ?? unique(node.holdsStatements ? "BODY" : "ARGS")
      holes.append(
        Template.Hole(range: elements.covered(in: node), name: listNames[tuple] ?? "_", isSequence: true))
      return
    }
    for child in node.children { choose(child, in: alignment) }
  }

  private func name(for node: SyntaxNode) -> String {
    if let field = node.field, field.count <= 9 { return unique(field.uppercased()) }
    return unique(nil)
  }

  /// A metavariable that is not taken: `wanted`, else a letter.
  private func unique(_ wanted: String?) -> String {
    let taken = Set(names.values).union(listNames.values)
    if let wanted, !taken.contains(wanted) { return wanted }
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" where !taken.contains(String(letter)) { return String(letter) }
    return "A\(taken.count)"
  }
}

/// Puts the holes of the old side into the new one.
private struct HoleFiller {
  let names: [Alignment.Tuple: String]
  let listNames: [Alignment.Tuple: String]
  var holes: [Template.Hole] = []

  /// - Returns: whether all that varies on this side is known from the other.
  mutating func fill(_ node: SyntaxNode, in alignment: Alignment) -> Bool {
    if let tuple = alignment.tuples[node.index], let name = names[tuple] {
      holes.append(Template.Hole(range: node.range, name: name, isSequence: false))
      return true
    }
    if let tuple = alignment.lists[node.index], let name = listNames[tuple], let elements = node.listed {
      holes.append(Template.Hole(range: elements.covered(in: node), name: name, isSequence: true))
      return true
    }
    if alignment.varying.contains(node.index) || alignment.varyingLists.contains(node.index) { return false }
    for child in node.children {
      guard fill(child, in: alignment) else { return false }
    }
    return true
  }
}

extension [SyntaxNode] {
  /// The bytes from the first to the last; where there are none, the empty place behind the opening bracket of `list`.
  fileprivate func covered(in list: SyntaxNode) -> Range<Int> {
    guard let first, let last else {
      let place = list.children.first { !$0.isNamed }?.range.upperBound ?? list.range.lowerBound
      return place..<place
    }
    return first.range.lowerBound..<last.range.upperBound
  }
}
