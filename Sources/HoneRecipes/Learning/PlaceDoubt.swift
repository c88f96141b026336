internal import HoneCore
internal import HoneSyntax

/// What keeps one place of a sure rule from being sure: it is left for review.
///
/// Some hold a place against those that the rule was learned from; the README of this folder tells how they were chosen.
package enum PlaceDoubt: String, CaseIterable, Sendable {
  /// What the rule is about cannot be seen from there.
  case hidden = "what was edited is private to another place"
  case otherFunction = "it is a name of another function"
  case otherThing = "the name stands for another kind of thing there"
  case definition = "it is defined or imported there, and only its uses were edited"
  /// What another module has need not be called the same: of `typer` that became `click` 7 of 11 places were wrong, of telling
  /// names 4 of 65.
  case onlyImported = "something is taken of it there, and nothing but imports was edited"
  /// Only one of the things of this name was edited.
  case otherDefinition = "the file defines something else of this name"
  case otherMember = "it is a key or a member there, and what was edited is none"
  case notAsynchronous = "the function there is not asynchronous"
  case otherModules = "the import that belongs to it cannot be written in this file"
  case missingName = "a name that the edit brings in is not declared there"
  /// From two insertions, places beside other code than the edited ones were right at 51 and wrong at 187; of the others 75 and 3.
  case otherFrame = "the code on its other side is not what stood there in the edit"
  case comment = "a comment would be lost"
  /// Members that are renamed, of something else than in the user's edits: wrong at 54 of 60 places from two edits.
  case otherOwner = "it is a member of something else than what was edited"
  /// A pattern says nothing of what stands beside it, such as a block behind a call or the flags of a regular expression.
  case otherParts = "there is more there than in what was edited"
  /// Where lines are broken in another way, so may be what the edit makes of them.
  case otherLayout = "what would change there stands on several lines"
  /// Two things that both stay are exchanged here and there.
  case bothStand = "the file speaks of both already"
  case ownPackage = "the code there is a part of the package that the edit names"
  /// Whoever makes the file anew makes the edit undone.
  case generated = "the file says that it is generated"
  case cannotFail = "the function there does not say that it may fail"
}

/// What is known of a place that a rule fits.
struct PlaceJudgement {
  let doubts: [PlaceDoubt]
  /// Whether the place is a repetition: it stands below the edits of its file, and its lines read as those of an edit did; or an
  /// insertion comes between statements that both read as those did between which the user inserted.
  ///
  /// Of such places that no rule was trusted at, 829 of 1,015 were right; of such insertions 39 of 40.
  let isRepetition: Bool

  /// - Parameters:
  ///   - path: the path of the file, where it is known.
  ///   - file: what is known of all of its places.
  init(_ match: Match, of rule: LearnedRule, edit: PlannedEdit, at path: String?, in file: [PlaceDoubt]) {
    let starts = rule.seen.compactMap { $0.start(in: match.tree, at: path) }
    let isBelow = starts.max().map { $0 < match.range.lowerBound } ?? false
    let lines = match.lines
    let isInsertion = rule.evidence.form == .insertion
    let isFramed = isInsertion && rule.isFramed(match)
    let isLikeSeen =
      isInsertion
      ? isFramed && rule.evidence.holes == 0 && rule.doubts.allSatisfy(\.isOfContext)
      : isBelow && !(rule.evidence.bringsText && rule.evidence.oldNames == 0)
        && rule.seen.contains { $0.line.elementsEqual(lines) }
    isRepetition =
      isLikeSeen && !rule.evidence.isContradicted && edit.isCertain
      && !rule.doubts.contains { $0 == .everywhere || $0 == .spread }
    var doubts = rule.misfit(match, at: path).map { [$0] } ?? []
    // Who renames something from the top of a file is about to meet its definition.
    if isBelow, rule.isRename { doubts.removeAll { $0 == .definition || $0 == .otherThing } }
    if isInsertion, !isFramed { doubts.append(.otherFrame) }
    if rule.isOutside(match) { doubts.append(.otherFunction) }
    if !edit.isCertain { doubts.append(.comment) }
    if rule.hasOtherParts(match) { doubts.append(.otherParts) }
    if rule.keepsToLine && edit.changesSeveralLines || rule.isBrokenOtherwise(match) { doubts.append(.otherLayout) }
    if rule.isOfOwnPackage(match) { doubts.append(.ownPackage) }
    if rule.isOfOtherOwner(match) { doubts.append(.otherOwner) }
    if rule.isOutOfTurn(at: match) { doubts.append(.notAsynchronous) }
    if rule.isBeyondFailing(at: match) { doubts.append(.cannotFail) }
    self.doubts = doubts + file.filter { !doubts.contains($0) }
  }
}

extension PlannedEdit {
  /// Whether a line ends between the first and the last byte that changes.
  var changesSeveralLines: Bool {
    guard let first = replacements.first?.range.lowerBound, let last = replacements.last?.range.upperBound else {
      return false
    }
    return match.tree.source[first..<last].contains(0x0a)
  }
}
