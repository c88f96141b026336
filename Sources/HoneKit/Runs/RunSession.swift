internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What the editing commands share: asking, placing, reviewing, gating, writing, and the account of it.
///
/// One session is one run. It moves in one direction: requests to proposals, proposals to a decision, a decision to one write.
final class RunSession {
  let repository: Repository
  let settings: Settings
  let team: TeamConfiguration
  let environment: Environment
  var options: RunOptions
  let observer: any RunObserver
  let interruption: Interruption
  /// Which command it is, for the ledger: `edit`, `fill` or `run`.
  let kind: String
  var instruction: String
  let clock = ContinuousClock()
  let start: ContinuousClock.Instant
  /// Where HEAD stood when the run began; `nil` where no commit is made.
  let startingHead: HeadState?
  var summary = RunSummary()
  /// What was proposed so far.
  var told = ToldProposals()
  var engine: (any Engine)?
  let keptBack = KeptBack()
  var parseGate = ParseGate()
  /// What the user says while an engine writes.
  let steering = Steering()
  var wasInterrupted = false
  /// What becomes of finished edits after an interruption that said so; `nil` asks.
  var keepsEditsOfInterruption: Bool?
  var engineFailure: EngineError?
  /// The requests that have no answer because of that, or because the budget ended.
  var unanswered: [PlannedRequest] = []
  /// Whether a reply came to its end of which a lost piece might not have been noticed.
  var hasUncountedReply = false
  /// Why an engine failed in a run that keeps what was finished before.
  var lateFailure: EngineError?
  /// Whether the budget ended before everything was asked.
  var ranOutOfTime = false

  init(
    surroundings: Surroundings, options: RunOptions, observer: any RunObserver, interruption: Interruption,
    kind: String,
    instruction: String
  ) {
    repository = surroundings.repository
    settings = surroundings.settings
    team = surroundings.team
    environment = surroundings.environment
    self.options = options.effective(isInteractive: observer.isInteractive)
    self.observer = observer
    self.interruption = interruption
    self.kind = kind
    self.instruction = instruction
    start = clock.now
    if case .commit = options.destination { startingHead = try? repository.head() } else { startingHead = nil }
  }

  func note(_ text: String) { observer.report(.note(text)) }

  func refuse(_ refusal: Refusal) {
    summary.refused += 1
    observer.report(.refusal(refusal))
  }

  /// Tells a proposal, and counts it.
  func propose(_ event: ProposalEvent) {
    observer.report(.proposal(told.numbered(event)))
  }

  /// When the time budget ends; `nil` without one.
  var deadline: ContinuousClock.Instant? {
    (options.budget ?? settings.budget).map { start + $0 }
  }

  // MARK: Finishing

  /// Reviews, gates and writes `proposals`, tells the summary and says how the command ends.
  /// - Parameter commits: how the files are cut into commits, where not the engine writes the message of one.
  func finish(_ proposals: ProposalSet, commits: CommitPlan? = nil) async throws -> ExitStatus {
    try keepAnswers(in: proposals)
    try await confirmKeeping(count: proposals.editCount)
    tellUncounted()
    let accepted = try await review(proposals)
    guard !accepted.isEmpty else {
      if proposals.isEmpty, summary.refused == 0, !ranOutOfTime { note("the engine proposed no change") }
      if proposals.isEmpty, ranOutOfTime {
        throw RunFailure(
          .engineFailed, code: "engine-out-of-time", "the time budget ended before the engine had proposed anything",
          remedy: "give it more with --budget, or use a faster engine")
      }
      return conclude(status)
    }
    return try await write(accepted, commits: commits)
  }

  /// After an interruption, sees whether the edits that are complete shall be kept.
  /// - Throws: a `RunFailure` when they shall not, or there are none.
  func confirmKeeping(count: Int) async throws {
    guard wasInterrupted else { return }
    guard count > 0, await keepsFinishedEdits(count: count) else {
      withdraw(notIn: ProposalSet())
      throw RunFailure(.interrupted, code: "interrupted", "interrupted; nothing was written")
    }
  }

  /// Gates and writes files that were accepted, tells the summary and says how the command ends.
  ///
  /// Files that cannot be written are refused, and the others written.
  func write(_ accepted: [AcceptedFile], commits: CommitPlan? = nil) async throws -> ExitStatus {
    var accepted = accepted
    // Nobody is asked for a message before it is known what can be committed.
    if case .commit(nil) = options.destination, commits == nil { accepted = try writable(accepted) }
    do {
      guard !accepted.isEmpty else { return conclude(status) }
      return try await writeAll(accepted, commits: commits)
    } catch let refusal as Refusal where refusal.isOfOneFile {
      // Most runs meet no such file, and do not pay for looking ahead.
      let rest = try writable(accepted)
      guard rest.count < accepted.count else { throw refusal }
      summary.files = rest.count
      guard !rest.isEmpty else { return conclude(status) }
      return try await writeAll(rest, commits: commits)
    }
  }

  /// The files that can be written; the others are refused, and their edits counted no more.
  private func writable(_ accepted: [AcceptedFile]) throws -> [AcceptedFile] {
    let refusals = try repository.refusals(of: accepted.map(\.write)).filter(\.isOfOneFile)
    let refused = Set(refusals.compactMap(\.path))
    guard !refused.isEmpty else { return accepted }
    refusals.forEach(refuse)
    // A file that is moved goes and comes, or stays.
    let moved = accepted.filter { refused.contains($0.path) || $0.origin.map(refused.contains) ?? false }
    let left = refused.union(moved.map(\.path)).union(moved.compactMap(\.origin))
    return accepted.filter { file in
      guard left.contains(file.path) else { return true }
      summary.edits -= file.edits
      return false
    }
  }

  private func writeAll(_ accepted: [AcceptedFile], commits: CommitPlan?) async throws -> ExitStatus {
    summary.files = accepted.count
    let writer = ProposalWriter(session: self)
    switch options.destination {
    case .patch: try writer.printPatch(accepted)
    case .stage: summary = try writer.stage(accepted, summary: summary)
    case .commit(let message):
      summary =
        if let commits {
          try writer.commit(accepted, as: commits, summary: summary)
        } else {
          try await writer.commit(accepted, message: message)
        }
    }
    return conclude(status)
  }

  private func keepsFinishedEdits(count: Int) async -> Bool {
    if let keepsEditsOfInterruption { return keepsEditsOfInterruption }
    return await observer.keepsFinishedEdits(count: count)
  }

  /// How the command ends, so far.
  var status: ExitStatus {
    if wasInterrupted { return .interrupted }
    if lateFailure != nil { return .engineFailed }
    return summary.refused > 0 ? .partial : .done
  }

  /// Ends the run without writing.
  func conclude(_ status: ExitStatus) -> ExitStatus {
    summary.total = clock.now - start
    summary.isOutOfTime = ranOutOfTime
    summary.cost = settings.cost(of: summary.tokens, engine: engine?.description.name)
    observer.report(.summary(summary))
    return status
  }

  /// The time since the run began.
  var elapsed: Duration { clock.now - start }

  // MARK: Review

  /// Whether somebody looks at each hunk before it is taken.
  var isReviewed: Bool { observer.isInteractive && !options.acceptsAll && options.destination != .patch }

  private func review(_ proposals: ProposalSet) async throws -> [AcceptedFile] {
    let selection = HunkSelection(proposals, isShown: isReviewed)
    guard isReviewed, !selection.hunks.isEmpty else {
      summary.edits = selection.hunks.count
      return selection.accepted(selection.hunks.map { _ in .accept })
    }
    let decisions = await observer.review(selection.hunks)
    summary.edits = decisions.count { $0 != .decline }
    return selection.accepted(decisions)
  }

  /// Reviews what is proposed for one file of many.
  /// - Parameters:
  ///   - source: who proposed it.
  ///   - interruption: ends the review of this file when it is raised.
  /// - Returns: what was accepted, as how many edits, and whether whoever looks at them wants to see more.
  func review(
    file proposals: ProposalSet, source: String, unless interruption: Interruption
  ) async -> (files: [AcceptedFile], edits: Int, goesOn: Bool) {
    let selection = HunkSelection(proposals, isShown: isReviewed, source: source)
    guard isReviewed, !selection.hunks.isEmpty else {
      return (selection.accepted(selection.hunks.map { _ in .accept }), selection.hunks.count, true)
    }
    let (decisions, goesOn) = await observer.review(file: selection.hunks, unless: interruption)
    return (selection.accepted(decisions), decisions.count { $0 != .decline }, goesOn)
  }
}
