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
    guard let language = language ?? Language.detect(path: path, contents: bytes) ?? Language.remainder(of: bytes)
    else { return nil }
    let isHost = language == .host && plan.looksIntoHosts
    guard plan.programs[language] != nil || isHost else { return nil }
    var outcome = Outcome(original: bytes, result: bytes)
    apply(in: language, path, bench, &outcome)
    if isHost { applyEmbedded(path, bench, &outcome) }
    outcome.compare()
    return outcome
  }

  /// Applies the recipes for one language.
  /// - Parameter code: where the text is a part of a file in another language.
  private func apply(
    in language: Language, _ path: RepositoryPath, _ bench: RecipeBench, code: EmbeddedCode? = nil,
    _ outcome: inout Outcome
  ) {
    let bytes = outcome.result
    let passes = plan.sieves[language]?.mayMatch(bytes, bench: bench)
    for (index, program) in (plan.programs[language] ?? []).enumerated() where program.recipe.searches(path) {
      // What another recipe wrote may hold other words.
      if let passes, !passes[index], outcome.result == bytes, program.recipe.header.renames.isEmpty { continue }
      apply(program, path, bench, code, &outcome)
    }
  }

  private func apply(
    _ program: RecipeProgram, _ path: RepositoryPath, _ bench: RecipeBench, _ code: EmbeddedCode?,
    _ outcome: inout Outcome
  ) {
    let recipe = program.recipe
    let made = program.restricted(to: path).apply(to: outcome.result, isReviewed: review == .hunks, bench: bench)
    if let place = code.flatMap({ $0.refusal(of: made, by: program, from: outcome.result) }) {
      outcome.refused.append(place)
      return
    }
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
    if code == nil, path.isText, let new = recipe.newPath(of: outcome.newPath ?? path.text, isChanged: made.isChanged) {
      outcome.newPath = new
    }
  }

  /// Applies the recipes to the scripts and style sheets of an HTML file, each by itself.
  private func applyEmbedded(_ path: RepositoryPath, _ bench: RecipeBench, _ outcome: inout Outcome) {
    let bytes = outcome.result
    guard plan.mayMatchEmbedded(bytes, at: path) else { return }
    var result: [UInt8] = []
    var end = 0
    for code in EmbeddedCode.all(in: bytes) where plan.programs[code.language] != nil {
      result += bytes[end..<code.range.lowerBound]
      end = code.range.upperBound
      let text = Array(bytes[code.range])
      var made = Outcome(original: text, result: text)
      apply(in: code.language, path, bench, code: code, &made)
      outcome.take(made, at: result)
      result += made.result
    }
    outcome.result = result + bytes[end...]
  }
}

extension RecipeWork.Outcome {
  /// Adds what became of a part of the file.
  /// - Parameter before: what stands before it.
  fileprivate mutating func take(_ part: Self, at before: [UInt8]) {
    places.merge(part.places, uniquingKeysWith: +)
    guard !part.refused.isEmpty || !part.doubtful.isEmpty else { return }
    let lines = before.count { $0 == 0x0a }
    let columns = before.count - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0)
    func moved(_ place: RefusedPlace) -> RefusedPlace {
      var place = place
      if place.line == 1 { place.column += columns }
      place.line += lines
      return place
    }
    refused += part.refused.map(moved)
    doubtful += part.doubtful.map(moved)
  }
}
