package import HoneCore
package import HoneSyntax

/// What is searched for in the files of one language, ready for every thread.
package struct ScanProgram: Sendable {
  package let language: Language
  package let grammar: Grammar
  /// Which files need not be parsed.
  package let prefilter: Prefilter
  /// The parts of trees that `matches` looks at; `nil` for all.
  package let focus: SyntaxFocus?
  /// What tells this program from every other one, for remembered matches.
  package let identity: [UInt8]
  /// Finds all matches in the tree of the file at a path, by place.
  package let matches: @Sendable (SyntaxTree, RepositoryPath) -> [Match]

  /// - Parameter identity: everything that the matches depend on beside the file: the text of the rules, and of the
  ///   parameters.
  package init(
    language: Language, grammar: Grammar, prefilter: Prefilter = .none, focus: SyntaxFocus? = nil, identity: [UInt8],
    matches: @escaping @Sendable (SyntaxTree, RepositoryPath) -> [Match]
  ) {
    self.language = language
    self.grammar = grammar
    self.prefilter = prefilter
    self.focus = focus
    self.identity = identity
    self.matches = matches
  }

  /// Rules for one language.
  package init(_ rules: [Rule], language: Language, grammar: Grammar, identity: [UInt8]) {
    let matcher = Matcher(rules, grammar: grammar)
    self.init(
      language: language, grammar: grammar, prefilter: Prefilter(anyOf: rules, grammar: grammar), focus: matcher.focus,
      identity: identity,
      matches: { tree, _ in matcher.matches(in: tree) })
  }
}
