/// Whether round, square and curly brackets pair up in a source text, by simple lexical rules.
///
/// A gate for results: an edit that lost a brace is refused. It is only as good as its rules, so it speaks only about
/// languages whose comments and literals it can skip, and only where the text was balanced before the edit.
package enum BracketBalance {
  /// Where brackets stop pairing up.
  package struct Fault: Hashable, Sendable {
    /// The bracket that has no partner.
    package var bracket: UInt8
    /// Its place in the text, in bytes from 0.
    package var offset: Int
    /// Its line, from 1.
    package var line: Int

    package init(bracket: UInt8, offset: Int, line: Int) {
      self.bracket = bracket
      self.offset = offset
      self.line = line
    }
  }

  /// Refuses a result whose brackets do not pair up though those of the base did.
  /// - Parameter fileExtension: lower-cased, without the dot; other languages than the known ones always pass.
  /// - Throws: a `Refusal` `.gate` that names the line.
  package static func check(base: [UInt8], result: [UInt8], fileExtension: String) throws(Refusal) {
    guard let syntax = LexicalSyntax(fileExtension: fileExtension),
      let fault = Self.fault(in: result, syntax), Self.fault(in: base, syntax) == nil
    else { return }
    let bracket = String(UnicodeScalar(fault.bracket))
    throw Refusal(
      .gate, "the edit leaves the `\(bracket)` of line \(fault.line) of the result without its partner",
      remedy: "ask again, or accept the edit with its neighbours: it may be half of a change")
  }

  /// The first bracket without a partner.
  /// - Returns: `nil` when all pair up, or the language is not known.
  package static func fault(in bytes: [UInt8], fileExtension: String) -> Fault? {
    LexicalSyntax(fileExtension: fileExtension).flatMap { fault(in: bytes, $0) }
  }

  /// Whether brackets of the language are paired at all.
  package static func knows(fileExtension: String) -> Bool { LexicalSyntax(fileExtension: fileExtension) != nil }

  /// The first string that is not closed in its line though its kind must be, as the byte behind its quote, or behind an
  /// interpolation in it; brackets are looked at up to the first one without a partner.
  /// - Returns: `nil` when there is none, or the language is not known.
  package static func openString(in bytes: [UInt8], fileExtension: String) -> Int? {
    guard let syntax = LexicalSyntax(fileExtension: fileExtension) else { return nil }
    var scanner = BracketScanner(bytes: bytes, syntax: syntax)
    _ = scanner.fault()
    return scanner.openString
  }

  private static func fault(in bytes: [UInt8], _ syntax: LexicalSyntax) -> Fault? {
    var scanner = BracketScanner(bytes: bytes, syntax: syntax)
    return scanner.fault()
  }
}

/// What of a language must be known to skip its comments and literals.
struct LexicalSyntax: Sendable {
  /// How the single quote is used.
  enum SingleQuote: Sendable {
    /// It delimits strings.
    case string
    /// It delimits one character, and otherwise marks lifetimes or groups digits.
    case character
    /// It means nothing.
    case none
  }

  var lineComment: [UInt8] = Array("//".utf8)
  var hasBlockComments = true
  var nestsBlockComments = false
  var singleQuote = SingleQuote.character
  /// Whether three quotes delimit a string over several lines.
  var hasTripleQuotes = false
  /// Whether a backtick delimits a string over several lines.
  var hasBackticks = false
  /// Whether a string in plain quotes may go on over several lines.
  var stringsSpanLines = false
  /// Whether `#` before a quote makes a raw string.
  var hasHashStrings = false
  /// Whether `/` can begin a regular expression.
  var hasRegexLiterals = false
  /// What opens an interpolation inside a string: a backslash (with a round bracket), `$` (with a curly one), or 0.
  var interpolation: UInt8 = 0

  init?(fileExtension: String) {
    switch fileExtension {
    case "c", "h", "cc", "cpp", "cxx", "hh", "hpp", "m", "mm", "cs", "proto": break
    case "java": hasTripleQuotes = true
    case "go": hasBackticks = true
    case "rs":
      nestsBlockComments = true
      stringsSpanLines = true
      hasHashStrings = true
    case "swift":
      nestsBlockComments = true
      singleQuote = .none
      hasTripleQuotes = true
      hasHashStrings = true
      hasRegexLiterals = true
      interpolation = UInt8(ascii: "\\")
    case "kt", "kts", "scala":
      nestsBlockComments = true
      hasTripleQuotes = true
      interpolation = UInt8(ascii: "$")
    case "js", "mjs", "cjs", "ts", "mts", "cts":
      singleQuote = .string
      hasBackticks = true
      hasRegexLiterals = true
      interpolation = UInt8(ascii: "$")
    case "json", "jsonc":
      singleQuote = .none
    case "py", "pyi":
      lineComment = Array("#".utf8)
      hasBlockComments = false
      singleQuote = .string
      hasTripleQuotes = true
    default: return nil
    }
  }
}
