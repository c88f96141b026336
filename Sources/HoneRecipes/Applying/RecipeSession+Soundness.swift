internal import HoneCore
internal import HoneSyntax

/// Which edits can be made: those after which the text parses as well as before, and is read as they were written.
extension RecipeSession {
  /// Whether edits of an excerpt parse, and are read as they were written.
  mutating func isSound(
    _ made: (bytes: [UInt8], replacements: [Replacement]), _ edits: [PlannedEdit], of current: SyntaxTree,
    _ focus: SyntaxFocus
  ) throws(RecipeInterruption) -> Bool {
    try withinLimits { session throws(ParseFailure) in
      guard EditGrouping.isNeeded(for: edits) else {
        return try session.parser.isSound(made.bytes, after: made.replacements, of: current, focus: focus)
      }
      let parts = try session.parser.soundParts(made.bytes, after: made.replacements, of: current, focus: focus)
      return parts.map { EditGrouping(edits, in: current).isKept(in: $0) } ?? false
    }
  }

  /// The edits after which the text parses as well as before, and is read as they were written, some with parentheses for
  /// that; the others are put into `refused`.
  /// - Parameter edits: ascending and disjoint.
  mutating func sound(
    _ edits: [PlannedEdit], in current: SyntaxTree, _ refused: inout Set<RefusedEdit>
  ) throws(RecipeInterruption) -> [PlannedEdit] {
    var parsing = try parsing(edits, in: current, &refused)
    if parsing.count < edits.count { try addVariants(of: edits, to: &parsing, in: current, &refused) }
    guard EditGrouping.isNeeded(for: parsing) else { return parsing }
    let lines = TextLines(current.source)
    var grouping = EditGrouping(parsing, in: current) { lines.takingEmptiedLines($0.map(\.replacements)) }
    let made = try parsed(apply(parsing, to: current))
    try grouping.mend(made) { edits throws(RecipeInterruption) in
      try checkDeadline()
      return try parsed(apply(edits, to: current))
    }
    var grouped = grouping.edits.filter { isReviewed || !$0.isRegrouped }
    for edit in grouping.edits where edit.isRegrouped && !isReviewed {
      regrouped.insert(RefusedEdit(edit))
      refused.insert(RefusedEdit(edit))
    }
    if grouping.hasParentheses {
      // One that is left out may have kept another from doing harm.
      grouped = try self.parsing(grouped, in: current, &refused)
    }
    return grouped
  }

  /// Adds those edits that the text parses with when they get parentheses.
  private mutating func addVariants(
    of edits: [PlannedEdit], to parsing: inout [PlannedEdit], in current: SyntaxTree, _ refused: inout Set<RefusedEdit>
  ) throws(RecipeInterruption) {
    func start(_ edit: PlannedEdit) -> Int { edit.match.range.lowerBound }
    var known = Set(parsing.map(start))
    let variants = edits.filter { !known.contains(start($0)) }.map { EditGrouping.variants(of: $0) }
    for number in 0..<3 {
      let tried = variants.filter { $0.indices.contains(number) }.map { $0[number] }.filter {
        !known.contains(start($0))
      }
      if tried.isEmpty { continue }
      var left: Set<RefusedEdit> = []
      let all = (parsing + tried).sorted { start($0) < start($1) }
      let found = try self.parsing(all, in: current, &left)
      // None that parses without parentheses may be lost for one with them.
      guard Set(found.map(start)).isSuperset(of: parsing.map(start)) else { continue }
      parsing = found
      known = Set(found.map(start))
    }
    refused.subtract(parsing.filter { known.contains(start($0)) }.map { RefusedEdit($0) })
  }

  /// The edits after which the text parses as well as before; the others are put into `refused`.
  ///
  /// All together are tried first. When that fails, those near the errors that came are parted from the rest, and then
  /// halves from halves, until what does harm stands alone.
  private mutating func parsing(
    _ edits: [PlannedEdit], in current: SyntaxTree, _ refused: inout Set<RefusedEdit>
  ) throws(RecipeInterruption) -> [PlannedEdit] {
    let errors = current.errorCount
    let made = try reparsed(current, with: edits)
    if made.errorCount <= errors { return edits }
    var trial = SoundnessTrial(edits, in: current, errorCount: errors)
    let suspects = trial.suspects(in: made)
    let others = Array(Set(edits.indices).subtracting(suspects)).sorted()
    let areInnocent = try take(others[...], of: &trial, isKnownHarmful: suspects.isEmpty)
    var open: [Int] = []
    for index in suspects where try !isHarmfulAlone(index, of: trial) { open.append(index) }
    _ = try take(open[...], of: &trial, isKnownHarmful: areInnocent && open.count == suspects.count)
    let taken = Set(trial.accepted)
    for index in edits.indices where !taken.contains(index) { refused.insert(RefusedEdit(edits[index])) }
    return trial.accepted.map { edits[$0] }
  }

  /// Whether an edit spoils the statement that it stands in, which is parsed alone: most statements are short.
  /// - Returns: false also where that cannot be told.
  private mutating func isHarmfulAlone(
    _ index: Int, of trial: SoundnessTrial
  ) throws(RecipeInterruption) -> Bool {
    guard !trial.tree.hasError, trial.tree.grammar.name != "python", let (plain, edited) = trial.part(of: index) else {
      return false
    }
    try checkDeadline()
    return try withinLimits { session throws(ParseFailure) in
      session.tree = nil
      guard try session.parser.parse(edited).hasError else { return false }
      return try !session.parser.parse(plain).hasError
    }
  }

  /// Adds those edits of a group that do no harm beside the accepted ones.
  /// - Parameter isKnownHarmful: whether the group as a whole is known to do some.
  /// - Returns: whether all were added.
  private mutating func take(
    _ group: ArraySlice<Int>, of trial: inout SoundnessTrial, isKnownHarmful: Bool
  ) throws(RecipeInterruption) -> Bool {
    try Halving.take(group, isKnownHarmful: isKnownHarmful) { part throws(RecipeInterruption) in
      guard let (bytes, replacements) = trial.edited(with: part),
        try isSound(bytes, after: replacements, of: trial)
      else { return false }
      trial.accept(part, as: bytes)
      return true
    }
  }

  private mutating func isSound(
    _ bytes: [UInt8], after replacements: [Replacement], of trial: SoundnessTrial
  ) throws(RecipeInterruption) -> Bool {
    try checkDeadline()
    // Blocks of Python that lost their last statement are no errors to its grammar.
    if !trial.tree.hasError, trial.tree.grammar.name != "python", replacements.count <= SyntaxParser.editLimit {
      // What the parser has at hand from now on is no tree that was given out.
      tree = nil
      for _ in 0..<2 {
        let isClean = try withinLimits { session throws(ParseFailure) in
          try session.parser.isClean(bytes, after: replacements, of: trial.text)
        }
        if let isClean { return isClean }
        _ = try parsed(trial.text)
        tree = nil
      }
    }
    return try parsed(bytes).errorCount <= trial.errorCount
  }
}
