internal import HoneCore

/// Asks over a WebSocket and reads the reply as it is asked for; falls back to HTTP when there is no connection to be had.
///
/// The protocol is that of https://developers.openai.com/api/docs/guides/websocket-mode: a `response.create` message with the
/// fields of the HTTP request, then the events of the HTTP stream, one a message. There is no message that stops a reply;
/// whoever lets go of a reply before its end closes the connection.
actor WebSocketReplySource: EngineEventSource {
  /// What is sent, as the caller asked it.
  struct Request: Sendable {
    var messages: [Message]
    /// The key of what is asked, for the recording.
    var asked: String?
    var deadline: ContinuousClock.Instant?
    var isPaced = false
    /// Whether the conversation is only read, and has no reply.
    var isAhead = false
    /// Whether the model listens while it writes.
    var maySteer = false
    /// Makes the message from the conversation's part that the server does not know, and the response that it does.
    var body: @Sendable (_ messages: ArraySlice<Message>, _ previous: String?) -> JSON
    /// Makes the HTTP request in place of all this.
    var fallback: @Sendable () -> any EngineEventSource
  }

  private let engine: EngineConnection
  private let pool: WebSocketPool
  private let request: Request
  private let policy: RetryPolicy

  private var connection: WebSocketConnection?
  private var fallback: (any EngineEventSource)?
  private var decoder: ResponsesDecoder
  private var events: ArraySlice<EngineEvent> = []
  private var failure: EngineError?
  private var attempt = 1
  private var mayReconnect = true
  private var isUsed = false
  private var isFirstMessage = true
  /// When the next attempt begins; `nil` where nothing is waited for.
  private var resumesAt: ContinuousClock.Instant?
  /// The reply so far, for the chain; `nil` when it is too long or no plain text.
  private var reply: String? = ""
  private var recording: ExchangeRecorder.Recording?

  /// The longest reply that is remembered for the next request, in bytes.
  private static let chainLimit = 1 << 20

  init(engine: EngineConnection, pool: WebSocketPool, request: Request) {
    self.engine = engine
    self.pool = pool
    self.request = request
    policy = RetryPolicy(isPaced: request.isPaced)
    decoder = ResponsesDecoder(engine: engine.description)
  }

  func next() async throws(EngineError) -> EngineEvent? {
    while true {
      if Task.isCancelled {
        connection = nil
        throw engine.failure(for: CancellationError())
      }
      if let event = events.popFirst() {
        if case .notice = event { return event }
        isUsed = true
        return event
      }
      if let fallback { return try await fallback.next() }
      if let failure { throw failure }
      if decoder.isComplete {
        await giveBack()
        return nil
      }
      if let resumesAt {
        self.resumesAt = nil
        do { try await Task.sleep(until: resumesAt, clock: .continuous) } catch { throw engine.failure(for: error) }
      }
      do throws(EngineError) {
        try await read()
      } catch {
        connection = nil
        failure = engine.scrubbed(error)
        retry(after: error)
      }
    }
  }

  // MARK: Reading

  private func read() async throws(EngineError) {
    guard let connection else { return try await begin() }
    let message: [UInt8]
    do {
      let limit = isFirstMessage ? engine.timeouts.firstByte : engine.timeouts.idle
      message = try await withTimeout(limit, sinceLast: { connection.lastArrival }) { try await connection.next() }
    } catch {
      throw failure(for: error)
    }
    let frame = ServerSentEvent(data: message)
    guard !frame.isKeepAlive else { return }
    isFirstMessage = false
    // A recording is an event stream, so that it can be replayed like any other.
    recording?.append(Array("data: ".utf8) + message + Array("\n\n".utf8))
    var decoded: [EngineEvent] = []
    try decoder.decode(frame, into: &decoded)
    for case .textDelta(let text) in decoded { remember(text) }
    events = decoded[...]
  }

  private func begin() async throws(EngineError) {
    if await pool.hasFallenBack {
      fallback = request.fallback()
      return
    }
    let model = engine.description.model
    var chain: WebSocketPool.Chain?
    let connection: WebSocketConnection
    if let idle = await pool.take(model: model, messages: request.messages) {
      (connection, chain) = (idle.connection, idle.chain)
    } else {
      mayReconnect = false
      do {
        connection = try await Self.open(engine)
      } catch {
        guard let reason = error as? WebSocketFailure else { throw engine.failure(for: error) }
        return await fallBack(reason)
      }
    }
    let rest = WebSocketPool.rest(of: request.messages, after: chain, model: model)
    let body = request.body((rest ?? request.messages)[...], rest == nil ? nil : chain?.responseID).bytes
    self.connection = connection
    isFirstMessage = true
    if let recorder = engine.recorder {
      let url = engine.address.appending("/responses")
      recording = recorder.begin(engine, url: url, body: body, asked: request.asked)
      if recording == nil, let notice = recorder.noticeOnce() { events = [notice] }
    }
    do {
      try await connection.send(body)
    } catch {
      throw failure(for: error)
    }
  }

  /// Opens a connection as the service wants it.
  static func open(_ engine: EngineConnection) async throws -> WebSocketConnection {
    var headers = [(name: "User-Agent", value: "git-hone")]
    if let key = engine.credential?.header(for: engine.address) { headers.append(key) }
    return try await WebSocketConnection.open(
      engine.address.appending("/responses"), headers: headers, within: engine.timeouts.connect)
  }

  private func fallBack(_ failure: WebSocketFailure) async {
    var reason = "it closed the connection"
    if case .refused(let words) = failure { reason = EngineError.printable(engine.scrub(words)) }
    fallback = request.fallback()
    if await pool.fallBack(reason) {
      events = [
        .notice("no WebSocket to the engine `\(engine.description.name)` (\(reason)); asking it over HTTP instead")
      ]
    }
  }

  private func failure(for error: any Error) -> EngineError {
    guard let failure = error as? WebSocketFailure else { return engine.failure(for: error) }
    let code = if case .closed(let code?) = failure { " (code \(code))" } else { "" }
    return .failure(.brokenStream, of: engine.description, "closed the connection in the middle of the reply\(code)")
  }

  private func remember(_ text: String) {
    guard let before = reply, before.utf8.count + text.utf8.count <= Self.chainLimit else {
      reply = nil
      return
    }
    reply = before + text
  }

  /// Puts the connection back, with what the server now knows.
  private func giveBack() async {
    guard let connection else { return }
    self.connection = nil
    var chain: WebSocketPool.Chain?
    if let id = decoder.responseID, let reply, !decoder.hasToolCall {
      chain = WebSocketPool.Chain(
        responseID: id, model: engine.description.model,
        messages: reply.isEmpty ? request.messages : request.messages + [Message(.assistant, reply)],
        isOpen: request.isAhead)
    }
    await pool.put(connection, chain: chain)
  }

  // MARK: Steering

  func steer(_ words: String) async -> Bool {
    guard request.maySteer, let connection, let response = decoder.responseID, !decoder.isComplete, failure == nil
    else { return false }
    decoder.steer()
    // The conversation now holds words that no request repeats.
    reply = nil
    return (try? await connection.send(ResponsesEngine.steer(words, response: response).bytes)) != nil
  }

  // MARK: Trying again

  /// Begins anew when that is allowed: at once and once where a kept connection, or what its server remembered, is gone; else
  /// as for HTTP.
  private func retry(after error: EngineError) {
    guard !isUsed else { return }
    let isStale = decoder.isConnectionStale || (error.code == .brokenStream && isFirstMessage)
    let wait: Duration?
    if isStale, mayReconnect {
      mayReconnect = false
      wait = .zero
    } else {
      wait = policy.wait(
        after: error, attempt: attempt, remaining: request.deadline.map { ContinuousClock.now.duration(to: $0) },
        isLoopback: engine.address.isLoopback, jitter: Double.random(in: 0...1))
      attempt += 1
    }
    guard let wait else { return }
    failure = nil
    events = []
    reply = ""
    decoder = ResponsesDecoder(engine: engine.description)
    resumesAt = .now + wait
    if error.code.retryAfter != nil, wait >= .seconds(1) { events = [engine.description.notice(ofWaiting: wait)] }
  }
}
