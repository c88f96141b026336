extension JSON {
  /// Where a text stops being JSON.
  package struct SyntaxError: Error, Hashable {
    /// The offset in bytes, from 0.
    package var offset: Int
  }

  /// Reads one JSON text by RFC 8259, strictly: UTF-8, nothing after the value, no lone surrogates, at most 128 levels.
  package init(parsing bytes: [UInt8]) throws(SyntaxError) {
    try self.init(parsing: bytes, tallying: nil)
  }

  /// Reads one JSON text, but of the members called `name` only what their arrays hold in number: an object there has the count
  /// of values for each of its arrays and no other member, and any other value is null.
  ///
  /// What is counted is passed over and not built, so a list of thousands costs as much as its bytes; of its inside only brackets
  /// and strings are checked.
  package init(parsing bytes: [UInt8], tallying name: String?) throws(SyntaxError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(SyntaxError) in
      var parser = JSONParser(bytes: buffer, tallied: name)
      return try parser.parse()
    }
  }
}

/// A recursive-descent reader of RFC 8259.
///
/// A stream carries one small object a token, and decoding it must cost a few microseconds at most; so strings without
/// escapes, nearly all of them, are taken in one piece.
private struct JSONParser {
  static let maximumDepth = 128
  let bytes: UnsafeBufferPointer<UInt8>
  /// The name of the members whose arrays are counted and not built.
  let tallied: String?
  var offset = 0
  var depth = 0

  /// - Parameter bytes: must outlive the parser.
  init(bytes: UnsafeBufferPointer<UInt8>, tallied: String?) {
    self.bytes = bytes
    self.tallied = tallied
  }

  mutating func parse() throws(JSON.SyntaxError) -> JSON {
    let value = try value()
    skipBlanks()
    guard offset == bytes.count else { throw failure }
    return value
  }

  private var failure: JSON.SyntaxError { JSON.SyntaxError(offset: offset) }

  private mutating func value() throws(JSON.SyntaxError) -> JSON {
    skipBlanks()
    guard offset < bytes.count else { throw failure }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSON.SyntaxError) -> JSON {
    for index in 0..<text.utf8CodeUnitCount {
      guard offset < bytes.count, bytes[offset] == text.utf8Start[index] else { throw failure }
      offset += 1
    }
    return value
  }

  private mutating func object() throws(JSON.SyntaxError) -> JSON {
    try enter()
    var members: [JSON.Member] = []
    if take(UInt8(ascii: "}")) { return leave(.object(members)) }
    repeat {
      skipBlanks()
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw failure }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw failure }
      members.append(JSON.Member(name: name, value: name == tallied ? try tally() : try value()))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure }
    return leave(.object(members))
  }

  private mutating func array() throws(JSON.SyntaxError) -> JSON {
    try enter()
    var values: [JSON] = []
    if take(UInt8(ascii: "]")) { return leave(.array(values)) }
    repeat { values.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure }
    return leave(.array(values))
  }

  // MARK: Counting

  /// The value of a tallied member.
  private mutating func tally() throws(JSON.SyntaxError) -> JSON {
    skipBlanks()
    guard peek(UInt8(ascii: "{")) else {
      try skip()
      return .null
    }
    try enter()
    var members: [JSON.Member] = []
    if take(UInt8(ascii: "}")) { return leave(.object(members)) }
    repeat {
      skipBlanks()
      guard peek(UInt8(ascii: "\"")) else { throw failure }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw failure }
      skipBlanks()
      if peek(UInt8(ascii: "[")) {
        members.append(JSON.Member(name: name, value: .integer(try count())))
      } else {
        try skip()
      }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure }
    return leave(.object(members))
  }

  /// How many values the array has that begins here.
  private mutating func count() throws(JSON.SyntaxError) -> Int {
    offset += 1
    if take(UInt8(ascii: "]")) { return 0 }
    var count = 0
    repeat {
      try skip()
      count += 1
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure }
    return count
  }

  /// Passes over one value.
  private mutating func skip() throws(JSON.SyntaxError) {
    skipBlanks()
    let start = offset
    var level = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        try skipString()
        if level == 0 { return }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        // The end of what stands around a number or a word.
        if level == 0 { return try checkSkipped(from: start) }
        level -= 1
        if level == 0 {
          offset += 1
          return
        }
      case UInt8(ascii: ",") where level == 0: return try checkSkipped(from: start)
      default: break
      }
      offset += 1
    }
    throw failure
  }

  private func checkSkipped(from start: Int) throws(JSON.SyntaxError) {
    guard offset > start else { throw failure }
  }

  private mutating func skipString() throws(JSON.SyntaxError) {
    offset += 1
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return
      case UInt8(ascii: "\\"): offset += 2
      case 0..<0x20: throw failure
      default: offset += 1
      }
    }
    throw failure
  }

  private mutating func enter() throws(JSON.SyntaxError) {
    guard depth < Self.maximumDepth else { throw failure }
    depth += 1
    offset += 1
  }

  private mutating func leave(_ value: JSON) -> JSON {
    depth -= 1
    return value
  }

  // MARK: Strings

  private mutating func string() throws(JSON.SyntaxError) -> String {
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

  // MARK: Numbers

  private mutating func number() throws(JSON.SyntaxError) -> JSON {
    let start = offset
    if peek(UInt8(ascii: "-")) { offset += 1 }
    if peek(UInt8(ascii: "0")) { offset += 1 } else { try digits() }
    var isWhole = true
    if peek(UInt8(ascii: ".")) {
      isWhole = false
      offset += 1
      try digits()
    }
    if peek(UInt8(ascii: "e")) || peek(UInt8(ascii: "E")) {
      isWhole = false
      offset += 1
      if peek(UInt8(ascii: "+")) || peek(UInt8(ascii: "-")) { offset += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text) else { throw failure }
    return .number(value)
  }

  private mutating func digits() throws(JSON.SyntaxError) {
    let start = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
    guard offset > start else { throw failure }
  }

  // MARK: Blanks

  private func peek(_ byte: UInt8) -> Bool { offset < bytes.count && bytes[offset] == byte }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard peek(byte) else { return false }
    offset += 1
    return true
  }

  private mutating func skipBlanks() {
    while peek(0x20) || peek(0x0A) || peek(0x0D) || peek(0x09) { offset += 1 }
  }
}
