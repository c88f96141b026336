/// What keeps a rule that explains its examples from being sure: all of its places are then only likely.
///
/// The table was made with one half of the commits of eight repositories, and its figures come from them; the README of
/// this folder has those of the other half. Each reason is one that can be told to a user.
package enum RuleDoubt: String, CaseIterable, Sendable {
  /// The user saw a place that it fits and left it alone.
  case counterExample = "a place that it fits was left alone"
  /// A name that many things may bear, such as `args`: such renames were wrong at most places.
  case everydayName = "the name may stand for several things"
  /// A member of an everyday name, of which the file holds more below the edit: wrong at 6 of 17 places.
  case everydayMember = "the file holds more members of this everyday name"
  /// Two things that both stay are exchanged here and there, which is no rename.
  case bothStand = "the new name is in use already, so that it may be another thing"
  /// Such as `readAll` in place of `read`: the general one often stays beside it.
  case special = "the new name is a special case of the old one, which may stay"
  /// Such as a type in place of a function: what is one of them everywhere is not the other.
  case otherSort = "the new name is written as another sort of thing is"
  /// One name that becomes code: what stands around it was the reason.
  case bareName = "one name says too little of where it goes"
  /// What stands beside one inserted statement was there by chance as often as not.
  case insertion = "one insertion says little of where others belong; show it a second place"
  /// Nothing that is written tells what a deletion is about.
  case deletion = "a deletion may have had other reasons"
  /// Code goes and leaves only what stood inside of it, which is a deletion too.
  case remainder = "what is left tells nothing of why the rest went"
  /// One more or one less operand, such as a condition, belongs to its own place: wrong at 12 of 20 places.
  case operand = "an operand that comes or goes is about its own place"
  /// Which names a file imports depends on what it uses.
  case importing = "what is imported depends on the rest of a file"
  /// Attributes, annotations and decorators say something about the one place that they stand at.
  case annotation = "an annotation is about its own place"
  /// One everyday name of one example: rules of one name and holes were right at 36 to 39 of 100 places, those of a telling one
  /// at most. Two examples settle it for a call whose name alone differs, whatever is called upon and handed over.
  case oneName = "it keeps one everyday name at most"
  /// A call inside of what one edit keeps is what tells of it; not measured, so never sure.
  case narrowed = "the call that it keeps may not be what the edit is about; show it a second place"
  /// So much was never meant by so few examples: `list[str]` became `Iterator[str]` at 4 of 147 places.
  case everywhere = "it fits too many places for so few examples"
  /// One line that becomes several brings in what its own place needs: right at 13 of 30 places from one example.
  case spread = "one line becomes several, as its own place needs them"
  /// A sentence where no text was, such as a message: right at 29 of 52 places.
  case sentence = "it brings in a sentence, which speaks of its own place"

  /// Whether the reason speaks against a rule.
  func applies(to evidence: RuleEvidence) -> Bool {
    switch self {
    case .counterExample: evidence.isContradicted
    case .everydayName:
      !evidence.isLocal && !evidence.isSelfEvident && !evidence.isTellingText
        && (evidence.isFading || !evidence.isTelling && Self.needsTelling(evidence))
    case .everydayMember: evidence.form == .memberRename && !evidence.isTelling && evidence.ahead > 0
    case .bothStand: evidence.newStands
    case .special: evidence.isSpecial
    case .otherSort: evidence.changesSort
    case .bareName: evidence.form == .bareName && !evidence.isPath
    case .insertion: evidence.form == .insertion && evidence.support < 2
    case .deletion:
      evidence.form == .deletion && !(evidence.isTelling && evidence.support > 1 && !evidence.isOfDefinition)
    case .remainder: evidence.isRemainder
    case .operand: evidence.isOperand && !(evidence.keepsAll && evidence.support > 1)
    case .importing: evidence.isImport && !Self.isOfPath(evidence)
    case .annotation: evidence.isAnnotation
    case .oneName:
      (evidence.form == .insertion || evidence.form == .rewrite) && !evidence.isSelfEvident && !evidence.isTellingText
        && !(evidence.isText && evidence.support > 1)
        && evidence.oldNames < (Self.isToldByOneName(evidence) ? 1 : 2)
    case .narrowed: evidence.isNarrowed && evidence.support < 2
    case .everywhere: evidence.placeLimit.map { evidence.reach > $0 } ?? false
    case .spread: evidence.spreads
    case .sentence: evidence.form == .rewrite && evidence.bringsSentence
    }
  }

  /// Whether one name is enough: a telling one, or an everyday one where two examples or a value that goes say the rest.
  private static func isToldByOneName(_ evidence: RuleEvidence) -> Bool {
    evidence.isTelling || evidence.isSettled || isCallOfOtherName(evidence)
      || evidence.form == .rewrite && evidence.losesValue
  }

  /// Whether the path of an import that was written for one thing only goes on, as with a version, or ends otherwise, as with the
  /// ending of a file's name; or two examples or more change one that has a telling name.
  private static func isOfPath(_ evidence: RuleEvidence) -> Bool {
    guard evidence.form == .rewrite, !evidence.bringsAsterisk else { return false }
    if evidence.isTellingText, evidence.extendsText || evidence.changesExtension { return true }
    return evidence.support > 1 && evidence.isTelling
  }

  /// Whether two examples or more give a call another name, with the same arguments.
  private static func isCallOfOtherName(_ evidence: RuleEvidence) -> Bool {
    evidence.support > 1 && evidence.oldNames == 1 && evidence.newNames == 1 && evidence.sequenceHoles > 0
  }

  /// Whether a name must be one that was made up for one thing: where nothing else tells what the edit is about.
  private static func needsTelling(_ evidence: RuleEvidence) -> Bool {
    switch evidence.form {
    case .rename: true
    case .memberRename: false
    case .bareName, .deletion, .insertion: evidence.holes == 0
    case .rewrite: evidence.holes == 0 && !evidence.isSettled && !(evidence.isText && evidence.support > 1)
    }
  }

  /// Whether it speaks against places in other files alone: in those of the edits 258 of 279 places were right where a rule fits too
  /// many, and 152 of 161 where an everyday name or one name alone was against it, or where it deletes.
  func isOfDistance(_ evidence: RuleEvidence) -> Bool {
    switch self {
    case .everywhere, .everydayName, .oneName: evidence.form != .insertion
    case .deletion: !evidence.isOfDefinition
    default: false
    }
  }

  /// Whether it says no more than that the name may stand for something else, or how many things it may stand for.
  var isOfName: Bool {
    switch self {
    case .everydayName, .bareName, .bothStand, .special, .otherSort, .oneName, .everywhere: true
    default: false
    }
  }

  /// Whether it says no more than that one insertion shows too little of what stands around it.
  var isOfContext: Bool {
    switch self {
    case .insertion, .everydayName, .oneName, .narrowed: true
    default: false
    }
  }

  /// What speaks against a rule; empty for a sure one.
  static func all(of evidence: RuleEvidence) -> [RuleDoubt] { allCases.filter { $0.applies(to: evidence) } }
}
