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
  /// - Parameters:
  ///   - bytes: what is written.
  ///   - template: what it was made of.
  ///   - holes: which items of the template are holes that were written, and where they stand in `bytes`.
  package func writing(
    _ bytes: [UInt8], template: FixTemplate, holes: [(item: Int, range: Range<Int>)]
  ) -> PlannedEdit {
    let items = template.items
    let written = holes.map { hole in
      EditShape.Written(
        content: items[hole.item].content, left: hole.item > 0 ? items[hole.item - 1].content : nil,
        right: hole.item + 1 < items.count ? items[hole.item + 1].content : nil, range: hole.range)
    }
    let shape = EditShape(
      match, nodes: match.node...match.lastNode, range: match.range, template: template, written: written,
      captures: match.namedCaptures, length: bytes.count)
    return PlannedEdit(
      match: match, replacements: [Replacement(range: match.range, bytes: bytes)], losesComments: losesComments,
      shape: shape)
  }
}
