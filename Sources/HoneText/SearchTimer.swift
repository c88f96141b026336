internal import CPCRE2
#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Ends a search that takes longer than `RegularExpression.timeLimit`.
///
/// The engine counts how often a match goes back to an alternative, anew wherever a match is tried, but not the single
/// characters it walks over between two counts, which can be the whole text. So two things bound a search: the clock is read
/// as tries are made, and the limit on counts starts low for long texts and is raised while there is time.
struct SearchTimer {
  private static let triesBetweenReadings = 16
  private var triesToGo = triesBetweenReadings
  private let started = Self.now()

  /// The limit on counts to begin with: what keeps one try on a text of this many bytes below some 0.1 s.
  static func firstStepLimit(textLength: Int) -> UInt32 {
    UInt32(max(1_000, min(Self.lastStepLimit, 100_000_000 / max(textLength, 1))))
  }

  /// The limit on counts beyond which a pattern is taken for one that never ends.
  static let lastStepLimit = 10_000_000

  /// What the engine calls wherever it tries a match; the second argument is the timer.
  static let callout: @convention(c) (UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?) -> Int32 =
    { _, data in
      guard let timer = data?.assumingMemoryBound(to: SearchTimer.self) else { return 0 }
      timer.pointee.triesToGo -= 1
      guard timer.pointee.triesToGo <= 0 else { return 0 }
      timer.pointee.triesToGo = Self.triesBetweenReadings
      return timer.pointee.elapsed > RegularExpression.timeLimit ? PCRE2_ERROR_CALLOUT : 0
    }

  /// The limit to try after `limit` was reached; `nil` when there is no time for another search.
  func nextStepLimit(after limit: UInt32) -> UInt32? {
    guard limit < Self.lastStepLimit, elapsed * 8 < RegularExpression.timeLimit else { return nil }
    return UInt32(min(Int(limit) * 4, Self.lastStepLimit))
  }

  private var elapsed: Duration { .nanoseconds(Self.now() - started) }

  private static func now() -> Int64 {
    var clock = timespec()
    clock_gettime(CLOCK_MONOTONIC, &clock)
    return Int64(clock.tv_sec) * 1_000_000_000 + Int64(clock.tv_nsec)
  }
}
