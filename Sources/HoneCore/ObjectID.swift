/// The name of a git object: the 20 bytes of its SHA-1.
///
/// Repositories that use SHA-256 are refused before any id is read, so one length is enough.
package struct ObjectID: Hashable, Sendable {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The id git writes where there is no object, for example on the missing side of a created file.
  package static let zero = ObjectID(high: 0, middle: 0, low: 0)

  /// The id of the tree without entries, which stands in for HEAD before the first commit.
  package static let emptyTree = ObjectID(
    high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Reads an id from exactly 20 raw bytes; `nil` for any other length.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 20 else { return nil }
    let whole = bytes.withContiguousStorageIfAvailable { Self(UnsafeRawBufferPointer($0)) }
    self = whole ?? Array(bytes).withUnsafeBytes { Self($0) }
  }

  /// Reads an id from 20 raw bytes in memory.
  private init(_ bytes: UnsafeRawBufferPointer) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    middle = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  /// Reads an id from exactly 40 hexadecimal digits; `nil` for anything else.
  package init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 40 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    for index in stride(from: 0, to: 40, by: 2) {
      guard let upper = Self.value(ofDigit: digits[index]), let lower = Self.value(ofDigit: digits[index + 1]) else {
        return nil
      }
      bytes.append(upper << 4 | lower)
    }
    self.init(bytes: bytes)
  }

  /// Whether this is the id of no object.
  package var isZero: Bool { self == .zero }

  /// The 20 raw bytes.
  package var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      raw.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
      raw.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      raw.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
      count = 20
    }
  }

  /// The 40 lower-case hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The first ten digits, for people.
  package var abbreviated: String { String(hex.prefix(10)) }

  private static func value(ofDigit byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension ObjectID: CustomStringConvertible {
  package var description: String { hex }
}
