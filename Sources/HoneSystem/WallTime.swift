#if canImport(Glibc)
  package import Glibc
#else
  package import Darwin
#endif

/// A moment by the system's clock, as the times of files are given.
///
/// The one place that reads `timespec`: headers of libraries define it again, and then only some files may name its parts.
package struct WallTime: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970, UTC.
  package var seconds: Int64
  /// Nanoseconds since the second began.
  package var nanoseconds: Int64

  private init(_ time: timespec) {
    seconds = Int64(time.tv_sec)
    nanoseconds = Int64(time.tv_nsec)
  }

  /// Now.
  package static var now: WallTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(time)
  }

  /// When the contents of a file were last written.
  package init(modified status: stat) {
    #if canImport(Glibc)
      self.init(status.st_mtim)
    #else
      self.init(status.st_mtimespec)
    #endif
  }

  /// When the contents or the status of a file last changed; unlike the other time no program can set it back.
  package init(changed status: stat) {
    #if canImport(Glibc)
      self.init(status.st_ctim)
    #else
      self.init(status.st_ctimespec)
    #endif
  }

  /// Sets when an open file was last written.
  package func setAsModified(_ descriptor: Int32) {
    // When it was last read does not matter to anybody.
    let time = timespec(tv_sec: time_t(seconds), tv_nsec: Int(nanoseconds))
    _ = futimens(descriptor, [time, time])
  }

  package static func < (first: WallTime, second: WallTime) -> Bool {
    (first.seconds, first.nanoseconds) < (second.seconds, second.nanoseconds)
  }

  /// Nanoseconds since 1970.
  package var totalNanoseconds: Int64 { seconds * 1_000_000_000 + nanoseconds }

  /// The moment in UTC to the millisecond, as `20260131-235959999`; sorts as the moments do.
  package var utcName: String {
    var seconds = time_t(seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let day = padded(Int(parts.tm_year) + 1900, 4) + padded(Int(parts.tm_mon) + 1, 2) + padded(Int(parts.tm_mday), 2)
    let time = padded(Int(parts.tm_hour), 2) + padded(Int(parts.tm_min), 2) + padded(Int(parts.tm_sec), 2)
    return "\(day)-\(time)\(padded(Int(nanoseconds) / 1_000_000, 3))"
  }
}
