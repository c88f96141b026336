internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// What was learned from edits of one kind, ready to be applied.
struct FollowLesson {
  /// How the edit is told to a search.
  enum Rules {
    /// A lesson on the trees of a language, and the rule that it certainly has.
    case syntax(Language, Grammar, Lesson, LearnedRule)
    case text(TextRule)
  }

  var rules: Rules
  /// The same for the other languages of its family, whose files speak of the same names.
  var relatives: [LanguageFamily.Relative] = []
  var report: FollowReport

  /// One edit that a lesson makes of a file.
  struct Proposal {
    var replacements: [Replacement]
    /// The same on the tree of the file; `nil` for text.
    var edit: PlannedEdit?
    /// The code that it is about; no other edit may touch it.
    var range: Range<Int>
    /// Whether it may be taken without a look.
    var isSure: Bool
    /// Why it must be left alone; `nil` when it need not.
    var obstacle: String?
    /// Why it is left for review where the rule is sure, in a few words; empty otherwise.
    var reason = ""
    /// Whether it is sure because it reads as an edited place did.
    var isRepetition = false
    /// Whether it is sure because it stands in a file of the edits, though the rule is not elsewhere, or because the old name means nothing
    /// there any more.
    var isAtHand = false
    /// Whether the wider rule found it.
    var isWider = false
  }

  /// The language whose files it is for; `nil` for files without a grammar.
  var language: Language? {
    guard case .syntax(let language, _, _, _) = rules else { return nil }
    return language
  }

  /// Whether it is for files of a language.
  func isFor(_ language: Language?) -> Bool {
    language == self.language || relatives.contains { $0.language == language }
  }

  /// The lesson on the trees of a language, and its grammar.
  func syntax(for language: Language?) -> (lesson: Lesson, grammar: Grammar)? {
    guard case .syntax(let own, let grammar, let lesson, _) = rules else { return nil }
    if own == language { return (lesson, grammar) }
    return relatives.first { $0.language == language }.map { ($0.lesson, $0.grammar) }
  }

  /// What it makes of a file, sure places first.
  /// - Parameter tree: the file as parsed; `nil` for text.
  func proposals(
    in bytes: [UInt8], at path: RepositoryPath, of language: Language?, tree: SyntaxTree?
  ) -> [Proposal] {
    switch rules {
    case .text(let rule):
      return rule.replacements(in: bytes).map {
        Proposal(replacements: [$0], range: $0.range, isSure: rule.certainty == .sure)
      }
    case .syntax:
      guard let tree, let (lesson, _) = syntax(for: language) else { return [] }
      return lesson.proposals(in: tree, at: path.text).map { proposal in
        Proposal(
          replacements: proposal.replacements, edit: proposal.edit, range: proposal.range, isSure: proposal.isSure,
          obstacle: proposal.isUnderError ? "the code there does not parse" : nil,
          reason: proposal.isWider
            ? "more of the edit was left open to reach it\(widerText)"
            : proposal.doubts.map(\.rawValue).joined(separator: "; "),
          isRepetition: proposal.isRepetition, isAtHand: proposal.isAtHand, isWider: proposal.isWider)
      }
    }
  }

  /// Judges the rule by how many sure places it has; if they are too many, they are only likely from now on.
  /// - Returns: whether that changed anything; the report then tells of no places.
  mutating func judgeReach() -> Bool {
    guard case .syntax(let language, let grammar, var lesson, var rule) = rules, rule.certainty == .sure else {
      return false
    }
    rule.judge(reach: report.places.count)
    guard rule.certainty == .maybe else { return false }
    lesson.rule = rule
    rules = .syntax(language, grammar, lesson, rule)
    for index in relatives.indices { relatives[index].lesson.rule?.judge(reach: report.places.count) }
    report.certainty = rule.certainty
    report.doubts = rule.doubts.map(\.rawValue)
    return true
  }

  /// The pattern of the wider rule, where that is shorter than a line.
  private var widerText: String {
    guard case .syntax(_, _, let lesson, _) = rules, let wider = lesson.wider, !wider.pattern.contains("\n") else {
      return ""
    }
    return ": \(wider.pattern)"
  }

  /// Tells the rule that finds the places, where the one that is trusted most finds none.
  mutating func tellFindingRule() {
    guard case .syntax(_, _, let lesson, _) = rules, let wider = lesson.wider, report.isFoundByWiderAlone else {
      return
    }
    report.pattern = wider.pattern
    report.rewrite = wider.rewrite
    report.isByName = wider.isRename
    report.certainty = .maybe
    report.doubts = ["the edit as it stands fits no other place, and more of it was left open"]
    report.counterExamples = []
  }

  // MARK: Learning

  /// Learns from the files of a change, each language by itself.
  /// - Returns: the lessons that have a rule, and how many kinds of edit have none.
  static func lessons(from examples: FollowExamples, library: GrammarLibrary) -> (lessons: [FollowLesson], other: Int) {
    var groups: [(language: Language?, files: [FollowExamples.File])] = []
    for file in examples.files {
      var language = Language.detect(path: file.path, contents: file.before)
      // The grammar of Markdown tells headings from paragraphs, and nothing of words.
      if language?.name == "markdown" { language = nil }
      if let found = language, (try? library.grammar(for: found)) == nil { language = nil }
      if let index = groups.firstIndex(where: { $0.language == language }) {
        groups[index].files.append(file)
      } else {
        groups.append((language, [file]))
      }
    }
    var lessons: [FollowLesson] = []
    var other = 0
    for group in groups {
      if let language = group.language, let grammar = try? library.grammar(for: language) {
        let others = Set(groups.compactMap(\.language)).subtracting([language])
        var learned = syntaxLessons(group.files, language, grammar)
        for index in learned.lessons.indices {
          learned.lessons[index].findRelatives(beside: others, library: library)
        }
        lessons += learned.lessons
        other += learned.other
      } else {
        let learned = textLessons(group.files)
        lessons += learned
        if learned.isEmpty { other += 1 }
      }
    }
    for index in lessons.indices { lessons[index].report.number = index + 1 }
    return (lessons, other)
  }

  private static func syntaxLessons(
    _ files: [FollowExamples.File], _ language: Language, _ grammar: Grammar
  ) -> (lessons: [FollowLesson], other: Int) {
    guard var parser = try? SyntaxParser(grammar) else { return ([], 0) }
    var examples: [LearningExample] = []
    var parsed: [FollowExamples.File] = []
    for file in files {
      guard let before = try? parser.parse(file.before), let after = try? parser.parse(file.after) else { continue }
      examples.append(LearningExample(before: before, after: after, path: file.path.text))
      parsed.append(file)
    }
    let learned = Learner.lessons(from: examples)
    let lessons = learned.compactMap { lesson -> FollowLesson? in
      guard let rule = lesson.rule else { return nil }
      func place(_ file: Int, _ range: Range<Int>) -> FollowReport.Place {
        FollowReport.Place(file: parsed[file], offset: range.lowerBound)
      }
      let report = FollowReport(
        number: 0, language: language.name, pattern: rule.pattern, rewrite: rule.rewrite, certainty: rule.certainty,
        doubts: rule.doubts.map(\.rawValue), isByName: rule.isRename,
        addedImports: lesson.imports.coming, removedImports: lesson.imports.going,
        examples: lesson.edits.map { place($0.file, $0.range) },
        counterExamples: rule.counterExamples.map { place($0.file, $0.range) })
      return FollowLesson(rules: .syntax(language, grammar, lesson, rule), report: report)
    }
    return (lessons, learned.count - lessons.count)
  }

  private static func textLessons(_ files: [FollowExamples.File]) -> [FollowLesson] {
    TextLearner.rules(from: files.map { ($0.before, $0.after) }).map { rule in
      let report = FollowReport(
        number: 0, language: "text", pattern: rule.pairs.map(\.from).joined(separator: ", "),
        rewrite: rule.pairs.map(\.to).joined(separator: ", "), certainty: rule.certainty,
        examples: rule.edits.map { FollowReport.Place(file: files[$0.file], offset: $0.range.lowerBound) },
        counterExamples: rule.counterExamples.map {
          FollowReport.Place(file: files[$0.file], offset: $0.range.lowerBound)
        })
      return FollowLesson(rules: .text(rule), report: report)
    }
  }
}

extension FollowReport.Place {
  init(file: FollowExamples.File, offset: Int) {
    self.init(path: file.path, bytes: file.before, offset: offset)
  }

  /// The line of a byte.
  init(path: RepositoryPath, bytes: [UInt8], offset: Int) {
    self.init(path: path, line: bytes[..<min(offset, bytes.count)].count { $0 == 0x0a } + 1)
  }
}
