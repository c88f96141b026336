internal import HoneCore
package import HoneSyntax

/// One file that the user changed.
package struct LearningExample: Sendable {
  package let before: SyntaxTree
  package let after: SyntaxTree
  /// The path of the file; what is private is kept to it, where it is known.
  package let path: String?

  package init(before: SyntaxTree, after: SyntaxTree, path: String? = nil) {
    self.before = before
    self.after = after
    self.path = path
  }
}

/// What was learned from edits of one kind.
package struct Lesson: Sendable {
  /// An edit of the user.
  package struct Edit: Hashable, Sendable {
    /// The number of the file among the examples.
    package var file: Int
    /// Bytes of the old version.
    package var range: Range<Int>
  }

  /// The edits that it is about, as small as they go.
  package var edits: [Edit]
  /// The rule that explains every edit and is trusted most; `nil` when none does.
  package var rule: LearnedRule?
  /// A rule that reaches further and is trusted less.
  package var wider: LearnedRule?
  /// What comes and goes with it at the top of a file.
  package internal(set) var imports = CompanionImports()
  /// Where the user's edits stand in the new versions; nothing is proposed there.
  var done: [(tree: SyntaxTree, range: Range<Int>)] = []
  /// Whether all that it adds are imports.
  var isInsertionOfImports = false
}

/// Learns rewrites from the difference between two versions of some files.
///
/// Candidates go from narrow to wide (see `Candidates`); one is kept only if it explains every edit of its kind exactly.
/// What the user looked at and left alone speaks against it.
package enum Learner {
  /// - Parameter examples: files of one language.
  package static func lessons(from examples: [LearningExample]) -> [Lesson] {
    let lessons = explanations(of: examples).map { lesson, rules in
      var lesson = lesson
      (lesson.rule, lesson.wider) = RulePreference.choose(rules)
      lesson.rule?.noteParts()
      return lesson
    }
    return CompanionSearch(examples)?.joining(lessons) ?? lessons
  }

  /// Every rule that explains the edits of a kind, from narrow cuts to wide ones and in each from many holes to few; the
  /// lessons have none yet.
  package static func explanations(of examples: [LearningExample]) -> [(lesson: Lesson, rules: [LearnedRule])] {
    guard let grammar = examples.first?.before.grammar else { return [] }
    var digests: [ObjectIdentifier: SubtreeDigests] = [:]
    var edits: [(file: Int, edit: TreeEdit)] = []
    for (file, example) in examples.enumerated() {
      digests[ObjectIdentifier(example.before)] = SubtreeDigests(example.before)
      digests[ObjectIdentifier(example.after)] = SubtreeDigests(example.after)
      edits += StatementMerge.merge(TreeComparison.edits(from: example.before, to: example.after)).map { (file, $0) }
    }
    let done = edits.compactMap { file, edit in edit.result.map { (tree: examples[file].after, range: $0) } }
    let kinds = StatementSplit.joining(EditKinds(edits, digests: digests).kinds)
    let trial = CandidateTrial(
      examples: examples, edited: edits.map { Lesson.Edit(file: $0.file, range: $0.edit.range) })
    typealias Kind = [(file: Int, edit: TreeEdit)]
    func rules(for group: Kind) -> [LearnedRule] {
      Candidates.all(for: group, digests: digests).compactMap { trial.rule(for: $0, grammar: grammar) }
    }
    func explanation(of group: Kind, _ rules: [LearnedRule]) -> (lesson: Lesson, rules: [LearnedRule]) {
      var lesson = Lesson(edits: group.map { Lesson.Edit(file: $0.file, range: $0.edit.range) })
      lesson.done = done
      lesson.isInsertionOfImports = group.allSatisfy { $0.edit.addsImports }
      return (lesson, rules)
    }
    return kinds.flatMap { group -> [(lesson: Lesson, rules: [LearnedRule])] in
      let joint = rules(for: group)
      guard joint.isEmpty, (2...EditKinds.separationLimit).contains(group.count) else {
        return [explanation(of: group, joint)]
      }
      // What no rule explains together, such as a name in code and in a string, is learned apart.
      let parts = EditKinds.separated(group)
      return (parts.count > 1 ? parts : group.map { [$0] }).map { explanation(of: $0, rules(for: $0)) }
    }
  }

  /// The differences that a user's change of one file consists of.
  package static func edits(from before: SyntaxTree, to after: SyntaxTree) -> [TreeEdit] {
    StatementMerge.merge(TreeComparison.edits(from: before, to: after))
  }
}

/// Tries candidates on the files that they come from.
struct CandidateTrial {
  let examples: [LearningExample]
  /// Every edit of every kind.
  let edited: [Lesson.Edit]
  private let versions: [VersionPair]
  private let known = VisibilityMemory()

  init(examples: [LearningExample], edited: [Lesson.Edit]) {
    self.examples = examples
    self.edited = edited
    versions = examples.map { VersionPair(before: $0.before.source, after: $0.after.source) }
  }

  /// The rule of a candidate, with what speaks for and against it.
  /// - Returns: `nil` when it does not explain each edit of its kind.
  func rule(for candidate: Candidate, grammar: Grammar) -> LearnedRule? {
    guard var rule = LearnedRule(candidate, grammar: grammar) else { return nil }
    for style in LearnedRule.Style.allCases {
      rule.style = style
      if let judged = judged(rule, candidate) { return judged }
    }
    return nil
  }

  private func judged(_ rule: LearnedRule, _ candidate: Candidate) -> LearnedRule? {
    var rule = rule
    var unexplained = candidate.expected
    // Whoever edited a place went past those above it; those below may not have been reached yet.
    let passed = Dictionary(candidate.expected.map { ($0.file, $0.range.lowerBound) }, uniquingKeysWith: max)
    var others: [(file: Int, match: Match)] = []
    var refuted: [(file: Int, match: Match)] = []
    var seen: [SeenPlace] = []
    for (file, example) in examples.enumerated() {
      for match in rule.matches(in: example.before) {
        if let index = unexplained.firstIndex(where: { $0.file == file && $0.range == match.range }) {
          guard isExact(rule, match, at: unexplained[index]) else { return nil }
          if rule.isRename {
            let name = SyntaxNode(tree: match.tree, index: match.node)
            rule.reach.learn(name, in: example, renamedAt: unexplained[index].result.lowerBound)
          }
          seen.append(
            SeenPlace(match, in: example, result: unexplained[index].result, receivers: rule.receivers))
          unexplained.remove(at: index)
        } else if !edited.contains(where: { $0.file == file && $0.range.touches(match.range) }) {
          others.append((file, match))
        } else if isOtherwise(rule, match, in: file) {
          refuted.append((file, match))
        }
      }
    }
    guard unexplained.isEmpty else { return nil }
    rule.seen = seen
    others.removeAll { !rule.isOfSameKind($0.match) }
    refuted.removeAll { !rule.isOfSameKind($0.match) }
    rule.sight = sight(of: candidate)
    rule.evidence.isLocal = rule.reach.isLocal
    rule.evidence.newStands =
      !rule.evidence.isLocal && !rule.reach.hasDeclaration && stands(candidate, below: passed)
    if rule.reach.hasDeclaration { rule.evidence.isSpecial = false }
    rule.evidence.isOfFunction = rule.isRename && rule.reach.isOfFunctions
    for (file, match) in others where rule.covers(match) {
      let isAbove = match.range.lowerBound < passed[file] ?? 0
      if isAbove { rule.evidence.passedOver += 1 } else { rule.evidence.ahead += 1 }
      if isAbove {
        rule.counterExamples.append(LearnedRule.CounterExample(file: file, range: match.range))
      }
    }
    for (file, match) in refuted where rule.covers(match) {
      rule.evidence.passedOver += 1
      rule.counterExamples.append(LearnedRule.CounterExample(file: file, range: match.range))
    }
    rule.evidence.isContradicted = !rule.counterExamples.isEmpty
    rule.doubts = RuleDoubt.all(of: rule.evidence)
    return rule
  }
}

extension CandidateTrial {
  /// In which files a candidate can be about what the user edited.
  private func sight(of candidate: Candidate) -> RuleSight {
    var names: [SyntaxNode] = []
    switch candidate.shape {
    case .rename:
      names = candidate.expected.compactMap { examples[$0.file].before.leaf(at: $0.range.lowerBound) }
    case .template(let made):
      // Only what is called is surely the thing that the file defines.
      names = made.before.nameLeaves.filter(NameRole.isOfFunction)
    }
    guard !names.isEmpty else { return RuleSight() }
    let files = Set(candidate.expected.map(\.file)).sorted().map { examples[$0] }
    return RuleSight(files, names: names, known: known)
  }

  /// Whether the name that takes another's place, and nothing else, is in use below the last edit of a file already.
  private func stands(_ candidate: Candidate, below passed: [Int: Int]) -> Bool {
    guard let name = candidate.exchanged?.new else { return false }
    return passed.contains { file, end in examples[file].before.uses(name, below: end) }
  }

  /// Whether the user made something else of what a rule would change at a place.
  private func isOtherwise(_ rule: LearnedRule, _ match: Match, in file: Int) -> Bool {
    guard let edit = rule.edit(for: match) else { return false }
    let isTouched = edit.replacements.contains { replacement in
      edited.contains { $0.file == file && $0.range.overlaps(replacement.range) }
    }
    guard isTouched, versions[file].verdict(on: edit.replacements) == .changedOtherwise else { return false }
    // Where other lines were changed with it, the new form stands there all the same.
    let added = versions[file].added(near: edit.replacements, isLineByLine: !rule.isRename)
    let words = rule.rewrite.nameWords.subtracting(rule.pattern.nameWords)
    return words.isEmpty || !words.isSubset(of: String(decoding: added, as: UTF8.self).nameWords)
  }

  /// The inverse check: whether the rule makes of the code before, byte for byte, what the user made of it.
  private func isExact(_ rule: LearnedRule, _ match: Match, at place: Candidate.Expectation) -> Bool {
    let wanted = examples[place.file].after.source[place.result]
    guard rule.result(of: match).elementsEqual(wanted), let edit = rule.edit(for: match) else { return false }
    return !wanted.isEmpty || versions[place.file].verdict(on: edit.replacements) == .right
  }
}

/// Which of the rules that explain the same edits to take.
enum RulePreference {
  /// - Parameter rules: from narrow cuts to wide ones, and in each from many holes to few.
  static func choose(_ rules: [LearnedRule]) -> (rule: LearnedRule?, wider: LearnedRule?) {
    let likely = likely(rules)
    guard let sure = rules.first(where: { $0.certainty == .sure }) else { return (likely, nil) }
    return (sure, sure.pattern == likely?.pattern ? nil : likely)
  }

  /// The likely rule to take: one that no place speaks against, and where a name or a value alone would be replaced, one that keeps the
  /// statement or the pair around it.
  private static func likely(_ rules: [LearnedRule]) -> LearnedRule? {
    let open = rules.filter { !$0.evidence.isContradicted }
    let rules = open.isEmpty ? rules : open
    guard let first = rules.first else { return nil }
    guard first.evidence.isBare else { return first }
    return rules.first { $0.evidence.isStatement || $0.evidence.isPair } ?? first
  }
}

extension Range<Int> {
  /// Whether both cover a byte, or one is an empty place inside or at the edge of the other.
  fileprivate func touches(_ other: Range<Int>) -> Bool {
    overlaps(other) || (isEmpty && lowerBound >= other.lowerBound && lowerBound <= other.upperBound)
  }
}
