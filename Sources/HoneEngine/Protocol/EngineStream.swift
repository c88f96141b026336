/// The events of one reply, pulled from the connection as they are asked for.
///
/// Back-pressure is real: what is not asked for stays in the socket. To end a reply early, cancel the task that iterates
/// or let go of the iterator; either closes the connection at once, which is the only stop that every service understands.
package struct EngineStream: AsyncSequence, Sendable {
  package typealias Element = EngineEvent
  package typealias Failure = EngineError

  private let open: @Sendable () -> any EngineEventSource

  /// - Parameter open: starts a new attempt at the reply, without sending anything yet.
  package init(_ open: @escaping @Sendable () -> any EngineEventSource) {
    self.open = open
  }

  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(source: open())
  }

  /// The events as one object, for engines that stand before another and for readers who have something to say.
  package func makeSource() -> any EngineEventSource { open() }

  /// Reads one reply; after `nil` or an error it stays at its end.
  package struct AsyncIterator: AsyncIteratorProtocol {
    private var source: (any EngineEventSource)?

    fileprivate init(source: any EngineEventSource) {
      self.source = source
    }

    package mutating func next() async throws(EngineError) -> EngineEvent? {
      try await next(isolation: nil)
    }

    /// The next event; `nil` after `finished`.
    /// - Throws: `EngineError`; with the code `cancelled` when the task is cancelled.
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(EngineError) -> EngineEvent? {
      guard let source else { return nil }
      do throws(EngineError) {
        let event = try await source.next()
        if event == nil { self.source = nil }
        return event
      } catch {
        self.source = nil
        throw error
      }
    }
  }
}

/// Where the events of one reply come from; letting go of it closes whatever it holds open.
package protocol EngineEventSource: Sendable {
  /// The next event; `nil` after `finished`. Never called again after it returned `nil` or threw.
  func next() async throws(EngineError) -> EngineEvent?

  /// Tells the engine something while it replies; may be called while another task waits for the next event.
  /// - Returns: whether it was sent. Then `redirected` or `unheard` follows, or the reply fails; else nothing has happened, and
  ///   the way to tell the engine something is to close the reply and ask again.
  func steer(_ words: String) async -> Bool
}

extension EngineEventSource {
  package func steer(_ words: String) async -> Bool { false }
}
