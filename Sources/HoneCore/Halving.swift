/// Finds by halving which of many changes do harm.
///
/// Where k of n do, about k·log n attempts find them. The scheme is that of `git bisect`, for more than one culprit; see
/// also A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002.
package enum Halving {
  /// Takes those items of a group that do no harm beside what was taken before.
  /// - Parameters:
  ///   - isKnownHarmful: whether the group as a whole is known to do some, so that it is not attempted.
  ///   - attempt: takes a group and returns true, or takes nothing of it and returns false.
  /// - Returns: whether all were taken.
  @discardableResult
  package static func take<Item, Failure: Error>(
    _ group: ArraySlice<Item>, isKnownHarmful: Bool = false, attempt: (ArraySlice<Item>) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    if group.isEmpty { return true }
    if !isKnownHarmful, try attempt(group) { return true }
    guard group.count > 1 else { return false }
    let middle = group.startIndex + group.count / 2
    let isFirstTaken = try take(group[..<middle], attempt: attempt)
    // With the first half taken, the harm of the whole is that of the second.
    try take(group[middle...], isKnownHarmful: isFirstTaken, attempt: attempt)
    return false
  }
}
