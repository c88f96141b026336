internal import HoneCore

/// Lines of a file, as disjoint ascending ranges of numbers from 1.
package struct LineSet: Hashable, Sendable {
  private var ranges: [Range<Int>]

  /// Above this many bytes texts are compared by their lines alone.
  private static let comparedBytes = 2 << 20

  /// The lines of `result` that stand in none of `bases`, told by comparing it with each.
  ///
  /// Several bases are the parents of a merge: what came from any of them is not new. Of texts so large that comparing
  /// could take seconds, a line counts where it stands nowhere in the base; one that was moved does not.
  package init(addedTo bases: [[UInt8]], in result: [UInt8]) {
    var sets = bases.map { base in
      base.count + result.count > Self.comparedBytes
        ? Self(linesOf: result, missingIn: base) : Self(added: LineDiff.hunks(from: base, to: result))
    }
    guard var common = sets.popLast() else {
      ranges = [1..<Int.max]
      return
    }
    for set in sets { common.formIntersection(set) }
    self = common
  }

  private init(linesOf result: [UInt8], missingIn base: [UInt8]) {
    func hash(_ line: UnsafeRawBufferPointer) -> Int {
      var hasher = Hasher()
      hasher.combine(bytes: line)
      return hasher.finalize()
    }
    func forEachLine(of text: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void) {
      let lines = TextLines(text, convention: .git)
      text.withUnsafeBytes { bytes in
        for line in 0..<lines.count { body(UnsafeRawBufferPointer(rebasing: bytes[lines.range(of: line)])) }
      }
    }
    var known: Set<Int> = []
    forEachLine(of: base) { known.insert(hash($0)) }
    var ranges: [Range<Int>] = []
    var number = 0
    forEachLine(of: result) { line in
      number += 1
      guard !known.contains(hash(line)) else { return }
      if let last = ranges.last, last.upperBound == number {
        ranges[ranges.count - 1] = last.lowerBound..<(number + 1)
      } else {
        ranges.append(number..<(number + 1))
      }
    }
    self.ranges = ranges
  }

  private init(added hunks: [LineDiff.Hunk]) {
    ranges = hunks.compactMap { $0.added.isEmpty ? nil : $0.resultStart..<($0.resultStart + $0.added.count) }
  }

  /// Those of a file with `count` lines, ascending.
  package func lines(of count: Int) -> [ClosedRange<Int>] {
    ranges.compactMap { range in
      let range = range.clamped(to: 1..<(count + 1))
      return range.isEmpty ? nil : range.lowerBound...(range.upperBound - 1)
    }
  }

  /// Whether one of `lines` is among them.
  package func overlaps(_ lines: ClosedRange<Int>) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= lines.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= lines.upperBound
  }

  private mutating func formIntersection(_ other: LineSet) {
    var kept: [Range<Int>] = []
    var index = 0
    for range in ranges {
      while index < other.ranges.count, other.ranges[index].upperBound <= range.lowerBound { index += 1 }
      var next = index
      while next < other.ranges.count, other.ranges[next].lowerBound < range.upperBound {
        kept.append(range.clamped(to: other.ranges[next]))
        next += 1
      }
    }
    ranges = kept
  }
}
