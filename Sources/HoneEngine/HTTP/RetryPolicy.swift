/// When a failed attempt is made again, and after which wait.
///
/// Only ever asked while nothing of the reply was handed on: after that a second attempt would repeat or contradict it.
struct RetryPolicy: Sendable {
  /// How many attempts may follow the first.
  var retries = 2
  /// The longest wait when the request has no deadline.
  var maximumWait = Duration.seconds(20)
  /// Whether the sender waits for the service's limits himself.
  var isPaced = false

  /// The wait before the next attempt; `nil` when there is to be none.
  /// - Parameters:
  ///   - attempt: how many attempts were made, from 1.
  ///   - remaining: the time until the request's deadline; `nil` when it has none.
  ///   - isLoopback: whether the server is on this machine, where a refused connection will be refused again.
  ///   - jitter: from 0 to 1; spreads the attempts of many clients.
  func wait(
    after error: EngineError, attempt: Int, remaining: Duration?, isLoopback: Bool, jitter: Double
  ) -> Duration? {
    guard attempt <= retries, !(isPaced && error.code.isOverload) else { return nil }
    let backoff = Duration.milliseconds(Int64(Double(500 << min(attempt - 1, 10)) * (0.75 + 0.5 * jitter)))
    switch error.code {
    case .rateLimited, .brokenStream: break
    case .serverError(let status, _) where status.map { $0 >= 500 || $0 == 408 } ?? true: break
    case .unreachable where !isLoopback: break
    default: return nil
    }
    let wait = error.code.retryAfter.map { Self.spread($0, jitter: jitter) } ?? backoff
    return wait <= (remaining ?? maximumWait) ? wait : nil
  }

  /// The time that a service named, spread so that not all of its clients come back at the same moment; a tenth of a second at
  /// least, since one that says "at once" was too busy a moment ago.
  static func spread(_ named: Duration, jitter: Double) -> Duration {
    max(named, .milliseconds(100)) + .milliseconds(Int64(100 * jitter))
  }
}
