package import HoneCore
package import HoneSyntax

/// A rewrite that was learned from examples, ready to be tried and applied.
package struct LearnedRule: Sendable {
  /// How far a rule may be trusted.
  ///
  /// Measured on 4,174 commits that repeat an edit, with rules from one example each: two concrete words 92% right, renames
  /// without an unedited place beside them 98%, one concrete word 36 to 39%.
  package enum Certainty: Hashable, Sendable, Comparable {
    /// Listed, taken only by hand or on request.
    case maybe
    /// Taken by default.
    case sure
  }

  /// The name of the grammar.
  package let language: String
  /// The old side, in the notation of patterns.
  package let pattern: String
  /// The new side.
  package let rewrite: String
  /// The kinds of node that a rename replaces; empty for code with holes.
  package let kinds: [String]
  /// How many words stay concrete.
  package let concreteWords: Int
  package internal(set) var certainty: Certainty = .maybe
  /// How many edits of the user it explains, exactly.
  package internal(set) var support = 0
  /// Places in the user's own files that it matches and that the user left alone: lines, from 1, by number of the file.
  package internal(set) var counterExamples: [CounterExample] = []
  /// What it finds and writes.
  package let rule: Rule
  private let rewriter: Rewriter

  /// A place that the user did not change although the rule matches it.
  package struct CounterExample: Hashable, Sendable {
    /// The number of the file among the examples.
    package var file: Int
    /// Bytes of the old version.
    package var range: Range<Int>
  }

  /// - Returns: `nil` when the candidate cannot be written as a pattern of the language.
  init?(_ candidate: Candidate, grammar: Grammar) {
    language = grammar.name
    concreteWords = candidate.concreteWords
    let condition: Condition
    switch candidate.shape {
    case .rename(let from, let to, let kinds):
      pattern = from
      rewrite = to
      self.kinds = kinds
      let readings = kinds.flatMap { kind in
        grammar.symbols(named: kind).map { symbol in
          Pattern.Reading(
            place: "example", kind: kind, nodes: [.token(symbol: symbol, isNamed: true, text: Array(from.utf8))])
        }
      }
      guard !readings.isEmpty else { return nil }
      condition = .pattern(Pattern(text: from, readings: readings))
    case .template(let generalisation):
      pattern = generalisation.before.text
      rewrite = generalisation.after.text
      kinds = []
      guard let read = try? Pattern(generalisation.before.text, grammar: grammar, reach: .everywhere) else {
        return nil
      }
      condition = .pattern(read)
    }
    let fix = Fix(FixTemplate(rewrite, grammar: grammar), keepsUnmatched: true)
    rule = Rule(id: "learned", condition, fixes: [fix])
    rewriter = Rewriter(Matcher([rule], grammar: grammar))
  }

  /// Whether the rule gives one name another.
  package var isRename: Bool { !kinds.isEmpty }

  /// Whether it is a name behind a dot, which means less by itself but stands in fewer places.
  var isOfMember: Bool {
    isRename && kinds.allSatisfy { $0.hasPrefix("property_") || $0.hasPrefix("field_") || $0 == "method_identifier" }
  }

  /// The places of a file that it matches, outermost first, none inside of another.
  package func matches(in tree: SyntaxTree) -> [Match] {
    var end = 0
    return rewriter.matcher.matches(in: tree).filter { match in
      guard match.range.lowerBound >= end else { return false }
      end = match.range.upperBound
      return true
    }
  }

  /// The edit of a match, which keeps what the rule does not speak of; `nil` when the match already reads so.
  package func edit(for match: Match) -> PlannedEdit? {
    guard let edit = rewriter.edit(for: match), !edit.replacements.isEmpty else { return nil }
    return edit
  }

  /// What stands in the place of a match afterwards.
  package func result(of match: Match) -> [UInt8] {
    var result: [UInt8] = []
    var position = match.range.lowerBound
    for replacement in edit(for: match)?.replacements ?? [] {
      result += match.tree.source[position..<max(position, replacement.range.lowerBound)] + replacement.bytes
      position = max(position, replacement.range.upperBound)
    }
    return result + match.tree.source[position..<max(position, match.range.upperBound)]
  }
}
