import HoneSyntax

/// Parses `text` as a file of a language.
func parsed(_ text: String, as name: String) throws -> SyntaxTree {
  try parsed(Array(text.utf8), as: name)
}

/// Parses bytes as a file of a language.
func parsed(_ bytes: [UInt8], as name: String, limits: ParseLimits = ParseLimits()) throws -> SyntaxTree {
  guard let language = Language.named(name) else { throw GrammarError.missing(name: name, searched: []) }
  var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: language))
  return try parser.parse(bytes, limits: limits)
}
