/// An engine that is never sent a secret: each is replaced before the request leaves, and put back into the reply.
package struct RedactingEngine: Engine {
  private let engine: any Engine
  private let report: @Sendable ([String: Int]) -> Void

  package var description: EngineDescription { engine.description }
  package var capabilities: EngineCapabilities { engine.capabilities }

  /// - Parameters:
  ///   - engine: who is asked.
  ///   - report: called once for each request that held secrets, with their number by kind.
  package init(_ engine: any Engine, report: @escaping @Sendable ([String: Int]) -> Void) {
    self.engine = engine
    self.report = report
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    let redaction = SecretRedaction(request)
    guard !redaction.isEmpty else {
      let stream = engine.stream(request)
      return capabilities.steer
        ? EngineStream { RestoringSource(stream.makeSource(), restorer: redaction.makeRestorer()) } : stream
    }
    report(redaction.counts)
    var sent = redaction.request
    // A grammar with lines has them as they are in the file, which is not what is shown here.
    if sent.grammar?.lineLimit != nil { sent.grammar = nil }
    let stream = engine.stream(sent)
    return EngineStream { RestoringSource(stream.makeSource(), restorer: redaction.makeRestorer()) }
  }

  package func tokenCount(of request: EngineRequest) async -> Int? {
    await engine.tokenCount(of: SecretRedaction(request).request)
  }

  package func prepare(_ request: EngineRequest?) async throws(EngineError) {
    try await engine.prepare(request.map { SecretRedaction($0).request })
  }
}

/// The events of a reply with its secrets put back.
private actor RestoringSource: EngineEventSource {
  private let source: any EngineEventSource
  private var restorer: SecretRestorer
  private var later: EngineEvent?

  init(_ source: any EngineEventSource, restorer: SecretRestorer) {
    self.source = source
    self.restorer = restorer
  }

  func next() async throws(EngineError) -> EngineEvent? {
    if let later {
      self.later = nil
      return later
    }
    while let event = try await source.next() {
      switch event {
      case .textDelta(let piece):
        let text = restorer.feed(piece)
        if !text.isEmpty { return .textDelta(text) }
      case .finished, .redirected:
        let rest = restorer.finish()
        guard !rest.isEmpty else { return event }
        later = event
        return .textDelta(rest)
      default: return event
      }
    }
    return nil
  }

  /// Words with a secret in them are left to the request that follows, in which it has its stand-in.
  func steer(_ words: String) async -> Bool {
    let asked = EngineRequest(messages: [Message(.user, words)], maxOutputTokens: 1)
    guard SecretRedaction(asked).isEmpty else { return false }
    return await source.steer(words)
  }
}
