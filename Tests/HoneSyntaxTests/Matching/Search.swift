import HoneCore
import HoneSyntax
import HoneText
import HoneYAML

/// What the tests of patterns and rules ask, in one call.
enum Search {
  static func grammar(_ name: String) throws -> Grammar {
    guard let language = Language.named(name) else { throw GrammarError.missing(name: name, searched: []) }
    return try GrammarLibrary.standard.grammar(for: language)
  }

  static func tree(_ code: String, _ grammar: Grammar) throws -> SyntaxTree {
    var parser = try SyntaxParser(grammar)
    return try parser.parse(Array(code.utf8))
  }

  /// The texts that a pattern matches.
  static func texts(
    _ pattern: String, in code: String, _ language: String, reach: Pattern.Reach = .file, selector: String? = nil,
    strictness: Strictness = .smart
  ) throws -> [String] {
    let grammar = try grammar(language)
    let pattern = try Pattern(
      pattern, grammar: grammar, reach: reach, selector: selector, strictness: strictness)
    return try matches(Rule(.pattern(pattern)), in: code, grammar).map(text)
  }

  static func matches(_ rule: Rule, in code: String, _ grammar: Grammar) throws -> [Match] {
    Matcher([rule], grammar: grammar).matches(in: try tree(code, grammar))
  }

  static func text(_ match: Match) -> String { String(decoding: match.tree.source[match.range], as: UTF8.self) }

  /// Reads a rule file.
  static func rule(_ yaml: String, _ language: String, reach: Pattern.Reach = .file) throws -> RuleDocument {
    try RuleDocument(try YAML.document(in: Array(yaml.utf8)[...]), grammar: try grammar(language), reach: reach)
  }

  /// The texts that a rule matches, which is given as the value of the key `rule`, indented by nothing.
  static func texts(rule yaml: String, in code: String, _ language: String) throws -> [String] {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    let document = try rule("rule:\n" + lines.joined(separator: "\n"), language)
    return try matches(document.rule, in: code, try grammar(language)).map(text)
  }

  /// Rewrites code once by a patch of one pattern and one template.
  static func rewrite(
    _ code: String, _ pattern: String, to template: String, _ language: String
  ) throws -> String {
    let grammar = try grammar(language)
    let rule = Rule(
      .pattern(try Pattern(pattern, grammar: grammar, reach: .everywhere)),
      fixes: [Fix(FixTemplate(template, grammar: grammar), keepsUnmatched: true)])
    return try rewrite(code, rule, grammar)
  }

  /// Rewrites code once by a rule, everywhere but where it is to be looked at.
  static func rewrite(_ code: String, _ rule: Rule, _ grammar: Grammar) throws -> String {
    let edits = Rewriter(Matcher([rule], grammar: grammar)).edits(in: try tree(code, grammar)).filter(\.isCertain)
    let lines = TextLines(Array(code.utf8))
    return String(decoding: try AppliedEdits(edits.flatMap(\.replacements), to: lines).bytes, as: UTF8.self)
  }
}
