internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A real HTTP server on a free port of 127.0.0.1 that answers by script and remembers every byte it was sent.
package final class ScriptedEngine: Sendable {
  /// What was received.
  package struct Request: Sendable {
    package var method: String
    /// Path and query.
    package var target: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// Everything that came over the connection for this request: request line, headers, framing and body.
    package var bytes: [UInt8]

    /// The value of a header, whose name is compared without case.
    package func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  struct State: Sendable {
    var requests: [Request] = []
    var disconnections: [Int: ContinuousClock.Instant] = [:]
    var channels: [any Channel] = []
    var framesSent = 0
  }

  /// The address below which the engine's interface stands, for example `http://127.0.0.1:41234/v1`.
  package let baseURL: String
  let state = Mutex(State())
  private let reply: @Sendable (Request, Int) -> ScriptedEngineReply
  private let server: any Channel

  /// Starts a server that gives `replies` in turn, the last one again and again.
  package static func start(_ replies: ScriptedEngineReply...) async throws -> ScriptedEngine {
    try await start { _, number in replies[min(number, replies.count - 1)] }
  }

  /// Starts a server that asks `reply` what to answer.
  /// - Parameter reply: is given the request and its number, from 0.
  package static func start(
    reply: @escaping @Sendable (Request, Int) -> ScriptedEngineReply
  ) async throws -> ScriptedEngine {
    let connections = AsyncStream.makeStream(of: ScriptedEngineConnection.Channel.self)
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          connections.continuation.yield(try ScriptedEngineConnection.wrap(channel))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let engine = ScriptedEngine(server: server, reply: reply)
    Task {
      await withDiscardingTaskGroup { group in
        for await connection in connections.stream {
          group.addTask { await ScriptedEngineConnection(connection, engine: engine).serve() }
        }
      }
    }
    server.closeFuture.whenComplete { _ in connections.continuation.finish() }
    return engine
  }

  private init(server: any Channel, reply: @escaping @Sendable (Request, Int) -> ScriptedEngineReply) {
    self.server = server
    self.reply = reply
    baseURL = "http://127.0.0.1:\(server.localAddress?.port ?? 0)/v1"
  }

  /// The requests so far, in order of arrival.
  package var requests: [Request] { state.withLock(\.requests) }

  /// Everything that was ever received, one request after the other.
  package var receivedBytes: [UInt8] { requests.flatMap(\.bytes) }

  /// How many frames were handed to the network.
  package var framesSent: Int { state.withLock(\.framesSent) }

  /// When the client closed the connection of a request; `nil` if it did not within `limit`.
  /// - Parameter number: which request, from 0.
  package func disconnection(ofRequest number: Int, within limit: Duration) async -> ContinuousClock.Instant? {
    await observe(within: limit) { $0.disconnections[number] }
  }

  /// Waits until `count` frames were sent.
  /// - Returns: whether they were within `limit`.
  package func hasSent(frames count: Int, within limit: Duration) async -> Bool {
    await observe(within: limit) { $0.framesSent >= count ? true : nil } ?? false
  }

  /// Ends all connections and gives the port back.
  package func stop() async {
    try? await server.close()
    for channel in state.withLock(\.channels) { try? await channel.close() }
  }

  func record(_ request: Request) -> (number: Int, reply: ScriptedEngineReply) {
    let number = state.withLock { state in
      state.requests.append(request)
      return state.requests.count - 1
    }
    return (number, reply(request, number))
  }

  private func observe<Value: Sendable>(within limit: Duration, _ value: (State) -> Value?) async -> Value? {
    let end = ContinuousClock.now + limit
    while true {
      if let value = state.withLock({ value($0) }) { return value }
      guard ContinuousClock.now < end else { return nil }
      try? await Task.sleep(for: .milliseconds(1))
    }
  }
}
