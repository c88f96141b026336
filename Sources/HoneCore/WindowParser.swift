/// Reads a rewritten window: prose, one fenced block with the new text, prose.
///
/// A reply has exactly one block. None means that the engine only talked; two leave open which one is meant. Both are
/// refused. Inside the block a fence that is shorter, of the other character, or that names a language is content; the
/// latter two are closed by their own fence, as in a Markdown file with examples.
package struct WindowParser: LineEditParser {
  private enum State: Hashable {
    case before
    case inside(CodeFence, nested: [CodeFence])
    case after
  }

  var stream = LineStream()
  private var state: State
  private var text: [UInt8] = []
  /// Whether the next line may be the engine's repetition of a fence that was already there.
  private var mayRepeatFence: Bool

  /// Starts before the reply.
  /// - Parameters:
  ///   - isFencePrefilled: whether the engine's turn was begun with the opening fence, so that the reply starts inside.
  ///   - fence: that fence, in characters: three or more backticks or tildes.
  package init(isFencePrefilled: Bool = false, fence: String = "```") {
    mayRepeatFence = isFencePrefilled
    state = .before
    if isFencePrefilled {
      let opening = CodeFence(Array(fence.utf8)[...]) ?? CodeFence(character: UInt8(ascii: "`"), length: 3)
      state = .inside(opening, nested: [])
    }
  }

  /// The shortest fence of backticks that no line of `window` can close.
  package static func fence(around window: [UInt8]) -> String {
    let lines = window.split(separator: 0x0a, omittingEmptySubsequences: true)
    let longest = lines.compactMap { CodeFence($0) }.filter { $0.character == UInt8(ascii: "`") }.map(\.length).max()
    return String(repeating: "`", count: max(3, (longest ?? 0) + 1))
  }

  package var isEditOpen: Bool {
    if case .inside = state { true } else { false }
  }

  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit? {
    let fence = CodeFence(line)
    switch state {
    case .before:
      if let fence { state = .inside(fence, nested: []) }
    case .inside(let opening, var nested):
      if mayRepeatFence, fence != nil {
        mayRepeatFence = false
        return nil
      }
      mayRepeatFence = mayRepeatFence && line.isBlankLine
      if let fence {
        if let inner = nested.last {
          if fence.closes(inner) { nested.removeLast() }
        } else if fence.closes(opening) {
          state = .after
          return Edit(path: nil, change: .rewriteWindow(text))
        } else if fence.hasInfo {
          nested.append(fence)
        }
        state = .inside(opening, nested: nested)
      }
      text += line
      text.append(0x0a)
    case .after:
      _ = try ForeignEdit.endsReasoning(line, hasEdits: true)
      if fence != nil {
        throw Refusal(
          .malformed, "the reply holds more than one code block, so which one is the window cannot be told",
          remedy: "ask again, for one code block only")
      }
    }
    return nil
  }

  mutating func takeEnd() throws(Refusal) {
    switch state {
    case .after: return
    case .before:
      throw Refusal(
        .malformed, "the reply holds no code block", remedy: "ask again, or say more exactly what is to change")
    case .inside:
      throw Refusal(
        .malformed, "the reply ended inside its code block", remedy: "ask again, with a larger limit on the answer")
    }
  }
}
