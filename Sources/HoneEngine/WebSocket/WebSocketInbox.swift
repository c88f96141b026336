internal import NIOCore
internal import NIOWebSocket
internal import Synchronization

/// Why a WebSocket can no longer be used.
enum WebSocketFailure: Error, Hashable, Sendable {
  /// It never stood: no connection, no encryption, or a server that does not speak the protocol at this address.
  case refused(String)
  /// It stood and is closed, with the status code that the other side gave (RFC 6455, section 7.4).
  case closed(code: UInt16?)
}

/// The messages that have arrived on a WebSocket and wait to be read.
///
/// Reading from the socket pauses while many wait, so that a slow reader slows the server down instead of filling memory.
final class WebSocketInbox: Sendable {
  private struct State {
    var messages: ArraySlice<[UInt8]> = []
    var failure: WebSocketFailure?
    var waiter: CheckedContinuation<[UInt8], any Error>?
    var isPaused = false
    var lastArrival = ContinuousClock.now
  }

  /// How many messages may wait before reading pauses.
  private static let limit = 256

  private let state = Mutex(State())

  /// When something arrived last, be it a piece of a message.
  var lastArrival: ContinuousClock.Instant { state.withLock(\.lastArrival) }

  /// Takes note that something has arrived.
  func noteArrival() { state.withLock { $0.lastArrival = .now } }

  /// Puts a message in; an empty one stands for a ping, which only tells that the other side is there.
  /// - Returns: whether reading should pause.
  func put(_ message: [UInt8]) -> Bool {
    let (waiter, pauses) = state.withLock { state -> (CheckedContinuation<[UInt8], any Error>?, Bool) in
      if let waiter = state.waiter {
        state.waiter = nil
        return (waiter, false)
      }
      state.messages.append(message)
      guard state.messages.count >= Self.limit, !state.isPaused else { return (nil, false) }
      state.isPaused = true
      return (nil, true)
    }
    waiter?.resume(returning: message)
    return pauses
  }

  /// Tells that nothing more comes; the first reason counts.
  func end(_ failure: WebSocketFailure) {
    let waiter = state.withLock { state in
      state.failure = state.failure ?? failure
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(throwing: failure)
  }

  /// Whether the connection is known to be closed.
  var hasEnded: Bool { state.withLock { $0.failure != nil } }

  /// The next message.
  /// - Parameter resumeReading: called when reading was paused and may go on.
  /// - Throws: `WebSocketFailure` after the last message, or `CancellationError`. Only one task may wait at a time.
  func next(resumeReading: () -> Void) async throws -> [UInt8] {
    let (message, resumes) = state.withLock { state -> ([UInt8]?, Bool) in
      let message = state.messages.popFirst()
      guard state.isPaused, state.messages.isEmpty else { return (message, false) }
      state.isPaused = false
      return (message, true)
    }
    if resumes { resumeReading() }
    if let message { return message }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome = state.withLock { state -> Result<[UInt8], any Error>? in
          if let message = state.messages.popFirst() { return .success(message) }
          if let failure = state.failure { return .failure(failure) }
          if Task.isCancelled { return .failure(CancellationError()) }
          state.waiter = continuation
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        defer { state.waiter = nil }
        return state.waiter
      }
      waiter?.resume(throwing: CancellationError())
    }
  }
}

/// Takes note of whatever arrives, below everything that waits for the rest of it.
final class WebSocketArrivalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let inbox: WebSocketInbox

  init(inbox: WebSocketInbox) {
    self.inbox = inbox
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    inbox.noteArrival()
    context.fireChannelRead(data)
  }
}

/// Brings whole messages from a channel to an inbox, and answers pings and closing.
final class WebSocketInboxHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let inbox: WebSocketInbox

  init(inbox: WebSocketInbox) {
    self.inbox = inbox
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text, .binary: put(Array(frame.unmaskedData.readableBytesView), context)
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
      put([], context)
    case .connectionClose:
      var data = frame.unmaskedData
      inbox.end(.closed(code: data.readInteger(as: UInt16.self)))
      context.close(promise: nil)
    default: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    inbox.end(.closed(code: nil))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // What breaks the protocol ends the reply; there is no way to find back into it.
    inbox.end(.closed(code: nil))
    context.close(promise: nil)
  }

  private func put(_ message: [UInt8], _ context: ChannelHandlerContext) {
    guard inbox.put(message) else { return }
    _ = context.channel.setOption(.autoRead, value: false)
  }
}
