import HoneCore
import HoneRecipes
import HoneSyntax

/// One case of the folder `Follow`: what a user did in one file, and what following it must do in another.
struct FollowCase: Sendable {
  /// Folder and name, such as `python/rename-method`.
  var name: String
  var language: String
  var before: [UInt8]
  var after: [UInt8]
  var rest: [UInt8]
  var expected: [UInt8]

  /// Whether nothing may be proposed, because the edit is one that does not generalise.
  var mustStay: Bool { rest == expected }

  /// What following the edit made of a file.
  struct Outcome {
    /// Lines that sure places changed rightly and wrongly, and the same with the maybe places.
    var sure = Score()
    var all = Score()
    /// The file with the sure places, and with all.
    var sureResult: [UInt8] = []
    var result: [UInt8] = []
    /// The rules, for explanations.
    var rules: [String] = []
  }

  /// How many changed lines were right.
  struct Score {
    var right = 0
    var wrong = 0
    var wanted = 0

    static func += (score: inout Score, other: Score) {
      score.right += other.right
      score.wrong += other.wrong
      score.wanted += other.wanted
    }

    var precision: Double { right + wrong == 0 ? 1 : Double(right) / Double(right + wrong) }
    var recall: Double { wanted == 0 ? 1 : Double(right) / Double(wanted) }

    /// Compares the hunks that `result` and `expected` make of `rest`.
    init(_ result: [UInt8], expected: [UInt8], rest: [UInt8]) {
      let made = LineDiff.hunks(from: rest, to: result).flatMap(Self.lines)
      let wanted = LineDiff.hunks(from: rest, to: expected).flatMap(Self.lines)
      right = made.count { wanted.contains($0) }
      wrong = made.count - right
      self.wanted = wanted.count
    }

    init() {}

    /// One line each where as many come as go, else the hunk as a whole.
    private static func lines(of hunk: LineDiff.Hunk) -> [[[UInt8]]] {
      guard hunk.removed.count == hunk.added.count else { return [hunk.removed + [[]] + hunk.added] }
      return zip(hunk.removed, hunk.added).filter { $0 != $1 }.map { [$0, $1] }
    }
  }
}

extension FollowCase {
  /// Learns and applies by the words alone.
  func followText() throws -> Outcome {
    var attempt = Attempt()
    var outcome = Outcome()
    for rule in TextLearner.rules(from: [(before, after)]) {
      outcome.rules.append("\(rule.certainty) \(rule.pairs)")
      for replacement in rule.replacements(in: rest) {
        attempt.take([replacement], range: replacement.range, isSure: rule.certainty == .sure)
      }
    }
    return try score(attempt, outcome)
  }

  /// Learns and applies.
  func follow(parser: inout SyntaxParser) throws -> Outcome {
    let example = LearningExample(before: try parser.parse(before), after: try parser.parse(after))
    let tree = try parser.parse(rest)
    var attempt = Attempt()
    var outcome = Outcome()
    for lesson in Learner.lessons(from: [example]) {
      for (rule, isWider) in [(lesson.rule, false), (lesson.wider, true)] {
        guard let rule else { continue }
        outcome.rules.append("\(isWider ? "wider" : "\(rule.certainty)") -\(rule.pattern) +\(rule.rewrite)")
      }
      for proposal in lesson.proposals(in: tree) where !proposal.isUnderError {
        attempt.take(proposal.replacements, range: proposal.range, isSure: proposal.isSure)
      }
    }
    return try score(attempt, outcome)
  }

  /// Edits of one file, the first of those that touch one another.
  private struct Attempt {
    var taken: [Range<Int>] = []
    var sure: [Replacement] = []
    var all: [Replacement] = []

    mutating func take(_ replacements: [Replacement], range: Range<Int>, isSure: Bool) {
      guard !taken.contains(where: { $0.overlaps(range) }) else { return }
      taken.append(range)
      all += replacements
      if isSure { sure += replacements }
    }
  }

  private func score(_ attempt: Attempt, _ outcome: Outcome) throws -> Outcome {
    var outcome = outcome
    outcome.sureResult = try AppliedEdits(attempt.sure, to: TextLines(rest)).bytes
    outcome.result = try AppliedEdits(attempt.all, to: TextLines(rest)).bytes
    outcome.sure = Score(outcome.sureResult, expected: expected, rest: rest)
    outcome.all = Score(outcome.result, expected: expected, rest: rest)
    return outcome
  }
}
