/// The text of a reply up to its last finished edit, kept for asking again.
///
/// A reply may be a million tokens long; more than `limit` bytes of it are not kept, and the engine is then asked again
/// without what it wrote.
struct KeptReply {
  static let limit = 256 << 10

  private var text = ""
  private var finished = 0
  private var isComplete = true

  /// The text up to the end of the last finished edit; empty when there is none, or when it was too long to keep.
  var finishedText: String { isComplete ? String(decoding: text.utf8.prefix(finished), as: UTF8.self) : "" }

  /// The first `count` bytes of the reply, of those that were kept.
  func opening(_ count: Int) -> String { String(decoding: text.utf8.prefix(count), as: UTF8.self) }

  mutating func append(_ piece: Substring) {
    guard isComplete else { return }
    guard text.utf8.count + piece.utf8.count <= Self.limit else {
      isComplete = false
      return
    }
    text += piece
  }

  /// Drops what came after the last finished edit.
  mutating func dropOpenEdit() {
    if isComplete { text = finishedText }
  }

  /// Tells that an edit ended with the last piece.
  /// - Parameter next: the end of what came, where it belongs to the next edit already.
  mutating func finishEdit(before next: Substring) {
    finished = max(0, text.utf8.count - next.utf8.count)
  }
}
