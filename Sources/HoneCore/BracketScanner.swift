/// Walks over a source text, skips comments and literals, and pairs brackets.
struct BracketScanner {
  private struct Literal {
    var quote: UInt8
    /// 1, or 3 for a string over several lines.
    var length: Int
    /// How many `#` stand around it.
    var hashes: Int

    var spansLines: Bool { length == 3 || quote == UInt8(ascii: "`") }
  }

  private struct Frame {
    var bracket: UInt8
    var position: Int
    /// The string to go on with after an interpolation.
    var resumed: Literal?
  }

  let bytes: [UInt8]
  let syntax: LexicalSyntax
  private var position = 0
  private var frames: [Frame] = []
  /// The last byte of code that is neither blank nor comment.
  private var previous: UInt8 = 0
  /// Where the first string begins that ended with its line and not with a quote.
  private(set) var openString: Int?

  init(bytes: [UInt8], syntax: LexicalSyntax) {
    self.bytes = bytes
    self.syntax = syntax
  }

  /// Scans the whole text; `nil` when all brackets pair up.
  mutating func fault() -> BracketBalance.Fault? {
    while position < bytes.count {
      let byte = bytes[position]
      // Most of a text is names and blanks, which begin no comment and no literal.
      if byte.isNameByte {
        previous = byte
        position += 1
        continue
      }
      if byte.isBlank || byte == 0x0a {
        position += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        frames.append(Frame(bracket: byte, position: position, resumed: nil))
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard let frame = frames.popLast(), Self.partner(of: frame.bracket) == byte else {
          return fault(byte, at: position)
        }
        if let literal = frame.resumed {
          position += 1
          skip(literal)
          continue
        }
      default:
        if mayBeginSkipped(byte), skipComment() || skipLiteral(byte) { continue }
      }
      if byte != 0x0d { previous = byte }
      position += 1
    }
    return frames.last.map { fault($0.bracket, at: $0.position) }
  }

  private func fault(_ bracket: UInt8, at position: Int) -> BracketBalance.Fault {
    BracketBalance.Fault(bracket: bracket, offset: position, line: bytes[..<position].count { $0 == 0x0a } + 1)
  }

  private static func partner(of bracket: UInt8) -> UInt8 {
    switch bracket {
    case UInt8(ascii: "("): UInt8(ascii: ")")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: UInt8(ascii: "}")
    }
  }

  private func stands(_ text: StaticString, at position: Int) -> Bool {
    bytes[min(position, bytes.count)...].hasPrefix(text)
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0a { position += 1 }
  }

  /// Whether a comment or a literal of any language may begin with `byte`: most signs begin none.
  private func mayBeginSkipped(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: "/"): true
    default: false
    }
  }

  private mutating func skipComment() -> Bool {
    if bytes[position...].starts(with: syntax.lineComment) {
      skipLine()
      return true
    }
    guard syntax.hasBlockComments, stands("/*", at: position) else { return false }
    var depth = 1
    position += 2
    while position < bytes.count, depth > 0 {
      if stands("*/", at: position) {
        depth -= 1
        position += 2
      } else if syntax.nestsBlockComments, stands("/*", at: position) {
        depth += 1
        position += 2
      } else {
        position += 1
      }
    }
    return true
  }

  private mutating func skipLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""): begin(byte, hashes: 0)
    case UInt8(ascii: "`") where syntax.hasBackticks: begin(byte, hashes: 0)
    case UInt8(ascii: "'") where syntax.singleQuote == .string: begin(byte, hashes: 0)
    case UInt8(ascii: "'") where syntax.singleQuote == .character: return skipCharacter()
    case UInt8(ascii: "#") where syntax.hasHashStrings:
      let hashes = bytes[position...].prefix { $0 == byte }.count
      guard stands("\"", at: position + hashes) else { return false }
      position += hashes
      begin(UInt8(ascii: "\""), hashes: hashes)
    case UInt8(ascii: "/") where syntax.hasRegexLiterals: return skipRegex()
    default: return false
    }
    return true
  }

  private mutating func begin(_ quote: UInt8, hashes: Int) {
    let isTriple = syntax.hasTripleQuotes && bytes[position...].prefix(3).count { $0 == quote } == 3
    let literal = Literal(quote: quote, length: isTriple ? 3 : 1, hashes: hashes)
    position += literal.length
    skip(literal)
  }

  /// Goes to the end of a string, or to the interpolation inside it; a string of one line ends with its line at the
  /// latest.
  private mutating func skip(_ literal: Literal) {
    previous = literal.quote
    let start = position
    let spansLines = literal.spansLines || syntax.stringsSpanLines
    // A raw string has no escapes, except where `\#` writes an interpolation.
    let isRaw =
      literal.hashes > 0 || literal.quote == UInt8(ascii: "`") ? syntax.interpolation == 0 : false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x0a, !spansLines {
        openString = openString ?? start
        return
      }
      if byte == UInt8(ascii: "\\"), !isRaw {
        let hashes = bytes[(position + 1)...].prefix(while: { $0 == UInt8(ascii: "#") }).count
        if hashes >= literal.hashes {
          let next = position + 1 + literal.hashes
          if syntax.interpolation == byte, stands("(", at: next) {
            return interpolate(UInt8(ascii: "("), at: next, literal)
          }
          position = min(next + (stands("\r\n", at: next) ? 2 : 1), bytes.count)
          continue
        }
      } else if byte == UInt8(ascii: "$"), syntax.interpolation == byte, stands("{", at: position + 1) {
        if literal.quote == UInt8(ascii: "`") || !syntax.hasBackticks {
          return interpolate(UInt8(ascii: "{"), at: position + 1, literal)
        }
      } else if byte == literal.quote {
        let quotes = bytes[position...].prefix(literal.length).count { $0 == literal.quote }
        let hashes = bytes[min(position + literal.length, bytes.count)...].prefix(literal.hashes)
        if quotes == literal.length, hashes.count(where: { $0 == UInt8(ascii: "#") }) == literal.hashes {
          position += literal.length + literal.hashes
          return
        }
      }
      position += 1
    }
  }

  private mutating func interpolate(_ bracket: UInt8, at start: Int, _ literal: Literal) {
    frames.append(Frame(bracket: bracket, position: start, resumed: literal))
    position = start + 1
    previous = bracket
  }

  /// `'x'`, `'\n'` and the like; a quote that begins none of them marks a lifetime or groups digits.
  private mutating func skipCharacter() -> Bool {
    let rest = bytes[(position + 1)...]
    let isEscape = rest.first == UInt8(ascii: "\\")
    let limit = isEscape ? 12 : 5
    guard let end = rest.dropFirst(isEscape ? 2 : 1).prefix(limit).firstIndex(of: UInt8(ascii: "'")),
      !rest[..<end].contains(0x0a)
    else { return false }
    let isOne = isEscape || String(decoding: rest[..<end], as: UTF8.self).unicodeScalars.count == 1
    if !isOne { return false }
    position = end + 1
    previous = UInt8(ascii: "'")
    return true
  }

  /// A slash begins a regular expression where an operand is expected, and one that ends on its line.
  private mutating func skipRegex() -> Bool {
    guard previous == 0 || "(,=:[!&|?{};+".utf8.contains(previous), !stands("/ ", at: position) else { return false }
    var index = position + 1
    var isInClass = false
    while index < bytes.count, bytes[index] != 0x0a {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass:
        position = index + 1
        previous = UInt8(ascii: "/")
        return true
      default: break
      }
      index += 1
    }
    return false
  }
}
