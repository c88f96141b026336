package import HoneCore

extension TextLines {
  /// Deletions that would leave lines with nothing but blanks take these lines whole, and some of the blank lines around.
  ///
  /// Of the blank lines above and below what goes, the longer run stays, so that what stood apart stands apart still. Beside
  /// the start of a block or of the file the run above stays, beside the end the one below: what comes first in a block
  /// follows its opening line as the deleted code did. Deletions with only blank lines between them count as one.
  /// - Parameter replacements: ascending and disjoint.
  /// - Returns: as many, in the same order; what is no such deletion is as it was.
  package func takingEmptiedLines(_ replacements: [Replacement]) -> [Replacement] {
    let emptied = replacements.map { lines(emptiedBy: $0) }
    guard emptied.contains(where: { $0 != nil }) else { return replacements }
    var made = replacements
    var index = 0
    while index < emptied.count {
      guard let first = emptied[index] else {
        index += 1
        continue
      }
      var ranges = [first]
      while index + ranges.count < emptied.count, let next = emptied[index + ranges.count],
        next.lowerBound >= ranges[ranges.count - 1].upperBound,
        (ranges[ranges.count - 1].upperBound..<next.lowerBound).allSatisfy(isBlank)
      {
        ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<next.lowerBound
        ranges.append(next)
      }
      takeBlankLines(around: &ranges)
      for (offset, range) in ranges.enumerated() {
        made[index + offset] = Replacement(range: start(of: range.lowerBound)..<start(of: range.upperBound), bytes: [])
      }
      index += ranges.count
    }
    return made
  }

  /// The same for the replacements of several edits.
  package func takingEmptiedLines(_ edits: [[Replacement]]) -> [[Replacement]] {
    var made = takingEmptiedLines(edits.flatMap(\.self))[...]
    return edits.map { edit in
      defer { made = made.dropFirst(edit.count) }
      return Array(made.prefix(edit.count))
    }
  }

  /// The lines that a deletion would leave blank; `nil` for another replacement.
  private func lines(emptiedBy replacement: Replacement) -> Range<Int>? {
    guard replacement.bytes.isEmpty, !replacement.range.isEmpty else { return nil }
    let first = line(at: replacement.range.lowerBound)
    let last = line(at: replacement.range.upperBound - 1)
    let end = start(of: last) + self[last].count
    guard bytes[start(of: first)..<replacement.range.lowerBound].allSatisfy(\.isBlank),
      bytes[min(replacement.range.upperBound, end)..<end].allSatisfy(\.isBlank)
    else { return nil }
    return first..<(last + 1)
  }

  /// Adds to lines that go, which follow each other, the blank lines that go with them.
  private func takeBlankLines(around ranges: inout [Range<Int>]) {
    let start = ranges[0].lowerBound
    let end = ranges[ranges.count - 1].upperBound
    var (top, bottom) = (start, end)
    while top > 0, isBlank(top - 1) { top -= 1 }
    while bottom < count, isBlank(bottom) { bottom += 1 }
    let (above, below) = (start - top, bottom - end)
    let opensBlock = top == 0 || self[top - 1].last { !$0.isBlank }.map { "{[(:".utf8.contains($0) } ?? false
    let closesBlock = bottom == count || self[bottom].first { !$0.isBlank }.map { "}])".utf8.contains($0) } ?? false
    let kept =
      switch (opensBlock, closesBlock) {
      case (true, true): min(above, below)
      case (true, false): above
      case (false, true): below
      case (false, false): max(above, below)
      }
    let gone = above + below - kept
    let goneBelow = min(below, gone)
    ranges[0] = (start - (gone - goneBelow))..<ranges[0].upperBound
    ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<(end + goneBelow)
  }

  private func isBlank(_ line: Int) -> Bool { self[line].allSatisfy(\.isBlank) }
}
