/// Reads a text by TOML 1.0.0 to see whether it is TOML: its syntax, and that nothing is defined twice.
///
/// Source: the specification at toml.io/en/v1.0.0, with the names of its sections in the comments.
struct TOMLReader {
  /// A table, as far as it must be known to tell what may still be added to it.
  private final class Table {
    /// How a table came to be, which decides who may add to it.
    enum Origin {
      /// As a part of the way to a table with a header of its own.
      case passedThrough
      /// By its own header.
      case header
      /// By dotted keys.
      case dotted
      /// In curly brackets: complete for good.
      case inline
    }

    var origin: Origin
    var entries: [[UInt8]: Entry] = [:]

    init(_ origin: Origin) { self.origin = origin }
  }

  private enum Entry {
    case value
    case table(Table)
    /// Tables under one `[[header]]`; the last one is open.
    case tables([Table])
  }

  private static let maximumDepth = 256

  let bytes: [UInt8]
  var offset: Int
  private var depth = 0
  private let root = Table(.header)
  private var current: Table

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    current = root
  }

  /// Reads the whole text.
  /// - Throws: the first fault.
  mutating func read() throws(SyntaxFault) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw fault("the file is not UTF-8", at: 0) }
    while true {
      skipBlanks()
      guard let byte = peek() else { return }
      switch byte {
      case UInt8(ascii: "#"), 0x0a, 0x0d: break
      case UInt8(ascii: "["): try header()
      default: try pair(in: current)
      }
      try endOfLine()
    }
  }

  // MARK: Tables

  private mutating func header() throws(SyntaxFault) {
    let start = offset
    offset += 1
    let isArray = take("[")
    skipBlanks()
    let key = try key()
    guard take("]"), !isArray || take("]") else { throw fault("a closing bracket belongs here") }
    var table = root
    for part in key.dropLast() {
      switch table.entries[part] {
      case nil:
        let next = Table(.passedThrough)
        table.entries[part] = .table(next)
        table = next
      case .table(let next) where next.origin != .inline: table = next
      case .tables(let tables): table = tables.last ?? table
      default: throw fault("\(Self.shown(part)) is a value, and no table can be in it", at: start)
      }
    }
    guard let name = key.last else { return }
    current = try isArray ? appended(name, to: table, at: start) : opened(name, in: table, at: start)
  }

  private func opened(_ name: [UInt8], in table: Table, at start: Int) throws(SyntaxFault) -> Table {
    switch table.entries[name] {
    case nil:
      let made = Table(.header)
      table.entries[name] = .table(made)
      return made
    case .table(let known) where known.origin == .passedThrough:
      known.origin = .header
      return known
    default: throw fault("\(Self.shown(name)) is defined twice", at: start)
    }
  }

  private func appended(_ name: [UInt8], to table: Table, at start: Int) throws(SyntaxFault) -> Table {
    let made = Table(.header)
    switch table.entries[name] {
    case nil: table.entries[name] = .tables([made])
    case .tables(let tables): table.entries[name] = .tables(tables + [made])
    default: throw fault("\(Self.shown(name)) is defined already, and not as an array of tables", at: start)
    }
    return made
  }

  // MARK: Keys and values

  private mutating func pair(in table: Table) throws(SyntaxFault) {
    let start = offset
    let key = try key()
    guard take("=") else { throw fault("an equal sign belongs here") }
    var table = table
    for part in key.dropLast() {
      switch table.entries[part] {
      case nil:
        let next = Table(.dotted)
        table.entries[part] = .table(next)
        table = next
      case .table(let next) where next.origin == .dotted: table = next
      default: throw fault("\(Self.shown(part)) is defined already, and nothing can be added to it", at: start)
      }
    }
    guard let name = key.last else { return }
    guard table.entries[name] == nil else { throw fault("\(Self.shown(name)) is defined twice", at: start) }
    skipBlanks()
    table.entries[name] = try value()
  }

  private mutating func key() throws(SyntaxFault) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    repeat {
      // Each part is a table in a table, and these are let go of one inside the other.
      guard parts.count < Self.maximumDepth else { throw fault("a key has more than \(Self.maximumDepth) parts") }
      skipBlanks()
      if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") {
        let start = offset
        if bytes[offset...].starts(with: "\"\"\"".utf8) || bytes[offset...].starts(with: "'''".utf8) {
          throw fault("a key cannot go over several lines")
        }
        try string()
        parts.append(Array(bytes[(start + 1)..<(offset - 1)]))
      } else {
        let start = offset
        while let byte = peek(), Self.isBare(byte) { offset += 1 }
        guard offset > start else { throw fault("a key belongs here") }
        parts.append(Array(bytes[start..<offset]))
      }
      skipBlanks()
    } while take(".")
    return parts
  }

  private mutating func value() throws(SyntaxFault) -> Entry {
    switch peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try string()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "{"): return .table(try inlineTable())
    default: try scalar()
    }
    return .value
  }

  private mutating func array() throws(SyntaxFault) {
    try enter()
    while true {
      try skipLines()
      if take("]") { break }
      _ = try value()
      try skipLines()
      if take(",") { continue }
      guard take("]") else { throw fault("the array is not closed, or a comma is missing") }
      break
    }
    depth -= 1
  }

  private mutating func inlineTable() throws(SyntaxFault) -> Table {
    try enter()
    let table = Table(.dotted)
    skipBlanks()
    if !take("}") {
      repeat {
        skipBlanks()
        try pair(in: table)
        skipBlanks()
      } while take(",")
      guard take("}") else { throw fault("a closing curly bracket belongs here, on the same line") }
    }
    depth -= 1
    table.origin = .inline
    return table
  }

  private mutating func enter() throws(SyntaxFault) {
    guard depth < Self.maximumDepth else { throw fault("values are nested deeper than \(Self.maximumDepth) levels") }
    depth += 1
    offset += 1
  }

  // MARK: Bytes

  func fault(_ message: String, at place: Int? = nil) -> SyntaxFault {
    SyntaxFault(offset: place ?? offset, message: message)
  }

  func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: sign) else { return false }
    offset += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 { offset += 1 }
  }

  private mutating func skipLines() throws(SyntaxFault) {
    while true {
      skipBlanks()
      guard peek() == UInt8(ascii: "#") || peek() == 0x0a || peek() == 0x0d else { return }
      try endOfLine()
    }
  }

  /// Reads a comment, if there is one, and the line ending.
  private mutating func endOfLine() throws(SyntaxFault) {
    skipBlanks()
    if take("#") {
      while let byte = peek(), byte != 0x0a, !(byte == 0x0d && offset + 1 < bytes.count && bytes[offset + 1] == 0x0a) {
        guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { throw fault("a comment holds a control character") }
        offset += 1
      }
    }
    if peek() == 0x0d {
      offset += 1
      guard peek() == 0x0a else { throw fault("a line ends in CR without LF", at: offset - 1) }
    }
    guard let byte = peek() else { return }
    guard byte == 0x0a else { throw fault("the line should end here") }
    offset += 1
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private static func shown(_ key: [UInt8]) -> String { "`\(String(decoding: key.prefix(60), as: UTF8.self))`" }
}
