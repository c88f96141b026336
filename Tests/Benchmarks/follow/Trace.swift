internal import HoneCore
internal import HoneRecipes

/// Tells each rule that a replay learns with what became of its places: what the rules for trust were calibrated with.
///
/// Lines have fields parted by tabulators and begin with what they are about: a group (`G`), an example (`E`), a rule (`R`),
/// a wrong place (`W`), a missed one (`M`), any rule that explains the edits (`C`).
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

  init(_ detail: Detail, commit: String) {
    self.detail = detail
    self.commit = commit
  }

  func open(kinds: Set<AbstractEdit>, shown: Int, wanted: Int, lessons: [Lesson]) {
    let edit = kinds.map { "\($0.before.prefix(160)) => \($0.after.prefix(160))" }.sorted().joined(separator: " && ")
    group = [Self.field(edit), "\(shown)", "\(wanted)"]
    counts = [:]
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
    for place in missed.prefix(3) { lines.append("M\t\(Self.text(of: place))") }
  }

  func judge(_ rule: LearnedRule, lesson: Int, verdicts: [VersionPair.Verdict], hits: Int) {
    let fields: [String] = [
      "C", "\(lesson)", "\(rule.certainty)", "\(verdicts.count { $0 == .right })",
      "\(verdicts.count { $0 == .rightButForBlanks })", "\(verdicts.count { $0 == .changedOtherwise })",
      "\(verdicts.count { $0 == .leftAlone })", "\(hits)", rule.doubts.map { "\($0)" }.joined(separator: ","),
      rule.evidence.description, Self.field(rule.pattern.prefix(300)), Self.field(rule.rewrite.prefix(300)),
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
