/// Sends a request when the first event is asked for, and reads the reply as it is asked for.
actor ReplySource: EngineEventSource {
  private let connection: EngineConnection
  private let url: EngineAddress
  private let body: [UInt8]
  private let asked: String?
  private let deadline: ContinuousClock.Instant?
  private let decoder: any ReplyDecoder
  private let policy: RetryPolicy

  private var reader: ReplyReader
  private var response: ResponseBody?
  private var events: [EngineEvent] = []
  private var position = 0
  private var failure: EngineError?
  private var attempt = 1
  private var isUsed = false
  /// When the next attempt begins; `nil` where nothing is waited for.
  private var resumesAt: ContinuousClock.Instant?

  /// - Parameters:
  ///   - body: the request, as JSON.
  ///   - asked: the key of what is asked, for the recording.
  ///   - deadline: until when a failed attempt may be made again.
  ///   - decoder: reads the service's frames; each attempt begins with it as it is given.
  init(
    connection: EngineConnection, url: EngineAddress, body: [UInt8], asked: String? = nil,
    deadline: ContinuousClock.Instant?, decoder: any ReplyDecoder, policy: RetryPolicy = RetryPolicy()
  ) {
    self.connection = connection
    self.url = url
    self.body = body
    self.asked = asked
    self.deadline = deadline
    self.decoder = decoder
    self.policy = policy
    reader = ReplyReader(decoder: decoder, engine: connection.description)
  }

  /// What the reply has told of its tokens so far; `nil` where that is not summed up.
  var tally: TokenTally? { reader.tally }

  func next() async throws(EngineError) -> EngineEvent? {
    while true {
      if Task.isCancelled {
        response = nil
        throw connection.failure(for: CancellationError())
      }
      if position < events.count {
        defer { position += 1 }
        switch events[position] {
        case .allowance, .notice: break
        default: isUsed = true
        }
        return events[position]
      }
      if let failure { throw failure }
      if reader.isComplete {
        await response?.drain(within: .milliseconds(50))
        response = nil
        return nil
      }
      if let resumesAt {
        self.resumesAt = nil
        do { try await Task.sleep(until: resumesAt, clock: .continuous) } catch { throw connection.failure(for: error) }
      }
      do throws(EngineError) {
        try await read()
      } catch {
        response = nil
        failure = connection.scrubbed(error)
        retry(after: error)
      }
    }
  }

  private func read() async throws(EngineError) {
    events.removeAll(keepingCapacity: true)
    position = 0
    let response: ResponseBody
    if let open = self.response {
      response = open
    } else {
      response = try await connection.send(url, body: body) { [connection, url, body, asked] status, refusal in
        connection.recorder?.begin(connection, url: url, body: body, asked: asked, status: status)?.append(refusal)
      }
      if let recorder = connection.recorder {
        let recording = recorder.begin(connection, url: url, body: body, asked: asked)
        await response.record(to: recording)
        if recording == nil, let notice = recorder.noticeOnce() { events.append(notice) }
      }
      self.response = response
      if let allowance = response.allowance { events.append(.allowance(allowance)) }
      if !events.isEmpty { return }
    }
    if let bytes = try await response.next() {
      try reader.feed(bytes, into: &events)
    } else {
      try reader.finish(into: &events)
    }
  }

  /// Begins anew when that is allowed; else what was read before the failure is handed on first, and then the failure.
  private func retry(after error: EngineError) {
    guard !isUsed else { return }
    let wait = policy.wait(
      after: error, attempt: attempt, remaining: deadline.map { ContinuousClock.now.duration(to: $0) },
      isLoopback: connection.address.isLoopback, jitter: Double.random(in: 0...1))
    guard let wait else { return }
    attempt += 1
    failure = nil
    events.removeAll()
    position = 0
    reader = ReplyReader(decoder: decoder, engine: connection.description)
    resumesAt = .now + wait
    if error.code.retryAfter != nil, wait >= .seconds(1) {
      events.append(connection.description.notice(ofWaiting: wait))
    }
  }
}
