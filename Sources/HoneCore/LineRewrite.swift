/// Turns "these lines become those" into the fewest replaced bytes.
///
/// Lines that stay keep the bytes they had, with their trailing blanks, ending and encoding; only what differs is
/// written, with the ending of the lines around it. A file without final newline stays without.
struct LineRewrite {
  let file: TextLines

  /// The replacements for lines of the file.
  /// - Parameters:
  ///   - lines: the lines, counted from 0, that are rewritten.
  ///   - written: the old lines as the engine wrote them, one for each of `lines`; `nil` when it did not repeat them.
  ///   - text: the new lines, without endings.
  /// - Throws: a `Refusal` `.encoding` when a new line holds U+FFFD that stands for bytes which are not UTF-8.
  func replacements(
    for lines: Range<Int>, written: [ArraySlice<UInt8>]? = nil, text: [ArraySlice<UInt8>]
  ) throws(Refusal) -> [Replacement] {
    // Trailing blanks do not make a line differ, unless the engine repeated them: then leaving them out was meant.
    var exact: Set<ArraySlice<UInt8>> = []
    let old = lines.enumerated().map { index, line in
      let shown = file.shown(line)
      if let written, shown.last?.isBlank == true, written[index] == shown {
        exact.insert(shown)
        return shown
      }
      return shown.withoutTrailingBlanks
    }
    let new = text.map { exact.contains($0) ? $0 : $0.withoutTrailingBlanks }
    let changes = LineDiff.changes(from: old, to: new)
    let isLossy = !file.isUTF8 && lines.contains { !file.isUTF8($0) }
    if isLossy, let lost = changes.lazy.flatMap(\.new).map({ text[$0] }).first(where: Self.hasReplacementCharacter) {
      throw Refusal(
        .encoding, "the edit rewrites bytes that are not UTF-8, in \(Excerpt(lost.withoutBlanks))",
        remedy: "convert the file to UTF-8 first, or change that line by hand")
    }
    return changes.map { change in
      let old = (change.old.lowerBound + lines.lowerBound)..<(change.old.upperBound + lines.lowerBound)
      return replacement(for: old, by: Array(text[change.new]))
    }
  }

  /// Replaces whole lines, at least one on either side.
  private func replacement(for old: Range<Int>, by text: [ArraySlice<UInt8>]) -> Replacement {
    let start = file.start(of: old.lowerBound)
    let end = file.start(of: old.upperBound)
    if file.endsWithNewline || old.upperBound < file.count {
      let bytes = text.enumerated().flatMap { $1 + ending(forLine: $0, of: old).bytes }
      return Replacement(range: start..<end, bytes: bytes)
    }
    // The last line of the file has no ending, so endings separate lines here instead of closing them.
    let separator = file.dominantEnding.bytes
    let joined = Array(text.joined(separator: separator))
    if old.isEmpty { return Replacement(range: end..<end, bytes: separator + joined) }
    if !text.isEmpty || old.lowerBound == 0 { return Replacement(range: start..<end, bytes: joined) }
    return Replacement(range: (start - file.ending(of: old.lowerBound - 1).bytes.count)..<end, bytes: [])
  }

  /// The ending for the new line at `index`: that of the line it replaces, else of the line above, else the usual one.
  private func ending(forLine index: Int, of old: Range<Int>) -> TextLines.Ending {
    let model = index < old.count ? old.lowerBound + index : old.upperBound - 1
    let ending = file.count > 0 ? file.ending(of: max(0, min(model, file.count - 1))) : .none
    return ending == .none ? file.dominantEnding : ending
  }

  private static func hasReplacementCharacter(_ line: ArraySlice<UInt8>) -> Bool {
    line.indices.contains { line[$0...].hasPrefix("\u{fffd}") }
  }
}
