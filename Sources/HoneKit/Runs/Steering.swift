internal import Synchronization

/// What a user says to a run while its engine writes.
package enum SteeringCommand: Hashable, Sendable {
  /// Stop, and ask again with these words.
  case redirect(String, keepsEdits: Bool)
  /// Stop, and ask no more.
  case cancel(keepsEdits: Bool)
}

/// Carries what the user says from wherever it is typed to the exchange that it ends.
///
/// Commands that come while nothing is asked wait for the next exchange, so that none is lost between two requests.
package final class Steering: Sendable {
  private struct State {
    var commands: [SteeringCommand] = []
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Says something to the run.
  package func send(_ command: SteeringCommand) {
    let waiters = state.withLock { state in
      state.commands.append(command)
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.resume() }
  }

  /// The next command, taken; `nil` when there is none.
  func take() -> SteeringCommand? {
    state.withLock { $0.commands.isEmpty ? nil : $0.commands.removeFirst() }
  }

  /// Returns when there is a command to take, or when the task is cancelled.
  func wait() async {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if !state.commands.isEmpty || Task.isCancelled { return true }
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
