/// How many requests may be under way at once, learned from what the service answers.
///
/// It grows by one with each round of answers and is halved by a refusal: additive increase and multiplicative decrease, which
/// many clients need so that all of them settle on a fair share (D. Chiu and R. Jain, 1989; RFC 5681 for TCP). A value without a
/// clock, so that its rules can be tested.
struct ConcurrencyWindow: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// Whether another request may begin.
  enum Admission: Hashable, Sendable {
    case now
    /// At this time, if nothing changes before.
    case at(Instant)
    /// When a request that is under way has ended, or has begun to answer.
    case later
  }

  /// As many requests begin at once, when nothing is known yet.
  static let beginning = 4.0
  /// The longest wait that is worth it; beyond it the service is asked and may refuse.
  static let patience = Duration.seconds(60)
  /// A queue of this length is none.
  static let shortQueue = Duration.milliseconds(100)

  /// How many requests may be under way at once, whatever the service can take.
  let maximum: Int
  /// How many may be under way now.
  private(set) var size: Double
  private(set) var running = 0
  /// Whether the first request is still filling the service's cache with what all of them share.
  private var isPriming: Bool
  private var pausedUntil: Instant?
  private var lastDecrease: Instant?
  private var refusalsInARow = 0
  private var buckets: [String: (bucket: RateAllowance.Bucket, readAt: Instant)] = [:]

  /// - Parameter sharesPrefix: whether the requests share so much that one should go ahead and fill the service's cache.
  init(maximum: Int, sharesPrefix: Bool) {
    self.maximum = max(1, maximum)
    size = min(Self.beginning, Double(self.maximum))
    isPriming = sharesPrefix
  }

  /// Counts a request as begun, if it may begin.
  /// - Parameter tokens: what the request and its reply take of the limits at most.
  mutating func admit(tokens: Int, at now: Instant) -> Admission {
    guard running < (isPriming ? 1 : max(1, Int(size))) else { return .later }
    if let instant = earliest(tokens: tokens), instant > now { return .at(instant) }
    for (name, entry) in buckets { buckets[name]?.bucket.remaining -= entry.bucket.unit == .requests ? 1 : tokens }
    running += 1
    return .now
  }

  /// When the limits allow another request; `nil` for now.
  private func earliest(tokens: Int) -> Instant? {
    let waits = buckets.values.compactMap { bucket, readAt -> Instant? in
      let need = bucket.unit == .requests ? 1 : tokens
      guard bucket.remaining < need, bucket.limit ?? need >= need else { return nil }
      // A limit fills evenly, so what is missing is there before it is full.
      let share = bucket.limit.map { Double(need - bucket.remaining) / Double(max(1, $0 - bucket.remaining)) } ?? 1
      let wait = bucket.reset * min(1, share)
      return wait <= Self.patience ? readAt + wait : nil
    }
    return (waits + (pausedUntil.map { [$0] } ?? [])).max()
  }

  /// Takes what a response's headers say.
  mutating func read(_ allowance: RateAllowance, at now: Instant) {
    for (name, bucket) in allowance.buckets { buckets[name] = (bucket, now) }
  }

  /// A reply has begun: what the requests share is in the service's cache now.
  mutating func began() {
    isPriming = false
  }

  /// A request has been answered.
  /// - Parameters:
  ///   - start: when it began.
  ///   - queue: how long it waited at the service, where that says so.
  ///   - work: how long the service then worked on it.
  mutating func answered(start: Instant, queue: Duration?, work: Duration?, at now: Instant) {
    leave()
    refusalsInARow = 0
    let queue = queue ?? .zero
    if queue > Self.shortQueue, queue > work ?? .zero {
      // Requests wait longer than they are worked on: fewer at once come back as fast.
      decrease(start: start, at: now)
    } else if queue <= Self.shortQueue {
      size = min(Double(maximum), size + 1 / size)
    }
  }

  /// A request has been refused because there were too many.
  /// - Parameters:
  ///   - retryAfter: when the service wants to be asked again, where it says so.
  ///   - jitter: from 0 to 1; spreads many clients.
  mutating func refused(start: Instant, retryAfter: Duration?, jitter: Double, at now: Instant) {
    leave()
    decrease(start: start, at: now)
    refusalsInARow += 1
    let backoff = Duration.milliseconds(Int64(Double(500 << min(refusalsInARow - 1, 4)) * (0.75 + 0.5 * jitter)))
    let wait = retryAfter.map { RetryPolicy.spread($0, jitter: jitter) } ?? backoff
    pausedUntil = max(pausedUntil ?? now, now + wait)
  }

  /// A request has ended in a way that says nothing about the service's limits.
  mutating func leave() {
    running -= 1
    isPriming = false
  }

  /// Halves the size, once for all requests that were under way together.
  private mutating func decrease(start: Instant, at now: Instant) {
    guard lastDecrease.map({ start >= $0 }) ?? true else { return }
    lastDecrease = now
    size = max(1, size / 2)
  }
}
