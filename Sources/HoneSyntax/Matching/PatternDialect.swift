/// What must be known of a language to read patterns in it.
///
/// A `$` is no part of a name in most languages, so it is replaced by a letter that is (`sigil`) before the pattern is
/// parsed. And a snippet means different things in different places: `f(x);` is a declaration between functions of C and
/// a call inside of one. So a pattern can be read inside of templates, the `places`.
package struct PatternDialect: Hashable, Sendable {
  /// A surrounding in which a snippet is read.
  package struct Place: Hashable, Sendable {
    /// What stands there, for messages: "statement", "expression", "member".
    package var name: String
    /// The code before the snippet.
    package var before: String
    /// The code after it.
    package var after: String

    init(_ name: String, _ before: String, _ after: String) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// The name of the grammar, as `Grammar.name`.
  package let name: String
  /// What takes the place of a dollar; the dollar itself where names may hold it.
  package let sigil: [UInt8]
  /// Whether a file is a list of statements, so that a snippet parsed as a file means what it says.
  package let isScript: Bool
  /// What a file must begin with.
  package let preamble: String
  /// The places other than a whole file.
  package let places: [Place]

  /// The dialect of a grammar.
  ///
  /// A grammar that is not listed reads `$` as it stands, and patterns only as whole files.
  package init(_ name: String) {
    self.name = name
    sigil = Self.sigil(of: name)
    isScript = !Self.isOfDeclarations(name)
    preamble = name == "php" ? "<?php " : ""
    places = Self.places(of: name)
  }

  /// A dialect for a grammar that is not built in.
  package init(name: String, sigil: String, isScript: Bool = true, places: [Place] = []) {
    self.name = name
    self.sigil = Array(sigil.utf8)
    self.isScript = isScript
    preamble = ""
    self.places = places
  }

  /// The letter that ast-grep puts for the dollar, so that the same texts parse to the same trees.
  ///
  /// It is told by a `switch`, as everything here is: a table would be made in full for the one language that is asked for,
  /// which costs more than the rest of reading a pattern.
  private static func sigil(of name: String) -> [UInt8] {
    switch name {
    case "c", "cpp": Array("\u{10000}".utf8)
    case "csharp", "go", "kotlin", "php", "python", "ruby", "rust", "swift": Array("µ".utf8)
    case "css", "toml": [UInt8(ascii: "_")]
    case "html": [UInt8(ascii: "z")]
    case "text": PlainText.sigil
    default: [UInt8(ascii: "$")]
    }
  }

  /// What takes the place of a dollar where the language wants a plain name: the variable of a loop in Bash.
  static func nameSigil(of name: String) -> [UInt8]? { name == "bash" ? [UInt8(ascii: "z")] : nil }

  /// Whether a snippet is read as something else in a file of a language than what it is elsewhere: an attribute of HTML as
  /// text, a declaration of CSS as a selector.
  private static func isOfDeclarations(_ name: String) -> Bool {
    switch name {
    case "c", "cpp", "csharp", "css", "go", "html", "java", "rust": true
    default: false
    }
  }
}
