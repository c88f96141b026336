/// Where statements of the top level begin in languages with braces.
///
/// A border is the start of a line with a name, outside of all brackets, strings and comments, after a statement that has
/// certainly ended: by a semicolon, by a brace, or in languages without semicolons by a blank line before a word that begins
/// a declaration.
enum BracedBorders {
  /// What a language has of the things that look alike in all of them.
  struct Dialect: Hashable, Sendable {
    /// Whether lines that begin with `#` belong to a preprocessor or to conditional compilation.
    var hasDirectives = false
    var hasNestedComments = false
    /// Whether `'` begins a string or a character; otherwise it is a mark like any other.
    var quotesSingly = true
    /// Whether `'` may begin a lifetime, as in Rust.
    var hasLifetimes = false
    /// Whether a string in double quotes may go over several lines.
    var breaksStrings = false
    /// Whether `"""` begins a string over several lines.
    var hasTripleQuotes = false
    /// Whether a backquote begins a raw string (Go), or a template with code in it (JavaScript).
    var hasRawBackquotes = false
    var hasTemplates = false
    /// Words that begin a declaration, for languages without semicolons.
    var openers: Set<String> = []

    static func named(_ language: String) -> Self? {
      switch language {
      case "c", "cpp": Self(hasDirectives: true)
      case "go": Self(hasRawBackquotes: true, openers: ["func", "type", "var", "const", "import"])
      case "rust":
        Self(
          hasNestedComments: true, hasLifetimes: true, breaksStrings: true,
          openers: ["fn", "pub", "struct", "enum", "impl", "trait", "use", "mod", "const", "static", "type"])
      case "swift":
        Self(
          hasDirectives: true, hasNestedComments: true, quotesSingly: false, hasTripleQuotes: true,
          openers: [
            "func", "struct", "class", "enum", "extension", "protocol", "actor", "import", "public", "private",
            "internal", "package", "final", "let", "var",
          ])
      case "javascript", "typescript":
        Self(
          hasTemplates: true,
          openers: ["function", "class", "const", "let", "var", "import", "export", "async", "interface", "type"])
      default: nil
      }
    }
  }

  /// Words that may go on with the statement before, even after its closing brace.
  private static let continuations: Set<String> = [
    "else", "catch", "finally", "while", "in", "of", "as", "is", "instanceof", "satisfies", "extends", "implements",
    "where", "const", "noexcept", "throws", "rethrows", "override", "final",
  ]

  static func offsets(in bytes: UnsafeBufferPointer<UInt8>, _ dialect: Dialect) -> [Int]? {
    var borders: [Int] = []
    return scan(bytes, dialect) { border, _ in borders.append(border) } == nil ? nil : borders
  }

  /// The code of each statement, without the comments and directives between two; and directives with a comment.
  ///
  /// What stands before the first border comes first, where it holds code.
  static func statements(
    in bytes: UnsafeBufferPointer<UInt8>, _ dialect: Dialect
  ) -> (code: [Range<Int>], directives: [Range<Int>])? {
    var code: [Range<Int>] = []
    var start = 0
    let scanned = scan(bytes, dialect) { border, end in
      if start < end { code.append(start..<end) }
      start = border
    }
    guard let scanned else { return nil }
    if start < scanned.codeEnd { code.append(start..<scanned.codeEnd) }
    return (code, scanned.commentedDirectives)
  }

  /// Tells of each border, and where the code before it ends.
  /// - Returns: `nil` when the text is not understood.
  private static func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, _ dialect: Dialect, _ tell: (Int, Int) -> Void
  ) -> BracedScanner? {
    var scanner = BracedScanner(bytes, dialect)
    let isUnderstood = scanner.scan { start, previous, codeEnd, isAfterBlankLine in
      let word = word(bytes, at: start)
      if word.isEmpty { return }
      let hasEnded = previous == 0 || previous == UInt8(ascii: ";") || previous == UInt8(ascii: "}")
      if hasEnded
        ? !continuations.contains(word) || isAfterBlankLine : isAfterBlankLine && dialect.openers.contains(word)
      {
        tell(start, codeEnd)
      }
    }
    return isUnderstood ? scanner : nil
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> String {
    var end = start
    while end < bytes.count, BracedScanner.isNameByte(bytes[end]) { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Whether a line of conditional compilation stands in a text.
  static func hasCondition(_ text: ArraySlice<UInt8>) -> Bool {
    text.split(separator: 0x0a).contains { line in
      let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
      guard rest.first == UInt8(ascii: "#") else { return false }
      let word = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
      return ["if", "el", "end"].contains { word.starts(with: $0.utf8) }
    }
  }
}
