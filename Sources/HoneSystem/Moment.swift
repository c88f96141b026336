#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A point in time on the system's clock that is never set, for deadlines within a process.
///
/// It is as `ContinuousClock.Instant` but of a known size: what holds one of those is laid out anew at each start of the
/// program, and copied by way of a table.
package struct Moment: Hashable, Comparable, Sendable {
  /// Since the clock began.
  private let nanoseconds: Int64

  package static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  package static func < (first: Moment, second: Moment) -> Bool { first.nanoseconds < second.nanoseconds }

  /// The moment after a while.
  package static func + (moment: Moment, while: Duration) -> Moment {
    let (seconds, attoseconds) = `while`.components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflows) = moment.nanoseconds.addingReportingOverflow(whole)
    return Moment(nanoseconds: isTooLong || overflows ? .max : sum &+ attoseconds / 1_000_000_000)
  }

  /// How long it is from another moment, negative where that comes later.
  package static func - (moment: Moment, other: Moment) -> Duration {
    .nanoseconds(moment.nanoseconds - other.nanoseconds)
  }
}
