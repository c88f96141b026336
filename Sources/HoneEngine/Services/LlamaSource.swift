/// One reply of a llama.cpp server through its own interface, or through Chat Completions where that has to stand in.
///
/// Nothing is sent until the first event is asked for.
actor LlamaSource: EngineEventSource {
  private let engine: EngineDescription
  private let policy: UncountedReplies
  private let open: @Sendable () async throws(EngineError) -> any EngineEventSource
  private var source: (any EngineEventSource)?

  /// - Parameter open: chooses how to ask.
  init(
    engine: EngineDescription, policy: UncountedReplies,
    open: @escaping @Sendable () async throws(EngineError) -> any EngineEventSource
  ) {
    self.engine = engine
    self.policy = policy
    self.open = open
  }

  func next() async throws(EngineError) -> EngineEvent? {
    let source: any EngineEventSource
    if let open = self.source {
      source = open
    } else {
      source = try await open()
      self.source = source
    }
    let event = try await source.next()
    if policy == .refuse, event == .counted(false) { throw policy.refusal(of: engine) }
    return event
  }
}
