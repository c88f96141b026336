package import HoneSyntax

extension LearnedRule {
  /// The same rename in files of another language that speaks of the same names, such as C++ of those of C.
  /// - Returns: `nil` for a rule that is no rename, and where the grammar has no such names.
  func translated(to grammar: Grammar) -> LearnedRule? {
    guard isRename else { return nil }
    let candidate = Candidate(
      shape: .rename(from: pattern, to: rewrite, kinds: kinds), level: 0, kinds: kinds, isStatement: false,
      isInsertion: false, expected: [])
    guard var rule = LearnedRule(candidate, grammar: grammar) else { return nil }
    rule.evidence = evidence
    rule.doubts = doubts
    rule.counterExamples = counterExamples
    rule.reach = reach
    rule.sight = sight
    rule.seen = seen
    return rule
  }
}

extension Lesson {
  /// The lesson for files of another language of a family, without imports; `nil` where it is about more than a name.
  package func translated(to grammar: Grammar) -> Lesson? {
    guard let rule = rule?.translated(to: grammar) else { return nil }
    var lesson = self
    lesson.rule = rule
    lesson.wider = wider?.translated(to: grammar)
    lesson.imports = CompanionImports()
    return lesson
  }
}
