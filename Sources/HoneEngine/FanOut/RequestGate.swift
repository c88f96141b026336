internal import Synchronization

/// Lets requests begin as the service's limits allow.
final class RequestGate: Sendable {
  private struct State {
    var window: ConcurrencyWindow
    /// Counts the changes, so that none is missed between looking and waiting.
    var changes: UInt64 = 0
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0
  }

  private let state: Mutex<State>

  init(_ window: ConcurrencyWindow) {
    state = Mutex(State(window: window))
  }

  /// Waits until a request may begin.
  /// - Parameters:
  ///   - tokens: what the request and its reply take of the service's limits at most.
  ///   - onPause: is told once how long the service's limits make it wait, when that is long enough to be noticed.
  /// - Returns: when it begins; `nil` when the task is cancelled.
  func enter(tokens: Int, onPause: (Duration) -> Void) async -> ContinuousClock.Instant? {
    var hasTold = false
    while !Task.isCancelled {
      let now = ContinuousClock.now
      let (admission, changes) = state.withLock { ($0.window.admit(tokens: tokens, at: now), $0.changes) }
      switch admission {
      case .now: return now
      case .at(let instant):
        if !hasTold, instant - now >= .seconds(1) { onPause(instant - now) }
        hasTold = true
        try? await Task.sleep(until: instant, clock: .continuous)
      case .later: await change(after: changes)
      }
    }
    return nil
  }

  /// Tells what came of a request, or what a response says.
  func update(_ change: (inout ConcurrencyWindow) -> Void) {
    let waiters = state.withLock { state in
      change(&state.window)
      state.changes += 1
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.resume() }
  }

  private func change(after changes: UInt64) async {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.changes != changes || Task.isCancelled { return true }
          state.waiters[number] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
    }
  }
}
