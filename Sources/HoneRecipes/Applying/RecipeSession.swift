internal import HoneCore
package import HoneSyntax

/// What one thread keeps while it applies recipes, from recipe to recipe and from file to file.
package final class RecipeBench {
  fileprivate final class Seat {
    var session: RecipeSession

    init(_ session: consuming RecipeSession) { self.session = session }
  }

  private var seats: [ObjectIdentifier: Seat] = [:]
  private let limits: ParseLimits

  package init(limits: ParseLimits = ParseLimits()) { self.limits = limits }

  /// The whole tree of a file, for the recipes that come to it as well; `nil` when it cannot be parsed within the limits.
  func tree(of bytes: [UInt8], grammar: Grammar) -> SyntaxTree? {
    withSession(of: grammar, isReviewed: false) { session in try? session.parsed(bytes) } ?? nil
  }

  /// Runs `body` with the session of a grammar.
  func withSession<Result, Failure: Error>(
    of grammar: Grammar, isReviewed: Bool, _ body: (inout RecipeSession) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let key = ObjectIdentifier(grammar)
    if seats[key] == nil, let session = try? RecipeSession(grammar: grammar, limits: limits) {
      seats[key] = Seat(session)
    }
    guard let seat = seats[key] else { return nil }
    seat.session.isReviewed = isReviewed
    return try body(&seat.session)
  }
}

/// The work on one file: a parser, and the tree of the text as it is now.
struct RecipeSession: ~Copyable {
  private var parser: SyntaxParser
  private var tree: SyntaxTree?
  /// Whether edits that should be looked at are made as well.
  fileprivate(set) var isReviewed = false
  private let limits: ParseLimits
  private let clock = ContinuousClock()
  /// When the file at hand has taken too long; `nil` while nobody counts.
  private var deadline: ContinuousClock.Instant?
  /// Edits that were refused because the code would be read in another way.
  private var regrouped: Set<RefusedEdit> = []

  init(grammar: Grammar, limits: ParseLimits = ParseLimits()) throws {
    parser = try SyntaxParser(grammar)
    self.limits = limits
  }

  /// Begins a file: from now on its time is counted.
  mutating func begin() {
    deadline = clock.now + .milliseconds(limits.rewriteMilliseconds)
    regrouped = []
  }

  private func checkDeadline() throws(RecipeInterruption) {
    guard let deadline, clock.now >= deadline else { return }
    let message = "not rewritten: it took more than the limit of \(limits.rewriteMilliseconds) ms"
    throw RecipeInterruption(RefusedPlace(reason: .limits, line: 1, column: 1, message: message))
  }

  /// Rewrites until a pass changes nothing, and nothing that was refused on the way could be made now.
  mutating func settle(_ rewriter: Rewriter, _ outcome: inout RecipeOutcome) throws(RecipeInterruption) {
    var refused: Set<RefusedEdit> = []
    // What was refused where the text has no errors: it is tried again only when something near it has changed.
    var settled: Set<RefusedPlaceKey> = []
    // The text in which every refused edit was tried last: what an edit does to a file that does not parse depends on
    // the rest of it, and a second run shall find nothing to do.
    var tried: [UInt8]?
    var focus = rewriter.focus
    var passes = 0
    while true {
      try checkDeadline()
      let current = try parsed(outcome.result, focus: focus)
      outcome.passes += 1
      passes += 1
      let edits = rewriter.edits(in: current).filter { !$0.replacements.isEmpty }
      let allowed = edits.filter { isReviewed || $0.isCertain }
      var open = refused.isEmpty ? allowed : allowed.filter { !refused.contains(RefusedEdit($0)) }
      if open.isEmpty, !refused.isEmpty, tried != outcome.result {
        tried = outcome.result
        if current.hasError {
          refused = []
          continue
        }
        open = allowed.filter { !settled.contains(RefusedPlaceKey($0)) }
      }
      guard let first = open.first else {
        outcome.refused += edits.map { place(of: $0, in: current) }
        return
      }
      guard passes <= RecipeProgram.passLimit else {
        throw RecipeInterruption(
          place(first, .endless, "the recipe still matches after \(RecipeProgram.passLimit) passes", in: current))
      }
      if let part = focus, current.isExcerpt {
        let made = replacing(open, in: current)
        guard try isSound(made, open, of: current, part) else {
          // The rest of the file tells what is wrong, and which of the edits can be made.
          focus = nil
          outcome.passes -= 1
          passes -= 1
          continue
        }
        take(open, in: current, as: made.bytes, &outcome)
        continue
      }
      let accepted = try sound(open, in: current, &refused)
      if !current.hasError {
        let taken = Set(accepted.map(\.match.range.lowerBound))
        for edit in open where !taken.contains(edit.match.range.lowerBound) { settled.insert(RefusedPlaceKey(edit)) }
      }
      if accepted.isEmpty { continue }
      take(accepted, in: current, as: apply(accepted, to: current), &outcome)
    }
  }

  private func take(
    _ edits: [PlannedEdit], in tree: SyntaxTree, as result: [UInt8], _ outcome: inout RecipeOutcome
  ) {
    outcome.doubtful += edits.filter { !$0.isCertain }.map { place(of: $0, in: tree) }
    outcome.result = result
    outcome.places += edits.count
  }

  /// The tree of a text; a tree that was just made is not made again.
  /// - Parameter focus: which parts of the tree are wanted; `nil` for all.
  fileprivate mutating func parsed(
    _ bytes: [UInt8], focus: SyntaxFocus? = nil
  ) throws(RecipeInterruption) -> SyntaxTree {
    if let tree, tree.source == bytes { return tree }
    return try withinLimits { session throws(ParseFailure) in
      let made = try session.parser.parse(bytes, focus: focus)
      // A tree of parts is soon made, and holds what one rule looks for.
      if focus == nil { session.tree = made }
      return made
    }
  }

  private mutating func isSound(
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

  private mutating func withinLimits<Result>(
    _ body: (inout RecipeSession) throws(ParseFailure) -> Result
  ) throws(RecipeInterruption) -> Result {
    do throws(ParseFailure) {
      return try body(&self)
    } catch {
      throw RecipeInterruption(RefusedPlace(reason: .limits, line: 1, column: 1, message: "\(error)"))
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
    var grouping = EditGrouping(parsing, in: current) { $0.replacements.map { lines.takingBlankLines($0) } }
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
    if group.isEmpty { return true }
    if !isKnownHarmful, let (bytes, replacements) = trial.edited(with: group) {
      let isSound = try isSound(bytes, after: replacements, of: trial)
      if isSound {
        trial.accept(group, as: bytes)
        return true
      }
    }
    guard group.count > 1 else { return false }
    let middle = group.startIndex + group.count / 2
    let isFirstTaken = try take(group[..<middle], of: &trial, isKnownHarmful: false)
    _ = try take(group[middle...], of: &trial, isKnownHarmful: isFirstTaken)
    return false
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

  private func apply(_ edits: [PlannedEdit], to tree: SyntaxTree) -> [UInt8] {
    replacing(edits, in: tree).bytes
  }

  private func replacing(
    _ edits: [PlannedEdit], in tree: SyntaxTree
  ) -> (bytes: [UInt8], replacements: [Replacement]) {
    let lines = TextLines(tree.source)
    let replacements = edits.flatMap(\.replacements).map { lines.takingBlankLines($0) }
    guard let applied = try? AppliedEdits(replacements, to: lines) else { return (tree.source, []) }
    return (
      applied.bytes,
      replacements.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    )
  }

  /// The tree of the text with edits, made from the tree at hand if that was the last one.
  private mutating func reparsed(
    _ current: SyntaxTree, with edits: [PlannedEdit]
  ) throws(RecipeInterruption) -> SyntaxTree {
    let (bytes, replacements) = replacing(edits, in: current)
    guard let tree, tree === current else { return try parsed(bytes) }
    return try withinLimits { session throws(ParseFailure) in
      let made = try session.parser.parse(bytes, after: replacements)
      session.tree = made
      return made
    }
  }

  // MARK: Refusals

  private func place(of edit: PlannedEdit, in tree: SyntaxTree) -> RefusedPlace {
    if edit.match.flags.contains(.underError) {
      return place(edit, .parseError, "the code here could not be parsed", in: tree)
    }
    if edit.losesComments { return place(edit, .commentsLost, "a comment would be lost", in: tree) }
    if edit.isRegrouped || regrouped.contains(RefusedEdit(edit)) {
      return place(edit, .regrouped, "the result would be read in another way, even with parentheses", in: tree)
    }
    return place(edit, .gate, "the result would not parse", in: tree)
  }

  private func place(
    _ edit: PlannedEdit, _ reason: RefusedPlace.Reason, _ message: String, in tree: SyntaxTree
  ) -> RefusedPlace {
    let (line, column) = tree.place(of: edit.match.range.lowerBound)
    return RefusedPlace(reason: reason, line: line, column: column, message: message)
  }
}

extension TextLines {
  /// A deletion that would leave lines with nothing but blanks takes these lines whole.
  func takingBlankLines(_ replacement: Replacement) -> Replacement {
    guard replacement.bytes.isEmpty, !replacement.range.isEmpty else { return replacement }
    let first = line(at: replacement.range.lowerBound)
    let last = line(at: replacement.range.upperBound - 1)
    let before = bytes[start(of: first)..<replacement.range.lowerBound]
    let lineEnd = start(of: last) + self[last].count
    guard before.allSatisfy(\.isBlank), replacement.range.upperBound <= lineEnd,
      bytes[replacement.range.upperBound..<lineEnd].allSatisfy(\.isBlank)
    else { return replacement }
    return Replacement(range: start(of: first)..<start(of: last + 1), bytes: [])
  }
}
