/// Reads from a response's headers when a service that takes no more requests wants to be asked again.
///
/// Services agree on `Retry-After` and on little else. What is read beside it is documented by OpenAI (`retry-after-ms`,
/// `x-ratelimit-*`), Groq (`x-ratelimit-reset-requests: 2m59.56s`) and Cerebras (`x-ratelimit-reset-tokens-minute: 11.38`).
enum RateLimit {
  /// The limits that services count, as their headers end.
  private static let kinds = ["requests", "tokens", "requests-day", "tokens-minute", "requests-minute", "tokens-day"]

  /// The wait that the headers name; `nil` when they name none.
  ///
  /// A limit counts only when nothing of it remains: every response carries the times of all limits.
  static func wait(_ header: (String) -> String?) -> Duration? {
    if let text = header("retry-after-ms"), let milliseconds = Double(text), milliseconds >= 0 {
      return RetryAfter.milliseconds(milliseconds)
    }
    if let text = header("retry-after"), let wait = RetryAfter.duration(header: text, date: header("date")) {
      return wait
    }
    return kinds.compactMap { kind -> Duration? in
      guard let remaining = header("x-ratelimit-remaining-\(kind)").flatMap(Double.init), remaining <= 0 else {
        return nil
      }
      return header("x-ratelimit-reset-\(kind)").flatMap(duration(text:))
    }.max()
  }

  /// What the headers say is left of each limit; `nil` when they say nothing.
  static func allowance(_ header: (String) -> String?) -> RateAllowance? {
    var buckets: [String: RateAllowance.Bucket] = [:]
    for kind in kinds {
      guard let remaining = header("x-ratelimit-remaining-\(kind)").flatMap(ServerCount.read),
        let reset = header("x-ratelimit-reset-\(kind)").flatMap(duration(text:))
      else { continue }
      buckets[kind] = RateAllowance.Bucket(
        kind.hasPrefix("requests") ? .requests : .tokens, remaining: remaining,
        limit: header("x-ratelimit-limit-\(kind)").flatMap(ServerCount.read), reset: reset)
    }
    return buckets.isEmpty ? nil : RateAllowance(buckets)
  }

  /// The time in `2m59.56s`, `1h0m0s`, `20ms`, or a bare number of seconds.
  static func duration(text: String) -> Duration? {
    if let seconds = Double(text) { return seconds >= 0 ? RetryAfter.milliseconds(seconds * 1000) : nil }
    var total = 0.0
    var rest = text[...]
    while !rest.isEmpty {
      let number = rest.prefix { ($0.isASCII && $0.isNumber) || $0 == "." }
      let unit = rest[number.endIndex...].prefix { $0.isLetter }
      guard let value = Double(number) else { return nil }
      switch unit {
      case "ms": total += value
      case "s": total += value * 1000
      case "m": total += value * 60_000
      case "h": total += value * 3_600_000
      default: return nil
      }
      rest = rest[unit.endIndex...]
    }
    return RetryAfter.milliseconds(total)
  }
}
