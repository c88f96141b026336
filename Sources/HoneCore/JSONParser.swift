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
struct JSONParser {
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

  var failure: JSON.SyntaxError { JSON.SyntaxError(offset: offset) }

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

  mutating func enter() throws(JSON.SyntaxError) {
    guard depth < Self.maximumDepth else { throw failure }
    depth += 1
    offset += 1
  }

  mutating func leave(_ value: JSON) -> JSON {
    depth -= 1
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

  func peek(_ byte: UInt8) -> Bool { offset < bytes.count && bytes[offset] == byte }

  mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard peek(byte) else { return false }
    offset += 1
    return true
  }

  mutating func skipBlanks() {
    while peek(0x20) || peek(0x0A) || peek(0x0D) || peek(0x09) { offset += 1 }
  }
}
