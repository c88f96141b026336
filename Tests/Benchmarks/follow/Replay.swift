internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// Replays a commit that repeats an edit: shows the first places to the learner and compares what it proposes with what
/// the developer did at the others.
struct Replay {
  /// So few like places make a commit repetitive.
  private static let repetition = 3
  /// No commit counts for more than so many kinds of edit, the first ones.
  private static let groupLimit = 6
  /// Commits with more places are reformattings.
  private static let placeLimit = 2000

  private let files: [ReplayedFile]
  private let places: [CommitPlace]
  private let groups: [[Int]]
  /// Files that the commit did not touch, by a word that they hold.
  private let elsewhere: UntouchedFiles
  private let trace: Trace

  /// - Returns: `nil` when the commit does not repeat an edit.
  init?(_ files: [History.ChangedFile], elsewhere: UntouchedFiles, parser: inout SyntaxParser, trace: Trace) {
    self.files = files.compactMap { file in
      guard let before = try? parser.parse(file.before), let after = try? parser.parse(file.after) else { return nil }
      return ReplayedFile(path: file.path, before: before, after: after)
    }
    places = self.files.enumerated().flatMap { number, file in
      CommitPlace.all(
        file: number, before: file.lines, after: file.after.source,
        edits: AbstractEdit.all(from: file.before, to: file.after)
          .filter { !$0.edit.isOfComments && !$0.edit.isImportAlone }.map { ($0.edit.range, $0.abstract) })
    }
    groups = Array(CommitPlace.groups(places, repetition: Self.repetition).prefix(Self.groupLimit))
    guard !groups.isEmpty, places.count <= Self.placeLimit else { return nil }
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
    var files = files
    var given = group.prefix(shown).map { places[$0] }
    var wanted = group.dropFirst(shown).map { places[$0] }
    score.wanted = wanted.count
    for file in Set(given.map(\.file)) {
      let reached = files[file].reached(by: given.filter { $0.file == file })
      guard let reached, let before = try? reached.file else { continue }
      files[file] = before
      func move(_ place: inout CommitPlace) {
        if place.file == file { place.hunks = place.hunks.map(reached.moved) }
      }
      for index in given.indices { move(&given[index]) }
      for index in wanted.indices { move(&wanted[index]) }
    }
    let start = ContinuousClock.now
    let shownFiles = Set(given.map(\.file)).sorted()
    var examples: [LearningExample] = []
    for file in shownFiles {
      var parser = try SyntaxParser(files[file].before.grammar)
      let after = try parser.parse(files[file].with(files[file].replacements(of: given, file)))
      examples.append(LearningExample(before: files[file].before, after: after, path: files[file].path))
    }
    var lessons = Learner.lessons(from: examples)
    var proposals = files.map { file in lessons.map { $0.proposals(in: file.before, at: file.path) } }
    let duration = ContinuousClock.now - start
    score.seconds = Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds)
    var elsewhere = try lessons.map { $0.rule?.certainty == .sure ? try self.elsewhere.proposals(of: $0) : [] }
    for number in lessons.indices {
      let reach = proposals.reduce(elsewhere[number]) { $0 + $1[number] }.count(where: \.isSure)
      lessons[number].rule?.judge(reach: reach)
      guard lessons[number].rule?.certainty == .maybe else { continue }
      for file in files.indices {
        proposals[file][number] = lessons[number].proposals(in: files[file].before, at: files[file].path)
      }
      elsewhere[number].indices.forEach { elsewhere[number][$0].isSure = false }
    }
    trace.open(kinds: places[group[0]].kinds, shown: shown, wanted: wanted.count, lessons: lessons)
    var missed: [CommitPlace] = []
    for file in files.indices {
      let base = files[file].replacements(of: given, file)
      var taken = base.map(\.range)
      var (sure, any) = (base, base)
      for (number, ofLesson) in proposals[file].enumerated() {
        for proposal in ofLesson where !proposal.isUnderError {
          guard !taken.contains(where: { $0.touches(proposal.range) }) else { continue }
          taken.append(proposal.range)
          any += proposal.replacements
          if proposal.isSure { sure += proposal.replacements }
          let verdict = files[file].truth.verdict(on: proposal.replacements)
          let isPart = verdict != .right && files[file].truth.isPart(proposal.replacements)
          score.count(verdict, isPart: isPart, isSure: proposal.isSure)
          trace.count(
            verdict, lesson: number,
            isWider: proposal.isWider || !proposal.isSure && lessons[number].rule?.certainty == .sure,
            isShownFile: shownFiles.contains(file),
            line: files[file].lines.line(at: proposal.range.lowerBound), in: files[file].lines)
          trace.place(
            proposal, "\(verdict)\(isPart ? " part" : "")", lesson: number, path: files[file].path,
            isShownFile: shownFiles.contains(file), line: files[file].lines.line(at: proposal.range.lowerBound) + 1)
        }
      }
      let wantedHere = wanted.filter { $0.file == file }
      guard any.count > base.count || !wantedHere.isEmpty else { continue }
      (sure, any) = (files[file].aligned(sure), files[file].aligned(any))
      let shownVersion = files[file].with(base)
      let madeSurely = files[file].hunks.made(files[file].with(sure), shown: shownVersion)
      let made = files[file].hunks.made(files[file].with(any), shown: shownVersion)
      score.hunks.made += madeSurely.counts.made
      score.hunks.identical += madeSurely.counts.identical
      score.foundSure += wantedHere.count(where: madeSurely.holds)
      score.foundAny += wantedHere.count { madeSurely.holds($0) || made.holds($0) }
      missed += wantedHere.filter { !madeSurely.holds($0) && !made.holds($0) }
      guard trace.wantsMissed else { continue }
      let all = LineDiff.hunks(from: files[file].before.source, to: files[file].with(any))
      for place in wantedHere where !madeSurely.holds(place) {
        let ranges = place.replacements(in: files[file].lines).map(\.range)
        let touching = proposals[file].flatMap { ofLesson in
          ofLesson.filter { one in ranges.contains { $0.touches(one.range) } }
            .map { ($0, files[file].truth.verdict(on: $0.replacements)) }
        }
        let near = all.filter { hunk in
          place.hunks.contains { abs($0.baseIndex - hunk.baseIndex) <= max(1, $0.baseCount) }
        }
        trace.miss(place, isFound: made.holds(place), touching: touching, made: near)
      }
    }
    for (number, found) in elsewhere.enumerated() {
      let sure = found.count(where: \.isSure)
      score.sure.elsewhere += sure
      score.maybe.elsewhere += found.count - sure
      trace.countElsewhere(sure, lesson: number)
      for proposal in found {
        trace.place(proposal, "elsewhere", lesson: number, path: "", isShownFile: false, line: 0)
      }
    }
    let wrong = score.sure.blanks + score.sure.wrong
    score.trusted = (wrong == 0 && score.sure.right > 0 ? 1 : 0, wrong + score.sure.right > 0 ? 1 : 0)
    trace.close(lessons, score, given: given, missed: missed)
    if trace.wantsAllRules { judgeAll(examples, in: files, given: given, wanted: wanted) }
    return score
  }

  /// Tells how each rule would have done that explains the edits.
  private func judgeAll(
    _ examples: [LearningExample], in files: [ReplayedFile], given: [CommitPlace], wanted: [CommitPlace]
  ) {
    for (number, explained) in Learner.explanations(of: examples).enumerated() {
      for (index, rule) in explained.rules.enumerated() {
        var lesson = explained.lesson
        lesson.rule = rule
        var places: [Trace.Judged] = []
        for file in files.indices {
          let shown = files[file].replacements(of: given, file).map(\.range)
          for proposal in lesson.proposals(in: files[file].before, at: files[file].path) where !proposal.isUnderError {
            guard !shown.contains(where: { $0.touches(proposal.range) }) else { continue }
            let line = files[file].lines[files[file].lines.line(at: proposal.range.lowerBound)]
            places.append(
              Trace.Judged(
                verdict: "\(files[file].truth.verdict(on: proposal.replacements))", proposal: proposal,
                line: String(decoding: line.prefix(120), as: UTF8.self),
                wanted: wanted.indices.filter { position in
                  wanted[position].file == file
                    && wanted[position].replacements(in: files[file].lines).contains {
                      $0.range.touches(proposal.range)
                    }
                }))
          }
        }
        places += ((try? elsewhere.proposals(of: lesson)) ?? []).map {
          Trace.Judged(verdict: "elsewhere", proposal: $0, line: "", wanted: [])
        }
        trace.judge(rule, lesson: number, number: index, places: places)
      }
    }
  }
}

extension Range<Int> {
  fileprivate func touches(_ other: Range<Int>) -> Bool {
    overlaps(other) || (isEmpty && lowerBound >= other.lowerBound && lowerBound <= other.upperBound)
      || (other.isEmpty && other.lowerBound >= lowerBound && other.lowerBound <= upperBound)
  }
}
