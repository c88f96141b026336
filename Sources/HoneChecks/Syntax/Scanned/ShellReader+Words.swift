/// Words, and what is quoted or filled in in them.
extension ShellReader {
  subscript(index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Goes over blanks, and over ends of lines that are none.
  mutating func skipBlanks() {
    while let byte = self[position] {
      if byte == 0x20 || byte == 0x09 || byte == 0x0d {
        position += 1
      } else if byte == UInt8(ascii: "\\"), self[position + 1] == 0x0a {
        position += 2
      } else if byte == UInt8(ascii: "\\"), self[position + 1] == 0x0d, self[position + 2] == 0x0a {
        position += 3
      } else {
        return
      }
    }
  }

  mutating func skipLine() {
    while let byte = self[position], byte != 0x0a { position += 1 }
  }

  /// Goes over blanks, ends of lines and comments.
  mutating func skipLines() {
    while true {
      skipBlanks()
      if self[position] == UInt8(ascii: "#") {
        skipLine()
      } else if self[position] == 0x0a {
        position += 1
      } else {
        return
      }
    }
  }

  /// Reads one word, which may be empty where none stands.
  /// - Returns: whether it stands there as it is, with nothing quoted or filled in.
  mutating func readWord() throws(SyntaxFault) -> Bool {
    let start = position
    var isPlain = true
    while let byte = self[position] {
      switch byte {
      case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ")"):
        return isPlain
      case UInt8(ascii: "("):
        guard position > start else { return isPlain }
        if bytes[position - 1] == UInt8(ascii: "=") {
          try readArray()
        } else if "?*+@!".utf8.contains(bytes[position - 1]) {
          try readPattern()
        } else {
          return isPlain
        }
        isPlain = false
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        guard self[position + 1] == UInt8(ascii: "(") else { return isPlain }
        position += 2
        _ = try commands(until: [")"], of: Opener(word: byte == UInt8(ascii: "<") ? "<(" : ">(", offset: position - 2))
        isPlain = false
      case UInt8(ascii: "[") where skipsElement(of: start): isPlain = false
      default:
        if byte == UInt8(ascii: "\\"), self[position + 1] == 0x0a, position == start { return isPlain }
        if try !readQuoted(byte, isInString: false) { position += 1 } else { isPlain = false }
      }
    }
    return isPlain
  }

  /// Goes over what picks the element of an array to which something is assigned: `name[1 << 2]=`.
  private mutating func skipsElement(of start: Int) -> Bool {
    guard vain >= 0 else { return false }
    let name = bytes[start..<position]
    vain -= name.count
    guard let first = name.first, !(0x30...0x39).contains(first), name.allSatisfy(\.isShellName) else { return false }
    let (end, isClosed) = bracketEnd(from: position)
    let isAssigned = isClosed && (bytes[end...].starts(with: "=".utf8) || bytes[end...].starts(with: "+=".utf8))
    if isAssigned { position = end } else { vain -= end - position }
    return isAssigned
  }

  /// Where the `[` at `start` is closed on its line, and whether it is; else the end of the line.
  private func bracketEnd(from start: Int) -> (end: Int, isClosed: Bool) {
    var (end, brackets) = (start, 0)
    while let byte = self[end], byte != 0x0a {
      end += 1
      if byte == UInt8(ascii: "[") { brackets += 1 }
      if byte == UInt8(ascii: "]") { brackets -= 1 }
      if brackets == 0 { return (end, true) }
    }
    return (end, false)
  }

  /// Reads what `byte` quotes or fills in.
  /// - Returns: `false` where it does neither, and nothing was read.
  private mutating func readQuoted(_ byte: UInt8, isInString: Bool) throws(SyntaxFault) -> Bool {
    let start = position
    switch byte {
    case UInt8(ascii: "\\"): position = min(position + 2, bytes.count)
    case UInt8(ascii: "'") where !isInString:
      guard let end = bytes[(start + 1)...].firstIndex(of: byte) else { throw open("'", start) }
      position = end + 1
    case UInt8(ascii: "\"") where !isInString: try readString()
    case UInt8(ascii: "`"):
      position += 1
      while self[position] != byte {
        guard let next = self[position] else { throw open("`", start) }
        position = min(position + (next == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
      }
      position += 1
    case UInt8(ascii: "$"): return try readExpansion(isInString: isInString)
    default: return false
    }
    return true
  }

  private func open(_ quote: String, _ offset: Int) -> SyntaxFault {
    SyntaxFault(offset: offset, message: "this `\(quote)` is never closed")
  }

  private mutating func readString() throws(SyntaxFault) {
    let start = position
    position += 1
    while let byte = self[position] {
      if byte == UInt8(ascii: "\"") {
        position += 1
        return
      }
      if try !readQuoted(byte, isInString: true) { position += 1 }
    }
    throw open("\"", start)
  }

  private mutating func readExpansion(isInString: Bool) throws(SyntaxFault) -> Bool {
    try enter()
    defer { leave() }
    let start = position
    switch self[start + 1] {
    case UInt8(ascii: "("):
      if self[start + 2] == UInt8(ascii: "(") {
        position = start + 3
        if readsArithmetic() { return true }
      }
      position = start + 2
      _ = try commands(until: [")"], of: Opener(word: "$(", offset: start))
    case UInt8(ascii: "{"): try readParameter(isInString: isInString)
    case UInt8(ascii: "["):
      // Bash's older form of a calculation; for other shells a `$` and a `[`.
      guard vain >= 0 else { return false }
      let (end, isClosed) = bracketEnd(from: start + 1)
      if isClosed { position = end } else { vain -= end - start }
      return isClosed
    case UInt8(ascii: "'") where !isInString:
      position += 2
      while self[position] != UInt8(ascii: "'") {
        guard let next = self[position] else { throw open("$'", start) }
        position = min(position + (next == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
      }
      position += 1
    default: return false
    }
    return true
  }

  /// Reads the value of a parameter, `${...}`.
  ///
  /// In a string single quotes mean something only in a pattern.
  private mutating func readParameter(isInString: Bool) throws(SyntaxFault) {
    let start = position
    position += 2
    if let byte = self[position], byte == UInt8(ascii: "#") || byte == UInt8(ascii: "!"),
      self[position + 1] != UInt8(ascii: "}")
    {
      position += 1
    }
    let name = position
    while let byte = self[position], byte.isShellName { position += 1 }
    if bytes[name..<position].contains(UInt8(ascii: "[")), !bytes[name..<position].contains(UInt8(ascii: "]")) {
      // What picks the element is filled in itself.
      while let byte = self[position], byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") {
        if try !readQuoted(byte, isInString: isInString) { position += 1 }
      }
      if self[position] == UInt8(ascii: "]") { position += 1 }
    }
    let isPattern = self[position].map { "#%/^,".utf8.contains($0) } ?? false
    while let byte = self[position] {
      if byte == UInt8(ascii: "}") {
        position += 1
        return
      }
      if byte == UInt8(ascii: "\"") {
        try readString()
      } else if try !readQuoted(byte, isInString: isInString && !isPattern) {
        position += 1
      }
    }
    throw SyntaxFault(offset: start, message: "this `${` is never closed")
  }

  /// Reads a calculation up to `))`, behind its `((`.
  /// - Returns: `false` where it is none; where the text is to be read on from is then not said.
  mutating func readArithmetic() throws(SyntaxFault) -> Bool {
    var brackets = 0
    while let byte = self[position] {
      switch byte {
      case UInt8(ascii: "("):
        brackets += 1
        position += 1
      case UInt8(ascii: ")"):
        if brackets == 0 {
          guard self[position + 1] == byte else { return false }
          position += 2
          return true
        }
        brackets -= 1
        position += 1
      case UInt8(ascii: "\""): position += 1
      default: if try !readQuoted(byte, isInString: true) { position += 1 }
      }
    }
    return false
  }

  private mutating func readArray() throws(SyntaxFault) {
    try enter()
    defer { leave() }
    let start = position
    position += 1
    while true {
      skipLines()
      guard let byte = self[position] else { throw open("(", start) }
      if byte == UInt8(ascii: ")") {
        position += 1
        return
      }
      let before = position
      _ = try readWord()
      if position == before { throw SyntaxFault(offset: before, message: "this cannot stand in an array") }
    }
  }

  /// Reads a pattern in round brackets: `?(a|b)`.
  private mutating func readPattern() throws(SyntaxFault) {
    let start = position
    var brackets = 0
    while let byte = self[position] {
      if byte == UInt8(ascii: "(") { brackets += 1 }
      if byte == UInt8(ascii: ")") { brackets -= 1 }
      if try !readQuoted(byte, isInString: false) { position += 1 }
      if brackets == 0 { return }
    }
    throw open("(", start)
  }
}

extension UInt8 {
  /// Whether the byte can stand in the name of a parameter, or in what picks an element of it.
  fileprivate var isShellName: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x5b, 0x5d, 0x40, 0x2a, 0x3f: true
    default: false
    }
  }
}
