package import HoneCore

/// Two versions of a file, which judge whether an edit of the old one is part of what was done.
///
/// No grammar is asked, and how the differences were cut does not matter: an edit is right when it brings the old version
/// nearer to the new one by exactly as many tokens as it changes itself, runs of blanks being tokens too.
package struct VersionPair: Sendable {
  /// What became of the place of an edit.
  package enum Verdict: Hashable, Sendable {
    /// Every byte that the edit changes became what it makes of it.
    case right
    /// So but for blanks and line breaks.
    case rightButForBlanks
    /// The lines were changed in another way.
    case changedOtherwise
    /// The lines were left as they are.
    case leftAlone
  }

  private let before: TextLines
  private let hunks: [LineDiff.Hunk]

  /// Compares the versions.
  package init(before: [UInt8], after: [UInt8]) {
    self.before = TextLines(before, convention: .git)
    hunks = LineDiff.hunks(from: before, to: after)
  }

  /// Judges one edit by itself.
  /// - Parameter replacements: disjoint, in bytes of the old version.
  package func verdict(on replacements: [Replacement]) -> Verdict {
    var (near, touched) = self.touched(by: replacements)
    // What is added beside a blank line may be told to stand on either side of it.
    if touched.isEmpty, replacements.allSatisfy(\.range.isEmpty) { (near, touched) = self.touched(besideBlanks: near) }
    guard !touched.isEmpty else { return .leftAlone }
    guard let outcome = Outcome(of: replacements, near: near, touched: touched, in: self) else {
      return .changedOtherwise
    }
    if outcome.isNearer(counts: .all) { return .right }
    return outcome.isNearer(counts: .allButBlanks) ? .rightButForBlanks : .changedOtherwise
  }

  /// What some lines were, what an edit would make of them, and what became of them.
  private struct Outcome {
    let old: [UInt8]
    let proposed: [UInt8]
    let wanted: [UInt8]

    /// - Parameters:
    ///   - near: lines that hold the edit.
    ///   - touched: the hunks that touch those, at least one.
    /// - Returns: `nil` when the replacements cannot be put in.
    init?(of replacements: [Replacement], near: Range<Int>, touched: [LineDiff.Hunk], in pair: VersionPair) {
      guard let top = touched.first, let bottom = touched.last else { return nil }
      let lines = min(near.lowerBound, top.baseIndex)..<max(near.upperBound, bottom.baseIndex + bottom.baseCount)
      let bytes = pair.before.range(of: lines)
      old = Array(pair.before.bytes[bytes])
      let moved = replacements.map {
        Replacement(
          range: ($0.range.lowerBound - bytes.lowerBound)..<($0.range.upperBound - bytes.lowerBound), bytes: $0.bytes)
      }
      guard let proposed = try? AppliedEdits(moved, to: TextLines(old)).bytes else { return nil }
      self.proposed = proposed
      wanted = pair.after(lines, touched)
    }

    /// Whether the edit brings the lines nearer to what they became by as many tokens as it changes.
    func isNearer(counts: TokenDistance.Tokens) -> Bool {
      var text = TokenDistance(counts)
      let size = text.distance(from: old, to: proposed)
      return size > 0 && text.distance(from: old, to: wanted) - text.distance(from: proposed, to: wanted) == size
    }
  }

  /// The lines that replacements touch, and the hunks that touch those.
  private func touched(by replacements: [Replacement]) -> (lines: Range<Int>, hunks: [LineDiff.Hunk]) {
    guard let first = replacements.map(\.range.lowerBound).min(), let last = replacements.map(\.range.upperBound).max()
    else { return (0..<0, []) }
    var lines = before.line(at: first)..<min(before.line(at: max(first, last - 1)) + 1, before.count)
    if lines.isEmpty { lines = max(0, before.count - 1)..<before.count }
    return (lines, hunks(touching: lines))
  }

  private func hunks(touching lines: Range<Int>) -> [LineDiff.Hunk] {
    hunks.filter { hunk in
      let end = hunk.baseIndex + hunk.baseCount
      return hunk.baseCount == 0
        ? lines.lowerBound <= end && end <= lines.upperBound
        : hunk.baseIndex < lines.upperBound && end > lines.lowerBound
    }
  }

  /// Some lines with the blank ones around them, and the hunks that touch those.
  private func touched(besideBlanks lines: Range<Int>) -> (lines: Range<Int>, hunks: [LineDiff.Hunk]) {
    func isBlank(_ line: Int) -> Bool { before[line].allSatisfy { $0 <= 0x20 } }
    var (top, bottom) = (lines.lowerBound, lines.upperBound)
    while top > 0, isBlank(top - 1) { top -= 1 }
    while bottom < before.count, isBlank(bottom) { bottom += 1 }
    return (top..<bottom, hunks(touching: top..<bottom))
  }

  /// Whether an edit is a part of what was done, whatever else was done to the same lines and however they were laid out: it brings
  /// them nearer to what they became by as many words as it changes.
  package func isPart(_ replacements: [Replacement]) -> Bool {
    let (lines, _) = touched(by: replacements)
    let near = max(0, lines.lowerBound - 3)..<min(before.count, lines.upperBound + 3)
    return Outcome(of: replacements, near: near, touched: hunks(touching: near), in: self)?.isNearer(counts: .words)
      ?? false
  }

  /// The lines that came where replacements would change some.
  /// - Parameter isLineByLine: whether, where as many lines came as went, each is taken for the one in its place.
  package func added(near replacements: [Replacement], isLineByLine: Bool) -> [UInt8] {
    let (lines, hunks) = touched(by: replacements)
    return hunks.flatMap { hunk -> [UInt8] in
      guard isLineByLine, hunk.baseCount == hunk.added.count else { return Array(hunk.added.joined()) }
      let kept = lines.clamped(to: hunk.baseIndex..<(hunk.baseIndex + hunk.baseCount))
      return kept.flatMap { hunk.added[$0 - hunk.baseIndex] }
    }
  }

  /// What became of some lines, which hold the hunks whole.
  private func after(_ lines: Range<Int>, _ hunks: [LineDiff.Hunk]) -> [UInt8] {
    var result: [UInt8] = []
    var line = lines.lowerBound
    for hunk in hunks {
      result += before.bytes[before.range(of: line..<hunk.baseIndex)] + hunk.added.joined()
      line = hunk.baseIndex + hunk.baseCount
    }
    return result + before.bytes[before.range(of: line..<lines.upperBound)]
  }
}
