import HoneCore
import HoneSyntax
import HoneSystem
import Testing

@testable import HoneRecipes

/// Every case of the folder `Follow`, with the precision and recall of each language printed.
struct FollowCaseTests {
  /// What is reached; a change of the learner may only raise it.
  private static let floor = (surePrecision: 1.0, sureRecall: 0.69, precision: 1.0, recall: 0.98)

  @Test func `Following an edit does what the cases expect, as often as it did`() throws {
    let cases = try FollowCaseFolder.cases()
    #expect(cases.count >= 120)
    #expect(Set(cases.map(\.language)).count >= 9)
    var scores: [String: (sure: FollowCase.Score, all: FollowCase.Score)] = [:]
    for one in cases {
      let outcome = try outcome(of: one)
      scores[one.language, default: (FollowCase.Score(), FollowCase.Score())].sure += outcome.sure
      scores[one.language, default: (FollowCase.Score(), FollowCase.Score())].all += outcome.all
      if one.mustStay { #expect(outcome.result == one.rest, "\(one.name): \(outcome.rules)") }
    }
    var (sure, all) = (FollowCase.Score(), FollowCase.Score())
    for (language, score) in scores.sorted(by: { $0.key < $1.key }) {
      print(
        "follow \(language): \(score.all.wanted) lines, sure \(score.sure.right) right \(score.sure.wrong) wrong,",
        "with maybe \(score.all.right) right \(score.all.wrong) wrong")
      sure += score.sure
      all += score.all
    }
    #expect(sure.precision >= Self.floor.surePrecision)
    #expect(sure.recall >= Self.floor.sureRecall)
    #expect(all.precision >= Self.floor.precision)
    #expect(all.recall >= Self.floor.recall)
  }

  @Test func `A rule makes of the code before what the user made of it`() throws {
    for one in try FollowCaseFolder.cases() where one.language != "text" {
      var parser = try parser(for: one)
      let before = try parser.parse(one.before)
      let lessons = Learner.lessons(from: [LearningExample(before: before, after: try parser.parse(one.after))])
      for lesson in lessons {
        guard let rule = lesson.rule else { continue }
        let matches = rule.matches(in: before)
        for edit in lesson.edits {
          let isMade = matches.contains { match in
            match.range.lowerBound <= edit.range.lowerBound && edit.range.upperBound <= match.range.upperBound
              && rule.edit(for: match) != nil
          }
          #expect(isMade, "\(one.name): \(rule.pattern)")
        }
        #expect(rule.support == lesson.edits.count)
      }
    }
  }

  @Test func `What was passed over on the way to the example keeps a rename from being sure`() throws {
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named("python"))))
    let before = try parser.parse(Array("print(load_all)\nload_all(a)\n".utf8))
    let after = try parser.parse(Array("print(load_all)\nread_all(a)\n".utf8))
    let lesson = try #require(Learner.lessons(from: [LearningExample(before: before, after: after)]).first)
    #expect(lesson.rule?.isRename != true || lesson.rule?.certainty == .maybe)
  }

  @Test func `Equal versions teach nothing`() throws {
    for one in try FollowCaseFolder.cases() {
      if one.language == "text" {
        #expect(TextLearner.rules(from: [(one.before, one.before)]).isEmpty)
      } else {
        var parser = try parser(for: one)
        let tree = try parser.parse(one.before)
        #expect(Learner.lessons(from: [LearningExample(before: tree, after: tree)]).isEmpty)
      }
    }
  }

  private func outcome(of one: FollowCase) throws -> FollowCase.Outcome {
    guard one.language != "text" else { return try one.followText() }
    var parser = try parser(for: one)
    return try one.follow(parser: &parser)
  }

  private func parser(for one: FollowCase) throws -> SyntaxParser {
    try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(one.language))))
  }
}

/// Text is learned from by its words.
struct TextLearnerTests {
  private func rules(_ before: String, _ after: String) -> [TextRule] {
    TextLearner.rules(from: [(Array(before.utf8), Array(after.utf8))])
  }

  @Test func `Two case variants make a rename of all of them`() throws {
    let rule = try #require(rules("a old_name b OldName\n", "a new_word b NewWord\n").first)
    #expect(rule.certainty == .sure)
    let text = Array("oldName OLD_NAME old-name bold_name\n".utf8)
    let made = rule.replacements(in: text).map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(made == ["newWord", "NEW_WORD", "new-word"])
  }

  @Test func `One variant stays one`() throws {
    let rule = try #require(rules("a old_name b\n", "a new_name b\n").first)
    #expect(rule.pairs == [TextRule.Pair(from: "old_name", to: "new_name")])
  }

  @Test func `A number takes the word before it along`() throws {
    let rule = try #require(rules("image: base:1.4\n", "image: base:1.5\n").first)
    #expect(rule.pairs == [TextRule.Pair(from: "base:1.4", to: "base:1.5")])
  }

  @Test(arguments: [
    ("shop-server==1.4.2\n", "shop-server==1.5.0\n", "shop-server==1.4.2, shop-server==1.4.0\n", 1),
    ("shop-server==1.4.2\n", "shop-server==2.0.2\n", "shop-server==1.4.20 web-shop-server==1.4.2\n", 0),
    ("use registry/shop:2.3\n", "use registry/shop:2.4\n", "registry/shop:2.3, other/shop:2.3.1\n", 1),
    ("on 2024-01-05.\n", "on 2024-02-05.\n", "on 2024-01-20, on 2024-01-051\n", 0),
    (
      "https://api.example.com/v1/users\n", "https://api.example.com/v2/users\n",
      "https://api.example.com/v1/orders https://sandbox.bank.com/v1/pay https://api.example.com/v10\n", 1
    ),
  ])
  func `A number is one with what is joined to it`(before: String, after: String, text: String, places: Int) throws {
    let rule = try #require(rules(before, after).first)
    #expect(rule.replacements(in: Array(text.utf8)).count == places)
  }

  @Test func `A number is no word`() throws {
    #expect(try #require(rules("takes 3 seconds\n", "takes 2 seconds\n").first).certainty == .maybe)
    #expect(try #require(rules("on 2024-01-05\n", "on 2024-02-05\n").first).certainty == .maybe)
  }

  @Test func `A word that was left alone elsewhere speaks against a rule`() throws {
    let rule = try #require(rules("my_tool a\nmy_tool b\n", "our_tool a\nmy_tool b\n").first)
    #expect(rule.certainty == .maybe)
    #expect(rule.counterExamples.map(\.range) == [10..<17])
  }

  @Test func `Inserted and deleted lines teach no words`() {
    #expect(rules("a\nb\n", "a\n").isEmpty)
    #expect(rules("a\n", "a\nnew_line here\n").isEmpty)
  }
}
