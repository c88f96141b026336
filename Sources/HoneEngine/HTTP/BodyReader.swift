internal import AsyncHTTPClient
internal import NIOCore

/// Reads the body of a response in a task of its own, and tells when the other side has been silent for too long.
///
/// One task reads and one watches, as long as the reply lasts: two tasks and a timer for each piece would cost more than all
/// that is done with the piece. Letting go of the reader closes the connection.
final class BodyReader: Sendable {
  private let inbox: BodyInbox
  private let task: Task<Void, Never>

  /// - Parameters:
  ///   - firstByte: how long somebody may have to wait for the first piece.
  ///   - idle: how long for each later piece.
  init(_ body: HTTPClientResponse.Body, firstByte: Duration, idle: Duration) {
    let inbox = BodyInbox(firstByte: firstByte, idle: idle)
    self.inbox = inbox
    task = Task {
      // Whichever ends first ends the other.
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await Self.read(body, into: inbox) }
        group.addTask { await Self.watch(inbox) }
        await group.next()
        group.cancelAll()
      }
    }
  }

  deinit { task.cancel() }

  /// The next piece, not empty; what arrived while nobody asked comes in one piece.
  ///
  /// Only one task may wait at a time.
  /// - Returns: `nil` at the end of the body.
  /// - Throws: `TimeoutError`, `CancellationError`, or what reading throws.
  func next() async throws -> [UInt8]? { try await inbox.take() }

  private static func read(_ body: HTTPClientResponse.Body, into inbox: BodyInbox) async {
    do {
      for try await piece in body where piece.readableBytes > 0 { await inbox.put(Array(piece.readableBytesView)) }
      inbox.end(nil)
    } catch {
      inbox.end(error)
    }
  }

  private static func watch(_ inbox: BodyInbox) async {
    while let next = inbox.look(), (try? await Task.sleep(until: next, clock: .continuous)) != nil {}
  }
}
