/// Strings, escaped and not.
extension JSONParser {
  mutating func string() throws(JSON.SyntaxError) -> String {
    offset += 1
    let start = offset
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        defer { offset += 1 }
        return try text(UnsafeBufferPointer(rebasing: bytes[start..<offset]))
      case UInt8(ascii: "\\"): return try escapedString(Array(bytes[start..<offset]))
      case 0..<0x20: throw failure
      default: offset += 1
      }
    }
    throw failure
  }

  private mutating func escapedString(_ beginning: [UInt8]) throws(JSON.SyntaxError) -> String {
    var unescaped = beginning
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return try unescaped.withUnsafeBufferPointer { buffer throws(JSON.SyntaxError) in try text(buffer) }
      case UInt8(ascii: "\\"):
        offset += 1
        try escape(into: &unescaped)
      case 0..<0x20: throw failure
      default:
        unescaped.append(byte)
        offset += 1
      }
    }
    throw failure
  }

  private func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(JSON.SyntaxError) -> String {
    guard utf8.isUTF8 else { throw failure }
    return String(decoding: utf8, as: UTF8.self)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSON.SyntaxError) {
    guard offset < bytes.count else { throw failure }
    let byte = bytes[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += UTF8.encode(try escapedScalar()).map(Array.init) ?? []
    default: throw failure
    }
  }

  /// The scalar after `\u`, of one or two code units.
  private mutating func escapedScalar() throws(JSON.SyntaxError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { throw failure }
    offset += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure }
    return scalar
  }

  private mutating func codeUnit() throws(JSON.SyntaxError) -> UInt32 {
    guard offset + 4 <= bytes.count else { throw failure }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue else { throw failure }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
