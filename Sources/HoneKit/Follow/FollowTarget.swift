internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// A file to which lessons are applied, one after the other, all to the same version.
struct FollowTarget {
  let file: EditableFile
  let includesMaybe: Bool
  /// What is to change in all.
  var replacements: [Replacement] = []
  /// The edits that are made of it.
  var steps: [Step] = []
  /// Those changes of which it is known that the file parses with them as well as before.
  var parsedReplacements: [Replacement] = []
  /// What was left out of it, and why.
  var refusals: [Refusal] = []
  private var taken: [Range<Int>] = []
  private(set) var trees: [String: SyntaxTree] = [:]
  /// The lessons that the file follows, with imports of their own.
  var importing: [(lesson: Lesson, grammar: Grammar, number: Int)] = []

  init(file: EditableFile, includesMaybe: Bool) {
    self.file = file
    self.includesMaybe = includesMaybe
  }

  /// Applies all lessons to all files; those that turn out to reach too far are taken for likely only.
  static func all(_ files: [EditableFile], _ lessons: inout [FollowLesson], includesMaybe: Bool) -> [FollowTarget] {
    func apply() -> [FollowTarget] {
      for index in lessons.indices { lessons[index].report.clearPlaces() }
      return files.map { file in
        var target = FollowTarget(file: file, includesMaybe: includesMaybe)
        for index in lessons.indices { target.apply(&lessons[index]) }
        return target
      }
    }
    var targets = apply()
    let changed = lessons.indices.filter { lessons[$0].judgeReach() }
    if !changed.isEmpty { targets = apply() }
    for index in targets.indices {
      targets[index].settle(&lessons)
      targets[index].addImports()
    }
    return targets
  }

  /// Takes the edits of a lesson, and notes in its report what became of each place.
  mutating func apply(_ lesson: inout FollowLesson) {
    var language = Language.detect(path: file.path, contents: file.bytes)
    if language?.name == "markdown" { language = nil }
    guard lesson.isFor(language) else { return }
    let known = replacements.count
    defer { if replacements.count > known { noteImports(of: lesson, language) } }
    let tree = tree(for: lesson, language)
    for proposal in lesson.proposals(in: file.bytes, at: file.path, of: language, tree: tree) {
      lesson.report.note(isWider: proposal.isWider)
      guard !taken.contains(where: { $0.overlaps(proposal.range) || $0 == proposal.range }) else { continue }
      let place = FollowReport.Place(path: file.path, bytes: file.bytes, offset: proposal.range.lowerBound)
      if let obstacle = proposal.obstacle {
        lesson.report.left.append(FollowReport.Left(place: place, reason: obstacle))
      } else if proposal.isSure || includesMaybe {
        lesson.report.places.append(place)
        if lesson.report.certainty == .maybe {
          if proposal.isRepetition { lesson.report.repeated.insert(place) }
          if proposal.isAtHand { lesson.report.atHand.insert(place) }
        }
        replacements += proposal.replacements
        steps.append(
          Step(
            lesson: lesson.report.number, place: place, start: proposal.range.lowerBound, edit: proposal.edit,
            replacements: proposal.replacements, isSure: proposal.isSure))
        taken.append(proposal.range)
      } else {
        lesson.report.maybe.append(FollowReport.Left(place: place, reason: proposal.reason))
      }
    }
  }

  private mutating func noteImports(of lesson: FollowLesson, _ language: Language?) {
    guard let (learned, grammar) = lesson.syntax(for: language), !learned.imports.isEmpty else { return }
    importing.append((learned, grammar, lesson.report.number))
  }

  /// Lets the imports come and go that belong to what was done; once, however many places there are.
  private mutating func addImports() {
    guard !importing.isEmpty, !replacements.isEmpty,
      let edited = try? AppliedEdits(replacements, to: TextLines(file.bytes)).bytes
    else { return }
    let result = importing.reduce(edited) { $1.lesson.addingImports(to: $0, grammar: $1.grammar) }
    guard result != edited else { return }
    let lines = TextLines(file.bytes, convention: .git)
    replacements = LineDiff.hunks(from: file.bytes, to: result).map { hunk in
      let start = hunk.baseIndex < lines.count ? lines.start(of: hunk.baseIndex) : file.bytes.count
      return Replacement(
        range: start..<(start + hunk.removed.reduce(0) { $0 + $1.count }), bytes: Array(hunk.added.joined()))
    }
  }

  private mutating func tree(for lesson: FollowLesson, _ language: Language?) -> SyntaxTree? {
    guard let language, let (_, grammar) = lesson.syntax(for: language) else { return nil }
    if let tree = trees[language.name] { return tree }
    guard var parser = try? SyntaxParser(grammar), let tree = try? parser.parse(file.bytes) else { return nil }
    trees[language.name] = tree
    return tree
  }

  /// The changed places of all edits.
  /// - Throws: a `Refusal` when edits overlap, or the result does not parse where the file did.
  func checkedHunks() throws(Refusal) -> [LineDiff.Hunk] {
    let result = try AppliedEdits(replacements, to: TextLines(file.bytes)).bytes
    for tree in trees.values where !tree.hasError && replacements != parsedReplacements {
      guard var parser = try? SyntaxParser(tree.grammar), let after = try? parser.parse(result), !after.hasError else {
        throw Refusal(.gate, "would not parse with the learned edit", remedy: "edit this file by hand")
      }
    }
    let hunks = LineDiff.hunks(from: file.bytes, to: result)
    try Gates.check(hunks, in: file, result: result)
    return hunks
  }
}
