package import HoneText

/// A search for the words of `RequiredWords`, as they are written in an index.
///
/// A hook makes some dozens ready of which hardly one finds anything, so nothing is taken apart before.
package struct WordSearch: Hashable, Sendable {
  /// Groups, parted by commas, of words, parted by blanks; a word that may be a part of a longer name ends with a star.
  let written: ArraySlice<UInt8>

  private static let comma = UInt8(ascii: ",")
  private static let blank = UInt8(ascii: " ")
  private static let star = UInt8(ascii: "*")

  init(written: ArraySlice<UInt8>) { self.written = written }

  init(_ words: RequiredWords) { written = Array(words.written.utf8)[...] }

  /// Whether a text holds a word of each group.
  /// - Parameter pairs: those of the text.
  package func occur(in text: [UInt8], pairs: BytePairs) -> Bool {
    written.withUnsafeBufferPointer { written in
      var start = 0
      var holds = false
      while start < written.count {
        var end = start
        while end < written.count, written[end] != Self.comma, written[end] != Self.blank { end += 1 }
        holds = holds || Self.occurs(UnsafeBufferPointer(rebasing: written[start..<end]), in: text, pairs)
        // The last word of a group.
        if end == written.count || written[end] == Self.comma {
          guard holds else { return false }
          holds = false
        }
        start = end + 1
      }
      return true
    }
  }

  private static func occurs(_ written: UnsafeBufferPointer<UInt8>, in text: [UInt8], _ pairs: BytePairs) -> Bool {
    let isWhole = written.last != star
    let word = UnsafeBufferPointer(rebasing: isWhole ? written[...] : written.dropLast())
    guard pairs.mayHold(word) else { return false }
    let finder = LiteralFinder(Array(word))
    return text.withUnsafeBufferPointer { buffer in
      var start = 0
      while let range = finder.firstRange(in: buffer, from: start) {
        if !isWhole || isName(at: range, in: buffer) { return true }
        start = range.lowerBound + 1
      }
      return false
    }
  }

  /// Whether no name goes on from before a word or behind it.
  ///
  /// Behind a number, an escaped letter or the letter of a format a word may begin without anything between: `1if`, `\nSELECT`.
  private static func isName(at range: Range<Int>, in buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    if range.upperBound < buffer.count, isNameByte(buffer[range.upperBound]) { return false }
    var start = range.lowerBound
    while start > 0, isNameByte(buffer[start - 1]) { start -= 1 }
    if start == range.lowerBound || (0x30...0x39).contains(buffer[start]) { return true }
    return start > 0 && (buffer[start - 1] == UInt8(ascii: "\\") || buffer[start - 1] == UInt8(ascii: "%"))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
    default: false
    }
  }
}
