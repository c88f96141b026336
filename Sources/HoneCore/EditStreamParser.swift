/// The forms in which an engine may write edits.
package enum EditFormat: String, CaseIterable, Sendable {
  /// The shown window, rewritten whole inside one fence.
  case window
  /// `<<<<<<< SEARCH` / `=======` / `>>>>>>> REPLACE` blocks, each under the path it changes.
  case searchReplace = "search-replace"
  /// `<<<<<<< LINES 3-5` / `>>>>>>> END` blocks: places by the numbers of lines, which are shown beside them.
  case lineRange = "line-range"
  /// `<<<<<<< FROM def load(` / `------- TO return` / `>>>>>>> END` blocks: places by how their lines begin.
  case anchors
  /// The `*** Begin Patch` form of `apply_patch`.
  case v4a
}

/// Reads edits out of engine text as it arrives.
///
/// A parser is fed bytes cut at any place, even inside a character, and returns each edit as soon as its last byte is
/// there. Text outside of edits (prose) is skipped. Feeding a reply in one piece or byte by byte gives the same edits.
package protocol EditStreamParser: Sendable {
  /// Whether an edit has begun and not yet ended: a reply that stops now changes nothing.
  var isEditOpen: Bool { get }

  /// What the open edit has said so far of its place; `nil` between edits, and in forms that name no text of the file.
  var openBlock: OpenBlock? { get }

  /// The lines that the open edit refers to without repeating them; `nil` between edits, and in forms that repeat what they mean.
  var openPlace: OpenPlace? { get }

  /// Takes the next bytes of the reply.
  /// - Returns: the edits that these bytes completed, in order.
  /// - Throws: a `Refusal` with the code `malformed` when no continuation could make the reply well-formed.
  mutating func feed(_ bytes: some Sequence<UInt8>) throws(Refusal) -> [Edit]

  /// Tells that the reply ended, after the engine's terminal event.
  /// - Returns: the edits that only the end completes.
  /// - Throws: a `Refusal` with the code `malformed` when an edit is still open.
  mutating func finish() throws(Refusal) -> [Edit]
}

extension EditStreamParser {
  package var openBlock: OpenBlock? { nil }
  package var openPlace: OpenPlace? { nil }
}
