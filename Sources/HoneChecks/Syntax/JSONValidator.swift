internal import HoneCore

/// Reads a text by RFC 8259 to see whether it is JSON, without making anything of it.
///
/// Forms that some programs read from their own files go on as they are and are told as tolerated faults: comments and
/// commas after the last item (JSONC). Names that stand twice in one object are faults too, since one value is lost.
struct JSONValidator {
  private static let maximumDepth = 512

  /// Whether comments and commas after the last item are allowed.
  private let allowsComments: Bool
  private let bytes: [UInt8]
  private var offset: Int
  private var depth = 0
  private(set) var faults: [SyntaxFault] = []

  /// Reads `bytes`, which may begin with a byte-order mark.
  init(_ bytes: [UInt8], allowsComments: Bool = false) {
    self.bytes = bytes
    self.allowsComments = allowsComments
    offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  }

  /// The faults of one text: tolerated ones, and at the end the one that stopped reading; empty when it is JSON.
  mutating func validate() -> [SyntaxFault] {
    do throws(SyntaxFault) {
      try skipBlanks()
      guard offset < bytes.count else { return faults }
      try value()
      try skipBlanks()
      if offset < bytes.count { throw fault("something follows after the end of the value") }
    } catch {
      faults.append(error)
    }
    return faults
  }

  private func fault(_ message: String, at place: Int? = nil) -> SyntaxFault {
    SyntaxFault(offset: min(place ?? offset, bytes.count), message: message)
  }

  private mutating func value() throws(SyntaxFault) {
    try skipBlanks()
    guard offset < bytes.count else { throw fault("the text ends where a value belongs") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): try object()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "'"): throw fault("text stands in single quotes; use double quotes")
    default:
      for word in ["true", "false", "null"] where bytes[offset...].starts(with: word.utf8) {
        offset += word.utf8.count
        return
      }
      throw fault("no value begins like this")
    }
  }

  private mutating func object() throws(SyntaxFault) {
    try enter()
    var names: Set<ArraySlice<UInt8>> = []
    while true {
      try skipBlanks()
      if take(UInt8(ascii: "}")) { break }
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
        throw fault(offset < bytes.count ? "a name in double quotes belongs here" : "an object is not closed")
      }
      let start = offset
      try string()
      if !names.insert(bytes[start..<offset]).inserted {
        let name = Printable.text(bytes[start..<offset].prefix(60))
        faults.append(
          SyntaxFault(offset: start, message: "the name \(name) stands twice in one object", isTolerated: true))
      }
      try skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw fault("a colon belongs here") }
      try value()
      if try !separator(before: UInt8(ascii: "}"), "object") { break }
    }
    depth -= 1
  }

  private mutating func array() throws(SyntaxFault) {
    try enter()
    try skipBlanks()
    if !take(UInt8(ascii: "]")) {
      repeat { try value() } while try separator(before: UInt8(ascii: "]"), "array")
    }
    depth -= 1
  }

  private mutating func enter() throws(SyntaxFault) {
    guard depth < Self.maximumDepth else { throw fault("values are nested deeper than \(Self.maximumDepth) levels") }
    depth += 1
    offset += 1
  }

  /// Reads what follows an item: whether there is another one.
  private mutating func separator(before close: UInt8, _ kind: String) throws(SyntaxFault) -> Bool {
    try skipBlanks()
    if take(close) { return false }
    let comma = offset
    guard take(UInt8(ascii: ",")) else {
      throw fault(
        offset < bytes.count ? "a comma, or the end of the \(kind), belongs here" : "an \(kind) is not closed")
    }
    try skipBlanks()
    guard take(close) else { return true }
    tolerate(comma, "a comma stands after the last item; delete it")
    return false
  }

  private mutating func tolerate(_ offset: Int, _ message: String) {
    guard !allowsComments else { return }
    faults.append(SyntaxFault(offset: offset, message: message, isTolerated: true))
  }

  private mutating func string() throws(SyntaxFault) {
    let start = offset
    offset += 1
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        guard String(validating: bytes[start..<offset], as: UTF8.self) != nil else {
          throw fault("the text is not UTF-8", at: start)
        }
        return
      case UInt8(ascii: "\\"): try escape()
      case 0x0a, 0x0d: throw fault("a string is not closed on its line", at: start)
      case 0..<0x20: throw fault("a control character stands in a string; write it as \\u00..")
      default: offset += 1
      }
    }
    throw fault("a string is not closed", at: start)
  }

  private mutating func escape() throws(SyntaxFault) {
    guard offset + 1 < bytes.count else { throw fault("a string is not closed") }
    switch bytes[offset + 1] {
    case UInt8(ascii: "u"):
      let digits = bytes[(offset + 2)...].prefix(4)
      guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
        throw fault("\\u needs four hexadecimal digits")
      }
      offset += 6
    case let byte where "\"\\/bfnrt".utf8.contains(byte): offset += 2
    default: throw fault("no escape begins like this; write \\\\ for a backslash")
    }
  }

  private mutating func number() throws(SyntaxFault) {
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      if offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { throw fault("a number begins with 0") }
    } else {
      try digits()
    }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
  }

  private mutating func digits() throws(SyntaxFault) {
    let start = offset
    while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
    if offset == start { throw fault("a digit belongs here") }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func skipBlanks() throws(SyntaxFault) {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0a, 0x0d: offset += 1
      case UInt8(ascii: "/"):
        let start = offset
        if bytes[offset...].starts(with: "//".utf8) {
          while offset < bytes.count, bytes[offset] != 0x0a { offset += 1 }
        } else if bytes[offset...].starts(with: "/*".utf8) {
          offset += 2
          while offset < bytes.count, !bytes[offset...].starts(with: "*/".utf8) { offset += 1 }
          guard offset < bytes.count else { throw fault("a comment is not closed", at: start) }
          offset += 2
        } else {
          return
        }
        tolerate(start, "JSON has no comments; delete it")
      default: return
      }
    }
  }
}
