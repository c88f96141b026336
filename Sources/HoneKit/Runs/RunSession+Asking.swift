internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// Asking an engine: one request after the other, each reply read while it arrives, stopped and asked again as the user or a
/// misremembered line wants it.
extension RunSession {
  /// How often one request is asked again because an edit named lines that are not in the file.
  private static let maximumCorrections = 2

  /// Chooses and, for the local one, starts the engine.
  func openEngine() async throws -> any Engine {
    if let engine { return engine }
    // On a terminal each hunk is reviewed, or the patch is shown, unless all of them are taken unseen.
    let selection = EngineSelection(
      settings: settings, environment: environment, isReviewed: observer.isInteractive && !options.acceptsAll)
    let chosen = try await selection.engine(named: options.engine, model: options.model, observer: observer)
    // Nothing is sent that was not scanned for secrets first.
    let redacting = RedactingEngine(chosen) { [keptBack] counts in keptBack.add(counts) }
    engine = redacting
    return redacting
  }

  /// An exchange with the run's engine, limits and listeners.
  func exchange() async throws -> EngineExchange {
    var exchange = EngineExchange(
      engine: try await openEngine(), interruption: interruption, steering: steering, deadline: deadline)
    exchange.notice = { [observer] in observer.report(.note($0)) }
    return exchange
  }

  /// Sends `requests`, as many at once as the engine takes, and adds what comes back to `proposals`, in the order of the requests.
  ///
  /// Each edit is shown as soon as its last byte is there. What a reply proposed is dropped again when the reply turns out void.
  func ask(_ requests: [PlannedRequest], fence: Fence, proposals: inout ProposalSet) async throws {
    let exchange = try await exchange()
    await interruption.listening {
      observer.beginSteering(steering)
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
      observer.endSteering()
    }
    // A reply that broke off may have opened what nothing has closed.
    let rejections = parseGate.sift(&proposals)
    rejections.forEach { refuse($0.refusal) }
    if !rejections.isEmpty { withdraw(notIn: proposals) }
  }

  /// Tells which of the edits told before are not in `proposals`.
  func withdraw(notIn proposals: ProposalSet) {
    for gone in told.take(notIn: proposals.numbers) {
      let result = proposals.result(at: gone.path).map { repository.blobID(of: $0) } ?? .zero
      observer.report(.withdrawal(WithdrawalEvent(number: gone.number, path: gone.path, result: result)))
    }
  }

  /// The requests that fit into the engine's context together with their replies; the others are refused.
  ///
  /// The estimate is enough where there is room; near the limit the engine's own count decides, where it counts.
  private func fitting(_ requests: [PlannedRequest], into engine: any Engine) async -> [PlannedRequest] {
    guard let limit = engine.capabilities.contextTokens else { return requests }
    var fitting: [PlannedRequest] = []
    for var planned in requests {
      let estimate = planned.request.messages.reduce(0) { $0 + TokenEstimate.tokens(bytes: $1.content.utf8.count) }
      guard planned.request.infill == nil, estimate + planned.request.maxOutputTokens > limit * 3 / 4,
        let count = await engine.tokenCount(of: planned.request)
      else {
        fitting.append(planned)
        continue
      }
      let least = planned.leastOutputTokens
      planned.request.maxOutputTokens = min(planned.request.maxOutputTokens, limit - count)
      if planned.request.maxOutputTokens >= least {
        fitting.append(planned)
      } else {
        refuse(
          Refusal(
            .notText, path: planned.window?.path,
            "\(planned.label) and its reply do not fit into the engine's context: \(count) of \(limit) tokens are taken",
            remedy: "use an engine with more context, or name fewer files"))
      }
    }
    return fitting
  }

  /// Reads the replies to `requests` in order.
  /// - Returns: the requests to send in place of those that are left, when the user has redirected the engine.
  private func send(
    _ requests: [PlannedRequest], to engine: FannedEngine, over exchange: EngineExchange, fence: Fence,
    proposals: inout ProposalSet
  ) async -> [PlannedRequest] {
    var rest = requests[...]
    var corrections = 0
    while let planned = rest.popFirst() {
      guard engineFailure == nil else { return [] }
      let number = requests.count - rest.count - 1
      if wasInterrupted || deadline.map({ clock.now >= $0 }) ?? false {
        let whole = ([planned] + rest).filter { engine.hasWhole($0.request) }
        if !wasInterrupted {
          ranOutOfTime = true
          let missing = rest.count + 1 - whole.count
          if missing > 0 {
            note("the time budget ended; \(missing) of \(requests.count) places were not asked about")
          }
        }
        await take(whole, over: exchange, fence: fence, proposals: &proposals)
        return []
      }
      let (outcome, heard) = await send(
        planned, number: number, of: requests.count, mayCorrect: corrections < Self.maximumCorrections,
        exchange: exchange, fence: fence, proposals: &proposals)
      if let heard { rest = rest.map { $0.redirected(to: heard, kept: "") }[...] }
      switch outcome {
      case .done:
        corrections = 0
        observer.report(.progress(RunProgress(label: planned.label, done: number + 1, total: requests.count)))
      case .again(let request):
        corrections += 1
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
      _ = await send(
        planned, number: number, of: whole.count, mayCorrect: false, exchange: unstoppable, fence: fence,
        proposals: &proposals)
    }
  }
}
