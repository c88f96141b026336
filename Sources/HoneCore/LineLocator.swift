/// Finds a block of lines in a file: in exactly one place, or not at all.
///
/// A block is looked for as it was written. Only where that is nowhere, blanks at line ends are passed over, and then
/// an indentation that is shifted as a whole. Each step must itself be unique: a place is never chosen among several.
/// The lines are compared by hash with the algorithm of Knuth, Morris and Pratt, so a search takes time linear in the
/// file whatever it holds, and matches are confirmed on the bytes.
package struct LineLocator: Sendable {
  /// Where a block is.
  package struct Match: Hashable, Sendable {
    /// The lines, counted from 0.
    package var lines: Range<Int>
    /// How what was written must be shifted to stand there.
    package var reindentation: Reindentation
  }

  /// How far a line may differ from what was written.
  private enum Tolerance: CaseIterable {
    case none
    case trailingBlanks
    case indentation
  }

  package let file: TextLines
  /// The hash of each line without the blanks around it.
  let hashes: [UInt64]

  /// The most line comparisons that one search may need; a file that needs more repeats itself too much to be sure.
  private static let comparisonLimit = 4_000_000

  package init(_ file: TextLines) {
    self.file = file
    hashes = (0..<file.count).map { file.shown($0).withoutBlanks.lineHash }
  }

  /// Finds the one place of `block`.
  /// - Parameters:
  ///   - block: lines without endings, at least one of them not blank.
  ///   - region: the lines, counted from 0, in which the match must lie; the whole file when `nil`.
  /// - Throws: a `Refusal` `.ambiguous` that names up to three places, or `.notFound` with the first line that
  ///   diverged.
  package func locate(_ block: [ArraySlice<UInt8>], in region: Range<Int>? = nil) throws(Refusal) -> Match {
    let found = try matches(of: block, in: region, limit: 4)
    if let match = found.first, found.count == 1 { return match }
    if found.isEmpty { throw Divergence(of: block, in: self).refusal }
    throw Self.ambiguity(of: block, at: found.map(\.lines.lowerBound))
  }

  /// The places of `block` at the strictest tolerance that finds any.
  /// - Parameter limit: how many are enough to know.
  /// - Throws: a `Refusal` when the block holds no text, or the file repeats itself too much to search.
  package func matches(
    of block: [ArraySlice<UInt8>], in region: Range<Int>? = nil, limit: Int = .max
  ) throws(Refusal) -> [Match] {
    guard block.contains(where: { !$0.isBlankLine }) else {
      throw Refusal(
        .malformed, "the text to change is only blank lines", remedy: "ask again, with some lines of code around it")
    }
    let candidates = starts(of: block.map(\.withoutBlanks.lineHash), in: region ?? 0..<file.count)
    var comparisons = 0
    for tolerance in Tolerance.allCases {
      var found: [Match] = []
      for start in candidates where found.count < limit {
        let lines = start..<(start + block.count)
        comparisons += 1
        guard comparisons < Self.comparisonLimit else {
          throw Refusal(
            .ambiguous, "the file repeats its lines too much to tell where the text to change is",
            remedy: "ask for a change of a smaller part")
        }
        if let match = confirm(block, at: lines, tolerance, &comparisons) { found.append(match) }
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The lines, counted from 0, at which `block` begins when no blank at either end of a line counts.
  func loosePlaces(of block: [ArraySlice<UInt8>]) -> [Int] {
    starts(of: block.map(\.withoutBlanks.lineHash), in: 0..<file.count)
  }

  /// The refusal for a block that stands in several places.
  static func ambiguity(of block: [ArraySlice<UInt8>], at lines: [Int]) -> Refusal {
    let named = lines.prefix(3).map { String($0 + 1) }
    let list =
      named.count > 1 ? named.dropLast().joined(separator: ", ") + " and \(named[named.count - 1])" : named.joined()
    let more = lines.count > 3 ? " and others" : ""
    let first = block.first { !$0.isBlankLine } ?? []
    return Refusal(
      .ambiguous, "the text to change, \(Excerpt(first.withoutBlanks)), stands at lines \(list)\(more)",
      remedy: "ask again, naming the function or with more lines around the change")
  }

  private func confirm(
    _ block: [ArraySlice<UInt8>], at lines: Range<Int>, _ tolerance: Tolerance, _ comparisons: inout Int
  ) -> Match? {
    for (written, line) in zip(block, lines) {
      comparisons += 1
      let actual = file.shown(line)
      let isEqual =
        switch tolerance {
        case .none: written.elementsEqual(actual)
        case .trailingBlanks: written.withoutTrailingBlanks.elementsEqual(actual.withoutTrailingBlanks)
        case .indentation: written.withoutBlanks.elementsEqual(actual.withoutBlanks)
        }
      if !isEqual { return nil }
    }
    if tolerance != .indentation { return Match(lines: lines, reindentation: .identity) }
    let pairs = zip(block, lines).map { (written: $0, actual: file.shown($1)) }
    return Reindentation(explaining: pairs).map { Match(lines: lines, reindentation: $0) }
  }

  /// Where the hashes of a block stand one after the other, ascending; places may overlap.
  private func starts(of pattern: [UInt64], in region: Range<Int>) -> [Int] {
    guard pattern.count <= region.count else { return [] }
    var borders = [0]
    var length = 0
    for index in pattern.indices.dropFirst() {
      while length > 0, pattern[index] != pattern[length] { length = borders[length - 1] }
      if pattern[index] == pattern[length] { length += 1 }
      borders.append(length)
    }
    var found: [Int] = []
    length = 0
    for line in region {
      while length > 0, length == pattern.count || hashes[line] != pattern[length] { length = borders[length - 1] }
      if hashes[line] == pattern[length] { length += 1 }
      if length == pattern.count { found.append(line - pattern.count + 1) }
    }
    return found
  }
}
