internal import HoneCore
internal import HoneEngine

/// The engine of a run: how it is chosen, what fits into its context, and the account of what it took.
extension RunSession {
  /// Chooses and, for the local one, starts the engine.
  func openEngine() async throws -> any Engine {
    if let engine { return engine }
    // On a terminal each hunk is reviewed, or the patch is shown, unless all of them are taken unseen.
    let selection = EngineSelection(
      settings: settings, environment: environment, isReviewed: observer.isInteractive && !options.acceptsAll,
      deadline: deadline, interruption: interruption)
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

  /// The requests that fit into the engine's context together with their replies; the others are refused.
  ///
  /// The estimate is enough where there is room; near the limit the engine's own count decides, where it counts.
  func fitting(_ requests: [PlannedRequest], into engine: any Engine) async -> [PlannedRequest] {
    guard let limit = engine.capabilities.contextTokens else { return requests }
    var fitting: [PlannedRequest] = []
    for var planned in requests {
      let estimate = planned.request.tokenEstimate
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

  /// Adds what one reply took to the summary.
  func account(_ measure: EngineExchange.Measure, requestStart: ContinuousClock.Instant) {
    summary.tokens += measure.tokens
    summary.engineTime += measure.total
    // What is kept of a reply that was stopped was not counted to its end.
    if measure.deltas > 0 { summary.isCounted = (summary.isCounted ?? true) && measure.isCounted ?? false }
    if measure.deltas > 0, measure.isCounted == false { hasUncountedReply = true }
    func add(_ time: Duration?, to sum: inout Duration?) { if let time { sum = (sum ?? .zero) + time } }
    add(measure.timings?.queue, to: &summary.queueTime)
    add(measure.timings?.prompt, to: &summary.promptTime)
    add(measure.timings?.completion, to: &summary.completionTime)
    if summary.firstToken == nil, let first = measure.firstText { summary.firstToken = requestStart - start + first }
  }
}
