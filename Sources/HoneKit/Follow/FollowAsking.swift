internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax

/// `git hone follow --ask`: asks an engine about places that nearly match what was learned.
///
/// They hold the same names in the same kind of code, and the pattern does not fit them. The learned rule is the instruction,
/// the user's edit is the example, and an answer has to keep to the place and to parse, as with every recipe that asks.
struct FollowAsking {
  let session: RunSession
  let scope: [RepositoryPath]
  let usesCache: Bool

  /// Asks about the places of one lesson, and adds the answers to `proposals`.
  /// - Returns: what to tell of the answers.
  /// - Throws: what git says. An engine that cannot be had, or that fails, is told as a refusal; what was proposed stays.
  func ask(
    _ lesson: inout FollowLesson, from examples: FollowExamples, proposals: inout ProposalSet
  ) async throws -> [ProposalEvent] {
    guard let near = NearPlaces(lesson, examples: examples) else { return [] }
    let catalog = RecipeCatalog(repository: session.repository.reachableWorkTree, environment: session.environment)
    let plan = try plan(near.recipeText, catalog)
    var files = try self.files(plan, near)
    guard !files.isEmpty else { return [] }
    var interview = try Interview(
      plan.recipes[0], languages: Set(plan.programs.keys), source: .workTree, session: session, catalog: catalog,
      usesCache: usesCache)
    interview.total = files.reduce(0) { $0 + $1.waiting.count }
    do {
      try await session.hearing { try await interview.ask(about: &files) }
    } catch {
      let failure = RunFailure(error)
      session.refuse(
        Refusal(
          Refusal.Code(rawValue: failure.code),
          "\(CountText.of(interview.total, "place")) that nearly fit were not asked about: \(failure.message)",
          remedy: failure.remedy))
      return []
    }
    interview.store.prune()
    interview.tellKnown()
    let engine = session.engine?.description.name ?? "engine"
    return files.flatMap { file in
      file.refused.forEach(session.refuse)
      return file.apart.compactMap { take($0.result, at: $0.site, of: file, engine: engine, &lesson, &proposals) }
    }
  }

  private func plan(_ text: String, _ catalog: RecipeCatalog) throws -> RecipePlan {
    do {
      let recipe = try Recipe(Array(text.utf8), name: "follow", file: "follow.md")
      return try RecipePlan([recipe]) { name throws(RecipeError) in try catalog.recipe(named: name) }
    } catch let error as RecipeError {
      throw RunFailure(recipe: error)
    }
  }

  /// The files that hold places to ask about.
  private func files(_ plan: RecipePlan, _ near: NearPlaces) throws -> [AskedFile] {
    var listing = FileListing()
    listing.paths = scope
    listing.languages = Set(plan.programs.keys)
    listing.among = try plan.programs.values.first?.first?.prefilter.holders(in: session.repository, paths: scope)
    let paths = try listing.files(in: session.repository).map(\.path).filter { !session.team.ignores($0) }
    return try StagedForms(session: session).files(at: paths).compactMap { file in
      guard let program = plan.asking(file.path, file.bytes, language: near.language),
        let tree = try? program.tree(of: file.bytes)
      else { return nil }
      let known = near.known(in: tree, of: file.path)
      return AskedFile(
        file, program: program, answers: .apart, refuse: { _ in },
        isAsked: { site in !site.isUnderError && !known.contains { $0.overlaps(site.range) } })
    }
  }

  private func take(
    _ result: [UInt8], at site: AskingSite, of asked: AskedFile, engine: String, _ lesson: inout FollowLesson,
    _ proposals: inout ProposalSet
  ) -> ProposalEvent? {
    let file = asked.file
    let hunks = LineDiff.hunks(from: file.bytes, to: result)
    var changed = proposals
    do throws(Refusal) {
      changed.open(file)
      try changed.add(hunks, at: file.path)
      guard let whole = changed.result(at: file.path) else { return nil }
      proposals = changed
      lesson.report.asked.append(
        FollowReport.Place(path: file.path, bytes: file.bytes, offset: site.range.lowerBound))
      return ProposalEvent(
        path: file.path, base: file.id, result: session.repository.blobID(of: whole), hunks: hunks, source: engine)
    } catch {
      session.refuse(error.at(file.path))
      return nil
    }
  }
}
