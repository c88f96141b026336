import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// Single places that are trusted more, or less, than the rule that fits them.
struct PlaceDoubtTests {
  private func parser(for language: String) throws -> SyntaxParser {
    try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(language))))
  }

  /// What lessons make of a text.
  /// - Parameter path: where the text stands; the edit is in `a`.
  private func proposals(
    _ language: String, _ before: String, _ after: String, in text: String, at path: String = "b"
  ) throws -> [LessonProposal] {
    var parser = try parser(for: language)
    let example = LearningExample(
      before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)), path: "a")
    let tree = try parser.parse(Array(text.utf8))
    return Learner.lessons(from: [example]).flatMap { $0.proposals(in: tree, at: path) }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  @Test func `What reads as the edited line did is sure below it, though the rule is not`() throws {
    let before = "x = is_ready and b\nrun()\nx = is_ready and b\ny = is_ready and b\n"
    let after = before.replacing("x = is_ready and b\nrun", with: "x = is_ready and b and is_open\nrun")
    let below = try proposals("python", before, after, in: after, at: "a")
    #expect(below.map(\.isSure) == [true, false])
    #expect(below.map(\.isRepetition) == [true, false])
    let elsewhere = try proposals("python", before, after, in: "run()\n" + before)
    #expect(elsewhere.count == 3)
    #expect(elsewhere.allSatisfy { !$0.isSure && !$0.isRepetition })
  }

  @Test func `Where a line was passed over, one below it is no repetition`() throws {
    let before = "x = is_ready and b\nrun()\nx = is_ready and b\nstop()\nx = is_ready and b\n"
    let after = before.replacing("b\nstop", with: "b and is_open\nstop")
    let found = try proposals("python", before, after, in: after, at: "a")
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.isSure && !$0.isRepetition })
  }

  @Test func `A line is found below a deletion in the version that has it no more`() throws {
    let before = "def f():\n    trace_call(x)\n    a()\n    trace_call(x)\n"
    let after = "def f():\n    a()\n    trace_call(x)\n"
    let found = try proposals("python", before, after, in: after, at: "a")
    #expect(found.map(\.isSure) == [true])
  }

  @Test func `Two edits of one owner's member say nothing of another's`() throws {
    let before = "c.self_node.a()\nc.self_node.b()\n"
    let found = try proposals(
      "javascript", before, before.replacing("self_node", with: "own"), in: "c.self_node.d()\nnm.self_node.e()\n")
    #expect(found.map(\.isSure) == [true, false])
    #expect(found.last?.doubts == [.otherOwner])
  }

  @Test func `One insertion is not repeated without a look, even beside the same line`() throws {
    let before = "open_part(a)\nrun()\nopen_part(a)\nstop()\n"
    let after = before.replacing("open_part(a)\nrun", with: "open_part(a)\nlock_part(a)\nrun")
    let found = try proposals("python", before, after, in: after, at: "a")
    #expect(found.map(\.isSure) == [false])
  }

  @Test func `A place whose change reaches over lines is for review where the edit kept to one`() throws {
    let found = try proposals(
      "python", "x = is_ready(a, b) or c\n", "x = c or is_ready(a, b)\n",
      in: "y = is_ready(a, b) or c\nz = (is_ready(a, b)\n     or c)\n")
    #expect(found.map { $0.doubts.contains(.otherLayout) } == [false, true])
  }

  @Test(arguments: [
    (
      "javascript", "x = /part/.test(a.name)\n", "x = isPart(a)\n",
      "y = /part/i.test(b.name)\nz = /part/.test(c.name)\n"
    ),
    (
      "ruby", "build_part a, 1\n", "build_part new_part(a, 1)\n",
      "build_part b, 2 do |x|\n  x.run\nend\nbuild_part c, 3\n"
    ),
  ])
  func `A place that has more than the edited one is for review`(
    language: String, before: String, after: String, text: String
  ) throws {
    let found = try proposals(language, before, after, in: text)
    #expect(found.map(\.isSure) == [false, true])
    #expect(found.first?.doubts == [.otherParts])
  }

  @Test func `A rename of imports alone leaves uses for review`() throws {
    let before = "from a import retry_errors\n"
    let found = try proposals(
      "python", before, before.replacing("retry_errors", with: "Retry"),
      in: "from a import retry_errors\nretry_errors(b)\n")
    #expect(found.map(\.isSure) == [true, false])
    #expect(found.last?.doubts == [.onlyImported])
  }

  @Test func `A definition below the first edit of its uses is renamed with them`() throws {
    let before = "load_part(a)\n\n\ndef load_part(b):\n    return b\n"
    let after = before.replacing("load_part(a)", with: "read_part(a)")
    #expect(try proposals("python", before, after, in: after, at: "a").map(\.isSure) == [true])
    #expect(try proposals("python", before, after, in: "def load_part(b):\n    return 1\n").map(\.isSure) == [false])
  }

  @Test func `What has no name is repeated in its own file, and nowhere else`() throws {
    let before = "def f(a):\n    if a:\n        return '', False\n    b()\n    return '', False\n"
    let after = before.replacing("return '', False\n    b", with: "return None, False\n    b")
    let found = try proposals("python", before, after, in: after, at: "a")
    #expect(found.map(\.isSure) == [true])
    #expect(try proposals("python", before, after, in: "def g():\n    return '', False\n").isEmpty)
  }

  @Test func `A name of another function is taken where its line reads the same`() throws {
    let before = "def f():\n    flag = get_flag('x')\n    a()\n\n\ndef g():\n    flag = get_flag('x')\n    b(flag)\n"
    let after = before.replacing("flag = get_flag('x')\n    a", with: "address = get_flag('x')\n    a")
    let found = try proposals("python", before, after, in: after, at: "a")
    #expect(found.map(\.isSure) == [true])
    #expect(found.first?.doubts.contains(.otherFunction) == true)
  }

  @Test func `Two edits that no rule explains together are learned apart`() throws {
    let before = "const a = { noOcatal: 1 };\nreport('noOcatal');\n"
    let found = try proposals(
      "javascript", before, before.replacing("noOcatal", with: "noOctal"), in: "use('noOcatal');\nx.noOcatal();\n")
    #expect(found.count == 2)
  }
}
