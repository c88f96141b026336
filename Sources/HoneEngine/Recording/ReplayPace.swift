/// How fast a recorded reply is played.
package enum ReplayPace: Hashable, Sendable {
  /// As fast as it is read.
  case unlimited
  /// As it came when it was recorded.
  case recorded
  /// So many frames a second; a frame has about one token.
  case rate(Double)

  /// Reads `own`, or a number of tokens a second, at least a thousandth; `nil` for anything else.
  package init?(text: some StringProtocol) {
    if text == "own" {
      self = .recorded
    } else if let rate = Double(text), rate >= 0.001, rate.isFinite {
      self = .rate(rate)
    } else {
      return nil
    }
  }
}

extension RecordedExchange {
  /// The body in pieces, each with the time after the request at which it is due.
  func pieces(at pace: ReplayPace) -> [(due: Duration, bytes: ArraySlice<UInt8>)] {
    var pieces: [(due: Duration, bytes: ArraySlice<UInt8>)] = []
    var rest = body[...]
    switch pace {
    case .unlimited: break
    case .recorded:
      for arrival in arrivals where !rest.isEmpty {
        pieces.append((arrival.after, rest.prefix(arrival.count)))
        rest = rest.dropFirst(arrival.count)
      }
    case .rate(let rate):
      while let end = Self.endOfFrame(in: rest) {
        pieces.append((.seconds(Double(pieces.count) / rate), rest[..<end]))
        rest = rest[end...]
      }
    }
    // What has no time of its own comes at once, a kilobyte at a time so that the reader is not given all of it together.
    let last = pieces.last?.due ?? .zero
    while !rest.isEmpty {
      pieces.append((last, rest.prefix(1024)))
      rest = rest.dropFirst(1024)
    }
    return pieces
  }

  /// Where the first frame ends: behind an empty line, whichever of the three ends of lines the server writes.
  ///
  /// Source: the HTML standard, section "Parsing an event stream".
  private static func endOfFrame(in bytes: ArraySlice<UInt8>) -> Int? {
    var lineStart = bytes.startIndex
    var index = lineStart
    while index < bytes.endIndex {
      let byte = bytes[index]
      guard byte == 0x0a || byte == 0x0d else {
        index += 1
        continue
      }
      let isEmpty = index == lineStart
      index += byte == 0x0d && index + 1 < bytes.endIndex && bytes[index + 1] == 0x0a ? 2 : 1
      if isEmpty { return index }
      lineStart = index
    }
    return nil
  }
}
