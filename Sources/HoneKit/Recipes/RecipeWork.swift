internal import HoneCore
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax

/// What recipes make of one file; runs on any thread.
struct RecipeWork: Sendable {
  /// How the result is looked at.
  enum Review: Sendable {
    /// Every hunk, by somebody who sits there.
    case hunks
    /// As a patch, before it is applied.
    case patch
    /// Not at all.
    case none
  }

  /// What became of one file.
  struct Outcome: Sendable {
    var original: [UInt8]
    var result: [UInt8]
    /// Another path that the file gets.
    var newPath: String?
    /// How many places each recipe rewrote, by its position.
    var places: [Int: Int] = [:]
    var refused: [RefusedPlace] = []
    var doubtful: [RefusedPlace] = []
    /// What differs between `original` and `result`.
    private(set) var hunks: [LineDiff.Hunk] = []

    init(original: [UInt8], result: [UInt8], places: [Int: Int] = [:]) {
      self.original = original
      self.result = result
      self.places = places
      compare()
    }

    /// Brings `hunks` up to date.
    mutating func compare() { hunks = result == original ? [] : LineDiff.hunks(from: original, to: result) }

    /// About the bytes that this takes in memory; a line has some beside its text.
    var weight: Int {
      hunks.reduce(original.count + result.count) { sum, hunk in
        (hunk.removed + hunk.added).reduce(sum) { $0 + $1.count + 64 }
      }
    }

    /// Whether there is nothing to do and nothing to tell.
    var isVoid: Bool { result == original && newPath == nil && refused.isEmpty }
  }

  let plan: RecipePlan
  let review: Review

  /// Applies the recipes in their order.
  /// - Parameter bench: what the thread keeps from file to file.
  /// - Returns: `nil` when no recipe is for the file.
  func outcome(
    of bytes: [UInt8], path: RepositoryPath, language: Language?, bench: RecipeBench = RecipeBench()
  ) -> Outcome? {
    guard let language = language ?? Language.detect(path: path, contents: bytes) ?? Language.remainder(of: bytes),
      let programs = plan.programs[language]
    else { return nil }
    var outcome = Outcome(original: bytes, result: bytes)
    let passes = plan.sieves[language]?.mayMatch(bytes, bench: bench)
    for (index, program) in programs.enumerated() where program.recipe.searches(path) {
      // What another recipe wrote may hold other words.
      if let passes, !passes[index], outcome.result == bytes, program.recipe.header.renames.isEmpty { continue }
      apply(program, path, bench, &outcome)
    }
    outcome.compare()
    return outcome
  }

  private func apply(
    _ program: RecipeProgram, _ path: RepositoryPath, _ bench: RecipeBench, _ outcome: inout Outcome
  ) {
    let recipe = program.recipe
    let made = program.restricted(to: path).apply(to: outcome.result, isReviewed: review == .hunks, bench: bench)
    outcome.refused += made.refused
    // Nobody would see what its own recipe wants to be looked at; a rule file has no word for it, and was named.
    if review == .none,
      let careful = program.recipes.first(where: { !$0.header.isSafe && !($0.isRuleFile && $0.name == recipe.name) })
    {
      outcome.refused += LineDiff.hunks(from: outcome.result, to: made.result).map { hunk in
        RefusedPlace(
          reason: .review, line: max(1, hunk.baseStart), column: 1,
          message: "\(careful.name) asks for its edits to be looked at")
      }
      return
    }
    outcome.result = made.result
    outcome.doubtful += made.doubtful
    if made.places > 0, let index = plan.recipes.firstIndex(where: { $0.name == recipe.name }) {
      outcome.places[index, default: 0] += made.places
    }
    if path.isText, let new = recipe.newPath(of: outcome.newPath ?? path.text, isChanged: made.isChanged) {
      outcome.newPath = new
    }
  }
}
