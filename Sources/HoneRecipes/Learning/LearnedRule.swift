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
  private let matcher: Matcher

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
      matcher = Matcher([Rule(.pattern(Pattern(text: from, readings: readings)))], grammar: grammar)
    case .template(let generalisation):
      pattern = generalisation.before.text
      rewrite = generalisation.after.text
      kinds = []
      guard let read = try? Pattern(generalisation.before.text, grammar: grammar, reach: .everywhere) else {
        return nil
      }
      matcher = Matcher([Rule(.pattern(read))], grammar: grammar)
    }
  }

  /// Whether the rule gives one name another.
  package var isRename: Bool { !kinds.isEmpty }

  /// The places of a file that it matches, outermost first, none inside of another.
  package func matches(in tree: SyntaxTree) -> [Match] {
    var end = 0
    return matcher.matches(in: tree).filter { match in
      guard match.range.lowerBound >= end else { return false }
      end = match.range.upperBound
      return true
    }
  }

  /// What stands in the place of a match afterwards, as the new side has it.
  package func result(of match: Match) -> [UInt8] {
    guard kinds.isEmpty else { return Array(rewrite.utf8) }
    let text = Array(rewrite.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < text.count {
      guard text[position] == UInt8(ascii: "$") else {
        result.append(text[position])
        position += 1
        continue
      }
      let name = text[position...].drop { $0 == UInt8(ascii: "$") }.prefix { $0.isHoleNameByte }
      if let capture = match[String(decoding: name, as: UTF8.self)], !name.isEmpty {
        result += match.tree.source[capture.range]
        position = name.endIndex
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return result
  }
}

extension UInt8 {
  /// Whether the byte may stand in the name of a metavariable.
  fileprivate var isHoleNameByte: Bool {
    (0x41...0x5a).contains(self) || (0x30...0x39).contains(self) || self == UInt8(ascii: "_")
  }
}
