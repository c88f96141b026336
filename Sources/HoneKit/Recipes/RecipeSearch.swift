internal import HoneRecipes
package import HoneScan
internal import HoneSyntax

/// `git hone search <recipe>`: lists what the rules of a recipe match, whatever the recipe does there.
package enum RecipeSearch {
  /// The search for a recipe.
  /// - Parameters:
  ///   - name: as people call it, or a path.
  ///   - settings: values of its parameters.
  /// - Throws: a usage `RunFailure` for a recipe that is not known, cannot be used, or has no rule to search with.
  package static func request(
    for name: String, settings: [(name: String, value: String)], explains: Bool
  ) throws -> SearchRequest {
    let catalog = RecipeAdministration.catalog()
    do {
      let recipe = try catalog.recipe(named: name).filled(with: settings)
      guard recipe.header.asking?.unit == nil else {
        throw RunFailure.usage(
          "\(recipe.name) asks about each \(recipe.header.asking?.unit?.rawValue ?? "") and has no rule to search with",
          remedy: "see what it would ask about with git hone run --patch")
      }
      let (programs, missing) = try RecipePlan.programs(of: recipe, provesEnding: false) { name throws(RecipeError) in
        try catalog.recipe(named: name)
      }
      let notes = missing.map { "\($0); its files are left out" } + (explains ? programs.flatMap(\.readings) : [])
      var request = SearchRequest(
        programs: programs.map { program(for: $0, settings: settings) }, version: HoneVersion.current, notes: notes)
      // What is remembered of a blob is remembered for every path that it has.
      if programs.contains(where: \.dependsOnPath) { request.usesCache = false }
      if recipe.hasPaths { request.accepts = { recipe.searches($0) } }
      return request
    } catch let error as RecipeError {
      throw RunFailure(recipe: error)
    }
  }

  private static func program(
    for program: RecipeProgram, settings: [(name: String, value: String)]
  ) -> ScanProgram {
    var identity: [UInt8] = []
    for text in program.recipes.map(\.source) + settings.map({ Array("\($0.name)=\($0.value)".utf8) }) {
      identity += Array("\(text.count)\n".utf8) + text
    }
    return ScanProgram(
      language: program.language, grammar: program.grammar, prefilter: program.prefilter,
      identity: identity, matches: { program.restricted(to: $1).matches(in: $0) })
  }
}
