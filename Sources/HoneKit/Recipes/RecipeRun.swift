internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// `git hone run`: applies recipes across the repository.
package enum RecipeRun {
  /// Runs the command in the current directory.
  package static func start(
    _ request: RecipeRequest, options: RunOptions, observer: any RunObserver,
    interruption: Interruption = Interruption()
  ) async throws -> ExitStatus {
    let surroundings = try Surroundings.open(for: options, observer: observer)
    let catalog = RecipeCatalog(
      repository: surroundings.repository.reachableWorkTree, environment: surroundings.environment)
    let (plan, paths) = try plan(request, catalog, surroundings)
    let session = RunSession(
      surroundings: surroundings, options: options, observer: observer, interruption: interruption, kind: "run",
      instruction: plan.title)
    for line in request.explains ? plan.readings : [] { session.note(line) }
    for language in plan.missing { session.note("\(language); its files are left out") }
    var listing = FileListing()
    let named = try NamedPaths(
      paths.map { ArgumentText.bytes(of: $0) }, includesUntracked: request.includesUntracked,
      in: surroundings.repository)
    named.refused.forEach(session.refuse)
    listing.paths = named.scope
    listing.onlyChanged = request.onlyChanged
    listing.since = request.since
    listing.includesUntracked = request.includesUntracked
    listing.includesGenerated = request.includesGenerated
    listing.languages = plan.fileLanguages
    // What would be rewritten there is told.
    listing.includesMarked = plan.asking == nil
    let listed = named.hasNothing ? [] : try listing.files(in: surroundings.repository)
    let files = listed.filter { !surroundings.team.ignores($0.path) }
    let searched = named.scope.isEmpty ? [] : files.filter { file in plan.recipes.contains { $0.searches(file.path) } }
    let leftOut = try listing.leftOut(beside: searched, in: surroundings.repository) { path in
      surroundings.team.ignores(path)
        ? .ignoredByTeam : plan.recipes.contains { $0.searches(path) } ? nil : .otherPaths
    }
    leftOut.notes.forEach(session.note)
    leftOut.refusals.forEach(session.refuse)
    var changes = try RecipeChanges(session: session, plan: plan)
    if let recipe = plan.asking {
      var asking = try AskingRun(recipe, session: session, plan: plan, request: request, catalog: catalog)
      try await asking.run(files, changes: &changes)
      changes.askedPlaces = asking.done
    } else {
      try await interruption.listening { try await changes.collect(files, request: request) }
    }
    return try await changes.finish(fileCount: files.count)
  }

  /// The recipes, ready to run, and the paths among the words.
  private static func plan(
    _ request: RecipeRequest, _ catalog: RecipeCatalog, _ surroundings: Surroundings
  ) throws -> (plan: RecipePlan, paths: [String]) {
    do {
      let (recipes, paths) = try request.resolve(in: catalog, exists: surroundings.fileExists)
      let plan = try RecipePlan(recipes) { name throws(RecipeError) in try catalog.recipe(named: name) }
      return (plan, paths)
    } catch let error as RecipeError {
      throw RunFailure(recipe: error)
    }
  }
}
