internal import HoneRecipes

/// Prints each rule that a replay learns with what became of its places, one line of fields parted by tabulators: what
/// the rules for trust were calibrated with.
final class Trace {
  /// How a rule did.
  private struct Counts {
    var right = 0
    var blanks = 0
    var otherwise = 0
    var alone = 0
    var aloneInShownFiles = 0
    var elsewhere = 0
    var wrongExample = ""
  }

  let isOn: Bool
  var commit = ""
  private var group = ""
  private var counts: [String: Counts] = [:]

  init(isOn: Bool) {
    self.isOn = isOn
    if isOn {
      print(
        "#commit group shown wanted foundSure foundAny width certainty right blanks otherwise alone aloneShown elsewhere"
          + " evidence pattern rewrite wrong")
    }
  }

  func open(group edit: AbstractEdit, shown: Int, wanted: Int) {
    group = [Self.field("\(edit.before) => \(edit.after)".prefix(160)), "\(shown)", "\(wanted)"].joined(separator: "\t")
    counts = [:]
  }

  func count(_ verdict: VersionPair.Verdict, lesson: Int, isWider: Bool, isShownFile: Bool, text: String) {
    var one = counts["\(lesson)\(isWider)"] ?? Counts()
    switch verdict {
    case .right: one.right += 1
    case .rightButForBlanks: one.blanks += 1
    case .changedOtherwise: one.otherwise += 1
    case .leftAlone:
      one.alone += 1
      if isShownFile { one.aloneInShownFiles += 1 }
    }
    if verdict != .right, one.wrongExample.isEmpty { one.wrongExample = text }
    counts["\(lesson)\(isWider)"] = one
  }

  func countElsewhere(lesson: Int, isWider: Bool) {
    counts["\(lesson)\(isWider)", default: Counts()].elsewhere += 1
  }

  func close(_ lessons: [Lesson], found: (Int, Int)) {
    guard isOn else { return }
    if lessons.isEmpty { print([commit, group, "0", "0", "none"].joined(separator: "\t")) }
    for (number, lesson) in lessons.enumerated() {
      if lesson.rule == nil {
        print([commit, group, "\(found.0)", "\(found.1)", "no rule"].joined(separator: "\t"))
      }
      for (rule, isWider) in [(lesson.rule, false), (lesson.wider, true)] {
        guard let rule else { continue }
        let one = counts["\(number)\(isWider)"] ?? Counts()
        let fields: [String] = [
          commit, group, "\(found.0)", "\(found.1)", isWider ? "wider" : "rule", "\(rule.certainty)", "\(one.right)",
          "\(one.blanks)", "\(one.otherwise)", "\(one.alone)", "\(one.aloneInShownFiles)", "\(one.elsewhere)",
          rule.evidence.description, Self.field(rule.pattern.prefix(200)), Self.field(rule.rewrite.prefix(200)),
          Self.field(one.wrongExample.prefix(100)),
        ]
        print(fields.joined(separator: "\t"))
      }
    }
  }

  private static func field(_ text: some StringProtocol) -> String {
    String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
  }
}
