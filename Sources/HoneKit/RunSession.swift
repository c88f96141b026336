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

  init(
    surroundings: Surroundings, options: RunOptions, observer: any RunObserver, interruption: Interruption,
    kind: String,
    instruction: String
  ) {
    repository = surroundings.repository
    settings = surroundings.settings
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
    for (index, planned) in requests.enumerated() {
      guard !wasInterrupted, engineFailure == nil else { return }
      if let deadline, clock.now >= deadline {
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
    let before = proposals
    var working = proposals
    var refusals: [Refusal] = []
    var parser = planned.makeParser()
    let label = "asking \(exchange.engine.description.name): \(planned.label)"
    observer.report(.progress(RunProgress(label: label, done: number, total: count)))
    let requestStart = clock.now
    let (ending, measure) = await exchange.run(
      planned.request, parser: &parser,
      progress: { tokens, isStalled in
        observer.report(
          .progress(RunProgress(label: label, done: number, total: count, tokens: tokens, isStalled: isStalled)))
      },
      onEdit: { edit in
        do throws(Refusal) {
          for taken in try placement.take(edit, into: &working) { show(taken, in: working) }
        } catch {
          refusals.append(error)
        }
      })
    account(measure, requestStart: requestStart)
    for line in keptBack.takeLines() { note(line) }
    switch ending {
    case .complete:
      refusals.forEach(refuse)
      proposals = working
    case .interrupted:
      wasInterrupted = true
      refusals.forEach(refuse)
      proposals = working
    case .outOfTime:
      note("the time budget ended while the engine was writing; what was complete is kept")
      refusals.forEach(refuse)
      proposals = working
    case .void(let refusal):
      refuse(planned.window.map { refusal.at($0.path) } ?? refusal)
      proposals = before
    case .failed(let error):
      engineFailure = error
      proposals = before
    }
  }

  private func show(_ taken: EditPlacement.Taken, in proposals: ProposalSet) {
    let result = proposals.result(at: taken.path)
    observer.report(
      .proposal(
        ProposalEvent(
          path: taken.path, base: proposals.base(at: taken.path)?.id ?? .zero,
          result: result.map { repository.blobID(of: $0) } ?? .zero, hunks: taken.hunks,
          source: engine?.description.name ?? "hone")))
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
        note("interrupted; nothing was written")
        return conclude(.interrupted)
      }
    }
    let accepted = try await review(proposals)
    guard !accepted.isEmpty else {
      if proposals.isEmpty, summary.refused == 0 { note("the engine proposed no change") }
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
