internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// Asking an engine: one request after the other, each reply read while it arrives, stopped and asked again as the user or a
/// misremembered line wants it.
extension RunSession {
  /// How often one request is asked again because an edit named lines that are not in the file.
  private static let maximumCorrections = 2

  /// Sends `requests`, as many at once as the engine takes, and adds what comes back to `proposals`, in the order of the requests.
  ///
  /// Each edit is shown as soon as its last byte is there. What a reply proposed is dropped again when the reply turns out void.
  func ask(_ requests: [PlannedRequest], fence: Fence, proposals: inout ProposalSet) async throws {
    let exchange = try await exchange()
    await hearing {
      var rest = await fitting(requests, into: exchange.engine)
      while !rest.isEmpty {
        let current = rest.map { $0.until(deadline) }
        // A new instruction makes new requests of all that are left.
        rest = await FanOut.run(current.map(\.request), on: exchange.engine) { engine in
          var exchange = exchange
          exchange.engine = engine
          return await send(current, to: engine, over: exchange, fence: fence, proposals: &proposals)
        }
      }
    }
    // A reply that broke off may have opened what nothing has closed.
    let rejections = parseGate.sift(&proposals)
    rejections.forEach { refuse($0.refusal) }
    if !rejections.isEmpty { withdraw(notIn: proposals) }
  }

  /// How one request ended, for the queue of requests.
  private enum Outcome {
    case done
    /// Nothing of the reply counts.
    case failed(EngineError)
    /// Ask this instead, and nothing else of it again.
    case again(PlannedRequest)
    case redirected(String, kept: String)
  }

  /// Reads the replies to `requests` in order.
  /// - Returns: the requests to send in place of those that are left, when the user has redirected the engine.
  private func send(
    _ requests: [PlannedRequest], to engine: FannedEngine, over exchange: EngineExchange, fence: Fence,
    proposals: inout ProposalSet
  ) async -> [PlannedRequest] {
    var rest = requests[...]
    var corrections = 0
    // What an engine that fails leaves: the edits of replies that came to their end, and what the user wanted kept.
    var settled = proposals
    var number = -1
    while let planned = rest.popFirst() {
      number += 1
      if wasInterrupted || deadline.map({ clock.now >= $0 }) ?? false {
        let left = [planned] + rest
        let whole = left.filter { engine.hasWhole($0.request) }
        if !wasInterrupted {
          ranOutOfTime = true
          let missing = left.filter { !engine.hasWhole($0.request) }
          unanswered += missing
          if !missing.isEmpty {
            note("the time budget ended; \(missing.count) of \(CountText.of(requests.count, "place")) not asked about")
          }
        }
        await take(whole, over: exchange, fence: fence, proposals: &proposals)
        return []
      }
      let failed = engineFailure != nil
      let (outcome, heard) = await send(
        planned, number: number, of: requests.count, mayCorrect: !failed && corrections < Self.maximumCorrections,
        exchange: exchange, fence: fence, proposals: &proposals)
      if let heard { rest = rest.map { $0.redirected(to: heard, kept: "") }[...] }
      switch outcome {
      case .failed(var error):
        // What a new instruction kept stays, also where the reply fails into which it went.
        if heard != nil {
          settled = proposals
          if !proposals.isEmpty { error.remedy = "what was finished before your words stays; run it again" }
        }
        engineFailure = engineFailure ?? error
        proposals = settled
        withdraw(notIn: proposals)
        // Sites do not depend on each other: what is on its way still comes, and nothing new is asked for.
        unanswered += [planned] + rest.filter { !engine.hasBegun($0.request) }
        rest = rest.filter { engine.hasBegun($0.request) }[...]
      case .done:
        settled = proposals
        corrections = 0
        observer.report(.progress(RunProgress(label: planned.label, done: number + 1, total: requests.count)))
      case .again(let request):
        corrections += 1
        number -= 1
        rest = [request] + rest
      case .redirected(let words, let kept):
        return [planned.redirected(to: words, kept: kept)] + rest.map { $0.redirected(to: words, kept: "") }
      }
    }
    return []
  }

  /// Takes replies that had arrived whole when the run was stopped.
  private func take(
    _ whole: [PlannedRequest], over exchange: EngineExchange, fence: Fence, proposals: inout ProposalSet
  ) async {
    let unstoppable = EngineExchange(
      engine: exchange.engine, interruption: Interruption(), steering: Steering(), deadline: nil)
    for (number, planned) in whole.enumerated() {
      let (outcome, _) = await send(
        planned, number: number, of: whole.count, mayCorrect: false, exchange: unstoppable, fence: fence,
        proposals: &proposals)
      if case .failed = outcome {
        unanswered.append(planned)
        withdraw(notIn: proposals)
      }
    }
  }

  /// - Returns: how the request ended, and what the engine has heard of the user while it wrote.
  private func send(
    _ planned: PlannedRequest, number: Int, of count: Int, mayCorrect: Bool, exchange: EngineExchange, fence: Fence,
    proposals: inout ProposalSet
  ) async -> (Outcome, heard: String?) {
    var placement = EditPlacement(fence: fence, window: planned.window)
    if options.acceptsAll { placement.loss = WindowLoss(instruction: planned.instruction) }
    // What the reply adds counts only when its ending is known; until then `proposals` stays as it is.
    var working = proposals
    var watch = SearchWatch(fence: fence)
    var parser = planned.makeParser()
    let label = "asking \(exchange.engine.description.name): \(planned.label)"
    observer.report(.progress(RunProgress(label: label, done: number, total: count)))
    let requestStart = clock.now
    var heard: String?
    var (edits, refused) = (0, 0)
    /// Refusals of hunks of a patch; a later hunk may close what they opened.
    var waiting: [Refusal] = []
    let isBound = exchange.engine.capabilities.grammar
    /// Tells what no later hunk has lifted.
    func tellWaiting() {
      waiting.forEach(refuse)
      waiting = []
    }
    /// Takes what is complete and can be parsed.
    func settle() {
      let rejections = parseGate.sift(&working)
      rejections.forEach { refuse($0.refusal) }
      proposals = working
      if !rejections.isEmpty { withdraw(notIn: proposals) }
    }
    /// Takes what is complete, and lets what follows take its place.
    func redirect(to words: String, keepsEdits: Bool) {
      tellWaiting()
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
          for taken in try placement.take(edit, into: &working) {
            let count = waiting.count
            waiting.removeAll(where: taken.withdrawn.contains)
            refused -= count - waiting.count
            propose(event(for: taken, in: working))
          }
          // Only after a new instruction does an edit take the place of another.
          if working.generation > 0 { withdraw(notIn: working) }
        } catch {
          refused += 1
          if error.code == .gate, case .patch = edit.change { waiting.append(error) } else { refuse(error) }
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
    tellWaiting()
    switch ending {
    case .complete:
      if edits == 0, let talk = Self.talk(measure.reply.opening(4000), format: planned.format) {
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
      cancel(keepsEdits: keepsEdits)
      settle()
    case .steered(.redirect(let words, let keepsEdits)):
      redirect(to: words, keepsEdits: keepsEdits)
      return (.redirected(words, kept: keepsEdits ? measure.reply.finishedText : ""), heard)
    case .outOfTime:
      ranOutOfTime = true
      if edits == 0 { unanswered.append(planned) }
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
      return (.failed(error), heard)
    }
    return (.done, heard)
  }

  /// The refusal of a reply that holds no edit; `nil` for one that says, as it was told to, that nothing has to change.
  private static func talk(_ opening: String, format: EditFormat) -> Refusal? {
    let words = opening.trimmed
    guard format != .window, !words.isEmpty, !words.hasPrefix("NOTHING") else { return nil }
    let line = words.split(whereSeparator: \.isNewline).first ?? ""
    return Refusal(
      .malformed, "the engine wrote no edit, it said: \(line.prefix(120))",
      remedy: "say it in other words, or choose another engine or model")
  }

  private func event(for taken: EditPlacement.Taken, in proposals: ProposalSet) -> ProposalEvent {
    let result = proposals.result(at: taken.newPath ?? taken.path)
    return ProposalEvent(
      path: taken.path, newPath: taken.newPath, base: proposals.base(at: taken.path)?.id ?? .zero,
      result: result.map { repository.blobID(of: $0) } ?? .zero, hunks: taken.hunks,
      source: engine?.description.name ?? "hone")
  }
}
