/// Nothing happened within the limit.
struct TimeoutError: Error {
  var limit: Duration
}

/// Runs `operation`, and cancels it when it takes longer than `limit`.
/// - Throws: `TimeoutError`, or what the operation throws.
func withTimeout<Result: Sendable>(
  _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw TimeoutError(limit: limit)
    }
    defer { group.cancelAll() }
    guard let result = try await group.next() else { throw CancellationError() }
    return result
  }
}

/// The same, but the time begins anew whenever there is another sign of life.
/// - Parameter sign: when the last one was.
func withTimeout<Result: Sendable>(
  _ limit: Duration, sinceLast sign: @escaping @Sendable () -> ContinuousClock.Instant,
  _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let start = ContinuousClock.now
  return try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      var end = start + limit
      while ContinuousClock.now < end {
        try await Task.sleep(until: end, clock: .continuous)
        end = max(start, sign()) + limit
      }
      throw TimeoutError(limit: limit)
    }
    defer { group.cancelAll() }
    guard let result = try await group.next() else { throw CancellationError() }
    return result
  }
}
