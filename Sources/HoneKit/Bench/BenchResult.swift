package import HoneCore

/// What one edit format achieved over the built-in edits.
package struct BenchResult: Sendable {
  package var format: EditFormat
  /// What was measured, for people and scripts: the format's name, unless it was something to hold it against.
  package var name: String
  /// Whether a grammar bound the engine; `nil` where there is none for the form, or the engine takes none.
  package var isBound: Bool?
  package var cases = 0
  /// Replies that ended well, with no edit open.
  package var wellFormed = 0
  /// Edits that found their place and passed the gates.
  package var applied = 0
  /// Edits that were refused, for whatever reason.
  package var refused = 0
  /// Those of them whose place is not in the file, or not once: what a grammar makes impossible.
  package var unplaced = 0
  /// Files that were right afterwards.
  package var correct = 0
  /// Tokens of all replies.
  package var tokens = 0
  /// Whether a part of them is an estimate, since the engine did not count.
  package var areTokensEstimated = false
  /// Times from the request to the first text, one a case.
  package var firstToken: [Duration] = []
  /// Wall times from the request to the placed edit, one a case.
  package var total: [Duration] = []
  /// Tokens of the rewritten regions, and of the changed lines alone.
  package var regionTokens = 0
  package var changedTokens = 0

  package init(format: EditFormat, name: String? = nil, isBound: Bool? = nil) {
    self.format = format
    self.isBound = isBound
    self.name = name ?? format.rawValue
  }

  /// What was measured and how, for people.
  package var title: String { isBound == false ? "\(name) without grammar" : name }

  /// Tokens that the engine wrote a second, without the time before the first.
  package var rawRate: Double { rate(tokens, Self.sum(total) - Self.sum(firstToken)) }
  /// Tokens of the resulting regions a second of wall time.
  package var appliedRate: Double { rate(regionTokens, Self.sum(total)) }
  /// Tokens of changed lines a second of wall time.
  package var changedRate: Double { rate(changedTokens, Self.sum(total)) }

  /// The value below which so many percent of `durations` lie; `nil` of none.
  package static func percentile(_ percent: Int, of durations: [Duration]) -> Duration? {
    let sorted = durations.sorted()
    return sorted.isEmpty
      ? nil : sorted[min(sorted.count - 1, (sorted.count * percent + 99) / 100 - (percent > 0 ? 1 : 0))]
  }

  /// Whether this result is the better one: right files first, then speed.
  func isBetter(than other: BenchResult) -> Bool {
    (correct, appliedRate) > (other.correct, other.appliedRate)
  }

  private static func sum(_ durations: [Duration]) -> Duration { durations.reduce(.zero, +) }

  private func rate(_ tokens: Int, _ time: Duration) -> Double {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    return seconds > 0 ? Double(tokens) / seconds : 0
  }
}
