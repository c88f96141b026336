internal import HoneCore

extension PlannedEdit {
  /// The same edit, with what it would leave of lines that hold nothing else: indentation, blanks and the line's end.
  ///
  /// For edits that remove whole statements; elsewhere an empty line may be wanted.
  package var takingEmptiedLines: PlannedEdit {
    guard replacements.count == 1, let only = replacements.first, only.bytes.isEmpty, !only.range.isEmpty else {
      return self
    }
    let source = match.tree.source
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
    var (start, end) = (only.range.lowerBound, only.range.upperBound)
    while start > 0, isBlank(source[start - 1]) { start -= 1 }
    while end < source.count, isBlank(source[end]) { end += 1 }
    let opensLine = start == 0 || source[start - 1] == 0x0a
    guard opensLine, end == source.count || source[end] == 0x0a else { return self }
    let lines = start..<min(end + 1, source.count)
    return PlannedEdit(
      match: match, replacements: [Replacement(range: lines, bytes: [])], losesComments: losesComments)
  }

  /// The same edit in one piece: all that was matched is replaced.
  package func writing(_ bytes: [UInt8]) -> PlannedEdit {
    PlannedEdit(
      match: match, replacements: [Replacement(range: match.range, bytes: bytes)], losesComments: losesComments)
  }
}
