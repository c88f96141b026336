internal import HoneCore
internal import HoneSyntax

/// The work on one file: a parser, and the tree of the text as it is now.
struct RecipeSession: ~Copyable {
  var parser: SyntaxParser
  var tree: SyntaxTree?
  /// Whether edits that should be looked at are made as well.
  var isReviewed = false
  private let limits: ParseLimits
  private let clock = ContinuousClock()
  /// When the file at hand has taken too long; `nil` while nobody counts.
  private var deadline: ContinuousClock.Instant?
  /// Edits that were refused because the code would be read in another way.
  var regrouped: Set<RefusedEdit> = []

  init(grammar: Grammar, limits: ParseLimits = ParseLimits()) throws {
    parser = try SyntaxParser(grammar)
    self.limits = limits
  }

  /// Begins a file: from now on its time is counted.
  mutating func begin() {
    deadline = clock.now + .milliseconds(limits.rewriteMilliseconds)
    regrouped = []
  }

  func checkDeadline() throws(RecipeInterruption) {
    guard let deadline, clock.now >= deadline else { return }
    let message = "not rewritten: it took more than the limit of \(limits.rewriteMilliseconds) ms"
    throw RecipeInterruption(RefusedPlace(reason: .limits, line: 1, column: 1, message: message))
  }

  /// How large a file of a number of bytes may become from pass to pass.
  private static func mostBytes(_ count: Int) -> Int { 8 * count + 65_536 }

  /// Rewrites until a pass changes nothing, and nothing that was refused on the way could be made now.
  mutating func settle(_ rewriter: Rewriter, _ outcome: inout RecipeOutcome) throws(RecipeInterruption) {
    var refused: Set<RefusedEdit> = []
    // What was refused where the text has no errors: it is tried again only when something near it has changed.
    var settled: Set<RefusedPlaceKey> = []
    // The text in which every refused edit was tried last: what an edit does to a file that does not parse depends on
    // the rest of it, and a second run shall find nothing to do.
    var tried: [UInt8]?
    var focus = rewriter.focus
    let originalCount = outcome.result.count
    var passes = 0
    // Where places lie in one another each pass makes some of them fewer, and the end comes, however deep they lie.
    var fewest = Int.max
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
      if passes.isMultiple(of: RecipeProgram.passLimit / 2) {
        let count = rewriter.placeCount(in: current)
        guard count < fewest else {
          throw RecipeInterruption(
            place(first, .endless, "the recipe still matches in as many places after \(passes) passes", in: current))
        }
        fewest = count
      }
      if let part = focus, current.isExcerpt {
        let made = replacing(open, in: current)
        guard try isSound(made, open, of: current, part) else {
          // The rest of the file tells what is wrong, and which of the edits can be made.
          (focus, fewest) = (nil, .max)
          outcome.passes -= 1
          passes -= 1
          continue
        }
        take(open, in: current, as: made.bytes, &outcome)
        continue
      }
      if focus != nil, current.hasError || current.grammar.name == "python" {
        // A tree of parts does not have all errors and empty blocks, and those that were there before would count against the
        // edits.
        (focus, fewest) = (nil, .max)
        outcome.passes -= 1
        passes -= 1
        continue
      }
      guard current.source.count <= Self.mostBytes(originalCount) else {
        throw RecipeInterruption(
          place(first, .endless, "the recipe makes the file larger with every pass", in: current))
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
  mutating func parsed(
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

  mutating func withinLimits<Result>(
    _ body: (inout RecipeSession) throws(ParseFailure) -> Result
  ) throws(RecipeInterruption) -> Result {
    do throws(ParseFailure) {
      return try body(&self)
    } catch {
      throw RecipeInterruption(RefusedPlace(reason: .limits, line: 1, column: 1, message: "\(error)"))
    }
  }

  func apply(_ edits: [PlannedEdit], to tree: SyntaxTree) -> [UInt8] {
    replacing(edits, in: tree).bytes
  }

  func replacing(
    _ edits: [PlannedEdit], in tree: SyntaxTree
  ) -> (bytes: [UInt8], replacements: [Replacement]) {
    let lines = TextLines(tree.source)
    let replacements = lines.takingEmptiedLines(edits.flatMap(\.replacements))
    guard let applied = try? AppliedEdits(replacements, to: lines) else { return (tree.source, []) }
    return (
      applied.bytes,
      replacements.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    )
  }

  /// The tree of the text with edits, made from the tree at hand if that was the last one.
  mutating func reparsed(
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
