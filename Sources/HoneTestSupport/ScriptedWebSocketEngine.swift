internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOWebSocket
internal import Synchronization

/// A real WebSocket server on a free port of 127.0.0.1 that answers by script and remembers what it was sent.
package final class ScriptedWebSocketEngine: Sendable {
  /// What the server does with one message.
  package enum Step: Sendable {
    /// Sends a text message, in so many frames, with so much time between them.
    case send(String, frames: Int = 1, pause: Duration = .zero)
    case ping
    /// Says that it is there, unasked.
    case pong
    case wait(Duration)
    /// Closes the connection with a status code, or without a word.
    case close(code: UInt16?)
    /// Says nothing more on this connection.
    case fallSilent
  }

  struct State: Sendable {
    var messages: [(connection: Int, text: String)] = []
    var connections = 0
    var pongs = 0
    var closings: [Int: ContinuousClock.Instant] = [:]
    var channels: [any Channel] = []
  }

  /// The address below which the engine's interface stands, as it is configured: `http://127.0.0.1:41234/v1`.
  package let baseURL: String
  private let state = Mutex(State())
  private let script: @Sendable (String, Int) -> [Step]
  private let server: any Channel

  private typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

  /// Starts a server.
  /// - Parameters:
  ///   - acceptsUpgrade: whether it speaks WebSocket at all; else it answers like a server that does not know it.
  ///   - script: is given each message and its number, from 0.
  package static func start(
    acceptsUpgrade: Bool = true, script: @escaping @Sendable (String, Int) -> [Step]
  ) async throws -> ScriptedWebSocketEngine {
    let accepted = AsyncStream.makeStream(of: EventLoopFuture<Frames?>.self)
    let box = HeadBox()
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 64)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let upgrader = NIOTypedWebSocketServerUpgrader<Frames?>(
            maxFrameSize: 16 << 20,
            shouldUpgrade: { channel, head in
              box.append(head.headers.map { ($0.name, $0.value) })
              return channel.eventLoop.makeSucceededFuture(acceptsUpgrade ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, _ in
              channel.eventLoop.makeCompletedFuture { try Frames(wrappingChannelSynchronously: channel) }
            })
          let configuration = NIOTypedHTTPServerUpgradeConfiguration<Frames?>(
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
              channel.close(promise: nil)
              return channel.eventLoop.makeSucceededFuture(nil)
            })
          accepted.continuation.yield(
            try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
              configuration: .init(upgradeConfiguration: configuration)))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let engine = ScriptedWebSocketEngine(server: server, heads: box, script: script)
    Task {
      await withDiscardingTaskGroup { group in
        for await upgrade in accepted.stream {
          group.addTask {
            guard let frames = try? await upgrade.get() else { return }
            await engine.serve(frames)
          }
        }
      }
    }
    server.closeFuture.whenComplete { _ in accepted.continuation.finish() }
    return engine
  }

  private let heads: HeadBox

  private init(server: any Channel, heads: HeadBox, script: @escaping @Sendable (String, Int) -> [Step]) {
    self.server = server
    self.heads = heads
    self.script = script
    baseURL = "http://127.0.0.1:\(server.localAddress?.port ?? 0)/v1"
  }

  /// The messages so far, in order of arrival.
  package var messages: [String] { state.withLock { $0.messages.map(\.text) } }

  /// On which connection each message came, from 0.
  package var connectionNumbers: [Int] { state.withLock { $0.messages.map(\.connection) } }

  /// How many connections were opened.
  package var connectionCount: Int { state.withLock(\.connections) }

  /// How many pings were answered.
  package var pongCount: Int { state.withLock(\.pongs) }

  /// The headers of each request to open a connection, accepted or not.
  package var upgradeHeaders: [[(name: String, value: String)]] { heads.all }

  /// When the client closed a connection; `nil` if it did not within `limit`.
  package func closing(ofConnection number: Int, within limit: Duration) async -> ContinuousClock.Instant? {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      if let instant = state.withLock({ $0.closings[number] }) { return instant }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return nil
  }

  /// Ends all connections and gives the port back.
  package func stop() async {
    try? await server.close()
    for channel in state.withLock(\.channels) { try? await channel.close() }
  }

  private func serve(_ frames: Frames) async {
    let number = state.withLock { state in
      state.channels.append(frames.channel)
      state.connections += 1
      return state.connections - 1
    }
    frames.channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.closings[number] = .now } }
    try? await frames.executeThenClose { inbound, outbound in
      for try await frame in inbound {
        switch frame.opcode {
        case .text:
          let text = String(buffer: frame.unmaskedData)
          let count = state.withLock { state in
            state.messages.append((number, text))
            return state.messages.count - 1
          }
          for step in script(text, count) {
            guard try await perform(step, on: frames.channel, outbound) else { return }
          }
        case .pong: state.withLock { $0.pongs += 1 }
        case .connectionClose: return
        default: break
        }
      }
    }
  }

  private func perform(
    _ step: Step, on channel: any Channel, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
  ) async throws -> Bool {
    switch step {
    case .send(let text, let count, let pause):
      let bytes = Array(text.utf8)
      let size = max(1, (bytes.count + count - 1) / max(1, count))
      var start = 0
      repeat {
        if start > 0, pause > .zero { try await Task.sleep(for: pause) }
        let end = min(bytes.count, start + size)
        try await outbound.write(
          WebSocketFrame(
            fin: end == bytes.count, opcode: start == 0 ? .text : .continuation,
            data: ByteBuffer(bytes: bytes[start..<end])))
        start = end
      } while start < bytes.count
    case .ping: try await outbound.write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer(string: "here")))
    case .pong: try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: ByteBuffer()))
    case .wait(let time): try await Task.sleep(for: time)
    case .close(let code):
      guard let code else { return false }
      var data = ByteBuffer()
      data.writeInteger(code)
      try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
      return false
    case .fallSilent:
      try await channel.closeFuture.get()
      return false
    }
    return true
  }
}

/// The headers of requests, collected on event loops.
private final class HeadBox: Sendable {
  private let heads = Mutex<[[(name: String, value: String)]]>([])

  func append(_ head: [(name: String, value: String)]) { heads.withLock { $0.append(head) } }
  var all: [[(name: String, value: String)]] { heads.withLock { $0 } }
}

extension ScriptedEngineReply {
  /// The events of a Responses stream as messages of a WebSocket.
  package var messages: [String] {
    frames.compactMap { frame in
      String(decoding: frame, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("data: ") }.map {
        String($0.dropFirst("data: ".count))
      }
    }
  }
}
