internal import Dispatch
internal import HoneSystem
internal import Synchronization

/// The user's wish to stop, which Ctrl-C expresses while an engine streams.
///
/// Outside of `listening` Ctrl-C ends the process as it ends any other: nothing is held then that an end could harm. The write
/// itself defers signals on its own.
package final class Interruption: Sendable {
  private struct State {
    var isRaised = false
    /// A list, since there are one or two, and a dictionary of them costs each start of the program its share.
    var waiters: [(number: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
    var nextWaiter: UInt64 = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether the user asked to stop.
  package var isRaised: Bool { state.withLock { $0.isRaised } }

  /// Asks to stop.
  package func raise() {
    let waiters = state.withLock { state in
      state.isRaised = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.continuation.resume() }
  }

  /// Returns when the user asks to stop, or when the task is cancelled.
  package func wait() async {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.isRaised || Task.isCancelled { return true }
          state.waiters.append((number, continuation))
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
      }
      waiter?.continuation.resume()
    }
  }

  /// Runs `body` while Ctrl-C raises the interruption instead of ending the process.
  ///
  /// A process that is to ignore Ctrl-C, as one that a script starts in the background, goes on to ignore it.
  package func listening<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    let hearing = StopSignals.hearInterrupts()
    let source = DispatchSource.makeReadSource(fileDescriptor: hearing.bell, queue: .global())
    source.setEventHandler { [self] in
      hearing.silence()
      raise()
    }
    source.resume()
    defer {
      hearing.end()
      source.cancel()
    }
    return try await body()
  }
}
