package import HoneText

extension RequiredWords {
  /// Whether a text holds a word of each group.
  /// - Parameter pairs: those of the text.
  package func occur(in text: [UInt8], pairs: BytePairs) -> Bool {
    groups.allSatisfy { $0.contains { $0.occurs(in: text, pairs: pairs) } }
  }
}

extension RequiredWord {
  fileprivate func occurs(in text: [UInt8], pairs: BytePairs) -> Bool {
    var word = self.text
    guard word.withUTF8(pairs.mayHold) else { return false }
    let finder = LiteralFinder(self.text)
    return text.withUnsafeBufferPointer { buffer in
      var start = 0
      while let range = finder.firstRange(in: buffer, from: start) {
        if !isWhole || Self.isName(at: range, in: buffer) { return true }
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
