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
  private let environment: Environment
  let options: RunOptions
  let observer: any RunObserver
  let interruption: Interruption
  /// Which command it is, for the ledger: `edit` or `fill`.
  let kind: String
  let instruction: String
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private(set) var summary = RunSummary()
  private(set) var engine: (any Engine)?
  private let keptBack = KeptBack()
  private var wasInterrupted = false
  private var engineFailure: EngineError?
  /// Whether the budget ended before everything was asked.
  private var ranOutOfTime = false

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
  }

  func note(_ text: String) { observer.report(.note(text)) }

  func refuse(_ refusal: Refusal) {
    summary.refused += 1
    observer.report(.refusal(refusal))
  }

  /// When the time budget ends; `nil` without one.
  var deadline: ContinuousClock.Instant? {
    (options.budget ?? settings.budget).map { start + $0 }
  }

  /// Whether something stands at `path`, in the index or the work tree, or the path cannot be looked at.
  func isOccupied(_ path: RepositoryPath) -> Bool {
    do throws(Refusal) {
      guard try repository.trackedFiles(paths: [path]).isEmpty else { return true }
      return try repository.workTreeFile(at: path) != nil
    } catch {
      return true
    }
  }

  // MARK: Asking

  /// Chooses and, for the local one, starts the engine.
  func openEngine() async throws -> any Engine {
    if let engine { return engine }
    let selection = EngineSelection(settings: settings, environment: environment)
    let chosen = try await selection.engine(named: options.engine, model: options.model, observer: observer)
    // Nothing is sent that was not scanned for secrets first.
    let redacting = RedactingEngine(chosen) { [keptBack] counts in keptBack.add(counts) }
    engine = redacting
    return redacting
  }

  /// Sends `requests` one after the other and adds what comes back to `proposals`.
  ///
  /// Each edit is shown as soon as its last byte is there. What a reply proposed is dropped again when the reply turns out void.
  func ask(_ requests: [PlannedRequest], fence: Fence, proposals: inout ProposalSet) async throws {
    let engine = try await openEngine()
    let exchange = EngineExchange(engine: engine, interruption: interruption, deadline: deadline)
    await interruption.listening { await send(requests, over: exchange, fence: fence, proposals: &proposals) }
  }

  private func send(
    _ requests: [PlannedRequest], over exchange: EngineExchange, fence: Fence, proposals: inout ProposalSet
  ) async {
    for (index, planned) in requests.enumerated() {
      guard !wasInterrupted, engineFailure == nil else { return }
      if let deadline, clock.now >= deadline {
        ranOutOfTime = true
        note("the time budget ended; \(requests.count - index) of \(requests.count) places were not asked about")
        return
      }
      await send(planned, number: index, of: requests.count, exchange: exchange, fence: fence, proposals: &proposals)
      observer.report(.progress(RunProgress(label: planned.label, done: index + 1, total: requests.count)))
    }
  }

  private func send(
    _ planned: PlannedRequest, number: Int, of count: Int, exchange: EngineExchange, fence: Fence,
    proposals: inout ProposalSet
  ) async {
    let placement = EditPlacement(fence: fence, window: planned.window)
    // What the reply adds counts only when its ending is known; until then `proposals` stays as it is.
    var working = proposals
    var refusals: [Refusal] = []
    // Somebody who watches sees each edit at once; a program hears of it when it is certain to count.
    var held: [ProposalEvent] = []
    var parser = planned.makeParser()
    var request = planned.request
    request.deadline = deadline
    let label = "asking \(exchange.engine.description.name): \(planned.label)"
    observer.report(.progress(RunProgress(label: label, done: number, total: count)))
    let requestStart = clock.now
    let (ending, measure) = await exchange.run(
      request, parser: &parser,
      progress: { tokens, isStalled in
        observer.report(
          .progress(RunProgress(label: label, done: number, total: count, tokens: tokens, isStalled: isStalled)))
      },
      onEdit: { edit in
        do throws(Refusal) {
          for taken in try placement.take(edit, into: &working) {
            let event = event(for: taken, in: working)
            if observer.showsProvisionalEdits { observer.report(.proposal(event)) } else { held.append(event) }
          }
        } catch {
          refusals.append(error)
        }
      })
    account(measure, requestStart: requestStart)
    for line in keptBack.takeLines() { note(line) }
    switch ending {
    case .complete, .interrupted, .outOfTime:
      if case .interrupted = ending { wasInterrupted = true }
      if case .outOfTime = ending {
        ranOutOfTime = true
        note("the time budget ended while the engine was writing; what was complete is kept")
      }
      if case .complete = ending, working.editCount == proposals.editCount, refusals.isEmpty,
        let talk = Self.talk(measure.opening, format: planned.format)
      {
        refusals.append(talk)
      }
      held.forEach { observer.report(.proposal($0)) }
      refusals.forEach(refuse)
      proposals = working
    case .void(let refusal):
      refuse(planned.window.map { refusal.at($0.path) } ?? refusal)
    case .failed(let error):
      engineFailure = error
    }
  }

  /// The refusal of a reply that only talks; `nil` for one that says, as it was told to, that nothing has to change.
  private static func talk(_ opening: String, format: EditFormat) -> Refusal? {
    let words = opening.trimmed
    guard format != .window, !words.isEmpty, !words.hasPrefix("NOTHING") else { return nil }
    // Edits that changed nothing are no talk.
    guard !words.contains("SEARCH"), !words.contains("*** Begin Patch") else { return nil }
    let line = words.split(whereSeparator: \.isNewline).first ?? ""
    return Refusal(
      .malformed, "the engine wrote no edit, it said: \(line.prefix(120))",
      remedy: "say it in other words, or choose another engine or model")
  }

  private func event(for taken: EditPlacement.Taken, in proposals: ProposalSet) -> ProposalEvent {
    let result = proposals.result(at: taken.path)
    return ProposalEvent(
      path: taken.path, base: proposals.base(at: taken.path)?.id ?? .zero,
      result: result.map { repository.blobID(of: $0) } ?? .zero, hunks: taken.hunks,
      source: engine?.description.name ?? "hone")
  }

  private func account(_ measure: EngineExchange.Measure, requestStart: ContinuousClock.Instant) {
    summary.tokens.prompt += measure.usage?.prompt ?? 0
    summary.tokens.cached += measure.usage?.cached ?? 0
    summary.tokens.completion += measure.usage?.completion ?? measure.deltas
    if summary.firstToken == nil, let first = measure.firstText { summary.firstToken = requestStart - start + first }
  }

  // MARK: Finishing

  /// Reviews, gates and writes `proposals`, tells the summary and says how the command ends.
  func finish(_ proposals: ProposalSet) async throws -> ExitStatus {
    if let engineFailure {
      // A failed engine leaves the repository as it was: edits of earlier replies were proposals, and half a run is none.
      throw engineFailure
    }
    if wasInterrupted {
      let count = proposals.editCount
      guard count > 0, await observer.keepsFinishedEdits(count: count) else {
        throw RunFailure(.interrupted, code: "interrupted", "interrupted; nothing was written")
      }
    }
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
    summary.files = accepted.count
    let writer = ProposalWriter(session: self)
    switch options.destination {
    case .patch: try writer.printPatch(accepted)
    case .stage: summary = try writer.stage(accepted, summary: summary)
    case .commit(let message): summary = try await writer.commit(accepted, message: message, summary: summary)
    }
    return conclude(status)
  }

  private var status: ExitStatus {
    if wasInterrupted { return .interrupted }
    return summary.refused > 0 ? .partial : .done
  }

  /// Ends the run without writing.
  func conclude(_ status: ExitStatus) -> ExitStatus {
    summary.total = clock.now - start
    observer.report(.summary(summary))
    return status
  }

  /// When the run began, in milliseconds since 1970.
  let startedAt = RunSession.millisecondsSince1970()

  private static func millisecondsSince1970() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// The time since the run began.
  var elapsed: Duration { clock.now - start }

  private func review(_ proposals: ProposalSet) async throws -> [AcceptedFile] {
    let selection = HunkSelection(proposals)
    guard observer.isInteractive, !options.acceptsAll, options.destination != .patch, !selection.hunks.isEmpty else {
      summary.edits = selection.hunks.count
      return selection.accepted(selection.hunks.map { _ in .accept })
    }
    let decisions = await observer.review(selection.hunks)
    summary.edits = decisions.count { $0 != .decline }
    return selection.accepted(decisions)
  }
}
