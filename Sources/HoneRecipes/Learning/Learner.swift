internal import HoneCore
package import HoneSyntax

/// One file that the user changed.
package struct LearningExample: Sendable {
  package let before: SyntaxTree
  package let after: SyntaxTree

  package init(before: SyntaxTree, after: SyntaxTree) {
    self.before = before
    self.after = after
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
}

/// Learns rewrites from the difference between two versions of some files.
///
/// Candidates go from narrow to wide (see `Candidates`); one is kept only if it explains every edit of its kind exactly.
/// What the user looked at and left alone speaks against it.
package enum Learner {
  /// - Parameter examples: files of one language.
  package static func lessons(from examples: [LearningExample]) -> [Lesson] {
    guard let grammar = examples.first?.before.grammar else { return [] }
    var digests: [ObjectIdentifier: SubtreeDigests] = [:]
    var edits: [(file: Int, edit: TreeEdit)] = []
    for (file, example) in examples.enumerated() {
      digests[ObjectIdentifier(example.before)] = SubtreeDigests(example.before)
      digests[ObjectIdentifier(example.after)] = SubtreeDigests(example.after)
      edits += StatementMerge.merge(TreeComparison.edits(from: example.before, to: example.after)).map { (file, $0) }
    }
    var order: [EditSignature] = []
    var groups: [EditSignature: [(file: Int, edit: TreeEdit)]] = [:]
    for pair in edits {
      let signature = EditSignature(pair.edit)
      if groups[signature] == nil { order.append(signature) }
      groups[signature, default: []].append(pair)
    }
    let trial = CandidateTrial(
      examples: examples, edited: edits.map { Lesson.Edit(file: $0.file, range: $0.edit.range) })
    return order.compactMap { groups[$0] }.map { group in
      var lesson = Lesson(edits: group.map { Lesson.Edit(file: $0.file, range: $0.edit.range) })
      let rules = Candidates.all(for: group, digests: digests).compactMap { trial.rule(for: $0, grammar: grammar) }
      (lesson.rule, lesson.wider) = RulePreference.choose(rules)
      return lesson
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

  /// The rule of a candidate, with what speaks for and against it.
  /// - Returns: `nil` when it does not explain each edit of its kind.
  func rule(for candidate: Candidate, grammar: Grammar) -> LearnedRule? {
    guard var rule = LearnedRule(candidate, grammar: grammar) else { return nil }
    rule.support = candidate.expected.count
    var unexplained = candidate.expected
    // Whoever edited a place went past those above it; those below may not have been reached yet.
    let passed = Dictionary(candidate.expected.map { ($0.file, $0.range.lowerBound) }, uniquingKeysWith: max)
    for (file, example) in examples.enumerated() {
      for match in rule.matches(in: example.before) {
        if let index = unexplained.firstIndex(where: { $0.file == file && $0.range == match.range }) {
          let wanted = example.after.source[unexplained[index].result]
          guard rule.result(of: match).isSameCode(as: wanted) else { return nil }
          unexplained.remove(at: index)
        } else if rule.isRename && rule.support == 1 || match.range.lowerBound < passed[file] ?? 0,
          !edited.contains(where: { $0.file == file && $0.range.touches(match.range) })
        {
          rule.counterExamples.append(LearnedRule.CounterExample(file: file, range: match.range))
        }
      }
    }
    guard unexplained.isEmpty else { return nil }
    let isTrusted =
      rule.isRename
      ? NameJudgement.isTelling(rule.pattern) || rule.isOfMember
      : (rule.concreteWords >= 2 && !candidate.isDeletion) || (rule.support >= 2 && rule.concreteWords >= 1)
    // One word that becomes something else than a word was an edit of what stands around it.
    let isBareWord = !rule.isRename && rule.pattern.utf8.allSatisfy(\.isNameByte)
    rule.certainty = isTrusted && !isBareWord && rule.counterExamples.isEmpty ? .sure : .maybe
    return rule
  }
}

/// Which of the rules that explain the same edits to take.
enum RulePreference {
  /// - Parameter rules: from narrow cuts to wide ones, and in each from many holes to few.
  static func choose(_ rules: [LearnedRule]) -> (rule: LearnedRule?, wider: LearnedRule?) {
    if let sure = rules.first(where: { $0.certainty == .sure }) {
      let wider = rules.first { $0.counterExamples.isEmpty && $0.pattern != sure.pattern }
      return (sure, wider)
    }
    let fewest = rules.enumerated().min {
      ($0.element.counterExamples.count, $0.offset) < ($1.element.counterExamples.count, $1.offset)
    }
    return (fewest?.element, nil)
  }
}

extension Range<Int> {
  /// Whether both cover a byte, or one is an empty place inside or at the edge of the other.
  fileprivate func touches(_ other: Range<Int>) -> Bool {
    overlaps(other) || (isEmpty && lowerBound >= other.lowerBound && lowerBound <= other.upperBound)
  }
}

extension [UInt8] {
  /// Whether both hold the same text but for blanks and line breaks.
  fileprivate func isSameCode(as other: ArraySlice<UInt8>) -> Bool {
    func isCode(_ byte: UInt8) -> Bool { byte != 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d }
    return lazy.filter(isCode).elementsEqual(other.lazy.filter(isCode))
  }
}
