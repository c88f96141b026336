internal import HoneRecipes

/// How often proposals were right, and how much of what was wanted they found.
struct Score: Sendable {
  /// Proposals of one kind.
  struct Proposals: Sendable {
    var right = 0
    /// Right but for blanks and line breaks; not among the right ones.
    var blanks = 0
    /// In files of the commit.
    var wrong = 0
    /// Those of the last two that are a part of what the commit did by their words, whatever else it did there.
    var parts = 0
    /// In files that the commit did not touch, where every proposal counts as wrong.
    var elsewhere = 0

    static func += (one: inout Proposals, other: Proposals) {
      one.right += other.right
      one.blanks += other.blanks
      one.wrong += other.wrong
      one.parts += other.parts
      one.elsewhere += other.elsewhere
    }

    /// The part of the proposals in the commit's files that is right.
    var precision: (Int, Int) { (right, right + blanks + wrong) }
    /// The part of them that is right or a part of what the commit did.
    var precisionInPart: (Int, Int) { (right + parts, right + blanks + wrong) }
    /// The part of all proposals that is right.
    var precisionEverywhere: (Int, Int) { (right, right + blanks + wrong + elsewhere) }
  }

  var groups = 0
  /// Places beside those shown that the commit edited alike: hunks of lines.
  var wanted = 0
  var sure = Proposals()
  var maybe = Proposals()
  /// Wanted places that sure proposals, or all, bring to what the commit made of them, byte for byte.
  var foundSure = 0
  var foundAny = 0
  /// Hunks of lines that sure proposals make together, and those of them that the commit has byte for byte.
  var hunks = (made: 0, identical: 0)
  /// Groups whose sure proposals in files of the commit are all right, and those that have any.
  var trusted = (right: 0, all: 0)
  var seconds = 0.0

  static func += (score: inout Score, other: Score) {
    score.groups += other.groups
    score.wanted += other.wanted
    score.sure += other.sure
    score.maybe += other.maybe
    score.foundSure += other.foundSure
    score.foundAny += other.foundAny
    score.hunks = (score.hunks.made + other.hunks.made, score.hunks.identical + other.hunks.identical)
    score.trusted = (score.trusted.right + other.trusted.right, score.trusted.all + other.trusted.all)
    score.seconds += other.seconds
  }

  /// Counts what became of a proposal in a file of the commit.
  mutating func count(_ verdict: VersionPair.Verdict, isPart: Bool, isSure: Bool) {
    var one = Proposals()
    if isPart { one.parts = 1 }
    switch verdict {
    case .right: one.right = 1
    case .rightButForBlanks: one.blanks = 1
    case .changedOtherwise, .leftAlone: one.wrong = 1
    }
    if isSure { sure += one } else { maybe += one }
  }

  static let heading =
    "language | repository | shown | commits | groups | wanted | sure | right | right in files of the commit"
    + " | right or a part"
    + " | like hunks of git | found sure | found sure or maybe | groups all right | ms a group"

  /// One row of the table.
  func row(_ language: String, _ repository: String, shown: Int, commits: Int) -> String {
    let cells: [String] = [
      language, repository, "\(shown)", "\(commits)", "\(groups)", "\(wanted)", "\(sure.precisionEverywhere.1)",
      Self.percent(sure.precisionEverywhere), Self.percent(sure.precision), Self.percent(sure.precisionInPart),
      Self.percent((hunks.identical, hunks.made)),
      Self.percent((foundSure, wanted)), Self.percent((foundAny, wanted)),
      "\(trusted.right)/\(trusted.all)",
      groups == 0 ? "-" : "\(Int(1000 * seconds) / groups)",
    ]
    return cells.joined(separator: " | ")
  }

  private static func percent(_ part: (Int, Int)) -> String {
    part.1 == 0 ? "-" : "\((100 * part.0 + part.1 / 2) / part.1)%"
  }
}
