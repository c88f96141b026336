/// A place that an engine is asked about, in one version of a file; all ranges are bytes from 0.
package struct AskingSite: Hashable, Sendable {
  /// What was found.
  package var range: Range<Int>
  /// What an answer may replace; ascending and disjoint, never empty of ranges, though a range may be.
  package var free: [Range<Int>]
  /// Whether one node must take the place of each of these ranges, so that nothing can be put beside it.
  package var isSingle: Bool
  /// The name of the function or type that the place is, or stands in; `nil` when it is in none.
  package var name: String?
  /// The function or type around the place; `nil` when there is none.
  package var enclosing: Range<Int>?
  /// Whether the grammar could not place some of the code there.
  package var isUnderError: Bool

  /// What is shown: from the first to the last byte that matters.
  package var shown: Range<Int> {
    min(range.lowerBound, free[0].lowerBound)..<max(range.upperBound, free[free.count - 1].upperBound)
  }
}
