internal import CTreeSitter
internal import HoneCore

/// Lines and columns of a source, as tree-sitter wants them told of an edit: from 0, columns in bytes.
struct SourcePoints {
  private let lines: SourceLines

  init(_ source: [UInt8]) { lines = SourceLines(source) }

  /// An edit of the source in tree-sitter's form.
  func edit(_ edit: Replacement) -> TSInputEdit {
    let start = point(of: edit.range.lowerBound)
    var end = start
    for byte in edit.bytes {
      if byte == 0x0a { end = TSPoint(row: end.row + 1, column: 0) } else { end.column += 1 }
    }
    return TSInputEdit(
      start_byte: UInt32(truncatingIfNeeded: edit.range.lowerBound),
      old_end_byte: UInt32(truncatingIfNeeded: edit.range.upperBound),
      new_end_byte: UInt32(truncatingIfNeeded: edit.range.lowerBound + edit.bytes.count), start_point: start,
      old_end_point: point(of: edit.range.upperBound), new_end_point: end)
  }

  private func point(of offset: Int) -> TSPoint {
    let line = lines.line(at: offset)
    return TSPoint(
      row: UInt32(truncatingIfNeeded: line), column: UInt32(truncatingIfNeeded: offset - lines.starts[line]))
  }
}
