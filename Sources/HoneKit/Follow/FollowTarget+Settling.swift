internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

extension FollowTarget {
  /// An edit that a lesson makes of the file.
  struct Step {
    /// The number of the lesson.
    var lesson: Int
    var place: FollowReport.Place
    /// Where it begins, in bytes.
    var start: Int
    /// What it is on the tree of the file; `nil` for text.
    var edit: PlannedEdit?
    var replacements: [Replacement]
    var isSure: Bool
  }

  static let regrouped = "it would be read in another way there, even with parentheses"

  /// Leaves out the edits after which the file would not parse, and those that would be read in another way than they were made; the
  /// others stay, some with parentheses.
  mutating func settle(_ lessons: inout [FollowLesson]) {
    guard !steps.isEmpty, let tree = trees.values.first, trees.count == 1, var parser = try? SyntaxParser(tree.grammar)
    else { return }
    let lines = TextLines(file.bytes)
    steps.sort { $0.start < $1.start }
    func parsed(_ replacements: [Replacement]) -> SyntaxTree? {
      guard let applied = try? AppliedEdits(replacements, to: lines).bytes,
        let made = try? parser.parse(applied), tree.hasError || made.errorCount <= tree.errorCount
      else { return nil }
      return made
    }
    func parsed(_ steps: [Step]) -> SyntaxTree? { parsed(steps.flatMap(\.replacements)) }
    var made = parsed(steps)
    if made == nil {
      var kept: [Step] = []
      for group in [steps.filter(\.isSure), steps.filter { !$0.isSure }] {
        Halving.take(group[...], isKnownHarmful: group.count == steps.count) { part in
          guard parsed(kept + part) != nil else { return false }
          kept += part
          return true
        }
      }
      let starts = Set(kept.map(\.start))
      for step in steps where !starts.contains(step.start) {
        leave(step, because: "the result would not parse", &lessons)
        refusals.append(
          Refusal(
            .gate, "line \(step.place.line): would not parse with the learned edit", remedy: "edit this place by hand"))
      }
      steps = kept.sorted { $0.start < $1.start }
      made = parsed(steps)
    }
    if made != nil { parsedReplacements = steps.flatMap(\.replacements) }
    group(made, tree, &lessons, parsed)
    replacements = lines.takingEmptiedLines(steps.flatMap(\.replacements))
    if ColumnAlignment.isKept(in: tree.grammar), !tree.hasError { align(parsed) }
    importing.removeAll { entry in !steps.contains { $0.lesson == entry.number } }
  }

  /// Moves the columns that the edits would leave crooked, by blanks alone.
  private mutating func align(_ parsed: ([Replacement]) -> SyntaxTree?) {
    guard !replacements.isEmpty, let made = parsed(replacements) else { return }
    replacements = ColumnAlignment(replacements, of: file.bytes, tree: made).result
    parsedReplacements = replacements
  }

  private mutating func group(
    _ made: SyntaxTree?, _ tree: SyntaxTree, _ lessons: inout [FollowLesson], _ parsed: ([Replacement]) -> SyntaxTree?
  ) {
    let edits = steps.compactMap(\.edit)
    guard let made, edits.count == steps.count, EditGrouping.isNeeded(for: edits) else { return }
    var grouping = EditGrouping(edits, in: tree)
    grouping.mend(made) { parsed($0.flatMap(\.replacements)) }
    var kept: [Step] = []
    for (step, edit) in zip(steps, grouping.edits) {
      guard !edit.isRegrouped else {
        leave(step, because: Self.regrouped, &lessons)
        continue
      }
      var step = step
      step.replacements = edit.replacements
      kept.append(step)
    }
    let known = steps
    steps = kept
    guard grouping.hasParentheses, parsed(kept.flatMap(\.replacements)) == nil else { return }
    // What was left out may have kept another edit from doing harm.
    steps = []
    for step in kept {
      let isAsBefore = known.contains { $0.start == step.start && $0.replacements == step.replacements }
      if isAsBefore, parsed((steps + [step]).flatMap(\.replacements)) != nil {
        steps.append(step)
      } else {
        leave(step, because: Self.regrouped, &lessons)
      }
    }
  }

  private func leave(_ step: Step, because reason: String, _ lessons: inout [FollowLesson]) {
    guard let index = lessons.firstIndex(where: { $0.report.number == step.lesson }),
      let place = lessons[index].report.places.firstIndex(of: step.place)
    else { return }
    lessons[index].report.places.remove(at: place)
    lessons[index].report.left.append(FollowReport.Left(place: step.place, reason: reason))
  }
}
