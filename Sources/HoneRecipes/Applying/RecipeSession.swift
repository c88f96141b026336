internal import HoneCore
internal import HoneSyntax

/// What one thread keeps while it applies recipes, from recipe to recipe and from file to file.
package final class RecipeBench {
  fileprivate final class Seat {
    var session: RecipeSession

    init(_ session: consuming RecipeSession) { self.session = session }
  }

  private var seats: [ObjectIdentifier: Seat] = [:]

  package init() {}

  /// The whole tree of a file, for the recipes that come to it as well; `nil` when it cannot be parsed within the limits.
  func tree(of bytes: [UInt8], grammar: Grammar) -> SyntaxTree? {
    withSession(of: grammar, isReviewed: false) { session in try? session.parsed(bytes) } ?? nil
  }

  /// Runs `body` with the session of a grammar.
  func withSession<Result, Failure: Error>(
    of grammar: Grammar, isReviewed: Bool, _ body: (inout RecipeSession) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let key = ObjectIdentifier(grammar)
    if seats[key] == nil, let session = try? RecipeSession(grammar: grammar) { seats[key] = Seat(session) }
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

  init(grammar: Grammar) throws {
    parser = try SyntaxParser(grammar)
  }

  /// Rewrites until a pass changes nothing, and nothing that was refused on the way could be made now.
  mutating func settle(_ rewriter: Rewriter, _ outcome: inout RecipeOutcome) throws(RecipeInterruption) {
    var refused: Set<RefusedEdit> = []
    // The text in which every refused edit was tried last: what an edit does to a file that does not parse depends on
    // the rest of it, and a second run shall find nothing to do.
    var tried: [UInt8]?
    var focus = rewriter.focus
    var passes = 0
    while true {
      let current = try parsed(outcome.result, focus: focus)
      outcome.passes += 1
      passes += 1
      let edits = rewriter.edits(in: current).filter { !$0.replacements.isEmpty }
      let open = edits.filter { (isReviewed || $0.isCertain) && !refused.contains(RefusedEdit($0)) }
      if open.isEmpty, !refused.isEmpty, tried != outcome.result {
        tried = outcome.result
        refused = []
        continue
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
        guard try isSound(made, of: current, part) else {
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
      guard !accepted.isEmpty else { continue }
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
    _ made: (bytes: [UInt8], replacements: [Replacement]), of current: SyntaxTree, _ focus: SyntaxFocus
  ) throws(RecipeInterruption) -> Bool {
    try withinLimits { session throws(ParseFailure) in
      try session.parser.isSound(made.bytes, after: made.replacements, of: current, focus: focus)
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

  /// The edits after which the text parses as well as before; the others are put into `refused`.
  ///
  /// All together are tried first, and one by one only when that fails.
  mutating func sound(
    _ edits: [PlannedEdit], in current: SyntaxTree, _ refused: inout Set<RefusedEdit>
  ) throws(RecipeInterruption) -> [PlannedEdit] {
    let errors = current.errorCount
    if try reparsed(current, with: edits).errorCount <= errors { return edits }
    var accepted: [PlannedEdit] = []
    for edit in edits {
      if try parsed(apply([edit], to: current)).errorCount <= errors {
        accepted.append(edit)
      } else {
        refused.insert(RefusedEdit(edit))
      }
    }
    if try parsed(apply(accepted, to: current)).errorCount <= errors { return accepted }
    refused.formUnion(accepted.map(RefusedEdit.init))
    return []
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
    return place(edit, .gate, "the result would not parse", in: tree)
  }

  private func place(
    _ edit: PlannedEdit, _ reason: RefusedPlace.Reason, _ message: String, in tree: SyntaxTree
  ) -> RefusedPlace {
    let start = edit.match.range.lowerBound
    let lines = TextLines(tree.source, convention: .git)
    let line = lines.line(at: start)
    return RefusedPlace(reason: reason, line: line + 1, column: start - lines.start(of: line) + 1, message: message)
  }
}

/// What tells a refused edit from others while the text around it changes: the code that it would rewrite.
struct RefusedEdit: Hashable {
  let rule: Int
  let code: [UInt8]

  init(_ edit: PlannedEdit) {
    rule = edit.match.rule
    code = Array(edit.match.tree.source[edit.match.range])
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
