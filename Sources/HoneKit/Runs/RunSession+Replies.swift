internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// One request and its reply, each edit of which is taken as soon as its last byte is there.
extension RunSession {
  /// How one request ended, for the queue of requests.
  enum RequestOutcome {
    case done
    /// Ask this instead, and nothing else of it again.
    case again(PlannedRequest)
    case redirected(String, kept: String)
  }

  /// - Returns: how the request ended, and what the engine has heard of the user while it wrote.
  func send(
    _ planned: PlannedRequest, number: Int, of count: Int, mayCorrect: Bool, exchange: EngineExchange, fence: Fence,
    proposals: inout ProposalSet
  ) async -> (RequestOutcome, heard: String?) {
    let placement = EditPlacement(fence: fence, window: planned.window)
    // What the reply adds counts only when its ending is known; until then `proposals` stays as it is.
    var working = proposals
    var watch = SearchWatch(fence: fence)
    var parser = planned.makeParser()
    let label = "asking \(exchange.engine.description.name): \(planned.label)"
    observer.report(.progress(RunProgress(label: label, done: number, total: count)))
    let requestStart = clock.now
    var heard: String?
    var (edits, refused) = (0, 0)
    let isBound = exchange.engine.capabilities.grammar
    /// Takes what is complete and can be parsed.
    func settle() {
      let rejections = parseGate.sift(&working)
      rejections.forEach { refuse($0.refusal) }
      proposals = working
      if !rejections.isEmpty { withdraw(notIn: proposals) }
    }
    /// Takes what is complete, and lets what follows take its place.
    func redirect(to words: String, keepsEdits: Bool) {
      proposals = working
      let dropped = proposals.redirect(keepsEdits: keepsEdits)
      observer.report(
        .redirection(RedirectionEvent(instruction: words, kept: proposals.editCount, dropped: dropped)))
      if dropped > 0 { withdraw(notIn: proposals) }
    }
    // A window has one edit, so there is nothing to keep of it.
    let tell: ((String) -> String)? = planned.format == .window ? nil : { PlannedRequest.told($0) }
    let (ending, measure) = await exchange.run(
      planned.request, parser: &parser,
      progress: { tokens, isStalled in
        observer.report(
          .progress(RunProgress(label: label, done: number, total: count, tokens: tokens, isStalled: isStalled)))
      },
      onEdit: { edit in
        edits += 1
        do throws(Refusal) {
          if isBound { try planned.checkLines(of: edit) }
          working.nextNumber = told.begin()
          for taken in try placement.take(edit, into: &working) { propose(event(for: taken, in: working)) }
          // Only after a new instruction does an edit take the place of another.
          if working.generation > 0 { withdraw(notIn: working) }
        } catch {
          refused += 1
          refuse(error)
        }
      },
      mismatch: { mayCorrect ? watch.mismatch(in: $0, of: working) : nil },
      tell: tell,
      onRedirect: { words in
        redirect(to: words, keepsEdits: true)
        working = proposals
        watch = SearchWatch(fence: fence)
        heard = heard.map { "\($0)\n\(words)" } ?? words
      })
    account(measure, requestStart: requestStart)
    for line in keptBack.takeLines() { note(line) }
    switch ending {
    case .complete:
      if working.editCount == proposals.editCount, refused == 0,
        let talk = Self.talk(measure.reply.opening(4000), format: planned.format)
      {
        refuse(talk)
      }
      if let limit = planned.request.grammar?.limit, isBound, edits >= limit {
        note("the engine wrote as many edits as it may at once (\(limit)); look whether any are missing")
      }
      settle()
    case .interrupted:
      wasInterrupted = true
      settle()
    case .steered(.cancel(let keepsEdits)):
      wasInterrupted = true
      keepsEditsOfInterruption = keepsEdits
      settle()
    case .steered(.redirect(let words, let keepsEdits)):
      redirect(to: words, keepsEdits: keepsEdits)
      return (.redirected(words, kept: keepsEdits ? measure.reply.finishedText : ""), heard)
    case .outOfTime:
      ranOutOfTime = true
      settle()
      if !proposals.isEmpty { note("the time budget ended while the engine was writing; what was complete is kept") }
    case .mismatched(let mismatch):
      proposals = working
      note("asking again for one edit: \(mismatch.path): \(mismatch.refusal.message)")
      let asked = heard.map { planned.redirected(to: $0, kept: "") } ?? planned
      return (.again(asked.corrected(mismatch, kept: measure.reply.finishedText)), heard)
    case .void(let refusal):
      refuse(planned.window.map { refusal.at($0.path) } ?? refusal)
      withdraw(notIn: proposals)
    case .failed(let error):
      engineFailure = error
    }
    return (.done, heard)
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

  func account(_ measure: EngineExchange.Measure, requestStart: ContinuousClock.Instant) {
    summary.tokens.prompt += measure.usage?.prompt ?? 0
    summary.tokens.cached += measure.usage?.cached ?? 0
    summary.tokens.completion += measure.usage?.completion ?? measure.deltas
    summary.engineTime += measure.total
    // What is kept of a reply that was stopped was not counted to its end.
    if measure.deltas > 0 { summary.isCounted = (summary.isCounted ?? true) && measure.isCounted ?? false }
    func add(_ time: Duration?, to sum: inout Duration?) { if let time { sum = (sum ?? .zero) + time } }
    add(measure.timings?.queue, to: &summary.queueTime)
    add(measure.timings?.prompt, to: &summary.promptTime)
    add(measure.timings?.completion, to: &summary.completionTime)
    if summary.firstToken == nil, let first = measure.firstText { summary.firstToken = requestStart - start + first }
  }
}
