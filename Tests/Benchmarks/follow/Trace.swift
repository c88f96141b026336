internal import HoneCore
internal import HoneRecipes

/// Tells each rule that a replay learns with what became of its places: what the rules for trust were calibrated with.
///
/// Lines have fields parted by tabulators and begin with what they are about: a group (`G`), an example (`E`), a rule (`R`),
/// a wrong place (`W`), any place (`P`), a missed one (`M`), one that no sure proposal makes (`X`). Any rule that explains the edits is an
/// object of JSON.
final class Trace {
  /// How a rule did.
  private struct Counts {
    var right = 0
    var blanks = 0
    var otherwise = 0
    var alone = 0
    var aloneInShownFiles = 0
    var elsewhere = 0
    var wrong: [String] = []
  }

  /// What is told beside the score.
  enum Detail: Sendable {
    case none
    case rules
    /// Also how every other rule would have done that explains the edits, which takes several times as long.
    case allRules
  }

  private let detail: Detail
  private let commit: String
  private(set) var lines: [String] = []
  private var group: [String] = []
  private var counts: [String: Counts] = [:]
  private var places: [String] = []

  init(_ detail: Detail, commit: String) {
    self.detail = detail
    self.commit = commit
  }

  func open(kinds: Set<AbstractEdit>, shown: Int, wanted: Int, lessons: [Lesson]) {
    let edit = kinds.map { "\($0.before.prefix(160)) => \($0.after.prefix(160))" }.sorted().joined(separator: " && ")
    group = [Self.field(edit), "\(shown)", "\(wanted)"]
    counts = [:]
    places = []
  }

  func count(
    _ verdict: VersionPair.Verdict, lesson: Int, isWider: Bool, isShownFile: Bool, line: Int, in text: TextLines
  ) {
    guard detail != .none else { return }
    var one = counts["\(lesson)\(isWider)"] ?? Counts()
    switch verdict {
    case .right: one.right += 1
    case .rightButForBlanks: one.blanks += 1
    case .changedOtherwise: one.otherwise += 1
    case .leftAlone:
      one.alone += 1
      if isShownFile { one.aloneInShownFiles += 1 }
    }
    if verdict != .right, one.wrong.count < 3 {
      one.wrong.append("\(verdict)\t" + String(decoding: text[line].prefix(140), as: UTF8.self))
    }
    counts["\(lesson)\(isWider)"] = one
  }

  /// Tells what became of a place, and what keeps it from being sure.
  /// - Parameter line: from 1.
  func place(
    _ proposal: LessonProposal, _ verdict: String, lesson: Int, path: String, isShownFile: Bool, line: Int
  ) {
    guard detail != .none else { return }
    let fields: [String] = [
      "P", "\(lesson)", proposal.isSure ? "sure" : proposal.isWider ? "wider" : "maybe", verdict,
      proposal.isRepetition ? "repeats" : proposal.isAtHand ? "near" : "", isShownFile ? "shown" : "",
      proposal.doubts.map { "\($0)" }.joined(separator: ","), "\(path):\(line)",
    ]
    places.append(fields.joined(separator: "\t"))
  }

  func countElsewhere(_ number: Int, lesson: Int) {
    counts["\(lesson)false", default: Counts()].elsewhere += number
  }

  func close(_ lessons: [Lesson], _ score: Score, given: [CommitPlace], missed: [CommitPlace]) {
    guard detail != .none else { return }
    lines.append((["G", commit] + group + ["\(score.foundSure)", "\(score.foundAny)"]).joined(separator: "\t"))
    for place in given { lines.append("E\t\(Self.text(of: place))") }
    for (number, lesson) in lessons.enumerated() {
      if lesson.rule == nil { lines.append("N\tno rule of \(lesson.edits.count)") }
      for (rule, isWider) in [(lesson.rule, false), (lesson.wider, true)] {
        guard let rule else { continue }
        let one = counts["\(number)\(isWider)"] ?? Counts()
        let fields: [String] = [
          "R", commit, group[1], isWider ? "wider" : "rule", "\(rule.certainty)", "\(one.right)", "\(one.blanks)",
          "\(one.otherwise)", "\(one.alone)", "\(one.aloneInShownFiles)", "\(one.elsewhere)",
          rule.doubts.map { "\($0)" }.joined(separator: ","), rule.evidence.description,
          Self.field(rule.pattern.prefix(200)), Self.field(rule.rewrite.prefix(200)),
        ]
        lines.append(fields.joined(separator: "\t"))
        for wrong in one.wrong { lines.append("W\t" + wrong.filter { !$0.isNewline }) }
      }
    }
    lines += places
    for place in missed.prefix(3) { lines.append("M\t\(Self.text(of: place))") }
  }

  /// A place that a rule fits, with what became of it.
  struct Judged {
    /// A `VersionPair.Verdict`, or `elsewhere` for a file that the commit did not touch.
    var verdict: String
    var proposal: LessonProposal
    var line: String
    /// The wanted places that it touches, by their numbers.
    var wanted: [Int]
  }

  /// Writes a line of JSON about a rule and all of its places.
  func judge(_ rule: LearnedRule, lesson: Int, number: Int, places: [Judged]) {
    func member(_ name: String, _ value: JSON) -> JSON.Member { JSON.Member(name: name, value: value) }
    let evidence = rule.evidence.description.split(separator: " ").map { field in
      let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.last ?? ""
      return member(parts[0], Int(value).map { .integer($0) } ?? Bool(value).map { .bool($0) } ?? .string(value))
    }
    let listed = places.map { place in
      JSON.object([
        member("verdict", .string(place.verdict)), member("line", .string(place.line)),
        member("doubts", .array(place.proposal.doubts.map { .string("\($0)") })),
        member("repeats", .bool(place.proposal.isRepetition)),
        member("wanted", .array(place.wanted.map { .integer($0) })),
      ])
    }
    let object = JSON.object([
      member("commit", .string(commit)), member("group", .string(group[0])), member("shown", .string(group[1])),
      member("wanted", .string(group[2])), member("lesson", .integer(lesson)), member("rule", .integer(number)),
      member("pattern", .string(String(rule.pattern.prefix(300)))),
      member("rewrite", .string(String(rule.rewrite.prefix(300)))),
      member("sure", .bool(rule.certainty == .sure)), member("doubts", .array(rule.doubts.map { .string("\($0)") })),
      member("evidence", .object(evidence)), member("places", .array(listed)),
    ])
    lines.append(String(decoding: object.bytes, as: UTF8.self))
  }

  /// Whether it is told what became of places that were not found.
  var wantsMissed: Bool { detail != .none }

  /// Tells of a wanted place that no sure proposal makes: what touches it, what was wanted and what was made.
  func miss(
    _ place: CommitPlace, isFound: Bool, touching: [(LessonProposal, VersionPair.Verdict)], made: [LineDiff.Hunk]
  ) {
    let fields: [String] = [
      "X", commit, group[0], group[1], isFound ? "maybe" : "missed",
      touching.map { ($0.isSure ? "sure " : $0.isWider ? "wider " : "maybe ") + "\($1)" }.joined(separator: ","),
      Self.text(of: place), "MADE", Self.text(of: CommitPlace(file: 0, hunks: made, kinds: [])),
    ]
    lines.append(fields.joined(separator: "\t"))
  }

  /// Whether every rule is to be judged.
  var wantsAllRules: Bool { detail == .allRules }

  private static func text(of place: CommitPlace) -> String {
    place.hunks.map { hunk in
      (hunk.removed.map { "-" + String(decoding: $0, as: UTF8.self) }
        + hunk.added.map { "+" + String(decoding: $0, as: UTF8.self) }).prefix(8).map { field($0.prefix(160)) }
        .joined(separator: "\t")
    }.joined(separator: "\t@@\t")
  }

  private static func field(_ text: some StringProtocol) -> String {
    String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
  }
}
