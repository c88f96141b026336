internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// Replays a commit that repeats an edit: shows the first places to the learner and compares what it proposes with what
/// the developer did at the others.
struct Replay {
  /// So few like edits make a commit repetitive.
  private static let repetition = 3

  private let trees: [(before: SyntaxTree, after: SyntaxTree)]
  private let truths: [VersionPair]
  private let hunks: [CommitHunks]
  private let edits: [CommitEdit]
  private let groups: [[Int]]
  /// Files that the commit did not touch, by a word that they hold.
  private let elsewhere: UntouchedFiles
  private let trace: Trace

  init(
    _ files: [History.ChangedFile], alike: CommitEdit.Likeness, elsewhere: UntouchedFiles, parser: inout SyntaxParser,
    trace: Trace
  ) {
    var trees: [(before: SyntaxTree, after: SyntaxTree)] = []
    for file in files {
      guard let before = try? parser.parse(file.before), let after = try? parser.parse(file.after) else { continue }
      trees.append((before, after))
    }
    self.trees = trees
    truths = trees.map { VersionPair(before: $0.before.source, after: $0.after.source) }
    hunks = trees.map { CommitHunks(before: $0.before.source, after: $0.after.source) }
    edits = trees.enumerated().flatMap { number, tree in
      AbstractEdit.all(from: tree.before, to: tree.after).map { CommitEdit($0.edit, $0.abstract, file: number) }
    }
    groups = CommitEdit.groups(edits, alike: alike, repetition: Self.repetition)
    self.elsewhere = elsewhere
    self.trace = trace
  }

  /// Shows the first `shown` places of each group.
  func score(shown: Int) throws -> Score {
    var total = Score()
    for group in groups where group.count > shown { total += try score(group, shown: shown) }
    return total
  }

  private func score(_ group: [Int], shown: Int) throws -> Score {
    var score = Score(groups: 1)
    let given = group.prefix(shown).map { edits[$0] }
    let wanted = group.dropFirst(shown).map { edits[$0] }
    score.wanted = wanted.count
    trace.open(group: edits[group[0]].abstract, shown: shown, wanted: wanted.count)
    let start = ContinuousClock.now
    let shownFiles = Set(given.map(\.file)).sorted()
    var examples: [LearningExample] = []
    for file in shownFiles {
      var parser = try SyntaxParser(trees[file].before.grammar)
      let before = trees[file].before
      examples.append(LearningExample(before: before, after: try parser.parse(apply(given, to: file))))
    }
    var lessons = Learner.lessons(from: examples)
    var proposals = trees.map { tree in lessons.map { $0.proposals(in: tree.before) } }
    let duration = ContinuousClock.now - start
    score.seconds = Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds)
    var elsewhere = try lessons.map { try self.elsewhere.proposals(of: $0) }
    for number in lessons.indices {
      let reach = proposals.reduce(elsewhere[number]) { $0 + $1[number] }.count(where: \.isSure)
      lessons[number].rule?.judge(reach: reach)
      for file in trees.indices where lessons[number].rule?.certainty == .maybe {
        proposals[file][number].indices.forEach { proposals[file][number][$0].isSure = false }
      }
      if lessons[number].rule?.certainty == .maybe {
        elsewhere[number].indices.forEach { elsewhere[number][$0].isSure = false }
      }
    }
    var (sure, any) = (Array(repeating: 0, count: wanted.count), Array(repeating: 0, count: wanted.count))
    for file in trees.indices {
      var taken = given.filter { $0.file == file }.map(\.range)
      var accepted: [Replacement] = []
      for (number, ofLesson) in proposals[file].enumerated() {
        for proposal in ofLesson where !proposal.isUnderError {
          guard !taken.contains(where: { $0.touches(proposal.range) }) else { continue }
          taken.append(proposal.range)
          let verdict = truths[file].verdict(on: proposal.replacements)
          if proposal.isSure { accepted += proposal.replacements }
          Self.count(verdict, in: &score, isSure: proposal.isSure)
          trace.count(
            verdict, lesson: number, isWider: proposal.isWider, isShownFile: shownFiles.contains(file),
            text: String(decoding: trees[file].before.source[proposal.range].prefix(100), as: UTF8.self))
          guard verdict == .right else { continue }
          for (index, edit) in wanted.enumerated() where edit.file == file && edit.range.touches(proposal.range) {
            let size = proposal.size(in: trees[file].before.source)
            any[index] += size
            if proposal.isSure { sure[index] += size }
          }
        }
      }
      let source = trees[file].before.source
      let result = given.filter { $0.file == file }.map { Replacement(range: $0.range, bytes: $0.added) } + accepted
      let made = hunks[file].compare(CommitEdit.apply(result, to: source), shown: apply(given, to: file))
      score.hunks = (score.hunks.made + made.made, score.hunks.identical + made.identical)
    }
    score.foundSure = wanted.indices.count { sure[$0] >= wanted[$0].size }
    score.foundAny = wanted.indices.count { any[$0] >= wanted[$0].size }
    for (number, found) in elsewhere.enumerated() {
      let sure = found.count(where: \.isSure)
      score.sure.elsewhere += sure
      score.maybe.elsewhere += found.count - sure
      for proposal in found { trace.countElsewhere(lesson: number, isWider: proposal.isWider) }
    }
    let wrong = score.sure.blanks + score.sure.wrong + score.sure.elsewhere
    score.trusted = (wrong == 0 && score.sure.right > 0 ? 1 : 0, wrong + score.sure.right > 0 ? 1 : 0)
    trace.close(lessons, found: (score.foundSure, score.foundAny))
    return score
  }

  private static func count(_ verdict: VersionPair.Verdict, in score: inout Score, isSure: Bool) {
    var one = Score.Proposals()
    switch verdict {
    case .right: one.right = 1
    case .rightButForBlanks: one.blanks = 1
    case .changedOtherwise, .leftAlone: one.wrong = 1
    }
    if isSure { score.sure += one } else { score.maybe += one }
  }

  private func apply(_ edits: [CommitEdit], to file: Int) -> [UInt8] {
    CommitEdit.apply(
      edits.filter { $0.file == file }.map { Replacement(range: $0.range, bytes: $0.added) },
      to: trees[file].before.source)
  }
}

extension LessonProposal {
  /// How many tokens that are no blanks go and come.
  fileprivate func size(in source: [UInt8]) -> Int {
    var text = TokenDistance(countsBlanks: false)
    return replacements.reduce(0) { $0 + text.distance(from: Array(source[$1.range]), to: $1.bytes) }
  }
}

extension Range<Int> {
  fileprivate func touches(_ other: Range<Int>) -> Bool {
    overlaps(other) || (isEmpty && lowerBound >= other.lowerBound && lowerBound <= other.upperBound)
      || (other.isEmpty && other.lowerBound >= lowerBound && other.lowerBound <= upperBound)
  }
}
