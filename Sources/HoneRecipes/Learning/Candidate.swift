internal import HoneCore
internal import HoneSyntax

/// A rewrite that may be what the user meant, cut out at one width and with as many holes as one scope gives.
struct Candidate: Hashable {
  /// How the rewrite is told to the matcher.
  enum Shape: Hashable {
    /// One name takes another's place, wherever a node of one of these kinds holds it.
    case rename(from: String, to: String, kinds: [String])
    /// Code with holes.
    case template(Generalisation)
  }

  var shape: Shape
  /// How many levels above the smallest difference it was cut; 0 is the difference itself.
  var level: Int
  /// The kind of the node that is cut, and those of the nodes around it up to its statement.
  var kinds: [String]
  /// Whether the node is a whole statement or member.
  var isStatement: Bool
  /// Whether it tells what is inserted by a statement beside it, which stays.
  var isInsertion: Bool
  /// The bytes that each edit of the kind has to replace at this width, and by which.
  var expected: [Expectation]
  /// Whether each name stands behind a dot, or is the key of a literal.
  var isOfMembers = false
  /// Everyday names of the old side that functions declare for themselves: they tell nothing of other functions.
  var localNames: Set<String> = []
  /// Whether operands come or go at the smallest difference.
  var isOperand = false
  /// Whether the new side is a statement and the old one is none, or one of another kind.
  var becomesStatement = false
  /// Whether the smallest difference is a text of several words, or a long one.
  var isText = false
  /// Whether holes were made of less than both sides hold, so that a name stays.
  var isNarrowed = false
  /// Names that only the new side has and that the function around the first edit declares.
  var borrowedNames: Set<String> = []

  /// What one edit of the user did, at the width of the candidate.
  struct Expectation: Hashable {
    /// The number of the file among the examples.
    var file: Int
    /// Bytes of the old version.
    var range: Range<Int>
    /// Bytes of the new version that stand there.
    var result: Range<Int>
  }

  /// The name that goes and the one that comes, where nothing else differs.
  var exchanged: (old: String, new: String)? {
    switch shape {
    case .rename(let from, let to, _): return (from, to)
    case .template(let made):
      let gone = made.before.concreteWords.subtracting(made.after.concreteWords)
      let come = made.after.concreteWords.subtracting(made.before.concreteWords)
      guard gone.count == 1, come.count == 1, let old = gone.first, let new = come.first,
        made.before.text.replacing(old, with: new) == made.after.text
      else { return nil }
      return (old, new)
    }
  }

  private var changesSort: Bool { exchanged.map { NameJudgement.isOfOtherSort($0.old, $0.new) } ?? false }

  /// What the cut itself tells of how far it may be trusted.
  var evidence: RuleEvidence {
    switch shape {
    case .rename(let from, let to, let kinds):
      return RuleEvidence(
        form: isOfMembers ? .memberRename : .rename, oldNames: 1, newNames: 1, goneNames: 1, level: level,
        support: expected.count,
        supportFiles: Set(expected.map(\.file)).count, isTelling: NameJudgement.isTelling(from),
        isFading: NameJudgement.isFading([to], keepsTelling: NameJudgement.isTelling(from)),
        isSpecial: NameJudgement.isSpecial(to, of: from), changesSort: changesSort,
        kinds: kinds)
    case .template(let made):
      let isBareName = made.before.text.isPathOfNames
      let gone = made.before.concreteWords.subtracting(made.after.concreteWords)
      let come = made.after.concreteWords.subtracting(made.before.concreteWords)
      let names = made.before.names.subtracting(localNames)
      let isTelling = names.contains(where: NameJudgement.isTelling)
      let holes = made.before.holes
      let bringsText = made.after.holdsText && !made.before.holdsText
      return RuleEvidence(
        form: isInsertion ? .insertion : isBareName ? .bareName : made.after.text.isEmpty ? .deletion : .rewrite,
        oldNames: names.count, localNames: localNames.count, newNames: come.count, goneNames: gone.count,
        onlyTakes: made.after.isLess(than: made.before), oldLines: made.before.lineCount,
        newLines: made.after.lineCount,
        holes: Set(holes.map(\.name)).count, sequenceHoles: Set(holes.filter(\.isSequence).map(\.name)).count,
        level: level, support: expected.count, supportFiles: Set(expected.map(\.file)).count,
        isTelling: isTelling,
        isPath: made.after.text.isPathOfNames && made.after.text.contains { $0 == "." || $0 == ":" },
        keepsAll: gone.isEmpty, keepsOrder: made.after.keepsOrder(of: made.before),
        isFading: !gone.isEmpty && NameJudgement.isFading(come, keepsTelling: isTelling),
        isText: isText, bringsText: bringsText,
        bringsSentence: bringsText && made.after.texts.contains { $0.contains(" ") },
        isTellingText: holes.isEmpty && made.before.isOfTextsAlone && made.after.isOfTextsAlone
          && NameJudgement.isTelling(texts: made.before.texts),
        losesValue: made.before.values.subtracting(made.after.values).contains(where: NameJudgement.tellsCall)
          && !made.after.repeatsHole(of: made.before),
        changesValue: made.before.values != made.after.values,
        extendsText: made.before.texts.count == 1 && made.after.texts.count == 1
          && zip(made.before.texts, made.after.texts).allSatisfy { $1.dropQuotes.hasPrefix($0.dropQuotes) },
        changesExtension: made.before.texts.count == 1 && made.after.texts.count == 1
          && zip(made.before.texts, made.after.texts).allSatisfy { NameJudgement.differInExtension($0, $1) },
        isSpecial: gone.count == 1 && come.count == 1
          && zip(gone, come).allSatisfy { NameJudgement.isSpecial($1, of: $0) },
        changesSort: changesSort,
        bringsAsterisk: made.after.text.contains("*") && !made.before.text.contains("*"),
        isRemainder: made.after.isBareHole,
        isNarrowed: isNarrowed, isOperand: isOperand && gone.isEmpty != come.isEmpty,
        isStatement: isStatement, makesStatement: isStatement && (isInsertion || becomesStatement), kinds: kinds)
    }
  }
}

extension String {
  /// Whether it is a name, or names parted by dots or colons.
  fileprivate var isPathOfNames: Bool {
    !isEmpty && utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
  }
}
