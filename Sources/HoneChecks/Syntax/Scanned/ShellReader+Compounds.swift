/// What keywords and brackets open.
extension ShellReader {
  /// Reads what a word opens.
  /// - Returns: whether it was closed as well; `false` where a command must follow, `nil` for a word that opens nothing.
  mutating func readCompound(_ word: String, at start: Int) throws(SyntaxFault) -> Bool? {
    let opener = Opener(word: word, offset: start)
    switch word {
    case "if":
      _ = try commands(until: ["then"], of: opener, isFilled: true)
      while true {
        let end = try commands(until: ["elif", "else", "fi"], of: opener, isFilled: true)
        if end == "elif" {
          _ = try commands(until: ["then"], of: opener, isFilled: true)
        } else {
          if end == "else" { _ = try commands(until: ["fi"], of: opener, isFilled: true) }
          return true
        }
      }
    case "while", "until":
      _ = try commands(until: ["do"], of: opener, isFilled: true)
      _ = try commands(until: ["done"], of: opener, isFilled: true)
    case "for", "select": try readLoop(opener)
    case "case": try readCase(opener)
    case "{": _ = try commands(until: ["}"], of: opener, isFilled: true)
    case "[[": try readCondition(opener)
    case "@test":
      // A test of bats: its name, and a body in braces.
      while let byte = self[position], byte != 0x0a {
        skipBlanks()
        let start = position
        _ = try readWord()
        if position == start + 1, self[start] == UInt8(ascii: "{") { return try readCompound("{", at: start) }
        if position == start { break }
      }
      return nil
    case "function":
      skipBlanks()
      _ = try readWord()
      skipBlanks()
      if self[position] == UInt8(ascii: "(") { _ = closesAtOnce() }
      skipLines()
      return false
    case "coproc": throw SyntaxFault(offset: start, message: "", isTolerated: true)
    default: return nil
    }
    return true
  }

  private mutating func readLoop(_ opener: Opener) throws(SyntaxFault) {
    skipBlanks()
    var word = ""
    if self[position] == UInt8(ascii: "("), self[position + 1] == UInt8(ascii: "(") {
      position += 2
      guard readsArithmetic() else {
        throw SyntaxFault(offset: opener.offset, message: "the `((` of this `for` is never closed")
      }
      skipBlanks()
    } else {
      _ = try readWord()
      // The values, up to the end of the line; `do` may stand there when there are none.
      skipLines()
      word = try nextWord()
      if word == "in" {
        while let byte = self[position], byte != 0x0a, byte != UInt8(ascii: ";") {
          let start = position
          skipBlanks()
          if self[position] == UInt8(ascii: "#") { skipLine() }
          _ = try readWord()
          if position == start {
            throw SyntaxFault(offset: start, message: "this cannot stand among the values of `for`")
          }
        }
        word = ""
      }
    }
    if word.isEmpty {
      if self[position] == UInt8(ascii: ";") { position += 1 }
      skipLines()
      word = try nextWord()
    }
    switch word {
    case "do": _ = try commands(until: ["done"], of: opener, isFilled: true)
    case "{": _ = try commands(until: ["}"], of: opener, isFilled: true)
    default: throw SyntaxFault(offset: opener.offset, message: "this `\(opener.word)` has no `do`")
    }
  }

  private mutating func readCase(_ opener: Opener) throws(SyntaxFault) {
    skipBlanks()
    _ = try readWord()
    skipLines()
    guard try nextWord() == "in" else {
      throw SyntaxFault(offset: opener.offset, message: "this `case` has no `in`")
    }
    while true {
      skipLines()
      let start = position
      guard start < bytes.count else {
        throw SyntaxFault(offset: opener.offset, message: "`case` is never closed: `esac` is missing")
      }
      let hasBracket = self[position] == UInt8(ascii: "(")
      if hasBracket { position += 1 }
      if !hasBracket, try nextWord() == "esac" { return }
      position = hasBracket ? start + 1 : start
      let first = position
      pattern: while true {
        skipBlanks()
        switch self[position] {
        case UInt8(ascii: ")"):
          if position == first {
            throw SyntaxFault(offset: start, message: "no pattern of `case` stands before this `)`")
          }
          position += 1
          break pattern
        case UInt8(ascii: "|"): position += 1
        default:
          let before = position
          _ = try readWord()
          if position == before { throw SyntaxFault(offset: start, message: "this pattern of `case` has no `)`") }
        }
      }
      if try commands(until: [";;", "esac"], of: opener) == "esac" { return }
    }
  }

  private mutating func readCondition(_ opener: Opener) throws(SyntaxFault) {
    while true {
      skipBlanks()
      let start = position
      guard let byte = self[position], byte != UInt8(ascii: ";") else {
        throw SyntaxFault(offset: opener.offset, message: "`[[` is never closed: `]]` is missing")
      }
      if byte == UInt8(ascii: "#") {
        skipLine()
        continue
      }
      let isProcess = (byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")) && self[start + 1] == UInt8(ascii: "(")
      if byte == 0x0a || "()<>&|".utf8.contains(byte), !isProcess {
        position += 1
        if byte == 0x0a { skipLines() }
        continue
      }
      let isPlain = try readWord()
      if isPlain, bytes[start..<position].elementsEqual("]]".utf8) { return }
    }
  }

  /// Reads what stands in round brackets: commands, or with two of them a calculation.
  mutating func readParentheses() throws(SyntaxFault) {
    let start = position
    if self[start + 1] == UInt8(ascii: "(") {
      position += 2
      if readsArithmetic() { return }
    }
    position = start + 1
    _ = try commands(until: [")"], of: Opener(word: "(", offset: start))
  }

  /// Goes over `()` with blanks between, if that stands here.
  mutating func closesAtOnce() -> Bool {
    let start = position
    position += 1
    skipBlanks()
    guard self[position] == UInt8(ascii: ")") else {
      position = start
      return false
    }
    position += 1
    return true
  }

  /// The next word if nothing in it is quoted; empty otherwise.
  private mutating func nextWord() throws(SyntaxFault) -> String {
    let start = position
    let isPlain = try readWord()
    return isPlain ? String(decoding: bytes[start..<position], as: UTF8.self) : ""
  }
}
