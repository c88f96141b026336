/// Holds the frames of a reply of llama.cpp's own interface against the count of tokens that each of them tells.
///
/// The server sends a frame for each token, also for one whose text it holds back since it may begin a stop text, and for the one
/// that only ends the reply. Only a token that ends inside of a character has none: it is told of with the one that ends the
/// character. So every count is one more than the last, but where the text of a frame has characters of several bytes; there a
/// frame that was lost may hide, and such a reply is not called certain. A server that leaves out the frames of what it holds
/// back is not refused for that, nor one that does not count, and neither is called certain.
struct FrameCount: Sendable {
  private let stops: [String]
  private var told = 0
  private var tellsHeld = false
  private var isSure = true

  /// - Parameter stops: the stop texts of the request.
  init(stops: [String]) {
    self.stops = stops
  }

  /// Takes the text of a frame that is not the last, which may be empty, and how many tokens there were with it.
  /// - Returns: whether nothing can have been lost or repeated before it, as far as that can be told.
  mutating func accepts(_ text: String, count: Int?) -> Bool {
    guard let count else {
      isSure = false
      return true
    }
    // What tells how far the request was read comes before the first token.
    if text.isEmpty, count == 0, told == 0 { return true }
    let added = count - told
    if text.isEmpty { tellsHeld = true }
    let (inCharacters, atStops) = TokenCount.waits(in: text.isEmpty ? heldMost : Array(text.utf8), stops: stops)
    told = max(told, count)
    isSure = isSure && added == 1
    return added >= 1 && added <= 1 + inCharacters + (tellsHeld ? 0 : atStops)
  }

  /// Whether the reply can be whole when its last frame tells `total` tokens.
  /// - Parameter stop: the stop text that ended the reply.
  mutating func acceptsEnd(total: Int?, stop: String) -> Bool {
    guard told > 0, let total else {
      isSure = false
      return true
    }
    isSure = isSure && total == told
    return total >= told && total - told <= (tellsHeld ? 0 : 1 + stop.utf8.count)
  }

  /// Whether a frame that was lost or came twice would have been noticed wherever it stood; asked after `acceptsEnd`.
  var isCertain: Bool { told > 0 && isSure }

  /// What a frame without text may hold back at most: a stop text, and a character of it may be several tokens.
  private var heldMost: [UInt8] { stops.map { Array($0.utf8) }.max { $0.count < $1.count } ?? [] }
}
