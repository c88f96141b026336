internal import Synchronization

/// An engine some of whose replies are on their way already.
package struct FannedEngine: Engine {
  private let engine: any Engine
  private let replies: [FannedReply]

  package var description: EngineDescription { engine.description }
  package var capabilities: EngineCapabilities { engine.capabilities }

  init(_ engine: any Engine, replies: [FannedReply]) {
    self.engine = engine
    self.replies = replies
  }

  package func stream(_ request: EngineRequest) -> EngineStream {
    EngineStream {
      // Each reply is read once; asked again, the engine writes another.
      replies.first { $0.claim(for: request) }.map { ArrivedSource($0) } ?? engine.stream(request).makeSource()
    }
  }

  package func prepare(_ request: EngineRequest?) async throws(EngineError) {
    try await engine.prepare(request)
  }

  package func tokenCount(of request: EngineRequest) async -> Int? { await engine.tokenCount(of: request) }

  /// Whether the reply to `request` has begun to arrive, and nobody has read it yet.
  package func hasBegun(_ request: EngineRequest) -> Bool {
    replies.contains { $0.request == request && $0.isWaiting }
  }

  /// Whether the reply to `request` has arrived to its end, and nobody has read it yet.
  package func hasWhole(_ request: EngineRequest) -> Bool {
    replies.contains { $0.request == request && $0.isWhole }
  }
}

/// One reply that arrives while others are read.
final class FannedReply: Sendable {
  private struct State {
    var isClaimed = false
    var hasBegun = false
    var isWhole = false
    var size = 0
  }

  let request: EngineRequest
  let engine: EngineDescription
  let events: AsyncStream<Result<EngineEvent, EngineError>>
  private let continuation: AsyncStream<Result<EngineEvent, EngineError>>.Continuation
  private let state = Mutex(State())

  init(_ request: EngineRequest, of engine: EngineDescription) {
    self.request = request
    self.engine = engine
    (events, continuation) = AsyncStream.makeStream()
  }

  /// The request as it is sent: whoever sends it waits for the service's limits himself.
  var paced: EngineRequest {
    var copy = request
    copy.isPaced = true
    return copy
  }

  /// What the request and its reply take of a service's limits at most.
  var tokens: Int {
    request.maxOutputTokens + request.tokenEstimate
  }

  /// Takes the reply for a reader who asks `request`.
  func claim(for request: EngineRequest) -> Bool {
    guard request == self.request else { return false }
    return state.withLock { state in
      defer { state.isClaimed = true }
      return !state.isClaimed
    }
  }

  var hasBegun: Bool { state.withLock(\.hasBegun) }
  /// Whether it has begun or come to its end, and nobody has read it yet.
  var isWaiting: Bool { state.withLock { ($0.hasBegun || $0.isWhole) && !$0.isClaimed } }
  /// Whether it has come to its end, and nobody has read it yet.
  var isWhole: Bool { state.withLock { $0.isWhole && !$0.isClaimed } }

  /// Keeps an event for the reader.
  /// - Returns: whether more is wanted: the reader has not gone, and the reply is not far longer than it was asked to be.
  func append(_ event: EngineEvent) -> Bool {
    let isWithinLimit = state.withLock { state in
      switch event {
      case .textDelta(let text), .reasoningDelta(let text):
        state.size += text.utf8.count
        state.hasBegun = true
      case .joined, .usage, .timings, .counted, .redirected, .unheard, .finished: state.hasBegun = true
      case .notice, .allowance: break
      }
      return state.size <= request.longestReply
    }
    if case .terminated = continuation.yield(.success(event)) { return false }
    if !isWithinLimit { fail(.failure(.malformedFrame, of: engine, "wrote far more than it was asked for")) }
    return isWithinLimit
  }

  /// Tells the reader how long the service makes the request wait.
  func tell(_ wait: Duration) {
    continuation.yield(.success(engine.notice(ofWaiting: wait)))
  }

  func finish() {
    state.withLock { $0.isWhole = true }
    continuation.finish()
  }

  func fail(_ error: EngineError) {
    continuation.yield(.failure(error))
    continuation.finish()
  }
}

/// Reads a reply that arrives, or has arrived.
private actor ArrivedSource: EngineEventSource {
  private var events: AsyncStream<Result<EngineEvent, EngineError>>.Iterator
  private let engine: EngineDescription

  init(_ reply: FannedReply) {
    events = reply.events.makeAsyncIterator()
    engine = reply.engine
  }

  func next() async throws(EngineError) -> EngineEvent? {
    var iterator = events
    defer { events = iterator }
    let event = try await iterator.next(isolation: self)?.get()
    if event == nil, Task.isCancelled { throw .failure(.cancelled, of: engine, "was interrupted") }
    return event
  }
}
