#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One connection to a scripted engine: reads requests, writes what the script says.
struct ScriptedEngineConnection {
  typealias AsyncChannel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

  /// An accepted connection and the record of its raw bytes.
  struct Channel: Sendable {
    var channel: AsyncChannel
    var tap: ByteTap
  }

  private let channel: AsyncChannel
  private let tap: ByteTap
  private let engine: ScriptedEngine

  init(_ channel: Channel, engine: ScriptedEngine) {
    self.channel = channel.channel
    tap = channel.tap
    self.engine = engine
  }

  /// Sets up the pipeline of a new connection, on its event loop.
  static func wrap(_ channel: any NIOCore.Channel) throws -> Channel {
    let tap = ByteTap()
    try channel.pipeline.syncOperations.addHandler(ByteTapHandler(tap: tap))
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
    return Channel(channel: try AsyncChannel(wrappingChannelSynchronously: channel), tap: tap)
  }

  /// Serves until either side closes the connection.
  func serve() async {
    engine.state.withLock { $0.channels.append(channel.channel) }
    try? await channel.executeThenClose { inbound, outbound in
      var parts = inbound.makeAsyncIterator()
      while let request = try await readRequest(&parts) {
        let (number, reply) = engine.record(request)
        channel.channel.closeFuture.whenComplete { _ in
          engine.state.withLock { $0.disconnections[number] = $0.disconnections[number] ?? .now }
        }
        guard try await write(reply, to: outbound) else { return }
      }
    }
  }

  private func readRequest(
    _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
  ) async throws -> ScriptedEngine.Request? {
    var request: ScriptedEngine.Request?
    while let part = try await parts.next(isolation: #isolation) {
      switch part {
      case .head(let head):
        request = ScriptedEngine.Request(
          method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: [],
          bytes: [])
      case .body(let buffer): request?.body += Array(buffer.readableBytesView)
      case .end:
        request?.bytes = tap.take()
        return request
      }
    }
    return nil
  }

  /// Writes one reply.
  /// - Returns: whether the connection may serve another request.
  private func write(
    _ reply: ScriptedEngineReply, to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  ) async throws -> Bool {
    if let delay = reply.delay { try await Task.sleep(for: delay) }
    try await reply.gate?()
    var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status))
    for header in reply.headers { head.headers.add(name: header.name, value: header.value) }
    head.headers.add(name: "Transfer-Encoding", value: "chunked")
    try await outbound.write(.head(head))
    let start = ContinuousClock.now
    var remaining = reply.cutAfter ?? .max
    let staysOpen = reply.keepsOpen || reply.stallAfter == reply.frames.count
    for (index, frame) in reply.frames.enumerated() {
      if index == reply.stallAfter { return try await waitForClose() }
      if let rate = reply.framesPerSecond {
        try await Task.sleep(until: start + .seconds(Double(index) / rate))
      }
      let bytes = frame.prefix(remaining)
      remaining -= bytes.count
      let body = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
      // The end comes with what is last, as servers send it: whoever has read that does not wait for more.
      let isLast = index == reply.frames.count - 1 && remaining > 0 && !staysOpen
      if isLast { try await outbound.write(contentsOf: [body, .end(nil)]) }
      if !isLast, !bytes.isEmpty { try await outbound.write(body) }
      engine.state.withLock { $0.framesSent += 1 }
      if isLast { return true }
      if remaining == 0 {
        if reply.resets, let socket = channel.channel as? any SocketOptionProvider {
          try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        return false
      }
    }
    if staysOpen { return try await waitForClose() }
    try await outbound.write(.end(nil))
    return true
  }

  private func waitForClose() async throws -> Bool {
    try await channel.channel.closeFuture.get()
    return false
  }
}

/// The raw bytes that arrived on a connection since they were last taken.
final class ByteTap: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  func append(_ buffer: ByteBuffer) {
    bytes.withLock { $0 += Array(buffer.readableBytesView) }
  }

  func take() -> [UInt8] {
    bytes.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }
}

/// Copies what passes to a tap.
private final class ByteTapHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let tap: ByteTap

  init(tap: ByteTap) {
    self.tap = tap
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    tap.append(unwrapInboundIn(data))
    context.fireChannelRead(data)
  }
}
