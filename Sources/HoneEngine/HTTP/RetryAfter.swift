#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Reads when a service wants to be asked again.
enum RetryAfter {
  /// The wait that a `Retry-After` header names: seconds, or a date (RFC 9110, section 10.2.3).
  ///
  /// A time beyond `longest` counts as that: it is no reason to ask at once.
  /// - Parameter date: the response's own `Date` header, against which a date is measured so that a wrong clock on
  ///   either side does no harm; `nil` measures against this machine's clock.
  static func duration(header: String, date: String?) -> Duration? {
    if let seconds = Double(header), seconds >= 0 { return milliseconds(seconds * 1000) }
    guard let until = secondsSinceEpoch(httpDate: header) else { return nil }
    let now = date.flatMap(secondsSinceEpoch(httpDate:)) ?? Int(time(nil))
    return .seconds(max(0, until - now))
  }

  /// Some thirty years, in milliseconds.
  private static let longest = 1e12

  /// The time, rounded up, or `longest` for anything beyond it.
  /// - Parameter milliseconds: no less than 0.
  static func milliseconds(_ milliseconds: Double) -> Duration {
    .milliseconds(Int64(min(milliseconds, longest).rounded(.up)))
  }

  /// The wait in a message such as "try again in 5.289s" or "try again in 20ms".
  ///
  /// Some services say it there and nowhere else.
  static func duration(message: String) -> Duration? {
    let text = message.lowercased()
    guard let start = text.firstRange(of: "try again in")?.upperBound else { return nil }
    let rest = text[start...].drop { $0 == " " }
    let number = rest.prefix { ($0.isASCII && $0.isNumber) || $0 == "." }
    guard let value = Double(number) else { return nil }
    let unit = rest[number.endIndex...].drop { $0 == " " }.prefix { $0.isLetter }
    switch unit {
    case "ms", "millisecond", "milliseconds": return milliseconds(value)
    case "s", "sec", "second", "seconds": return milliseconds(value * 1000)
    case "m", "min", "minute", "minutes": return milliseconds(value * 60_000)
    default: return nil
    }
  }

  /// The seconds since 1970 of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func secondsSinceEpoch(httpDate text: String) -> Int? {
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])),
      let day = Int(parts[1]), let year = Int(parts[3]), let hour = Int(parts[4]), let minute = Int(parts[5]),
      let second = Int(parts[6]), (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour),
      (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    // Days from the civil calendar, with years that begin in March so that the leap day comes last.
    let shiftedYear = month < 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
    let days = shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
    return ((days * 24 + hour) * 60 + minute) * 60 + second
  }
}
