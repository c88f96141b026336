/// Bytes of a file that other bytes take the place of: an edit that has found its place.
package struct Replacement: Hashable, Sendable {
  /// The byte range in the base; empty where something is inserted.
  package var range: Range<Int>
  /// What stands there afterwards.
  package var bytes: [UInt8]

  package init(range: Range<Int>, bytes: [UInt8]) {
    self.range = range
    self.bytes = bytes
  }
}

/// A file after its edits.
package struct AppliedEdits: Hashable, Sendable {
  /// Lines that changed, in numbers from 1; where a count is 0, the start is the line after the place.
  package struct ChangedLines: Hashable, Sendable {
    package var baseStart: Int
    package var baseCount: Int
    package var resultStart: Int
    package var resultCount: Int

    package init(baseStart: Int, baseCount: Int, resultStart: Int, resultCount: Int) {
      self.baseStart = baseStart
      self.baseCount = baseCount
      self.resultStart = resultStart
      self.resultCount = resultCount
    }
  }

  /// The new contents.
  package var bytes: [UInt8]
  /// What changed, ascending and disjoint; empty when the edits change nothing.
  package var changes: [ChangedLines]

  /// Puts replacements into `base`.
  ///
  /// An insertion at the start of a replaced range goes before what replaces it.
  /// - Throws: a `Refusal` `.overlap` when two of them touch the same bytes, or insert at the same place.
  package init(_ replacements: [Replacement], to base: TextLines) throws(Refusal) {
    let (bytes, placed) = try Self.put(replacements, into: base)
    self.bytes = bytes
    let result = TextLines(bytes)
    changes = []
    for place in placed where base.bytes[place.base] != bytes[place.result] {
      let old = base.lines(touching: place.base)
      let new = result.lines(touching: place.result)
      if let last = changes.last, last.baseStart + last.baseCount - 1 > old.lowerBound {
        // Two replacements within one line of the base: one change.
        changes[changes.count - 1].baseCount =
          max(last.baseStart + last.baseCount - 1, old.upperBound) - last.baseStart + 1
        changes[changes.count - 1].resultCount = new.upperBound - last.resultStart + 1
      } else {
        changes.append(
          ChangedLines(
            baseStart: old.lowerBound + 1, baseCount: old.count, resultStart: new.lowerBound + 1,
            resultCount: new.count))
      }
    }
  }

  /// The new contents alone, for callers that ask for them after each edit.
  /// - Throws: as `init`.
  package static func bytes(_ replacements: [Replacement], in base: TextLines) throws(Refusal) -> [UInt8] {
    try put(replacements, into: base).bytes
  }

  private static func put(
    _ replacements: [Replacement], into base: TextLines
  ) throws(Refusal) -> (bytes: [UInt8], placed: [(base: Range<Int>, result: Range<Int>)]) {
    let sorted = replacements.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for (first, second) in zip(sorted, sorted.dropFirst())
    where second.range.lowerBound < first.range.upperBound || second.range == first.range {
      let line = base.line(at: second.range.lowerBound) + 1
      throw Refusal(
        .overlap, "two edits change line \(line)", remedy: "ask again, for one edit there, or accept them one at a time"
      )
    }
    var bytes: [UInt8] = []
    var placed: [(base: Range<Int>, result: Range<Int>)] = []
    var position = 0
    for replacement in sorted {
      bytes += base.bytes[position..<replacement.range.lowerBound]
      let start = bytes.count
      bytes += replacement.bytes
      placed.append((replacement.range, start..<bytes.count))
      position = replacement.range.upperBound
    }
    bytes += base.bytes[position...]
    return (bytes, placed)
  }
}

extension TextLines {
  /// The lines, counted from 0, that a byte range touches; empty for an empty range at the start of a line.
  fileprivate func lines(touching range: Range<Int>) -> Range<Int> {
    let first = line(at: range.lowerBound)
    let last = line(at: range.upperBound)
    // A range that starts after all lines of a file without final newline extends the last of them.
    let lower = first == count && count > 0 && !endsWithNewline ? count - 1 : first
    let upper = last < count && start(of: last) < range.upperBound ? last + 1 : last
    return lower..<max(lower, upper)
  }
}
