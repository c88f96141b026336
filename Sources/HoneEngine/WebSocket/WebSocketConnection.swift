internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import NIOWebSocket
internal import Synchronization

/// An open WebSocket (RFC 6455); letting go of it closes it.
final class WebSocketConnection: Sendable {
  /// When it was opened: services close a connection after a fixed time, whatever it does.
  let opened = ContinuousClock.now
  private let channel: any Channel
  private let inbox: WebSocketInbox

  /// The largest message that is taken, as for a frame of an event stream.
  private static let limit = 8 << 20

  private init(channel: any Channel, inbox: WebSocketInbox) {
    self.channel = channel
    self.inbox = inbox
  }

  deinit {
    channel.close(promise: nil)
  }

  /// Opens a connection.
  /// - Parameters:
  ///   - address: `http` stands for `ws` and `https` for `wss`.
  ///   - limit: how long everything up to the open WebSocket may take.
  /// - Throws: `WebSocketFailure` `.refused`, or `CancellationError`.
  static func open(
    _ address: EngineAddress, headers: [(name: String, value: String)], within limit: Duration
  ) async throws -> WebSocketConnection {
    let inbox = WebSocketInbox()
    let attempts = ChannelAttempts()
    do {
      return try await withAbandonment(after: limit) {
        let upgrade = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
          .connectTimeout(TimeAmount(limit))
          .channelOption(.socketOption(.tcp_nodelay), value: 1)
          .connect(host: address.host, port: address.port) { channel in
            channel.eventLoop.makeCompletedFuture {
              attempts.add(channel)
              return try configure(channel, address: address, headers: headers, inbox: inbox)
            }
          }
        guard let channel = try await upgrade.get() else {
          throw WebSocketFailure.refused("the server does not take WebSocket connections there")
        }
        return WebSocketConnection(channel: channel, inbox: inbox)
      }
    } catch {
      // A server that never answers would hold them open, and with them whoever waits for the answer.
      attempts.close()
      if let failure = error as? WebSocketFailure { throw failure }
      if let error = error as? TimeoutError {
        throw WebSocketFailure.refused("no connection within \(error.limit.seconds) s")
      }
      if error is CancellationError || Task.isCancelled { throw CancellationError() }
      throw WebSocketFailure.refused(ConnectionTrouble.words(of: error) ?? String(describing: error))
    }
  }

  /// Sets up encryption and the upgrade from HTTP, on the channel's event loop.
  private static func configure(
    _ channel: any Channel, address: EngineAddress, headers: [(name: String, value: String)], inbox: WebSocketInbox
  ) throws -> EventLoopFuture<(any Channel)?> {
    try channel.pipeline.syncOperations.addHandler(WebSocketArrivalHandler(inbox: inbox))
    if address.isEncrypted {
      let context = try NIOSSLContext(configuration: .makeClientConfiguration())
      let isName = (try? SocketAddress(ipAddress: address.host, port: 0)) == nil
      try channel.pipeline.syncOperations.addHandler(
        NIOSSLClientHandler(context: context, serverHostname: isName ? address.host : nil))
    }
    let upgrader = NIOTypedWebSocketClientUpgrader<(any Channel)?>(maxFrameSize: limit) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandlers([
          NIOWebSocketFrameAggregator(
            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1 << 16, maxAccumulatedFrameSize: limit),
          WebSocketInboxHandler(inbox: inbox),
        ])
        return channel
      }
    }
    var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
    let isDefaultPort = address.port == (address.isEncrypted ? 443 : 80)
    fields.add(name: "Host", value: isDefaultPort ? host : "\(host):\(address.port)")
    let configuration = NIOTypedHTTPClientUpgradeConfiguration(
      upgradeRequestHead: HTTPRequestHead(
        version: .http1_1, method: .GET, uri: address.target.isEmpty ? "/" : address.target, headers: fields),
      upgraders: [upgrader],
      notUpgradingCompletionHandler: { channel in
        channel.close(promise: nil)
        return channel.eventLoop.makeSucceededFuture(nil)
      })
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
      configuration: .init(upgradeConfiguration: configuration))
  }

  /// Whether nothing says that it is closed.
  var isOpen: Bool { channel.isActive && !inbox.hasEnded }

  /// Sends one text message.
  /// - Throws: `WebSocketFailure` `.closed`.
  func send(_ text: [UInt8]) async throws {
    let frame = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: text))
    do {
      try await channel.writeAndFlush(frame)
    } catch {
      throw WebSocketFailure.closed(code: nil)
    }
  }

  /// When something arrived last, be it a piece of a message.
  var lastArrival: ContinuousClock.Instant { inbox.lastArrival }

  /// The next message; empty when the other side only said that it is there.
  /// - Throws: `WebSocketFailure` `.closed`, or `CancellationError`.
  func next() async throws -> [UInt8] {
    try await inbox.next { [channel] in _ = channel.setOption(.autoRead, value: true) }
  }
}

/// The channels of one attempt to connect: a host may have several addresses.
private final class ChannelAttempts: Sendable {
  private let state = Mutex<(channels: [any Channel], isOver: Bool)>(([], false))

  func add(_ channel: any Channel) {
    let isOver = state.withLock { state in
      if !state.isOver { state.channels.append(channel) }
      return state.isOver
    }
    if isOver { channel.close(promise: nil) }
  }

  /// Closes all of them, and those that come later.
  func close() {
    let channels = state.withLock { state in
      state.isOver = true
      defer { state.channels = [] }
      return state.channels
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
