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
