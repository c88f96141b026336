internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

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
  package func listening<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    let source = DispatchSource.makeReadSource(fileDescriptor: SignalPipe.ends.reading, queue: .global())
    source.setEventHandler { [self] in
      SignalPipe.drain()
      raise()
    }
    source.resume()
    let previous = signal(SIGINT, SignalPipe.handler)
    defer {
      signal(SIGINT, previous)
      source.cancel()
    }
    return try await body()
  }
}

/// Carries a signal from its handler, which may do next to nothing, to code that may do anything.
///
/// The trick is the self-pipe of D. J. Bernstein (https://cr.yp.to/docs/selfpipe.html).
private enum SignalPipe {
  static let ends: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }()

  /// The ends exist before the handler is installed, so nothing is made inside of it.
  static let handler: @convention(c) (Int32) -> Void = { _ in
    let code = errno
    var byte: UInt8 = 1
    write(ends.writing, &byte, 1)
    errno = code
  }

  static func drain() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(ends.reading, &bytes, 16) > 0 {}
  }
}
