/// Goes through a text of a language with braces, and tells the starts of lines outside of everything.
struct BracedScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let dialect: BracedBorders.Dialect
  private var position = 0
  private var depth = 0
  /// The last byte that is neither a blank nor in a comment; 0 at the start.
  private var previous: UInt8 = 0 {
    didSet { codeEnd = position }
  }
  /// The offset after it.
  private(set) var codeEnd = 0
  /// Where the last name begins and ends.
  private var name = 0..<0
  /// The depths at which code in templates began.
  private var templates: [Int] = []
  /// Directives with a comment, after which tree-sitter's C goes on to read code.
  private(set) var commentedDirectives: [Range<Int>] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ dialect: BracedBorders.Dialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x24, 0x80...: true
    default: false
    }
  }

  /// Goes through the whole text.
  /// - Parameter border: gets the offset of a line outside of all brackets that begins with a byte of a name, the last
  ///   byte of code before it, the offset after that, and whether the line before is blank.
  /// - Returns: whether the text was understood to its end.
  mutating func scan(_ border: (Int, UInt8, Int, Bool) -> Void) -> Bool {
    var isLineStart = true
    var isAfterBlankLine = true
    while position < bytes.count {
      let byte = bytes[position]
      if isLineStart {
        isLineStart = false
        if byte == 0x0a || byte == 0x0d {
          isAfterBlankLine = true
        } else {
          if depth == 0, templates.isEmpty, Self.isNameByte(byte) {
            border(position, previous, codeEnd, isAfterBlankLine)
          }
          isAfterBlankLine = false
        }
        if dialect.hasDirectives, isDirective() { skipDirective() }
        guard position < bytes.count else { break }
      }
      let current = bytes[position]
      position += 1
      switch current {
      case 0x0a: isLineStart = true
      case 0x20, 0x09, 0x0d, 0x0c: break
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        previous = current
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        guard depth >= 0 else { return false }
        previous = current
        if current == UInt8(ascii: "}"), templates.last == depth {
          templates.removeLast()
          guard skipTemplate() else { return false }
        }
      case UInt8(ascii: "/"): guard skipSlash() else { return false }
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): guard skipQuoted(current) else { return false }
      default:
        previous = current
        guard Self.isNameByte(current) else { continue }
        let start = position - 1
        while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
        previous = bytes[position - 1]
        name = start..<position
      }
    }
    return depth == 0 && templates.isEmpty
  }

  private func byte(_ offset: Int) -> UInt8 { offset >= 0 && offset < bytes.count ? bytes[offset] : 0 }

  // MARK: Directives

  private func isDirective() -> Bool {
    var offset = position
    while byte(offset) == 0x20 || byte(offset) == 0x09 { offset += 1 }
    return byte(offset) == UInt8(ascii: "#")
  }

  /// Goes to the end of the line, and of those that backslashes join with it.
  private mutating func skipDirective() {
    let start = position
    var hasComment = false
    while position < bytes.count, bytes[position] != 0x0a || byte(position - 1) == UInt8(ascii: "\\") {
      hasComment = hasComment || bytes[position] == UInt8(ascii: "*") && byte(position - 1) == UInt8(ascii: "/")
      position += 1
    }
    if hasComment { commentedDirectives.append(start..<position) }
  }

  // MARK: Comments and regular expressions

  private mutating func skipSlash() -> Bool {
    switch byte(position) {
    case UInt8(ascii: "/"):
      while position < bytes.count, bytes[position] != 0x0a { position += 1 }
      return true
    case UInt8(ascii: "*"):
      var level = 1
      position += 1
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), byte(position + 1) == UInt8(ascii: "/") {
          level -= 1
          position += 2
          if level == 0 { return true }
        } else if dialect.hasNestedComments, bytes[position] == UInt8(ascii: "/"),
          byte(position + 1) == UInt8(ascii: "*")
        {
          level += 1
          position += 2
        } else {
          position += 1
        }
      }
      return false
    default:
      guard dialect.hasTemplates, beginsExpression else {
        previous = UInt8(ascii: "/")
        return true
      }
      return skipRegularExpression()
    }
  }

  /// Whether a slash here begins a regular expression rather than divides.
  private var beginsExpression: Bool {
    if "(,=:[!&|?{};+-*%<>~^".utf8.contains(previous) || previous == 0 { return true }
    guard Self.isNameByte(previous) else { return false }
    let word = String(decoding: bytes[name], as: UTF8.self)
    return ["return", "typeof", "case", "in", "of", "delete", "void", "do", "else", "yield", "await", "throw"]
      .contains(word)
  }

  private mutating func skipRegularExpression() -> Bool {
    var isInClass = false
    while position < bytes.count, bytes[position] != 0x0a {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass:
        position += 1
        previous = UInt8(ascii: ")")
        return true
      default: break
      }
      position += 1
    }
    return false
  }

  // MARK: Strings

  private mutating func skipQuoted(_ quote: UInt8) -> Bool {
    let before = byte(position - 2)
    // Raw strings, whose ends are written in ways of their own.
    if quote == UInt8(ascii: "\""), before == UInt8(ascii: "#") || dialect.hasLifetimes && before == UInt8(ascii: "r") {
      return false
    }
    if quote == UInt8(ascii: "\""), dialect.hasDirectives, before == UInt8(ascii: "R") { return false }
    defer { previous = UInt8(ascii: "\"") }
    if quote == UInt8(ascii: "`") {
      if dialect.hasTemplates { return skipTemplate() }
      guard dialect.hasRawBackquotes else { return true }
      while position < bytes.count, bytes[position] != quote { position += 1 }
      position += 1
      return position <= bytes.count
    }
    if quote == UInt8(ascii: "'") {
      guard dialect.quotesSingly else { return true }
      let isCharacter = byte(position) == UInt8(ascii: "\\") || byte(position + 1) == quote
      if dialect.hasLifetimes, !isCharacter, Self.isNameByte(byte(position)), byte(position) < 0x80 { return true }
      // Digits of C++ may be parted by it.
      if dialect.hasDirectives, !isCharacter, Self.isNameByte(before) { return true }
    }
    let isTriple = dialect.hasTripleQuotes && byte(position) == quote && byte(position + 1) == quote
    if isTriple { position += 2 }
    while position < bytes.count {
      let current = bytes[position]
      position += 1
      if current == UInt8(ascii: "\\") {
        // Code in a string may hold strings of its own.
        if !dialect.quotesSingly, byte(position) == UInt8(ascii: "(") { return false }
        position += byte(position) == 0x0d ? 2 : 1
      } else if current == quote {
        if !isTriple { return true }
        if byte(position) == quote, byte(position + 1) == quote {
          position += 2
          return true
        }
      } else if current == 0x0a, !isTriple, !(dialect.breaksStrings && quote == UInt8(ascii: "\"")) {
        return false
      }
    }
    return false
  }

  /// Goes to the end of a template, or into the code that stands in it.
  private mutating func skipTemplate() -> Bool {
    while position < bytes.count {
      let current = bytes[position]
      position += 1
      if current == UInt8(ascii: "\\") {
        position += 1
      } else if current == UInt8(ascii: "`") {
        previous = UInt8(ascii: "\"")
        return true
      } else if current == UInt8(ascii: "$"), byte(position) == UInt8(ascii: "{") {
        position += 1
        templates.append(depth)
        depth += 1
        previous = UInt8(ascii: "{")
        return true
      }
    }
    return false
  }
}
