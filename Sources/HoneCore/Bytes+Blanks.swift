/// Reading a line of text as bytes: its blanks, its indentation, its words.
///
/// Lines are compared as bytes because files need not be UTF-8; a blank is a space or a tab, nothing else.
extension UInt8 {
  /// Whether the byte is a space or a tab.
  package var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// Whether the byte can stand in a name of most languages; bytes outside ASCII count as letters.
  package var isNameByte: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x80...0xff: true
    default: false
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether the line holds nothing but spaces and tabs.
  var isBlankLine: Bool { allSatisfy(\.isBlank) }

  /// The leading spaces and tabs.
  var indentation: ArraySlice<UInt8> { prefix(while: \.isBlank) }

  /// The line without trailing spaces and tabs.
  var withoutTrailingBlanks: ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, self[end - 1].isBlank { end -= 1 }
    return self[startIndex..<end]
  }

  /// The line without spaces and tabs around it.
  var withoutBlanks: ArraySlice<UInt8> { withoutTrailingBlanks.drop(while: \.isBlank) }

  /// Whether the line begins with the UTF-8 bytes of `text`.
  func hasPrefix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { starts(with: $0) }
  }

  /// The FNV-1a hash (64 bits) of the bytes; collisions are possible, so a match is confirmed on the bytes.
  var lineHash: UInt64 {
    withUnsafeBufferPointer { buffer in
      buffer.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
  }
}
