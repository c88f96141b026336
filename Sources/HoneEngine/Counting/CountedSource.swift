/// One reply of Chat Completions, asked for so that its pieces can be counted where the server can, and judged at its end.
///
/// A server whose ways are not known is asked for lists of tokens in its first reply already. Where it gives them, two short
/// replies at the end of that one teach by how much its total exceeds the sum of its lists; where it gives none, or refuses to be
/// asked for them, that is remembered. So what a user waits for begins no later than it would without all this.
actor CountedSource: EngineEventSource {
  private let engine: ChatCompletionsEngine
  private let lessons: CountLessons
  private let policy: UncountedReplies
  private let request: EngineRequest

  private var source: ReplySource?
  private var form = ChatCompletionsEngine.Form.plain
  private var isUsed = false
  /// Whether the server took the request without the parameter that it may have refused.
  private var isRefusal = false
  private var later: [EngineEvent] = []
  /// What the numbers of the stream itself say, where the server counts as it goes.
  private var isCounted: Bool?

  init(engine: ChatCompletionsEngine, lessons: CountLessons, policy: UncountedReplies, request: EngineRequest) {
    self.engine = engine
    self.lessons = lessons
    self.policy = policy
    self.request = request
  }

  func next() async throws(EngineError) -> EngineEvent? {
    while true {
      if !later.isEmpty { return later.removeFirst() }
      let source: ReplySource
      if let open = self.source {
        source = open
      } else {
        source = try await open()
        self.source = source
      }
      let event: EngineEvent?
      do throws(EngineError) {
        event = try await source.next()
      } catch {
        guard form == .listing, !isUsed, Self.mayRefuseLists(error) else { throw error }
        // What else may be wrong with the request is told by the answer to the one without lists.
        (form, isRefusal) = (.plain, true)
        self.source = engine.source(for: request, form: form)
        continue
      }
      switch event {
      case .counted(let isCounted): self.isCounted = isCounted
      case .finished(.stop):
        try await judge(source)
        later.append(.finished(.stop))
      case .allowance, .notice, nil: return event
      default:
        if isRefusal, !isUsed { await lessons.remember(.refuses, of: engine.description) }
        isUsed = true
        return event
      }
    }
  }

  /// Sends the request in the form that lets its reply be counted.
  private func open() async throws(EngineError) -> ReplySource {
    form = try await chosenForm()
    var request = request
    // Services take no prediction with a request for lists, or no list with a prediction.
    if form == .listing || policy == .refuse { request.prediction = nil }
    return engine.source(for: request, form: form)
  }

  private func chosenForm() async throws(EngineError) -> ChatCompletionsEngine.Form {
    guard engine.dialect.lists else {
      // A server that counts as it goes has some replies in which that leaves doubts.
      if policy == .refuse, engine.dialect.counting != .timings {
        throw policy.refusal(of: engine.description, "does not count what it sends")
      }
      return policy == .whole ? .whole : .plain
    }
    if request.prediction != nil, engine.dialect.prediction, policy != .refuse {
      return policy == .whole ? .whole : .plain
    }
    var lesson = await lessons.lesson(of: engine.description)
    if lesson == nil, policy != .accept { lesson = await probe(isDoubted: false) }
    switch (lesson, policy) {
    case (.lists(_, let joins, _), .whole): return joins ? .whole : .listing
    case (.lists, _), (nil, .accept): return .listing
    case (_, .accept): return .plain
    case (_, .whole): return .whole
    case (_, .refuse): throw policy.refusal(of: engine.description, "does not count what it sends")
    }
  }

  /// Holds what the reply told of its tokens against what is known of the server.
  private func judge(_ source: ReplySource) async throws(EngineError) {
    var isCounted = isCounted ?? false
    if form == .listing, let tally = await source.tally, tally.hasText {
      await learn(from: tally)
      var (verdict, isDoubtful) = await lessons.verdict(on: tally, of: engine.description)
      if isDoubtful {
        // A server that has changed its ways says so in a probe; a connection that damages replies goes on being refused.
        await probe(isDoubted: true)
        (verdict, _) = await lessons.verdict(on: tally, of: engine.description)
      }
      guard verdict != .damaged else {
        throw .failure(
          .brokenStream, of: engine.description, "lost or repeated a part of the reply",
          detail: "it listed \(tally.listed) tokens, and counted \(tally.total.map(String.init) ?? "none")")
      }
      isCounted = isCounted || verdict == .whole
    }
    if form == .plain, isOneTokenAPiece, let tally = await source.tally {
      let verdict = await lessons.verdict(onPiecesOf: tally, of: engine.description)
      guard verdict != .damaged else {
        throw .failure(
          .brokenStream, of: engine.description, "lost or repeated a part of the reply",
          detail: "it counted \(tally.total ?? 0) tokens, and sent \(tally.pieces) pieces, which was not so before")
      }
      isCounted = isCounted || verdict == .whole
    }
    if form == .whole, !isCounted {
      throw .failure(
        .misconfigured, of: engine.description, "streams, though it was asked for its reply in one piece",
        detail: "a lost part would not be noticed",
        remedy: "`git config honeengine.\(engine.description.name).uncounted accept` takes such replies as they are")
    }
    guard isCounted || policy == .accept else { throw policy.refusal(of: engine.description) }
    later.append(.counted(isCounted))
  }

  /// Whether the pieces of the reply may be one token each: what may begin a stop text is held back, and tokens that were predicted
  /// come together.
  private var isOneTokenAPiece: Bool {
    engine.dialect.counting == .none && request.stop.isEmpty
      && (request.prediction == nil || !engine.dialect.prediction)
  }

  /// Learns from a first reply, whose text is there already.
  private func learn(from tally: TokenTally) async {
    guard await lessons.lesson(of: engine.description) == nil else { return }
    guard tally.listed > 0 else { return await lessons.remember(.silent, of: engine.description) }
    // Whoever has no time left for it learns it another time.
    if let deadline = request.deadline, deadline < .now + .seconds(5) { return }
    await probe(isDoubted: false)
  }

  @discardableResult
  private func probe(isDoubted: Bool) async -> CountLesson? {
    let lesson = await lessons.learn(of: engine.description, isDoubted: isDoubted) { [engine] in
      await CountProbe(engine: engine).learn()
    }
    if lesson == .inconsistent { later.append(notice) }
    return lesson
  }

  private var notice: EngineEvent {
    .notice(
      "the numbers of tokens that the engine `\(engine.description.name)` tells do not add up, so its replies are not counted:"
        + " a part that was lost on its way would not be noticed")
  }

  /// Whether an answer may be to the parameter that asks for lists: a request that is refused as it is, words that name it, or a
  /// server that falls over it.
  private static func mayRefuseLists(_ error: EngineError) -> Bool {
    switch error.code {
    case .contextTooLong: false
    case .serverError(status: nil, _), .serverError(status: 500, _), .serverError(status: 501, _), .errorFrame: true
    default: ["logprob", "(HTTP 400)", "(HTTP 422)"].contains { error.message.contains($0) }
    }
  }
}
