/// What every edited file must meet before it is proposed, whatever its language.
package enum ResultGate {
  /// Checks the result of an edit against the file it was made from.
  /// - Parameters:
  ///   - base: the file before.
  ///   - result: the file after.
  ///   - fileExtension: lower-cased, without the dot; decides which brackets are understood.
  /// - Throws: a `Refusal` `.gate` when the result has conflict markers or a NUL that the base had not, is no longer
  ///   UTF-8, or lost the balance of its brackets.
  package static func check(base: [UInt8], result: [UInt8], fileExtension: String) throws(Refusal) {
    if result.contains(0), !base.contains(0) {
      throw Refusal(.gate, "the result would hold a NUL byte and no longer be text", remedy: "ask again")
    }
    if !result.isUTF8, base.isUTF8 {
      throw Refusal(.gate, "the result would no longer be UTF-8", remedy: "ask again, or use another engine")
    }
    let markers = conflictMarkers(in: result)
    if let line = markers.last, markers.count > conflictMarkers(in: base).count {
      throw Refusal(
        .gate, "the result would hold a conflict marker at line \(line)",
        remedy: "ask again, or use another edit format")
    }
    try BracketBalance.check(base: base, result: result, fileExtension: fileExtension)
  }

  /// The lines, from 1, that begin or end a conflict as git writes it: seven signs at the line's start, then a blank or
  /// nothing.
  ///
  /// The dividing `=======` alone is also a heading's underline, so it does not count.
  private static func conflictMarkers(in bytes: [UInt8]) -> [Int] {
    var lines: [Int] = []
    var line = 0
    var startsLine = true
    // Every result of every edit passes here, so lines are only counted, not cut.
    bytes.withUnsafeBufferPointer { buffer in
      for index in buffer.indices {
        let byte = buffer[index]
        if startsLine {
          line += 1
          if isMarkerSign(byte), isConflictMarker(bytes[index...]) { lines.append(line) }
        }
        startsLine = byte == 0x0a
      }
    }
    return lines
  }

  private static func isMarkerSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "|")
  }

  /// Whether a line, with whatever follows it, is such a marker.
  private static func isConflictMarker(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, isMarkerSign(first),
      text.prefix(8).prefix(while: { $0 == first }).count == 7
    else { return false }
    let rest = text.dropFirst(7)
    return rest.isEmpty || rest.first == 0x20 || rest.first == 0x0a || rest.starts(with: [0x0d, 0x0a])
  }
}
