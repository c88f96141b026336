/// Places the edits of one file and applies them.
///
/// Every edit is located in the file as it was, never in the result of another edit, so edits can be placed and shown
/// one by one while the rest of a reply still streams.
package struct EditApplier: Sendable {
  /// The file as it is.
  package let base: TextLines
  let locator: LineLocator

  /// Cuts and indexes the file, in time linear in its size.
  package init(_ bytes: [UInt8]) {
    base = TextLines(bytes)
    locator = LineLocator(base)
  }

  /// Applies replacements that were placed in `base`.
  /// - Throws: a `Refusal` `.overlap` when two touch the same bytes.
  package func apply(_ replacements: [Replacement]) throws(Refusal) -> AppliedEdits {
    try AppliedEdits(replacements, to: base)
  }

  /// Finds where an edit goes.
  ///
  /// A deletion takes every byte; that the entry goes away, and that a move changes the path, is for the caller to do.
  /// - Returns: replacements in the base, ascending and minimal; empty when the edit changes nothing.
  /// - Throws: a `Refusal`: `.notFound`, `.ambiguous`, `.encoding`; `.outsideFence` for the creation of a file that has
  ///   contents; `.malformed` for a window, which needs `placeWindow`.
  package func place(_ edit: Edit) throws(Refusal) -> [Replacement] {
    switch edit.change {
    case .replace(let search, let replacement):
      return try place(search: TextLines(search), replacement: TextLines(replacement))
    case .replaceLines(let lines, let replacement):
      return try RangePlacement(applier: self).place(lines, replacement: TextLines(replacement))
    case .replaceAnchored(let anchors, let replacement):
      return try RangePlacement(applier: self).place(anchors, replacement: TextLines(replacement))
    case .patch(let chunks), .move(_, let chunks):
      return try place(chunks, after: PatchPosition()).replacements
    case .delete:
      return base.bytes.isEmpty ? [] : [Replacement(range: 0..<base.bytes.count, bytes: [])]
    case .create(let text):
      guard base.bytes.isEmpty else {
        throw Refusal(
          .outsideFence, "the edit creates a file that exists", remedy: "ask again, for a change of the existing file")
      }
      return text.isEmpty ? [] : [Replacement(range: 0..<0, bytes: text)]
    case .foreign(let line): throw .foreign(line)
    case .rewriteWindow:
      throw Refusal(
        .malformed, "the reply rewrites a window where none was shown", remedy: "ask again, or use another edit format")
    }
  }

  /// Finds where chunks of a patch go that follow others of their section.
  /// - Returns: replacements as for an edit, and the position behind the last chunk, from which on the next one is looked for.
  /// - Throws: as `place(_:)`.
  package func place(
    _ chunks: [PatchChunk], after position: PatchPosition
  ) throws(Refusal) -> (replacements: [Replacement], position: PatchPosition) {
    try PatchPlacement(applier: self).place(chunks, after: position)
  }

  /// Puts the new text of a window in place of its lines.
  ///
  /// Lines that the engine returned as it was shown them keep their bytes. A window that came back with its indentation
  /// shifted as a whole is shifted back.
  /// - Parameters:
  ///   - lines: the lines of the window, counted from 0.
  ///   - text: what the window becomes.
  /// - Throws: a `Refusal` `.encoding` when a changed line holds bytes that could not be shown.
  package func placeWindow(lines: Range<Int>, text: [UInt8]) throws(Refusal) -> [Replacement] {
    let text = TextLines(text)
    let new = (0..<text.count).map { text[$0] }
    return try LineRewrite(file: base).replacements(for: lines, text: reindented(new, for: lines))
  }

  private func place(search: TextLines, replacement: TextLines) throws(Refusal) -> [Replacement] {
    let written = (0..<search.count).map { search[$0] }
    let match = try locator.locate(written)
    let text = try Self.reindented((0..<replacement.count).map { replacement[$0] }, by: match, for: written)
    return try LineRewrite(file: base).replacements(for: match.lines, written: written, text: text)
  }

  /// The new lines, shifted as the match was.
  /// - Throws: a `Refusal` `.notFound` when they cannot be.
  static func reindented(
    _ lines: [ArraySlice<UInt8>], by match: LineLocator.Match, for written: [ArraySlice<UInt8>]
  ) throws(Refusal) -> [ArraySlice<UInt8>] {
    if let shifted = match.reindentation.apply(to: lines) { return shifted }
    let line = match.lines.lowerBound + 1
    throw Refusal(
      .notFound, "the search text stands at line \(line) with other indentation, which the new text cannot take on",
      remedy: "ask again: the indentation must be repeated exactly")
  }

  /// Undoes a shift of the whole window; leaves the text as it is when there is none that all unchanged lines share.
  private func reindented(_ new: [ArraySlice<UInt8>], for lines: Range<Int>) -> [ArraySlice<UInt8>] {
    let old = lines.map { base.shown($0) }
    let changes = LineDiff.changes(from: old.map(\.withoutBlanks), to: new.map(\.withoutBlanks))
    var pairs: [(written: ArraySlice<UInt8>, actual: ArraySlice<UInt8>)] = []
    var line = 0
    var index = 0
    for change in changes + [LineDiff.Change(old: old.count..<old.count, new: new.count..<new.count)] {
      while line < change.old.lowerBound {
        pairs.append((new[index], old[line]))
        line += 1
        index += 1
      }
      line = change.old.upperBound
      index = change.new.upperBound
    }
    return Reindentation(explaining: pairs)?.apply(to: new) ?? new
  }
}
