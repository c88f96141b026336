/// Whether a style sheet can be read: its comments, strings and brackets, and where one declaration ends and the next begins.
///
/// It follows CSS Syntax Module Level 3 in what browsers would throw away, and takes what Sass and Less add to it.
struct StyleReader {
  /// What a style sheet is written in.
  enum Dialect {
    case css
    case scss
    case less
  }

  private struct Frame {
    var bracket: UInt8
    var offset: Int
    /// Whether it holds declarations and rules.
    var isBlock = false
    /// Whether `;` stands between what it holds, as in `if(...)` and in the mixins of Less.
    var isList = false
  }

  /// What is known of the declaration or rule that is being read.
  private struct Statement {
    var start: Int?
    var first: UInt8 = 0
    var colon: Int?
    /// The end of the first line behind the colon that is not empty.
    var lineEnd: Int?
    /// A second colon, in a later line.
    var laterColon = false
    var isSpecial = false
  }

  private let bytes: [UInt8]
  private let dialect: Dialect
  private var position = 0
  private var frames: [Frame] = []
  private var statement = Statement()
  /// How deep strings stand in each other.
  private var depth = 0

  private init(_ bytes: [UInt8], _ dialect: Dialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  /// The first place that cannot be read; `nil` when all can.
  static func fault(in bytes: [UInt8], _ dialect: Dialect) -> SyntaxFault? {
    var reader = StyleReader(bytes, dialect)
    do throws(SyntaxFault) {
      try reader.read()
      return nil
    } catch {
      return error.isTolerated ? nil : error
    }
  }

  private subscript(index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Whether the innermost bracket that is open is a round or a square one, or belongs to an interpolation.
  private var isInside: Bool { frames.last.map { !$0.isBlock } ?? false }

  private mutating func read() throws(SyntaxFault) {
    while let byte = self[position] {
      switch byte {
      case UInt8(ascii: "/") where self[position + 1] == UInt8(ascii: "*"): try skipComment()
      case UInt8(ascii: "/") where self[position + 1] == byte && (dialect != .css || statement.start == nil): skipLine()
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        begin(byte)
        try skipString()
      case UInt8(ascii: "\\"):
        begin(byte)
        position = min(position + 2, bytes.count)
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): try open(byte)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): try close(byte)
      case UInt8(ascii: ";"):
        if let frame = frames.last, !frame.isBlock, !frame.isList {
          throw Self.unclosed(frame)
        }
        if !isInside { try endStatement() }
        position += 1
      case 0x0a:
        if statement.colon != nil, statement.lineEnd == nil, !isInside { statement.lineEnd = position }
        position += 1
      case 0x20, 0x09, 0x0d, 0x0c: position += 1
      default:
        begin(byte)
        if byte == UInt8(ascii: ":"), !isInside {
          if statement.colon == nil {
            statement.colon = position
          } else if statement.lineEnd != nil {
            statement.laterColon = true
          }
        }
        position += 1
      }
    }
    if let frame = frames.last { throw Self.unclosed(frame) }
  }

  private mutating func begin(_ byte: UInt8) {
    guard statement.start == nil else { return }
    statement.start = position
    statement.first = byte
    statement.isSpecial = bytes[position...].starts(with: "--".utf8)
  }

  private static func unclosed(_ frame: Frame) -> SyntaxFault {
    SyntaxFault(offset: frame.offset, message: "this `\(Character(Unicode.Scalar(frame.bracket)))` is never closed")
  }

  private mutating func open(_ bracket: UInt8) throws(SyntaxFault) {
    begin(bracket)
    let before = position > 0 ? bytes[position - 1] : 0
    let isFilledIn = bracket == UInt8(ascii: "{") && (before == UInt8(ascii: "#") || before == UInt8(ascii: "@"))
    if isFilledIn { statement.isSpecial = true }
    if bracket == UInt8(ascii: "("), skipAddress() { return }
    // What a property of one's own is may be anything.
    let isValue = statement.isSpecial && statement.colon != nil
    let isBlock = bracket == UInt8(ascii: "{") && !isFilledIn && !isValue
    if isBlock, let frame = frames.last, !frame.isBlock, dialect != .less { throw Self.unclosed(frame) }
    let isList =
      isValue
      || bracket == UInt8(ascii: "(") && (dialect == .less || bytes[..<position].suffix(2).elementsEqual("if".utf8))
    frames.append(Frame(bracket: bracket, offset: position, isBlock: isBlock, isList: isList))
    if isBlock { statement = Statement() }
    position += 1
  }

  private mutating func close(_ bracket: UInt8) throws(SyntaxFault) {
    guard let frame = frames.last else {
      throw SyntaxFault(offset: position, message: "this `\(Character(Unicode.Scalar(bracket)))` closes nothing")
    }
    let partner: UInt8 =
      switch bracket {
      case UInt8(ascii: ")"): UInt8(ascii: "(")
      case UInt8(ascii: "]"): UInt8(ascii: "[")
      default: UInt8(ascii: "{")
      }
    guard frame.bracket == partner else { throw Self.unclosed(frame) }
    if frame.isBlock { try endStatement() }
    frames.removeLast()
    position += 1
  }

  /// Judges a declaration that has come to its end.
  private mutating func endStatement() throws(SyntaxFault) {
    defer { statement = Statement() }
    // A variable of Sass may be given its value anywhere.
    let isVariable = dialect == .scss && statement.first == UInt8(ascii: "$")
    guard let start = statement.start, !statement.isSpecial,
      isVariable || frames.last?.isBlock == true && statement.first.isLetterOrDash
    else { return }
    if statement.laterColon, let end = statement.lineEnd {
      // Filters of old browsers are written over several lines, with colons of their own.
      guard !bytes[start..<position].contains(words: "progid") else { return }
      throw SyntaxFault(offset: min(end, bytes.count) - 1, message: "a `;` is missing at the end of this line")
    }
    if statement.colon == nil, dialect != .less, !isVariable {
      throw SyntaxFault(offset: start, message: "this is no declaration: it has no `:`")
    }
  }

  // MARK: Comments and strings

  private mutating func skipLine() {
    while let byte = self[position], byte != 0x0a { position += 1 }
  }

  private mutating func skipComment() throws(SyntaxFault) {
    let start = position
    position += 2
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*"), self[position + 1] == UInt8(ascii: "/") {
        position += 2
        return
      }
      position += 1
    }
    throw SyntaxFault(offset: start, message: "this comment is never closed by `*/`")
  }

  private mutating func skipString() throws(SyntaxFault) {
    let start = position
    let quote = bytes[start]
    position += 1
    while let byte = self[position] {
      switch byte {
      case quote:
        position += 1
        return
      case UInt8(ascii: "\\"):
        let isLineEnd = self[position + 1] == 0x0d && self[position + 2] == 0x0a
        position = min(position + (isLineEnd ? 3 : 2), bytes.count)
      case UInt8(ascii: "#") where dialect == .scss && self[position + 1] == UInt8(ascii: "{"):
        try skipFilledIn()
      case 0x0a: throw SyntaxFault(offset: start, message: "this string is not closed in its line")
      default: position += 1
      }
    }
    throw SyntaxFault(offset: start, message: "this string is never closed")
  }

  /// Goes over `#{...}` in a string, which may hold strings and go over several lines.
  private mutating func skipFilledIn() throws(SyntaxFault) {
    position += 2
    depth += 1
    defer { depth -= 1 }
    guard depth < 50 else { throw SyntaxFault(offset: position, message: "", isTolerated: true) }
    var braces = 1
    while let byte = self[position], braces > 0 {
      if byte == UInt8(ascii: "{") { braces += 1 }
      if byte == UInt8(ascii: "}") { braces -= 1 }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { try skipString() } else { position += 1 }
    }
  }

  /// Goes over an address without quotes, `url(//a.b/c;d)`, if one stands at this bracket.
  private mutating func skipAddress() -> Bool {
    let name = bytes[max(0, position - 3)..<position]
    guard name.count == 3, zip(name, "url".utf8).allSatisfy({ $0 | 0x20 == $1 }) else { return false }
    var index = position + 1
    while let byte = self[index], byte != 0x0a {
      switch byte {
      case UInt8(ascii: ")"):
        position = index + 1
        return true
      case UInt8(ascii: "{") where bytes[index - 1] == UInt8(ascii: "#") || bytes[index - 1] == UInt8(ascii: "@"):
        // What is filled in there.
        guard let end = bytes[index...].firstIndex(where: { $0 == UInt8(ascii: "}") || $0 == 0x0a }),
          bytes[end] != 0x0a
        else { return false }
        index = end + 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "{"): return false
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return false
  }
}

extension UInt8 {
  fileprivate var isLetterOrDash: Bool {
    switch self {
    case 0x41...0x5a, 0x61...0x7a, 0x2d: true
    default: false
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func contains(words: StaticString) -> Bool {
    let text = words.withUTF8Buffer { Array($0) }
    return indices.contains { self[$0...].starts(with: text) }
  }
}
