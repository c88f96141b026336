package import HoneCore

/// Sees to it that rewritten code is read as the rule wrote it.
///
/// `f($A)` -> `$A * 2` makes `a + b * 2` of `f(a + b)`, where `a + b` has fallen apart, and `10 / a * 2` of `10 / f(a)`,
/// where the result has. Both show in the tree of the result: what was captured is no node any more, or what was written
/// does not stand where the match stood. Then parentheses are tried, around as little as possible, and the tree decides.
package struct EditGrouping {
  /// The edits, some with parentheses now, and those that no parentheses help marked.
  package private(set) var edits: [PlannedEdit]
  /// As they came.
  private let given: [PlannedEdit]
  private let tree: SyntaxTree
  private let taken: ([PlannedEdit]) -> [[Replacement]]

  /// - Parameters:
  ///   - edits: of one tree, ascending and disjoint.
  ///   - taken: for each of some edits what it replaces in fact.
  package init(
    _ edits: [PlannedEdit], in tree: SyntaxTree,
    taken: @escaping ([PlannedEdit]) -> [[Replacement]] = { $0.map(\.replacements) }
  ) {
    self.edits = edits
    given = edits
    self.tree = tree
    self.taken = taken
  }

  /// Whether any of the edits needs a look at the tree of the result.
  package static func isNeeded(for edits: [PlannedEdit]) -> Bool { edits.contains { $0.shape != nil } }

  /// Whether all edits are read as they were written.
  /// - Parameter result: the tree of the text after them.
  package func isKept(in result: SyntaxTree) -> Bool {
    inspection(of: edits, in: result).damages(among: Set(edits.indices)).isEmpty
  }

  private func inspection(of edits: [PlannedEdit], in result: SyntaxTree) -> GroupingInspection {
    GroupingInspection(edits, of: tree, in: result, taken: taken(edits))
  }

  /// Whether some of the edits write parentheses now.
  package var hasParentheses: Bool { edits.contains { $0.parentheses.length > 0 } }

  /// Puts parentheses around what fell apart.
  /// - Parameters:
  ///   - result: the tree of the text after the edits.
  ///   - parse: the tree of the text after other edits; `nil` when there is none.
  package mutating func mend<Failure: Error>(
    _ result: SyntaxTree, parse: ([PlannedEdit]) throws(Failure) -> SyntaxTree?
  ) throws(Failure) {
    var open = Set(edits.indices)
    var damages = inspection(of: edits, in: result).damages(among: open)
    guard !damages.isEmpty else { return }
    let first = damages
    guard let marks = Parentheses.of(tree.grammar) else { return }
    // A part after the other: what stands apart again may let the rest stand as well.
    for _ in 0..<Self.rounds {
      open = []
      for (index, damage) in damages {
        var wrapped = edits[index].parentheses
        let holes = damage.holes.subtracting(wrapped.holes)
        if !holes.isEmpty {
          wrapped.holes.formUnion(holes)
        } else if damage.whole, !wrapped.whole {
          wrapped.whole = true
        } else {
          continue
        }
        edits[index] = PlannedEdit(edits[index], parentheses: wrapped)
        open.insert(index)
      }
      // What is left cannot be mended.
      for index in damages.keys where !open.contains(index) { give(up: index) }
      if open.isEmpty { break }
      guard let next = try parse(edits) else {
        open.forEach { give(up: $0) }
        break
      }
      damages = inspection(of: edits, in: next).damages(among: open)
      if damages.isEmpty { break }
    }
    for index in damages.keys where edits[index].parentheses != given[index].parentheses { give(up: index) }
    // Code that parentheses make what it was before is no edit.
    for index in first.keys where isUndone(edits[index]) { give(up: index) }
    let asGiven = inspection(of: given, in: result)
    for (index, damage) in first where edits[index].parentheses == given[index].parentheses {
      edits[index].isRegrouped = !asGiven.isMeant(damage, of: index, marks)
    }
  }

  private static let rounds = 4

  /// What an edit that does not parse may become with parentheses: around everything that may fall apart, first around as little
  /// as possible.
  package static func variants(of edit: PlannedEdit) -> [PlannedEdit] {
    guard let shape = edit.shape, Parentheses.of(edit.match.tree.grammar) != nil else { return [] }
    let holes = Set(shape.holes.indices)
    return [(holes, false), ([], true), (holes, true)].compactMap { holes, whole in
      guard !holes.isEmpty || whole, !whole || shape.whole != nil else { return nil }
      return PlannedEdit(edit, parentheses: EditParentheses(holes: holes, whole: whole))
    }
  }

  private func isUndone(_ edit: PlannedEdit) -> Bool {
    guard let shape = edit.shape, edit.parentheses.length > 0 else { return false }
    return edit.replacements.applied(to: tree.source, in: shape.range) == Array(tree.source[shape.range])
  }

  private mutating func give(up index: Int) {
    edits[index] = given[index]
  }
}
