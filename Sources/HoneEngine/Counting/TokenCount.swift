/// Holds the text of a reply against the count of tokens that some servers give with each piece of it, so that a piece which
/// was lost or came twice on its way is noticed.
///
/// A count that stands still while the same text comes again is a repetition, and so is one that goes back. A count that grows
/// by more than the text can be is a loss: where the server sends each token as soon as it is there, only one that ends inside of
/// a character, or that may begin a stop text, is held back for the next. What comes without a count waits for the next piece
/// that has one; a server that never counts is never held to it.
struct TokenCount: Sendable {
  /// How a server sends what it counts.
  enum Manner: Hashable, Sendable {
    /// It does not count.
    case none
    /// One token a piece, but for those that end inside of a character or in the beginning of a stop text.
    ///
    /// - isFromStart: whether the reply's first token is the first of its text; else reasoning, or marks that the server takes
    ///   out, may stand before it.
    case single(stops: [String] = [], isFromStart: Bool = false)
    /// Several tokens may come in one piece, and some may be held back.
    case joined
  }

  private let manner: Manner
  private var count = 0
  private var hasBegun = false
  private var last = ""
  /// How many tokens the pieces since the last count can be at most, and how many of them would leave no doubt.
  private var pending = (most: 0, sure: 0)
  private var isSure = true

  init(_ manner: Manner) {
    self.manner = manner
  }

  /// Takes a piece of the reply's text, not empty, and how many tokens the reply had with it.
  /// - Returns: whether nothing can have been lost or repeated before it, as far as that can be told.
  mutating func accepts(_ text: String, count new: Int?) -> Bool {
    switch manner {
    case .none: return true
    case .joined: pending.most += text.utf8.count
    case .single(let stops, _):
      let (inCharacters, atStops) = Self.waits(in: Array(text.utf8), stops: stops)
      pending.most += 1 + inCharacters + atStops
      pending.sure += 1
    }
    guard let new else { return true }
    let isFirst = !hasBegun
    let isRepeated = !isFirst && (new < count || (new == count && text == last))
    let added = isFirst && !isFromStart ? min(1, new) : new - count
    // What stands before the first piece of text, such as reasoning or the marks around it, is counted and not seen here.
    isSure = isSure && (isFirst ? new : added) <= pending.sure
    let isPossible = added <= pending.most || (isFirst && !isFromStart)
    (count, hasBegun, last, pending) = (new, true, text, (0, 0))
    return !isRepeated && isPossible
  }

  /// Tells that something other than text came, whose tokens are not seen here.
  mutating func skip() {
    (hasBegun, isSure, pending) = (false, false, (0, 0))
  }

  /// Whether the reply's text can be whole when the server counted `total` tokens in all, a token that only ends it included.
  /// - Parameter stop: the stop text that ended the reply, whose tokens are counted too.
  mutating func acceptsEnd(total: Int?, stop: String = "") -> Bool {
    guard manner != .none, hasBegun, pending.most == 0, let total else {
      isSure = false
      return true
    }
    guard total >= count else { return false }
    guard manner != .joined else { return true }
    isSure = isSure && total == count + 1 - (stop.isEmpty ? 0 : 1)
    return total <= count + 1 + stop.utf8.count
  }

  /// Whether a piece that was lost or came twice would have been noticed wherever it stood; asked after `acceptsEnd`.
  var isCertain: Bool {
    switch manner {
    case .single: hasBegun && isSure
    case .none, .joined: false
    }
  }

  private var isFromStart: Bool {
    if case .single(_, isFromStart: true) = manner { true } else { false }
  }

  /// At how many places inside of a piece the server may have waited: in the middle of a character, and behind what may have been
  /// the beginning of a stop text.
  static func waits(in text: [UInt8], stops: [String]) -> (inCharacters: Int, atStops: Int) {
    let inCharacters = text.count { $0 & 0xC0 == 0x80 }
    guard !stops.isEmpty else { return (inCharacters, 0) }
    let stops = stops.map { Array($0.utf8) }
    let atStops = (1..<max(1, text.count)).count { end in
      stops.contains { stop in
        (1..<max(1, stop.count)).contains { $0 <= end && text[(end - $0)..<end].elementsEqual(stop[..<$0]) }
      }
    }
    return (inCharacters, atStops)
  }
}
