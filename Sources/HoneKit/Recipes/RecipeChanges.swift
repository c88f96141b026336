internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// What recipes change in a repository: looked at file by file while the rest is still read, written together.
///
/// Of a file that is done only its paths, ids and counts stay in memory; its new bytes are spooled.
struct RecipeChanges {
  let session: RunSession
  let plan: RecipePlan
  let work: RecipeWork
  var kept: KeptFiles
  /// What an engine made of files, which is looked at when all is asked.
  var asked: [(file: EditableFile, outcome: RecipeWork.Outcome)] = []
  /// Files whose bytes on disk are not those of the index, with their sizes.
  private var differing: [(path: RepositoryPath, bytes: Int)] = []
  var tally: RecipeTally
  /// Paths that this run gives to files.
  var targets: Set<RepositoryPath> = []
  /// Whether anything was proposed, accepted or not.
  var hasProposed = false
  /// Whether whoever looks at the hunks wants to see no more.
  var hasEnough = false
  /// The file in which that was said while there were more to come; some of its hunks may be decided.
  private var stopped: RepositoryPath?
  private var done = 0
  /// How many places an engine was asked about.
  var askedPlaces = 0

  /// How many files may pass between two signs of progress.
  private static let progressStep = 64
  /// How many bytes of files that differ from the index are read at once.
  private static let batchBytes = 8 << 20

  init(session: RunSession, plan: RecipePlan) throws {
    self.session = session
    self.plan = plan
    tally = RecipeTally(plan)
    let isPatch = session.options.destination == .patch
    work = RecipeWork(plan: plan, review: isPatch ? .patch : session.isReviewed ? .hunks : .none)
    kept = try KeptFiles(session: session)
  }

  // MARK: Collecting

  /// Reads `files` on all cores; what becomes of each is looked at in order, as soon as it is known.
  mutating func collect(_ files: [ScanFile], request: RecipeRequest) async throws {
    var memory = RecipeMemory(
      plan, request: request, isReviewed: work.review == .hunks, repository: session.repository,
      isUsed: request.usesCache)
    let open = memory.open(files)
    done = files.count - open.count
    try await RecipeScan(repository: session.repository, work: work).run(open) { file, found in
      try await take(file, found, &memory)
      guard !hasEnough, !session.wasInterrupted else { return false }
      done += 1
      if done.isMultiple(of: Self.progressStep) || done == files.count { tellProgress(of: files.count) }
      return goesOn
    }
    memory.keep()
    done -= min(done, differing.count)
    if goesOn { try await takeDiffering() }
    if session.interruption.isRaised, done < files.count { session.wasInterrupted = true }
    if session.wasInterrupted {
      let all = CountText.of(files.count, "file")
      session.note("interrupted after \(done) of \(all); the same command goes on with the rest")
    } else if let stopped {
      session.note("stopped in \(stopped), file \(done + 1) of \(files.count); the same command goes on with the rest")
    }
  }

  private var goesOn: Bool { !hasEnough && !session.interruption.isRaised }

  private func tellProgress(of total: Int) {
    session.observer.report(
      .progress(RunProgress(label: "applying \(plan.title)", done: done, total: total, counts: "files")))
  }

  private mutating func take(
    _ file: ScanFile, _ found: RecipeScan.Found, _ memory: inout RecipeMemory
  ) async throws {
    switch found {
    case .refused(let refusal): session.refuse(refusal)
    case .nothing(let isCertain): if isCertain { memory.remember(file) }
    case .differs(let bytes): differing.append((file.path, bytes))
    case .change(let outcome, _) where file.mark != nil:
      // What is left alone in it need not be told.
      guard outcome.result != outcome.original || outcome.newPath != nil, let mark = file.mark else { return }
      session.refuse(Refusal(mark, of: file.path))
    case .change where file.isStoredOtherwise:
      // As any command that edits says it.
      if case .failure(let refusal) = try session.repository.conversions(of: [file.path])[file.path] {
        session.refuse(refusal)
      }
    case .change(let outcome, let result):
      guard let id = file.id else { return }
      let entry = IndexEntry(mode: file.mode, id: id)
      try await take(
        EditableFile(
          path: file.path, entry: entry, base: .index, bytes: outcome.original, id: id, changedLines: []),
        outcome, result: result)
    }
  }

  /// Reads the files that differ from the index as git would stage them, some at a time.
  private mutating func takeDiffering() async throws {
    var rest = differing[...]
    while !rest.isEmpty, goesOn {
      var bytes = 0
      let batch = rest.prefix { file in
        defer { bytes += file.bytes }
        return bytes < Self.batchBytes
      }
      rest = rest.dropFirst(batch.count)
      var open = batch.count
      for file in try StagedForms(session: session).files(at: batch.map(\.path)) {
        let language = Language.named(path: file.path)
        if let outcome = work.outcome(of: file.bytes, path: file.path, language: language) {
          try await take(file, outcome, result: session.repository.blobID(of: outcome.result))
        }
        guard goesOn else { break }
        open -= 1
      }
      done += goesOn ? batch.count : batch.count - open
    }
  }

  private mutating func take(
    _ file: EditableFile, _ outcome: RecipeWork.Outcome, result: ObjectID
  ) async throws {
    guard tell(file, outcome), let proposals = proposals(for: file, outcome) else { return }
    // Whoever reviews sees the hunks one by one.
    if work.review != .hunks { tellProposal(file, outcome, result: result) }
    try await keep(proposals, source: tally.source(of: outcome), unless: session.interruption)
  }

  /// Takes what became of a file that an engine was asked about; it is looked at in the end.
  mutating func take(asked file: EditableFile, _ outcome: RecipeWork.Outcome) {
    guard tell(file, outcome) else { return }
    tellProposal(file, outcome, result: session.repository.blobID(of: outcome.result))
    asked.append((file, outcome))
  }

  // MARK: One file

  /// Tells what was left alone, and what needs a look.
  /// - Returns: whether anything is to change.
  private mutating func tell(_ file: EditableFile, _ outcome: RecipeWork.Outcome) -> Bool {
    for place in outcome.refused { session.refuse(place.refusal.at(file.path)) }
    for place in outcome.doubtful {
      session.note("\(file.path):\(place.line): look at this place: \(place.message)")
    }
    guard outcome.result != outcome.original || outcome.newPath != nil else { return false }
    tally.count(outcome)
    return true
  }

  private func tellProposal(_ file: EditableFile, _ outcome: RecipeWork.Outcome, result: ObjectID) {
    let newPath = outcome.newPath.flatMap { try? RepositoryPath($0) }
    session.propose(
      ProposalEvent(
        path: file.path, newPath: newPath, base: file.id, result: result, hunks: outcome.hunks,
        source: tally.source(of: outcome)))
  }

  /// What is to change in one file; `nil` when it cannot, which is told.
  mutating func proposals(for file: EditableFile, _ outcome: RecipeWork.Outcome) -> ProposalSet? {
    var proposals = ProposalSet()
    proposals.open(file)
    do throws(Refusal) {
      guard let text = outcome.newPath else {
        try proposals.add(outcome.hunks, at: file.path)
        return proposals
      }
      let target = try RepositoryPath(text)
      guard !targets.contains(target), try !holdsFile(target) else {
        throw Refusal(.moved, "cannot become \(target), which exists", remedy: "move that file first")
      }
      try proposals.move(file.path, to: target, bytes: outcome.result)
      targets.insert(target)
      return proposals
    } catch {
      session.refuse(error.at(file.path))
      return nil
    }
  }

  /// Has a file looked at, and keeps what is accepted of it.
  mutating func keep(
    _ proposals: ProposalSet, source: String, unless interruption: Interruption
  ) async throws {
    hasProposed = true
    let reviewed = await session.review(file: proposals, source: source, unless: interruption)
    if !reviewed.goesOn {
      // A file in which the interruption fell is not finished.
      guard !interruption.isRaised else { return session.wasInterrupted = true }
      hasEnough = true
      stopped = proposals.changedPaths.first
    }
    if !reviewed.files.isEmpty { try kept.keep(reviewed.files, edits: reviewed.edits) }
  }

  /// Whether a file stands at a path that this run would give to one.
  /// - Throws: why no file can be there, also because of what this run makes.
  func holdsFile(_ path: RepositoryPath) throws(Refusal) -> Bool {
    if let other = targets.first(where: { path.isInside($0) || $0.isInside(path) }) {
      throw Refusal(
        .unsafePath, path: path,
        "cannot be made beside \(other), which this run makes: one would be a folder of the other",
        remedy: "choose another path")
    }
    return try session.holdsFile(path)
  }
}
