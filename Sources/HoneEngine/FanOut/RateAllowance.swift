/// What a service says is left of its limits, in the headers of a response.
package struct RateAllowance: Hashable, Sendable {
  /// What a limit counts.
  package enum Unit: Hashable, Sendable {
    case requests
    case tokens
  }

  /// One limit, which fills up again as time goes by.
  package struct Bucket: Hashable, Sendable {
    package var unit: Unit
    /// How much of it remains.
    package var remaining: Int
    /// How much there is when it is full; `nil` when that was not said.
    package var limit: Int?
    /// The time until it is full.
    package var reset: Duration

    package init(_ unit: Unit, remaining: Int, limit: Int? = nil, reset: Duration) {
      self.unit = unit
      self.remaining = remaining
      self.limit = limit
      self.reset = reset
    }
  }

  /// The limits by the service's names for them, such as `tokens-minute`.
  package var buckets: [String: Bucket]

  package init(_ buckets: [String: Bucket]) {
    self.buckets = buckets
  }
}
