internal import HoneRecipes

/// How many places each recipe of a run rewrote, and in how many files.
struct RecipeTally {
  private let plan: RecipePlan
  private var places: [Int: Int] = [:]
  private var files: [Int: Int] = [:]

  init(_ plan: RecipePlan) { self.plan = plan }

  mutating func count(_ outcome: RecipeWork.Outcome) {
    for (index, count) in outcome.places {
      places[index, default: 0] += count
      files[index, default: 0] += 1
    }
  }

  /// How many places a recipe rewrote, by its position.
  func places(of index: Int) -> Int { places[index] ?? 0 }

  /// The recipes that changed a file, by name.
  func source(of outcome: RecipeWork.Outcome) -> String {
    let names = outcome.places.keys.sorted().map { plan.recipes[$0].name }
    return names.isEmpty ? plan.title : names.joined(separator: ", ")
  }

  /// Says for each recipe how many places it found; none is said as plainly as many.
  /// - Parameters:
  ///   - refused: how many places were left alone.
  ///   - asked: how many an engine was asked about.
  func notes(fileCount: Int, refused: Int, asked: Int) -> [String] {
    let searched = fileCount == 1 ? "1 file" : "\(fileCount) files"
    return plan.recipes.enumerated().map { index, recipe in
      let count = places(of: index)
      let none =
        refused > 0
        ? "no place was rewritten"
        : asked > 0 ? "the engine left \(asked == 1 ? "the place" : "all \(asked) places") as found" : "nothing to do"
      return count == 0
        ? "\(recipe.name): \(none) in \(searched)"
        : "\(recipe.name): \(count == 1 ? "1 place" : "\(count) places") in \(files[index] ?? 0) of \(searched)"
    }
  }
}
