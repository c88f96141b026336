/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var bits: (UInt64, UInt64) = (0, 0)

  /// The ASCII characters of `text`, where `a-z` stands for a range; a hyphen at the end stands for itself.
  init(_ text: StaticString) {
    text.withUTF8Buffer { characters in
      var index = 0
      while index < characters.count {
        let isRange = index + 2 < characters.count && characters[index + 1] == UInt8(ascii: "-")
        let last = isRange ? characters[index + 2] : characters[index]
        for byte in characters[index]...max(characters[index], last) { insert(byte) }
        index += isRange ? 3 : 1
      }
    }
  }

  private mutating func insert(_ byte: UInt8) {
    if byte < 64 { bits.0 |= 1 << UInt64(byte) } else { bits.1 |= 1 << UInt64(byte & 63) }
  }

  /// Whether the byte is in the set; no byte outside ASCII ever is.
  func contains(_ byte: UInt8) -> Bool {
    byte < 64
      ? bits.0 >> UInt64(byte) & 1 == 1
      : byte < 128 && bits.1 >> UInt64(byte & 63) & 1 == 1
  }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.bits == right.bits }

  func hash(into hasher: inout Hasher) {
    hasher.combine(bits.0)
    hasher.combine(bits.1)
  }

  static let digits = ByteSet("0-9")
  static let hex = ByteSet("0-9a-f")
  static let anyHex = ByteSet("0-9a-fA-F")
  static let lower = ByteSet("a-z0-9")
  static let upper = ByteSet("A-Z0-9")
  static let base32 = ByteSet("A-Z2-7")
  static let letters = ByteSet("a-zA-Z")
  static let alphanumeric = ByteSet("a-zA-Z0-9")
  static let word = ByteSet("a-zA-Z0-9_")
  static let urlSafe = ByteSet("a-zA-Z0-9_-")
  static let urlSafePadded = ByteSet("a-zA-Z0-9_=-")
  static let dotted = ByteSet("a-zA-Z0-9_.-")
  static let base64 = ByteSet("a-zA-Z0-9+/=")
  static let anyBase64 = ByteSet("a-zA-Z0-9+/=_-")
  static let path = ByteSet("a-zA-Z0-9/_+-")
  static let crypt = ByteSet("a-zA-Z0-9./")
}
