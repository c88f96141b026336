internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// What recipes change in a repository: collected file by file, told at once, written together.
struct RecipeChanges {
  /// A file that becomes another one.
  private struct Change {
    var path: RepositoryPath
    /// The blob that the index holds; `nil` for a file that has to be read as git would stage it.
    var id: ObjectID?
    var outcome: RecipeWork.Outcome
  }

  /// What one thread keeps from file to file.
  private struct Worker {
    let bench = RecipeBench()
    var visit: WorkTreeVisit
  }

  private let session: RunSession
  private let plan: RecipePlan
  private let work: RecipeWork
  private var changes: [Change] = []
  /// Files that were read as git would stage them.
  private var opened: [EditableFile] = []
  /// Files whose bytes on disk are not those of the index.
  private var differing: [RepositoryPath] = []
  private var places: [Int: Int] = [:]
  private var done = 0
  /// How many places an engine was asked about.
  var asked = 0

  /// How many files may pass between two signs of progress.
  private static let progressStep = 64

  init(session: RunSession, plan: RecipePlan) {
    self.session = session
    self.plan = plan
    let options = session.options
    let review: RecipeWork.Review =
      options.destination == .patch ? .patch : session.observer.isInteractive && !options.acceptsAll ? .hunks : .none
    work = RecipeWork(plan: plan, review: review)
  }

  // MARK: Collecting

  /// Reads `files` on all cores and tells what becomes of each, in order, as soon as it is known.
  mutating func collect(_ files: [ScanFile], request: RecipeRequest) {
    var memory = RecipeMemory(
      plan, request: request, isReviewed: work.review == .hunks, repository: session.repository,
      isUsed: request.usesCache)
    let open = memory.open(files)
    done = files.count - open.count
    let reader = WorkTreeReader(session.repository)
    ParallelMap().run(
      count: open.count, worker: { Worker(visit: WorkTreeVisit(reader)) },
      work: { [work] (worker: inout Worker, item) -> Result<RecipeWork.Outcome?, Refusal> in
        let file = open[item]
        do throws(Refusal) {
          guard let bytes = try worker.visit.bytes(of: file.path) else { return .success(nil) }
          return .success(work.outcome(of: bytes, path: file.path, language: file.language, bench: worker.bench))
        } catch {
          return .failure(error.at(file.path))
        }
      },
      consume: { item, result in
        take(open[item], result, &memory)
        done += 1
        if done.isMultiple(of: Self.progressStep) || done == files.count { tellProgress(of: files.count) }
        return !session.interruption.isRaised
      })
    memory.keep()
    if session.interruption.isRaised, done < files.count {
      session.wasInterrupted = true
      session.note("interrupted after \(done) of \(files.count) files; the same command goes on with the rest")
    }
  }

  private func tellProgress(of total: Int) {
    session.observer.report(
      .progress(RunProgress(label: "applying \(plan.title)", done: done, total: total, counts: "files")))
  }

  private mutating func take(
    _ file: ScanFile, _ result: Result<RecipeWork.Outcome?, Refusal>, _ memory: inout RecipeMemory
  ) {
    switch result {
    case .failure(let refusal): session.refuse(refusal)
    case .success(nil): break
    case .success(let outcome?):
      guard !outcome.isVoid else {
        // With carriage returns the bytes on disk may not be those of the blob.
        if let id = file.id, outcome.original.contains(0x0d), session.repository.blobID(of: outcome.original) != id {
          return
        }
        return memory.remember(file)
      }
      // The index has other bytes: there are unstaged changes, or filters between it and the work tree.
      guard let id = file.id, session.repository.blobID(of: outcome.original) == id else {
        return differing.append(file.path)
      }
      take(Change(path: file.path, id: id, outcome: outcome))
    }
  }

  /// Takes what became of a file that was read as git would stage it.
  mutating func take(_ file: EditableFile, _ outcome: RecipeWork.Outcome) {
    guard !outcome.isVoid else { return }
    take(Change(path: file.path, outcome: outcome))
    opened.append(file)
  }

  private mutating func take(_ change: Change) {
    let outcome = change.outcome
    for place in outcome.refused { session.refuse(place.refusal.at(change.path)) }
    for place in outcome.doubtful {
      session.note("\(change.path):\(place.line): look at this place: \(place.message)")
    }
    guard outcome.result != outcome.original || outcome.newPath != nil else { return }
    for (index, count) in outcome.places { places[index, default: 0] += count }
    let names = outcome.places.keys.sorted().map { plan.recipes[$0].name }
    session.observer.report(
      .proposal(
        ProposalEvent(
          path: change.path, base: change.id ?? session.repository.blobID(of: outcome.original),
          result: session.repository.blobID(of: outcome.result), hunks: outcome.hunks,
          source: names.isEmpty ? plan.title : names.joined(separator: ", "))))
    changes.append(change)
  }

  // MARK: Finishing

  /// Writes what was collected, and says what became of the run.
  mutating func finish(fileCount: Int) async throws -> ExitStatus {
    for file in try StagedForms(session: session).files(at: differing) {
      guard let outcome = work.outcome(of: file.bytes, path: file.path, language: Language.named(path: file.path))
      else {
        continue
      }
      take(file, outcome)
    }
    var proposals = ProposalSet()
    opened.forEach { proposals.open($0) }
    try openUnchanged(in: &proposals)
    for change in changes { add(change, to: &proposals) }
    create(in: &proposals)
    tellPlaces(fileCount: fileCount)
    guard !proposals.isEmpty else {
      if let failure = session.lateFailure { throw failure }
      if session.wasInterrupted {
        throw RunFailure(.interrupted, code: "interrupted", "interrupted; nothing was written")
      }
      return session.conclude(session.summary.refused > 0 ? .partial : .done)
    }
    // What is finished is whole: each file stands for itself.
    if !session.observer.isInteractive || session.options.acceptsAll { session.keepsEditsOfInterruption = true }
    return try await session.finish(proposals, commits: CommitPlan(plan.recipes, message: message))
  }

  /// The user's own commit message.
  private var message: String? {
    if case .commit(let message) = session.options.destination { message } else { nil }
  }

  /// Opens the files that the index holds as they were read.
  private func openUnchanged(in proposals: inout ProposalSet) throws {
    let read = changes.filter { $0.id != nil }
    guard !read.isEmpty else { return }
    let tracked = Dictionary(
      try session.repository.trackedFiles(paths: read.map(\.path)).map { ($0.path, $0.entry) },
      uniquingKeysWith: { first, _ in first })
    for change in read {
      guard let id = change.id, let entry = tracked[change.path], entry.id == id else { continue }
      proposals.open(
        EditableFile(
          path: change.path, entry: entry, base: .index, bytes: change.outcome.original, id: id, changedLines: []))
    }
  }

  private func add(_ change: Change, to proposals: inout ProposalSet) {
    let path = change.path
    do throws(Refusal) {
      guard proposals.base(at: path) != nil else {
        throw Refusal(.moved, "was staged anew during the run", remedy: "run again")
      }
      guard let text = change.outcome.newPath else {
        return try proposals.add(change.outcome.hunks, at: path)
      }
      let target = try RepositoryPath(text)
      guard !session.isOccupied(target) else {
        throw Refusal(.moved, "cannot become \(target), which exists", remedy: "move that file first")
      }
      try proposals.move(path, to: target, bytes: change.outcome.result)
    } catch {
      session.refuse(error.at(path))
    }
  }

  /// Adds the files that recipes make; what is there already stays.
  private func create(in proposals: inout ProposalSet) {
    for (index, recipe) in plan.recipes.enumerated() where work.review != .none || recipe.header.isSafe {
      for creation in recipe.creations(isChanged: (places[index] ?? 0) > 0) {
        do throws(Refusal) {
          let path = try RepositoryPath(creation.path)
          guard !session.isOccupied(path) else { continue }
          try proposals.create(creation.contents, at: path)
          session.observer.report(
            .proposal(
              ProposalEvent(
                path: path, base: .zero, result: session.repository.blobID(of: creation.contents),
                hunks: LineDiff.hunks(from: [], to: creation.contents), source: recipe.name)))
        } catch {
          session.refuse(error)
        }
      }
    }
  }

  /// Says for each recipe how many places it found; none is said as plainly as many.
  private func tellPlaces(fileCount: Int) {
    let searched = fileCount == 1 ? "1 file" : "\(fileCount) files"
    for (index, recipe) in plan.recipes.enumerated() {
      let count = places[index] ?? 0
      let files = changes.count { $0.outcome.places[index] != nil }
      let none =
        session.summary.refused > 0
        ? "no place was rewritten"
        : asked > 0 ? "the engine left \(asked == 1 ? "the place" : "all \(asked) places") as found" : "nothing to do"
      session.note(
        count == 0
          ? "\(recipe.name): \(none) in \(searched)"
          : "\(recipe.name): \(count == 1 ? "1 place" : "\(count) places") in \(files) of \(searched)")
    }
  }
}
