/// Whether bytes are well-formed UTF-8, by table 3-7 of the Unicode standard.
///
/// Every result of every edit and every text of every frame is asked, so nothing is copied, and eight bytes of ASCII are looked
/// at together.
extension Array where Element == UInt8 {
  /// Whether the bytes are well-formed UTF-8.
  package var isUTF8: Bool { withUnsafeBytes(Self.isUTF8) }
}

extension ArraySlice where Element == UInt8 {
  /// Whether the bytes are well-formed UTF-8.
  package var isUTF8: Bool { withUnsafeBytes([UInt8].isUTF8) }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// Whether the bytes are well-formed UTF-8.
  package var isUTF8: Bool { [UInt8].isUTF8(UnsafeRawBufferPointer(self)) }
}

extension Array where Element == UInt8 {
  fileprivate static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      let first = bytes[index]
      index += 1
      if first < 0x80 { continue }
      // The first byte says how many follow, and narrows the first of them: no overlong forms, no surrogates, no end beyond U+10FFFF.
      let (count, second): (Int, ClosedRange<UInt8>)
      switch first {
      case 0xc2...0xdf: (count, second) = (1, 0x80...0xbf)
      case 0xe0: (count, second) = (2, 0xa0...0xbf)
      case 0xed: (count, second) = (2, 0x80...0x9f)
      case 0xe1...0xef: (count, second) = (2, 0x80...0xbf)
      case 0xf0: (count, second) = (3, 0x90...0xbf)
      case 0xf1...0xf3: (count, second) = (3, 0x80...0xbf)
      case 0xf4: (count, second) = (3, 0x80...0x8f)
      default: return false
      }
      guard index + count <= bytes.count, second.contains(bytes[index]) else { return false }
      for following in (index + 1)..<(index + count) where bytes[following] & 0xc0 != 0x80 { return false }
      index += count
    }
    return true
  }
}
