internal import HoneCore
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
  package var certainty: Certainty { doubts.isEmpty ? .sure : .maybe }
  /// What keeps it from being sure.
  package internal(set) var doubts: [RuleDoubt] = []

  /// Judges the rule again, now that it is known how many places of the repository it fits.
  package mutating func judge(reach: Int) {
    evidence.reach = reach
    doubts = RuleDoubt.all(of: evidence)
  }

  /// What its trust is judged by.
  package internal(set) var evidence: RuleEvidence
  /// Places in the user's own files that it matches and that the user left alone: lines, from 1, by number of the file.
  package internal(set) var counterExamples: [CounterExample] = []
  /// Of a rename: which of the places that bear the name it is about.
  var reach = RenameReach()
  /// In which files it can be about what it was learned of.
  var sight = RuleSight()
  /// The places that it was learned from.
  var seen: [SeenPlace] = []
  /// Whether the name that gave way was bound by an import in each of their files; `false` until `noteParts`.
  var wasImported = false
  /// What those consist of, outside of holes; empty until `noteParts`.
  var knownParts: Set<UInt64> = []
  /// Whether all that changed at each of them stood on one line; `false` until `noteParts`.
  var keepsToLine = false
  /// Where those break lines, outside of what holes stand for, where the edit joins lines or breaks them; empty until `noteParts`.
  var knownBreaks: Set<[UInt8]> = []
  /// What it finds and writes.
  package let rule: Rule
  let rewriter: Rewriter
  private let concreteWords: Set<String>
  private let isTold: Bool
  /// What the new side takes from the function around it.
  let borrowedNames: Set<String>
  /// The name that goes and the one that comes, where nothing else differs.
  let exchanged: (old: String, new: String)?
  /// Finds the new side, where the old one is a part of it.
  let wrapping: Matcher?
  /// The holes that stand for what a member is taken of.
  let receivers: Set<String>
  /// How a match is rewritten.
  var style = Style.leastChange

  /// How a match is rewritten.
  enum Style: CaseIterable {
    /// Only the tokens that differ change; blanks between others stay as the author has set them.
    case leastChange
    /// The new side is written as it stands in the example, with what the holes found.
    case asWritten
  }

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
    evidence = candidate.evidence
    borrowedNames = candidate.borrowedNames
    exchanged = candidate.exchanged
    let condition: Condition
    switch candidate.shape {
    case .rename(let from, let to, let kinds):
      pattern = from
      rewrite = to
      self.kinds = kinds
      concreteWords = [from]
      isTold = true
      receivers = []
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
      concreteWords = generalisation.before.concreteWords
      isTold = generalisation.before.isTold || generalisation.before.comparesValue
      receivers = Set(generalisation.before.holes.filter(\.isReceiver).map(\.name))
      guard let read = try? Pattern(generalisation.before.text, grammar: grammar, reach: .everywhere) else {
        return nil
      }
      condition = .pattern(read)
    }
    // In Go the first letter tells who sees the thing.
    if grammar.name == "go" { evidence.changesSort = false }
    // What a key is set to is about its own file.
    if Match.dataLanguages.contains(grammar.name) { evidence.isTellingText = false }
    let fix = Fix(FixTemplate(rewrite, grammar: grammar), keepsUnmatched: true)
    rule = Rule(id: "learned", condition, fixes: [fix])
    rewriter = Rewriter(Matcher([rule], grammar: grammar))
    let isWrapping = kinds.isEmpty && rewrite != pattern && rewrite.contains(pattern)
    wrapping = (isWrapping ? try? Pattern(rewrite, grammar: grammar, reach: .everywhere) : nil).map {
      Matcher([Rule(id: "made", .pattern($0), fixes: [])], grammar: grammar)
    }
  }

  /// Whether nothing that it finds has a name, as in `return "", false`: it is of the files that were edited alone, and fits
  /// nothing but repetitions.
  package var isUntold: Bool { !isRename && !isTold }

  /// Whether the new side holds the old one.
  var isWrapping: Bool { wrapping != nil }

  /// Whether the rule gives one name another.
  package var isRename: Bool { !kinds.isEmpty }

  /// The kinds of node at which something may stand that the pattern nearly fits.
  package var nearKinds: Set<String> { evidence.form == .insertion ? [] : Set(evidence.kinds.prefix(1)) }

  /// The names that the old side keeps.
  package var nearWords: Set<String> { concreteWords }

  /// How many edits of the user it explains, exactly.
  package var support: Int { evidence.support }
}
