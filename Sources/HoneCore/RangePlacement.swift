/// Finds the places of edits that refer to lines instead of repeating them: by number, or by how they begin.
///
/// Such an edit shows less of what it means than one that repeats the old text, so what it writes is held against the lines
/// around its place: text that repeats the line just above or below shows that the engine meant another place.
struct RangePlacement {
  let applier: EditApplier

  private var file: TextLines { applier.base }

  /// Puts `replacement` in place of numbered lines.
  /// - Parameter lines: counted from 0; an empty range stands above the line at which it begins.
  func place(_ lines: Range<Int>, replacement: TextLines) throws(Refusal) -> [Replacement] {
    try check(lines)
    return try rewrite(lines, replacement)
  }

  /// Refuses lines that the file does not have.
  func check(_ lines: Range<Int>) throws(Refusal) {
    guard lines.upperBound > file.count else { return }
    throw Refusal(
      .notFound, "the edit names line \(lines.upperBound), and the file has \(file.count) lines",
      remedy: "ask again, or use another edit format")
  }

  /// Puts `replacement` in place of the lines between two anchors.
  ///
  /// The first anchor must begin one line of the file and no other; the last is the nearest line from there on that begins so.
  func place(_ anchors: Anchors, replacement: TextLines) throws(Refusal) -> [Replacement] {
    try rewrite(range(of: anchors), replacement)
  }

  /// The lines between two anchors, counted from 0.
  func range(of anchors: Anchors) throws(Refusal) -> Range<Int> {
    let first = try line(beginningWith: anchors.first)
    guard let last = anchors.last else { return first..<(first + 1) }
    let text = last[...].withoutBlanks
    guard !text.isEmpty, let end = (first..<file.count).first(where: { begins($0, with: text) }) else {
      throw Refusal(
        .notFound, "no line from line \(first + 1) on begins with \(Excerpt(text))",
        remedy: "ask again: the file may have changed, or the line was not repeated exactly")
    }
    return first..<(end + 1)
  }

  private func line(beginningWith anchor: [UInt8]) throws(Refusal) -> Int {
    let text = anchor[...].withoutBlanks
    guard !text.isEmpty else {
      throw Refusal(
        .malformed, "an edit begins at a line without text", remedy: "ask again, or use another edit format")
    }
    let found = (0..<file.count).filter { begins($0, with: text) }
    // A line that says no more than the anchor is meant by it, even where others begin so too.
    let whole = found.filter { file.shown($0).withoutBlanks.count == text.count }
    if let line = whole.count == 1 ? whole.first : found.first, whole.count == 1 || found.count == 1 { return line }
    guard !found.isEmpty else { throw Divergence(of: [text], in: applier.locator).refusal }
    throw LineLocator.ambiguity(of: [text], at: whole.isEmpty ? found : whole)
  }

  private func begins(_ line: Int, with text: ArraySlice<UInt8>) -> Bool {
    file.shown(line).withoutBlanks.starts(with: text)
  }

  private func rewrite(_ lines: Range<Int>, _ replacement: TextLines) throws(Refusal) -> [Replacement] {
    let new = (0..<replacement.count).map { replacement[$0] }
    try check(new, against: lines)
    return try LineRewrite(file: file).replacements(for: lines, text: new)
  }

  /// Refuses text that repeats the line just above or just below the place, where the place itself does not hold that line.
  private func check(_ new: [ArraySlice<UInt8>], against lines: Range<Int>) throws(Refusal) {
    let pairs = [
      (written: new.first, neighbour: lines.lowerBound - 1, inside: lines.first),
      (written: new.last, neighbour: lines.upperBound, inside: lines.last),
    ]
    for (written, neighbour, inside) in pairs where (0..<file.count).contains(neighbour) {
      let there = file.shown(neighbour).withoutTrailingBlanks
      guard let written, written.withoutTrailingBlanks == there, there.contains(where: \.isNameByte),
        inside.map({ file.shown($0).withoutTrailingBlanks }) != there
      else { continue }
      throw Refusal(
        .notFound,
        "the new text repeats line \(neighbour + 1) \(Excerpt(there)), which stands beside the lines that it is to replace",
        remedy: "ask again: the engine most likely meant another place")
    }
  }
}
