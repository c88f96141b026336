package import HoneCore
package import HoneSyntax

/// A place that a recipe finds, by itself.
package struct RecipePlace: Sendable {
  package let match: Match
  /// What the recipe changes there and nowhere else, in bytes of the file; empty when it only finds the place, or leaves it
  /// alone: the result would not parse, a comment would be lost, or the edit of a place around it comes first.
  package fileprivate(set) var replacements: [Replacement] = []
}

extension RecipeProgram {
  /// The matches of all rules in a file as it is, by place, each with its own edit.
  ///
  /// Unlike `apply`, which makes all edits of a file, and those of places inside of others in later passes.
  package func places(in tree: SyntaxTree) -> [RecipePlace] {
    let found = planned(in: tree).sorted { $0.match.range.lowerBound < $1.match.range.lowerBound }
    let edits = Self.disjoint(found.compactMap(\.edit))
    let places = found.map { RecipePlace(match: $0.match) }
    guard !edits.isEmpty else { return places }
    var refused: Set<RefusedEdit> = []
    let sound = RecipeBench().withSession(of: grammar, isReviewed: false) { session in
      session.begin()
      return try? session.sound(edits, in: tree, &refused)
    }
    guard let sound = sound ?? nil else { return places }
    let taken = TextLines(tree.source).takingEmptiedLines(sound.map(\.replacements))
    let made = zip(sound, taken).reduce(into: [:]) { $0[Key($1.0.match)] = $1.1 }
    return zip(places, found).map { place, planned in
      var place = place
      if planned.edit != nil { place.replacements = made[Key(place.match)] ?? [] }
      return place
    }
  }

  private struct Key: Hashable {
    let rule: Int
    let range: Range<Int>
    let node: Int

    init(_ match: Match) { (rule, range, node) = (match.rule, match.range, match.node) }
  }

  private func planned(in tree: SyntaxTree) -> [(match: Match, edit: PlannedEdit?)] {
    let ofSteps = steps.flatMap { step -> [(match: Match, edit: PlannedEdit?)] in
      switch step.action {
      case .program(let program): return program.planned(in: tree)
      case .rules(let rewriter):
        return rewriter.matcher.matches(in: tree).map { match in
          let edit = rewriter.edit(for: match)
          return (match, edit.flatMap { $0.isCertain && !$0.replacements.isEmpty ? $0 : nil })
        }
      }
    }
    return ofSteps + (targets?.matches(in: tree) ?? []).map { ($0, nil) }
  }

  /// Those of `edits`, by place, that touch no byte that one before them replaces.
  private static func disjoint(_ edits: [PlannedEdit]) -> [PlannedEdit] {
    var taken: [Range<Int>] = []
    var end = -1
    return edits.filter { edit in
      let ranges = edit.replacements.map(\.range)
      let clashes = ranges.contains { range in
        range.lowerBound <= end && taken.contains { $0.overlaps(range) || $0 == range }
      }
      guard !clashes else { return false }
      taken += ranges
      end = ranges.map(\.upperBound).reduce(end, max)
      return true
    }
  }
}
