/// Holds the text of a reply against the count of tokens that some servers give with each piece of it, so that a piece which
/// was lost or came twice on its way is noticed.
///
/// A count that stands still while the same text comes again is a repetition, and so is one that goes back. A count that grows
/// by more than the text can be is a loss: a token of text has one byte at least, and where the server sends each token as soon as
/// it is there, only a token that ends inside of a character is held back for the next. What comes without a count waits for
/// the next piece that has one; a server that never counts is never held to it.
struct TokenCount: Hashable, Sendable {
  /// How a server sends what it counts.
  enum Manner: Hashable, Sendable {
    /// It does not count.
    case none
    /// One token a piece, but for those that end inside of a character.
    case single
    /// Several tokens may come in one piece, and some may be held back.
    case joined
  }

  private let manner: Manner
  private var count = 0
  private var hasBegun = false
  private var last = ""
  private var pendingBytes = 0
  private var isPendingASCII = true

  init(_ manner: Manner) {
    self.manner = manner
  }

  /// Takes a piece of the reply's text, not empty, and how many tokens the reply had with it.
  /// - Returns: whether nothing can have been lost or repeated before it, as far as that can be told.
  mutating func accepts(_ text: String, count new: Int?) -> Bool {
    guard manner != .none else { return true }
    pendingBytes += text.utf8.count
    isPendingASCII = isPendingASCII && text.utf8.allSatisfy { $0 < 0x80 }
    guard let new else { return true }
    defer { (count, hasBegun, last, pendingBytes, isPendingASCII) = (new, true, text, 0, true) }
    // What stands before the first piece of text, such as reasoning or the marks around it, is counted and not seen here.
    guard hasBegun else { return true }
    if new < count || (new == count && text == last) { return false }
    let added = new - count
    return added <= pendingBytes && (manner == .joined || added <= 1 || !isPendingASCII)
  }

  /// Tells that something other than text came, whose tokens are not seen here.
  mutating func skip() {
    hasBegun = false
    (pendingBytes, isPendingASCII) = (0, true)
  }

  /// Whether the reply's text can be whole when the server counted `total` tokens in all, a token that only ends it included.
  func acceptsEnd(total: Int?) -> Bool {
    guard manner != .none, hasBegun, pendingBytes == 0, let total else { return true }
    return total >= count && (manner == .joined || total <= count + 1)
  }
}
