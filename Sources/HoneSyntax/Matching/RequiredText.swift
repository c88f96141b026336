internal import HoneCore
internal import HoneText

/// A text that stands wherever a rule matches.
struct RequiredText: Hashable, Sendable {
  let finder: LiteralFinder
  /// Whether it is a name, which does not count as a part of a longer one: `assertIs` in `assertIsNone`.
  let isName: Bool

  init(_ bytes: [UInt8], isName: Bool = false) {
    finder = LiteralFinder(bytes)
    self.isName = isName && bytes.allSatisfy { $0 < 0x80 && $0.isNameByte }
  }

  /// The first place at or after `start` where it stands.
  func firstRange(in buffer: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    var start = start
    while let range = finder.firstRange(in: buffer, from: start) {
      if isWhole(range, in: buffer) { return range }
      start = range.lowerBound + 1
    }
    return nil
  }

  /// Whether the text counts where its bytes stand.
  func isWhole(_ range: Range<Int>, in buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isName else { return true }
    // A digit before it may end a number.
    let isEnd = range.lowerBound > 0 && Self.isNameStart(buffer[range.lowerBound - 1])
    let next = range.upperBound < buffer.count ? buffer[range.upperBound] : 0
    return !isEnd && !Self.isNameStart(next) && !next.isDecimalDigit
  }

  /// Whether a byte surely belongs to a name that goes on or ends with it; what is not ASCII may be anything.
  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
  }
}
