/// What becomes of replies in which a piece that was lost or came twice on its way might not be noticed, in the words of the
/// configuration.
package enum UncountedReplies: String, CaseIterable, Sendable {
  /// They are used, and said to be uncounted.
  case accept
  /// They are asked for in one piece, which cannot lose a part unnoticed; nothing of them is seen before their end.
  case whole
  /// They are not used.
  case refuse
}

extension UncountedReplies {
  /// The error for a reply, or a server, that is not used for this reason.
  func refusal(
    of engine: EngineDescription, _ what: String = "sent a reply whose pieces could not all be counted"
  ) -> EngineError {
    .failure(
      .misconfigured, of: engine, what, detail: "a lost part would not be noticed",
      remedy: self == .refuse
        ? "`git config honeengine.\(engine.name).uncounted whole` asks for replies in one piece, `accept` takes them as they are"
        : "run it again, or `git config honeengine.\(engine.name).uncounted accept` takes such replies")
  }
}
