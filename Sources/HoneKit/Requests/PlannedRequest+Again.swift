internal import HoneCore
internal import HoneEngine

/// The same request, asked again after its reply was cut short.
///
/// What was sent stays as it is and the new words go behind it, so that a prompt cache keeps all of it.
extension PlannedRequest {
  /// The request with a new instruction from the user.
  /// - Parameters:
  ///   - kept: the part of the reply whose edits stay; empty when none does.
  func redirected(to words: String, kept: String) -> PlannedRequest {
    if let replan, let planned = replan(words) { return planned }
    var copy = self
    copy.instruction += "\n\(words)"
    return copy.told(words, keeping: kept)
  }

  private func told(_ words: String, keeping kept: String) -> PlannedRequest {
    if kept.isEmpty {
      return adding("The user has changed the instruction since then. What counts now: \(words)")
    }
    return continuing(
      kept,
      """
      The user stopped you there. The edits above are kept, and whatever followed them is dropped. What counts now:
      \(words)

      Write only the edits that this needs beyond those above, in the same form. The files are still as they were shown: \
      to change a place again that an edit above changes, write the whole edit for it anew, from the text that was shown.
      """)
  }

  /// The user's words for an engine that takes them in the middle of its reply.
  static func told(_ words: String) -> String {
    """
    The user stops you here. The edits that you have finished are kept, and the one that you may be in the middle of is \
    dropped. What counts now:
    \(words)

    Begin a new reply with only the edits that this needs beyond those above, in the same form. The files are still as they \
    were shown: to change a place again that an edit above changes, write the whole edit for it anew, from the text that was \
    shown.
    """
  }

  /// The request for the edit whose place is not in the file, and for those that were to follow it.
  func corrected(_ mismatch: SearchWatch.Mismatch, kept: String) -> PlannedRequest {
    let lines =
      mismatch.trueLines.isEmpty
      ? "Look at the file again."
      : "The file reads there:\n\(EditPrompt.fenced(mismatch.trueLines, path: mismatch.path))"
    let words = """
      Your next edit of \(mismatch.path) was stopped: \(mismatch.refusal.message). \(lines)
      Write that edit again, copying these lines exactly, and then the edits that were to follow it.
      """
    return kept.isEmpty ? adding(words) : continuing(kept, words)
  }

  private func continuing(_ kept: String, _ words: String) -> PlannedRequest {
    var (copy, kept, words) = (self, kept, words)
    if format == .v4a {
      // The engine is not to go on inside of a patch that it takes for open: nothing of that would be read.
      let end = "*** End Patch"
      if !kept.trimmed.hasSuffix(end) { kept += (kept.hasSuffix("\n") ? "" : "\n") + end + "\n" }
      words += "\nBegin a new patch for that, with *** Begin Patch."
    }
    copy.request.messages += [Message(.assistant, kept), Message(.user, words)]
    return copy.shortened
  }

  /// The request with more words of the user behind what is asked.
  func adding(_ words: String) -> PlannedRequest {
    var copy = self
    guard let last = copy.request.messages.indices.last, copy.request.messages[last].role == .user else {
      copy.request.messages.append(Message(.user, words))
      return copy.shortened
    }
    copy.request.messages[last].content += "\n\n\(words)"
    return copy.shortened
  }

  /// The request with as long a reply as the context still has room for, and never a shorter one than it needs.
  private var shortened: PlannedRequest {
    guard let limit else { return self }
    var copy = self
    let room = max(leastOutputTokens, limit - request.tokenEstimate)
    copy.request.maxOutputTokens = min(request.maxOutputTokens, room)
    return copy
  }
}
