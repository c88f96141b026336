internal import Synchronization

/// Runs `operation` and leaves it behind when it takes longer than `limit`, or when the task is cancelled.
///
/// For what does not listen when it is cancelled, such as looking up a name or a handshake that is never answered: `withTimeout`
/// would wait for it. What it gives after that is dropped.
/// - Throws: `TimeoutError`, `CancellationError`, or what the operation throws.
func withAbandonment<Value: Sendable>(
  after limit: Duration, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let outcome = FirstOutcome<Value>()
  let work = Task {
    do { outcome.settle(.success(try await operation())) } catch { outcome.settle(.failure(error)) }
  }
  let watch = Task {
    if (try? await Task.sleep(for: limit)) != nil { outcome.settle(.failure(TimeoutError(limit: limit))) }
  }
  defer {
    work.cancel()
    watch.cancel()
  }
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { outcome.wait($0) }
  } onCancel: {
    outcome.settle(.failure(CancellationError()))
  }
}

/// The first of several outcomes, for one that waits.
private final class FirstOutcome<Value: Sendable>: Sendable {
  private enum State {
    case open
    case waiting(CheckedContinuation<Value, any Error>)
    case settled(Result<Value, any Error>)
    case over
  }

  private let state = Mutex(State.open)

  /// Gives the outcome to whoever waits; a later one is dropped.
  func settle(_ outcome: Result<Value, any Error>) {
    let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      switch state {
      case .open:
        state = .settled(outcome)
        return nil
      case .waiting(let continuation):
        state = .over
        return continuation
      case .settled, .over: return nil
      }
    }
    waiter?.resume(with: outcome)
  }

  /// Resumes `continuation` with the outcome; to be called once.
  func wait(_ continuation: CheckedContinuation<Value, any Error>) {
    let outcome = state.withLock { state -> Result<Value, any Error>? in
      guard case .settled(let outcome) = state else {
        state = .waiting(continuation)
        return nil
      }
      state = .over
      return outcome
    }
    if let outcome { continuation.resume(with: outcome) }
  }
}
