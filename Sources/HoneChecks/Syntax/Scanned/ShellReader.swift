/// Whether a script can be read as a shell of the Bourne family reads it: what is quoted, and what its words open and close.
///
/// It follows the grammar of POSIX (Shell Command Language, 2.3 to 2.10) and what Bash adds to it (Reference Manual, 3.2 and
/// 3.5), and takes what any of these shells takes. Other shells, such as zsh, have forms of their own.
struct ShellReader {
  let bytes: [UInt8]
  var position = 0
  /// Texts that begin in the next line.
  private var heredocs: [Heredoc] = []
  private var depth = 0
  /// The first text that has no end.
  private var endless: SyntaxFault?
  /// Where two round brackets stand that are no calculation, so that this is found out once.
  private var noArithmetic: Set<Int> = []
  /// How many bytes may still be looked at in vain; then nothing is said of a script.
  var vain = 4 << 20

  /// How deep commands may stand in each other until nothing is said of a script.
  private static let depthLimit = 200

  private struct Heredoc {
    var delimiter: [UInt8]
    var mayBeIndented: Bool
    var offset: Int
  }

  /// What commands stand in.
  struct Opener {
    var word: String
    var offset: Int
  }

  /// Where in a command the next word stands.
  private enum Place {
    /// Where a command may begin, and keywords count.
    case start
    case words
    /// Behind what a keyword or a bracket closed.
    case closed
  }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The first place that cannot be read; `nil` when all can, and when it cannot be told.
  static func fault(in bytes: [UInt8]) -> SyntaxFault? {
    var reader = ShellReader(bytes)
    do throws(SyntaxFault) {
      _ = try reader.commands(until: [], of: nil)
      guard var fault = reader.endless else { return nil }
      // Shells take the rest of the script for the text then, and say so at most.
      fault.isWarning = true
      return fault
    } catch {
      // What is missing may stand in a text that has no end.
      return error.isTolerated || reader.vain < 0 ? nil : reader.endless ?? error
    }
  }

  /// Reads commands up to one of some words, and that word; without any, up to the end of the text.
  /// - Parameter isFilled: whether at least one command must stand there.
  mutating func commands(
    until ends: [String], of opener: Opener?, isFilled: Bool = false
  ) throws(SyntaxFault) -> String {
    try enter()
    defer { leave() }
    var place = Place.start
    var count = 0
    var isEmpty = true
    // The operator that a command must follow.
    var operation: (text: String, offset: Int)?
    // Whether a `!` stands here, which may stand alone.
    var isNegated = false
    // Where texts begin that were announced before a command in the middle of a line is hard to tell.
    let isAfterHeredoc = !heredocs.isEmpty && opener.map { Self.substitutions.contains($0.word) } ?? false

    func end(_ word: String, at offset: Int) throws(SyntaxFault) -> String {
      if let operation {
        throw SyntaxFault(offset: operation.offset, message: "no command follows this `\(operation.text)`")
      }
      if isEmpty, isFilled { throw SyntaxFault(offset: offset, message: "no command stands before this `\(word)`") }
      return word
    }

    while true {
      skipBlanks()
      let start = position
      guard let byte = self[start] else {
        _ = try end("", at: start)
        guard let opener else {
          readHeredocs()
          return ""
        }
        throw SyntaxFault(
          offset: opener.offset, message: "`\(opener.word)` is never closed: \(Self.wanted(ends)) is missing")
      }
      switch byte {
      case UInt8(ascii: "#"): skipLine()
      case 0x0a:
        guard !isAfterHeredoc else { throw SyntaxFault(offset: start, message: "", isTolerated: true) }
        position += 1
        readHeredocs()
        (place, count, isNegated) = (.start, 0, false)
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
        if byte == UInt8(ascii: "&"), self[start + 1] == UInt8(ascii: ">") {
          position += self[start + 2] == UInt8(ascii: ">") ? 3 : 2
          try readTarget(from: start)
          (place, isEmpty) = (place == .closed ? .closed : .words, false)
          continue
        }
        let text = readOperator()
        if text.hasPrefix(";"), text.count > 1 {
          guard ends.contains(";;") else {
            throw SyntaxFault(offset: start, message: "`\(text)` stands outside of `case`")
          }
          return try end(";;", at: start)
        }
        guard place != .start || isNegated else {
          throw SyntaxFault(offset: start, message: "no command stands before this `\(text)`")
        }
        isNegated = false
        if text != ";", text != "&" { operation = (text, start) }
        (place, count) = (.start, 0)
      case UInt8(ascii: ")"):
        guard ends.contains(")") else { throw SyntaxFault(offset: start, message: "this `)` closes nothing") }
        position += 1
        return try end(")", at: start)
      case UInt8(ascii: "("):
        if place == .start {
          try readParentheses()
          (place, isEmpty, operation) = (.closed, false, nil)
        } else if place == .words, count == 1, closesAtOnce() {
          skipLines()
          (place, operation) = (.start, ("()", start))
        } else {
          throw SyntaxFault(offset: start, message: "`(` cannot stand here")
        }
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if self[start + 1] == UInt8(ascii: "(") {
          _ = try readWord()
          count += 1
        } else {
          try readRedirection()
        }
        if place == .start { (place, isEmpty, operation) = (.words, false, nil) }
      default:
        let isPlain = try readWord()
        let word = isPlain && position - start < 10 ? String(decoding: bytes[start..<position], as: UTF8.self) : ""
        if place != .words, Self.closers.contains(word) {
          guard ends.contains(word) else { throw stray(word, start, ends, opener) }
          return try end(word, at: start)
        }
        // The number of what is redirected.
        if let next = self[position], next == UInt8(ascii: "<") || next == UInt8(ascii: ">"),
          bytes[start..<position].allSatisfy({ (0x30...0x39).contains($0) }) || byte == UInt8(ascii: "{")
        {
          continue
        }
        if place == .closed {
          throw SyntaxFault(offset: start, message: "a `;` or a new line is missing before this word")
        }
        guard place == .start else {
          count += 1
          continue
        }
        isEmpty = false
        if word == "exit", opener == nil, operation == nil { return "" }
        operation = nil
        isNegated = word == "!"
        if isNegated { continue }
        switch try readCompound(word, at: start) {
        case .some(true): place = .closed
        case .some(false): operation = (word, start)
        case .none: if word != "time" { (place, count) = (.words, 1) }
        }
      }
    }
  }

  /// Goes one level deeper, and gives up where nobody has written it by hand.
  mutating func enter() throws(SyntaxFault) {
    depth += 1
    guard depth < Self.depthLimit, vain >= 0 else {
      throw SyntaxFault(offset: position, message: "", isTolerated: true)
    }
  }

  mutating func leave() { depth -= 1 }

  /// Reads a calculation up to `))`, if one begins here, behind its `((`; otherwise nothing is read.
  mutating func readsArithmetic() -> Bool {
    let (start, before) = (position, (heredocs, depth, endless))
    guard vain >= 0, !noArithmetic.contains(start) else { return false }
    do throws(SyntaxFault) {
      if try readArithmetic() { return true }
    } catch {
      // What is wrong shows when it is read as commands.
    }
    noArithmetic.insert(start)
    vain -= position - start
    (position, (heredocs, depth, endless)) = (start, before)
    return false
  }

  private static let substitutions: Set<String> = ["$(", "<(", ">("]

  private static let closers: Set<String> = ["then", "elif", "else", "fi", "do", "done", "esac", "}"]

  private static func wanted(_ ends: [String]) -> String { ends.last.map { "`\($0)`" } ?? "its end" }

  private func stray(_ word: String, _ offset: Int, _ ends: [String], _ opener: Opener?) -> SyntaxFault {
    guard let opener else { return SyntaxFault(offset: offset, message: "this `\(word)` closes nothing") }
    let line = bytes[..<opener.offset].count { $0 == 0x0a } + 1
    return SyntaxFault(
      offset: offset,
      message: "`\(word)` cannot stand here: the `\(opener.word)` of line \(line) waits for \(Self.wanted(ends))")
  }

  // MARK: Operators

  private mutating func readOperator() -> String {
    let start = position
    for text in [";;&", ";;", ";&", "&&", "||", "|&", ";", "&", "|"] where bytes[start...].starts(with: text.utf8) {
      position += text.utf8.count
      return text
    }
    position += 1
    return ""
  }

  private mutating func readRedirection() throws(SyntaxFault) {
    let start = position
    for text in ["<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">|", ">&", ">"]
    where bytes[start...].starts(with: text.utf8) {
      position += text.utf8.count
      if text == "<<" || text == "<<-" { return try readDelimiter(mayBeIndented: text == "<<-", from: start) }
      break
    }
    try readTarget(from: start)
  }

  private mutating func readTarget(from start: Int) throws(SyntaxFault) {
    skipBlanks()
    let target = position
    if self[target] == UInt8(ascii: "<") || self[target] == UInt8(ascii: ">"), self[target + 1] != UInt8(ascii: "(") {
      throw SyntaxFault(offset: start, message: "this redirection names no file")
    }
    _ = try readWord()
    if position == target { throw SyntaxFault(offset: start, message: "this redirection names no file") }
  }

  private mutating func readDelimiter(mayBeIndented: Bool, from start: Int) throws(SyntaxFault) {
    skipBlanks()
    let first = position
    _ = try readWord()
    let quotes = "'\"\\".utf8
    let delimiter = bytes[first..<position].filter { !quotes.contains($0) }
    // What `$'...'` and the like become differs between shells.
    guard !delimiter.contains(UInt8(ascii: "$")) else {
      throw SyntaxFault(offset: start, message: "", isTolerated: true)
    }
    guard position > first else {
      throw SyntaxFault(offset: start, message: "this redirection names no end of its text")
    }
    heredocs.append(Heredoc(delimiter: delimiter, mayBeIndented: mayBeIndented, offset: start))
  }

  private mutating func readHeredocs() {
    for heredoc in heredocs {
      while true {
        guard position < bytes.count else {
          let name = String(decoding: heredoc.delimiter, as: UTF8.self)
          endless =
            endless ?? SyntaxFault(offset: heredoc.offset, message: "no line `\(name)` ends the text that begins here")
          break
        }
        var line = bytes[position...].prefix { $0 != 0x0a }
        position = min(line.endIndex + 1, bytes.count)
        if heredoc.mayBeIndented { line = line.drop { $0 == 0x09 } }
        if line.last == 0x0d { line.removeLast() }
        if line.elementsEqual(heredoc.delimiter) { break }
      }
    }
    heredocs = []
  }
}
