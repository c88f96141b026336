internal import HoneCore

/// Sends requests that do not depend on each other at the same time, as many as the service takes, and gives their replies to a
/// reader that takes one after the other.
///
/// The reader asks as it would ask the engine itself. The reply that it reads streams; those behind it arrive meanwhile and are
/// kept, so results come in the order in which they are asked for and nothing waits for the network twice.
package enum FanOut {
  /// How often a request is sent again because the service took no more.
  static let attempts = 8
  /// Requests that share at least as much, in bytes, go behind the first one: services cache prefixes from 1,024 tokens on.
  static let sharedPrefix = 4096

  /// Sends `requests` while `body` reads; whatever it has not read when it returns is cancelled.
  /// - Parameter body: is given an engine that has the replies of `requests`, and asks `engine` whatever else it is asked.
  package static func run<Result>(
    _ requests: [EngineRequest], on engine: any Engine, _ body: (FannedEngine) async -> Result
  ) async -> Result {
    let maximum = engine.capabilities.parallelRequests
    guard requests.count > 1, maximum > 1 else { return await body(FannedEngine(engine, replies: [])) }
    let replies = requests.map { FannedReply($0, of: engine.description) }
    let gate = RequestGate(
      ConcurrencyWindow(maximum: maximum, sharesPrefix: prefixLength(of: requests) >= sharedPrefix))
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await begin(replies, on: engine, gate: gate) }
      let result = await body(FannedEngine(engine, replies: replies))
      group.cancelAll()
      return result
    }
  }

  /// How many bytes of text all requests begin with.
  static func prefixLength(of requests: [EngineRequest]) -> Int {
    guard var shared = requests.first.map({ $0.messages.flatMap { Array($0.content.utf8) } }) else { return 0 }
    for request in requests.dropFirst() {
      let bytes = request.messages.lazy.flatMap(\.content.utf8)
      shared.removeLast(shared.count - zip(shared, bytes).prefix { $0 == $1 }.count)
    }
    return shared.count
  }

  private static func begin(_ replies: [FannedReply], on engine: any Engine, gate: RequestGate) async {
    await withDiscardingTaskGroup { group in
      for reply in replies {
        guard let start = await gate.enter(tokens: reply.tokens, onPause: reply.tell) else {
          return reply.fail(.failure(.cancelled, of: engine.description, "was interrupted"))
        }
        group.addTask { await send(reply, on: engine, gate: gate, start: start) }
      }
    }
  }

  private static func send(
    _ reply: FannedReply, on engine: any Engine, gate: RequestGate, start: ContinuousClock.Instant
  ) async {
    var start = start
    var attempt = 1
    while true {
      var timings: ServerTimings?
      do throws(EngineError) {
        for try await event in engine.stream(reply.paced) {
          if case .allowance(let allowance) = event { gate.update { $0.read(allowance, at: .now) } }
          if case .timings(let value) = event { timings = value }
          if !reply.hasBegun { gate.update { $0.began() } }
          guard reply.append(event) else { return gate.update { $0.leave() } }
        }
        let work = [timings?.prompt, timings?.completion].compactMap(\.self).reduce(nil) { ($0 ?? .zero) + $1 }
        gate.update { $0.answered(start: start, queue: timings?.queue, work: work, at: .now) }
        return reply.finish()
      } catch {
        guard error.code.isOverload, !reply.hasBegun else {
          gate.update { $0.leave() }
          return reply.fail(error)
        }
        let retryAfter = error.code.retryAfter
        gate.update { $0.refused(start: start, retryAfter: retryAfter, jitter: .random(in: 0...1), at: .now) }
        attempt += 1
        let latest = reply.request.deadline ?? .now + ConcurrencyWindow.patience
        guard attempt <= attempts, .now + (retryAfter ?? .zero) <= latest,
          let next = await gate.enter(tokens: reply.tokens, onPause: reply.tell)
        else { return reply.fail(error) }
        start = next
      }
    }
  }
}

extension EngineError.Code {
  /// Whether the service was asked too much at once.
  var isOverload: Bool {
    switch self {
    case .rateLimited: true
    case .serverError(let status, _): status == 503 || status == 529
    default: false
    }
  }
}
