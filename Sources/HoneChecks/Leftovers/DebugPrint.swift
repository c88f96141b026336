internal import HoneCore
internal import HoneText

/// A call that prints, of which only what it prints tells whether it was written for a moment.
///
/// `print` and `printf` are what programs are for; nobody means `print("here")`, `print(f"{x=}")` or `printf("DEBUG %d", i)`
/// to stay.
struct DebugPrint {
  /// How a call begins, up to its first argument.
  let text: LiteralFinder
  /// Whether arguments that look into the program, such as `locals()`, tell as well.
  let looksInside: Bool

  private init(_ text: String, looksInside: Bool = false) {
    self.text = LiteralFinder(text)
    self.looksInside = looksInside
  }

  /// The calls of the language of files whose names end in `ending`.
  static func calls(for ending: String) -> [DebugPrint] {
    switch ending {
    case "py", "pyi": python
    case "c", "cc", "cpp", "cxx", "h", "hh", "hpp", "m", "mm": native
    case "go": go
    case "rs": rust
    case "swift", "kt", "kts": ["print(", "println("].map { DebugPrint($0) }
    case "rb", "rake": ["puts "].map { DebugPrint($0) }
    case "cs": ["Console.WriteLine(", "Console.Write("].map { DebugPrint($0) }
    default: []
    }
  }

  private static let python = ["print(", "pprint("].map { DebugPrint($0, looksInside: true) }
  private static let native = [
    "printf(", "fprintf(stderr,", "fprintf(stdout,", "puts(", "cerr <<", "cout <<", "NSLog(",
  ].map { DebugPrint($0) }
  private static let go = ["fmt.Println(", "fmt.Printf(", "fmt.Print(", "log.Println(", "log.Printf("]
    .map { DebugPrint($0) }
  private static let rust = ["println!(", "eprintln!("].map { DebugPrint($0) }

  /// How sure it is that a call is there for debugging; `nil` where nothing says so.
  /// - Parameter arguments: the line from the first argument on.
  func severity(of arguments: ArraySlice<UInt8>) -> Severity? {
    let arguments = arguments.drop { $0 == 0x20 || $0 == 0x09 }
    if Self.printsMark(arguments) { return .warning }
    return looksInside && Self.printsInsides(arguments) ? .note : nil
  }

  /// What one is asked by: `if debug:`, `#ifdef DEBUG`, `if (opt.verbose)`, `def debug_print(text):`.
  private static let conditions = LiteralSet(
    ["debug", "verbos", "trace", "loglevel", "log_level", "dry_run", "dryrun", "define "].map { Array($0.utf8) },
    ignoringASCIICase: true)

  /// Whether what prints does so only where somebody asked for it, and is part of the program.
  /// - Parameter before: the line and the two lines before it, up to the call.
  static func isAskedFor(_ before: ArraySlice<UInt8>) -> Bool {
    // What stands in literals is printed, most likely by the debug print in the line before.
    var code: [UInt8] = []
    var quote: UInt8?
    for byte in before {
      if byte == 0x0a || byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      if quote == nil { code.append(byte) }
    }
    return conditions.anyOccurs(in: code)
  }

  /// What a text to find a place in the output again begins with, in lower case and without signs around it.
  private static let marks: Set<String> = [
    "here", "got here", "im here", "i am here", "in here", "we are here", "over here", "reached here", "reached",
    "checkpoint", "xxx", "xxxx", "asdf", "asdfasdf", "qwer", "wtf", "debug", "dbg", "debugging",
  ]

  /// Whether the first argument is a literal that marks a place, or says that it is for debugging.
  private static func printsMark(_ rest: ArraySlice<UInt8>) -> Bool {
    var literal = rest
    // Literals of other kinds: `f"..."`, `@"..."`, `L"..."`.
    if let first = literal.first, "fbrFL@".utf8.contains(first) { literal = literal.dropFirst() }
    guard let quote = literal.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
    let body = literal.dropFirst()
    guard let end = body.firstIndex(of: quote), end - body.startIndex <= 120 else { return false }
    let words = words(of: body[..<end])
    guard let first = words.first else { return false }
    // What stands in other quotes is a name.
    if first == "DEBUG" || first == "DBG", body.first != UInt8(ascii: "`") { return true }
    return marks.contains(words.filter { !$0.allSatisfy(\.isNumber) }.joined(separator: " ").lowercased())
  }

  /// The words of a text, without signs and escaped characters; an apostrophe parts no words.
  private static func words(of text: ArraySlice<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var isEscaped = false
    for byte in text + [0x20] {
      if isEscaped || byte == UInt8(ascii: "'") {
        isEscaped = false
        continue
      }
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x80...: word.append(byte)
      default:
        isEscaped = byte == UInt8(ascii: "\\")
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
      }
    }
    return words
  }

  private static let dictionary = LiteralFinder(".__dict__)")

  /// Whether an argument looks into the program: `locals()`, `vars(x)`, `x.__dict__`, or names its own text: `f"{x=}"`.
  private static func printsInsides(_ rest: ArraySlice<UInt8>) -> Bool {
    if ["locals()", "globals()", "vars(", "dir("].contains(where: { rest.starts(with: $0.utf8) }) { return true }
    if dictionary.occurs(in: Array(rest)) { return true }
    guard rest.starts(with: "f\"".utf8) || rest.starts(with: "f'".utf8) else { return false }
    // `{x=}` and `{x = !r}`, but not `{x==y}` nor `{x:=5}`.
    var depth = 0
    var previous: UInt8 = 0
    for (index, byte) in zip(rest.indices, rest) {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if depth == 1, byte == UInt8(ascii: "="), !"=:!<>".utf8.contains(previous) {
        let next = rest[(index + 1)...].first { $0 != 0x20 } ?? 0
        if next == UInt8(ascii: "}") || next == UInt8(ascii: "!") || next == UInt8(ascii: ":") { return true }
      }
      previous = byte
    }
    return false
  }
}
