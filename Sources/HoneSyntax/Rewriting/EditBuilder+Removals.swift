/// Blanks around what is removed or replaced.
extension EditBuilder {
  /// Keeps what stands between what is removed, and of the blanks around it those that are needed.
  /// - Parameters:
  ///   - breakable: the template's blanks; `nil` when a line must not end here.
  ///   - opensBlock: whether what stays before may open a block, of which the first line goes.
  mutating func remove(
    _ blocks: [Range<Int>], before: Range<Int>, after: Range<Int>, _ breakable: Gap?, _ gap: Gap, hasLeft: Bool,
    hasRight: Bool, opensBlock: Bool, reference: Int?
  ) {
    guard blocks.count == 1 else {
      // Comments stand between what is removed: they stay, on the lines that they are on.
      if hasLeft || !isBlank(before) { keep(before) }
      for (block, next) in zip(blocks, blocks.dropFirst()) { keep(block.upperBound..<next.lowerBound) }
      if hasRight || !isBlank(after) { keep(after, reference: reference) }
      return
    }
    let left = trailingBlanks(of: before)
    let right = leadingBlanks(of: after)
    keep(before.lowerBound..<left.lowerBound)
    let isAtEnd = left == before && !hasLeft || right == after && !hasRight
    if !isAtEnd {
      if breakable == nil, hasLineBreak(left) || hasLineBreak(right) {
        write(gap)
      } else {
        let first = opensBlock && hasLineBreak(left) ? lastBreaks(of: right, count(ofBreaks: left)) : right
        keepOne(of: left, first, gap, reference)
      }
    }
    keep(right.upperBound..<after.upperBound)
  }

  private func count(ofBreaks range: Range<Int>) -> Int { tree.source[range].count { $0 == 0x0a } }

  /// The end of some blanks with at most so many line breaks.
  ///
  /// What comes first in a block then follows its opening line as what was removed did.
  private func lastBreaks(of range: Range<Int>, _ count: Int) -> Range<Int> {
    let breaks = tree.source[range].indices.filter { tree.source[$0] == 0x0a }
    guard breaks.count > count, var start = breaks.suffix(count).first else { return range }
    if start > range.lowerBound, tree.source[start - 1] == 0x0d { start -= 1 }
    return start..<range.upperBound
  }

  private func trailingBlanks(of range: Range<Int>) -> Range<Int> {
    let start = tree.source[range].lastIndex { !$0.isWhitespace }.map { $0 + 1 } ?? range.lowerBound
    return start..<range.upperBound
  }

  func leadingBlanks(of range: Range<Int>) -> Range<Int> {
    let end = tree.source[range].firstIndex { !$0.isWhitespace } ?? range.upperBound
    return range.lowerBound..<end
  }

  /// Keeps the blanks before or those after what was removed: the line break if there is one, else what the template
  /// says.
  private mutating func keepOne(of before: Range<Int>, _ after: Range<Int>, _ gap: Gap, _ reference: Int?) {
    if hasLineBreak(after) { return keep(after, reference: reference) }
    if hasLineBreak(before) { return keep(before) }
    if gap.isEmpty { return keep(before.count <= after.count ? before : after) }
    if before.isEmpty, after.isEmpty { return write(gap) }
    keep(before.count >= after.count ? before : after)
  }

  /// Keeps blanks of the source, unless pattern and template differ in whether there are any.
  mutating func adjust(
    _ gap: Range<Int>, to wanted: Gap?, _ pattern: Gap?, joinsLines: Bool, _ reference: Int?
  ) {
    guard let wanted else { return isBlank(gap) ? () : keep(gap) }
    guard isBlank(gap) else { return keep(gap) }
    if hasLineBreak(gap) { return joinsLines ? write(wanted) : keep(gap, reference: reference) }
    if wanted.contains(0x0a) { return write(wanted) }
    if let pattern, pattern.isEmpty == wanted.isEmpty { return keep(gap) }
    if gap.isEmpty == wanted.isEmpty { return keep(gap) }
    write(wanted)
  }
}
