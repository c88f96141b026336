#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Synchronization

/// Puts off SIGINT, SIGTERM and SIGHUP until the locked part of a write is finished or rolled back.
///
/// The signals are caught, not blocked, because blocking is per thread and another thread of the process would die of
/// them. What arrived is delivered again as soon as the last shield of the process goes down.
enum SignalShield {
  private struct State {
    var depth = 0
    var previous: [sigaction] = []
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let arrived = Atomic<Int32>(0)
  private static let state = Mutex(State())

  /// Runs `body` with the signals put off.
  static func hold<Result>(_ body: () throws -> Result) rethrows -> Result {
    raiseShield()
    defer { lowerShield() }
    return try body()
  }

  private static func raiseShield() {
    // The handler may run at any moment from here on, so what it touches is made first.
    _ = arrived.load(ordering: .relaxed)
    state.withLock { state in
      state.depth += 1
      if state.depth == 1 { state.previous = signals.map(catchSignal) }
    }
  }

  private static func lowerShield() {
    let isLast = state.withLock { state in
      state.depth -= 1
      guard state.depth == 0 else { return false }
      for (signal, action) in zip(signals, state.previous) {
        var action = action
        _ = setAction(signal, &action, nil)
      }
      return true
    }
    guard isLast else { return }
    let signal = arrived.exchange(0, ordering: .relaxed)
    // To the process, not to this thread: the worker threads of the runtime block signals.
    if signal != 0 { _ = kill(getpid(), signal) }
  }

  /// Installs the handler.
  /// - Returns: what was done about the signal before.
  private static func catchSignal(_ signal: Int32) -> sigaction {
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = { SignalShield.arrived.store($0, ordering: .relaxed) }
    #else
      action.__sigaction_u.__sa_handler = { SignalShield.arrived.store($0, ordering: .relaxed) }
    #endif
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    var old = sigaction()
    _ = setAction(signal, &action, &old)
    return old
  }
}

/// The function `sigaction`, whose name a type shares.
private func setAction(
  _ signal: Int32, _ new: UnsafePointer<sigaction>?, _ old: UnsafeMutablePointer<sigaction>?
) -> Int32 {
  sigaction(signal, new, old)
}
