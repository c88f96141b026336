internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// Asks an engine about every place that a recipe finds in a repository; files go through in batches.
struct AskingRun {
  private let session: RunSession
  private let plan: RecipePlan
  private let unit: AskingPart.Unit?
  private var interview: Interview

  /// How many places an answer was taken for, or were left for good.
  var done: Int { interview.done }

  init(_ recipe: Recipe, session: RunSession, plan: RecipePlan, request: RecipeRequest, catalog: RecipeCatalog) throws {
    self.session = session
    self.plan = plan
    unit = recipe.header.asking?.unit
    interview = try Interview(
      recipe, settings: request.settings, languages: Set(plan.programs.keys), source: .workTree, session: session,
      catalog: catalog, usesCache: request.usesCache)
  }

  /// Asks about the places of `files`, and hands each file that changed to `changes`.
  /// - Throws: when the engine cannot be had, or git fails. An engine that fails on the way ends the run, with what is finished.
  mutating func run(_ files: [ScanFile], changes: inout RecipeChanges) async throws {
    let open = unit == .hunk ? try changed(files) : places(in: files)
    var rest = open[...]
    try await session.hearing {
      while !rest.isEmpty, !interview.isOver {
        let files = Array(rest.prefix(Interview.batch))
        rest = rest.dropFirst(files.count)
        try await work(through: files, &changes)
      }
    }
    interview.store.prune()
    tellEnd()
  }

  private func tellEnd() {
    interview.tellKnown()
    let left = interview.total - interview.done
    guard left > 0 else { return }
    let places = "\(left) of \(interview.total) places"
    if session.wasInterrupted {
      session.note("interrupted: \(places) were not asked about; the same command goes on with the rest")
    } else if let failure = session.lateFailure {
      session.refuse(
        Refusal(
          Refusal.Code(rawValue: failure.code.word), "\(places) were not asked about: \(failure.message)",
          remedy: failure.remedy.isEmpty ? "the same command goes on with the rest" : failure.remedy))
    } else if session.ranOutOfTime {
      session.refuse(
        Refusal(
          Refusal.Code(rawValue: "engine-out-of-time"), "the time budget ended; \(places) were not asked about",
          remedy: "the same command goes on with the rest"))
    }
  }

  // MARK: Places

  /// The files that hold places, found on all cores; their texts are let go again.
  private mutating func places(in files: [ScanFile]) -> [ScanFile] {
    let reader = WorkTreeReader(session.repository)
    var found: [ScanFile] = []
    ParallelMap().run(
      count: files.count, worker: {},
      work: { [plan, store = interview.store] (_, item) -> Int in
        let file = files[item]
        if let id = file.id, store.isFinished(id) { return 0 }
        guard let bytes = try? reader.bytes(of: file.path),
          let program = plan.asking(file.path, bytes, language: file.language), let finder = SiteFinder(program),
          finder.mayHold(bytes), let tree = try? program.tree(of: bytes)
        else { return 0 }
        return finder.sites(in: tree).count
      },
      consume: { item, count in
        if count > 0 { found.append(files[item]) }
        interview.total += count
        return !session.interruption.isRaised
      })
    return found
  }

  /// The files of the change at hand.
  private mutating func changed(_ files: [ScanFile]) throws -> [ScanFile] {
    let atHand = try ChangeSelection(repository: session.repository, scope: PathArguments(files: files.map(\.path)))
      .select()
    guard let atHand, atHand.kind != .paths else { return [] }
    let lines = Dictionary(atHand.files.map { ($0.path, $0.changedLines.count) }, uniquingKeysWith: max)
    interview.total = files.reduce(0) { $0 + (lines[$1.path] ?? 0) }
    return files.filter { lines[$0.path, default: 0] > 0 }
  }

  private func open(_ files: [ScanFile]) throws -> [AskedFile] {
    var editable: [EditableFile]
    if unit == .hunk {
      let scope = PathArguments(files: files.map(\.path))
      editable = try ChangeSelection(repository: session.repository, scope: scope).select()?.files ?? []
    } else {
      editable = try StagedForms(session: session).files(at: files.map(\.path))
      editable.removeAll { interview.store.isFinished($0.id) }
    }
    let languages = Dictionary(files.map { ($0.path, $0.language) }, uniquingKeysWith: { first, _ in first })
    return editable.compactMap { file in
      plan.asking(file.path, file.bytes, language: languages[file.path] ?? nil).flatMap {
        AskedFile(file, program: $0, refuse: session.refuse)
      }
    }
  }

  // MARK: Asking

  private mutating func work(through batch: [ScanFile], _ changes: inout RecipeChanges) async throws {
    var files = try open(batch)
    let (session, unit, store) = (session, unit, interview.store)
    try await interview.ask(about: &files) { file, isFinished in
      if unit != .hunk, isFinished, file.refused.isEmpty {
        store.finish(session.repository.blobID(of: file.text))
      }
      changes.take(
        asked: file.file,
        RecipeWork.Outcome(
          original: file.file.bytes, result: file.text, places: file.places > 0 ? [0: file.places] : [:]))
    }
  }
}
