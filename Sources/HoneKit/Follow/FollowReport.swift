package import HoneCore
package import HoneRecipes

/// What was learned from one kind of edit, and where it would go.
package struct FollowReport: Sendable {
  /// A place in a file.
  package struct Place: Hashable, Sendable {
    package var path: RepositoryPath
    /// From 1.
    package var line: Int
  }

  /// A place that the rule matches and that is left alone, or left for review.
  package struct Left: Hashable, Sendable {
    package var place: Place
    /// Why, in a few words; empty where the rule as a whole is the reason.
    package var reason: String
  }

  /// Counted from 1; what `--only` takes.
  package var number: Int
  /// The language's name; `text` where words are replaced without a grammar.
  package var language: String
  package var pattern: String
  package var rewrite: String
  package var certainty: LearnedRule.Certainty
  /// Why it is only likely, in a few words each.
  package var doubts: [String] = []
  /// Whether it renames something, and finds what it renames by its name and the kind of node, not by what it means.
  package var isByName = false
  /// Imports that come and go with it, where a file has none of its own yet, or needs none any more.
  package var addedImports: [String] = []
  package var removedImports: [String] = []
  /// Where the user made the edit.
  package var examples: [Place]
  /// Places that the user saw and did not change.
  package var counterExamples: [Place]
  /// Where it is proposed.
  package var places: [Place] = []
  /// Those of them that are proposed although the rule is only likely, because they read as an edited place did.
  package var repeated: Set<Place> = []
  /// Those that are because they stand in a file of the edits, and what keeps the rule from being sure speaks against other files.
  package var atHand: Set<Place> = []
  /// Where it would fit, but only a request or a look at it makes it a proposal.
  package var maybe: [Left] = []
  package var left: [Left] = []
  /// Where it nearly fits, and an engine was asked and has proposed something.
  package var asked: [Place] = []

  /// How many places the rule found, and how many the wider one.
  private(set) var found = (rule: 0, wider: 0)

  /// Whether nothing but the wider rule found any place.
  var isFoundByWiderAlone: Bool { found.rule == 0 && found.wider > 0 }

  /// Counts a place.
  mutating func note(isWider: Bool) {
    if isWider { found.wider += 1 } else { found.rule += 1 }
  }

  /// Whether it fits nowhere but where the user made it.
  package var isOfItsOwnPlace: Bool { places.isEmpty && maybe.isEmpty && left.isEmpty && asked.isEmpty }

  /// Forgets where it goes.
  mutating func clearPlaces() {
    places = []
    repeated = []
    atHand = []
    maybe = []
    left = []
    found = (0, 0)
  }

  /// The number of files among the proposals.
  package var files: Int { Set(places.map(\.path)).count }
}
