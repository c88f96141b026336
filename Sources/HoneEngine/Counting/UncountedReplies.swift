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
