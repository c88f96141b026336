/// A set of ASCII characters.
struct ASCIISet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ characters: some Sequence<UInt8>) {
    for byte in characters where byte < 64 { low |= 1 << UInt64(byte) }
    for byte in characters where (64..<128).contains(byte) { high |= 1 << UInt64(byte - 64) }
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
  }

  static let upper = Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))
  static let lower = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
  static let digits = Array(UInt8(ascii: "0")...UInt8(ascii: "9"))

  /// Letters and digits.
  static let alphanumeric = ASCIISet(upper + lower + digits)
  /// Letters, digits and the underscore.
  static let word = ASCIISet(upper + lower + digits + Array("_".utf8))
  /// The alphabet of URL-safe base64.
  static let urlSafe = ASCIISet(upper + lower + digits + Array("_-".utf8))
  /// The alphabet of base64 with padding, and its URL-safe form.
  static let base64 = ASCIISet(upper + lower + digits + Array("+/=_-".utf8))
  /// Capital letters and digits.
  static let capitals = ASCIISet(upper + digits)
}
