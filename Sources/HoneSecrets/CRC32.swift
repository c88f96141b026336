/// The checksum with which GitHub and npm end their tokens.
///
/// Source: GitHub, "Behind GitHub's new authentication token formats" (2021): the CRC-32 (the polynomial of ISO 3309, bits
/// reversed) of the characters between prefix and checksum, in base 62 with the digits `0-9A-Za-z`, six digits long.
enum CRC32 {
  /// Whether the last six characters are the checksum of those before them.
  static func endsWithOwnChecksum(_ body: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard body.count > 6 else { return false }
    var value = checksum(body.dropLast(6))
    var digits: [UInt8] = []
    for _ in 0..<6 {
      digits.append(digit(UInt8(value % 62)))
      value /= 62
    }
    return body.suffix(6).elementsEqual(digits.reversed())
  }

  /// The CRC-32 of some bytes, bit by bit: tokens are short.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xedb8_8320) }
    }
    return ~crc
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<10: UInt8(ascii: "0") + value
    case 10..<36: UInt8(ascii: "A") + value - 10
    default: UInt8(ascii: "a") + value - 36
    }
  }
}
