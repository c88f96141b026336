import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// What tells a rename from a switch between two things that both stay, and how far an edit reaches from its own file.
struct SwitchTests {
  private func parser(for language: String) throws -> SyntaxParser {
    try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(language))))
  }

  /// The lessons of an edit in the file `a`.
  private func lessons(_ language: String, _ before: String, _ after: String) throws -> [Lesson] {
    var parser = try parser(for: language)
    return Learner.lessons(from: [
      LearningExample(
        before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)), path: "a")
    ])
  }

  private func proposals(
    of lessons: [Lesson], _ language: String, in text: String, at path: String = "b"
  ) throws -> [LessonProposal] {
    var parser = try parser(for: language)
    let tree = try parser.parse(Array(text.utf8))
    return lessons.flatMap { $0.proposals(in: tree, at: path) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  @Test(arguments: [
    // Both are members that the file speaks of.
    ("python", "check(a.read_first())\nrun()\n", "read_first", "read_last", "check(b.read_last())\n", true),
    ("python", "check(a.read_first())\nrun()\n", "read_first", "read_last", "check(b.read_all())\n", false),
    ("go", "package a\n\nvar x = firstPart\n", "firstPart", "lastPart", "\nvar y = lastPart\n", true),
    ("go", "package a\n\nvar x = firstPart\n", "firstPart", "lastPart", "\nvar y = otherPart\n", false),
  ])
  func `A name that the file uses already takes another's place in a switch, not in a rename`(
    language: String, edited: String, old: String, new: String, rest: String, isSwitch: Bool
  ) throws {
    let lessons = try lessons(language, edited + rest, edited.replacing(old, with: new) + rest)
    let rule = try #require(lessons.first?.rule)
    #expect(rule.doubts.contains(.bothStand) == isSwitch, "\(rule.pattern) \(rule.doubts)")
  }

  @Test func `A file that speaks of both names already is left for review`() throws {
    let lessons = try lessons("python", "x = first_part\n", "x = last_part\n")
    let found = try proposals(of: lessons, "python", in: "y = first_part\nz = last_part\n")
    #expect(found.map(\.doubts) == [[.bothStand]])
    #expect(found.map(\.isSure) == [false])
    #expect(try proposals(of: lessons, "python", in: "y = first_part\n").map(\.isSure) == [true])
  }

  @Test(arguments: [
    ("python", "retry_errors", "RetryAll", true), ("python", "retry_errors", "retry_all", false),
    // The same words, written as another sort of name.
    ("python", "retry_errors", "RetryErrors", false),
  ])
  func `A function does not become a type by a rename`(
    language: String, old: String, new: String, isOther: Bool
  ) throws {
    let before = "from a import \(old)\n"
    let rule = try #require(lessons(language, before, before.replacing(old, with: new)).first?.rule)
    #expect(rule.doubts.contains(.otherSort) == isOther)
  }

  @Test(arguments: [
    ("readPart", "readPartAndRest", true), ("readPart", "readAllParts", false), ("readPart", "loadPart", false),
    ("readPart", "read", false),
  ])
  func `A name that says more than the old one may name another thing`(
    old: String, new: String, isSpecial: Bool
  ) throws {
    let before = "x = a.\(old)(1);\n"
    let rule = try #require(lessons("javascript", before, before.replacing(old, with: new)).first?.rule)
    #expect(rule.doubts.contains(.special) == isSpecial)
  }

  @Test func `What is renamed where it is declared may say more`() throws {
    let before = "def read_part(a):\n    return a\n"
    let lessons = try lessons("python", before, before.replacing("read_part", with: "read_part_again"))
    #expect(lessons.first?.rule?.certainty == .sure)
  }

  @Test func `Uses stay where their import stays`() throws {
    let lessons = try lessons("java", "class A { OldPart x; }\n", "class A { NewPart x; }\n")
    let found = try proposals(of: lessons, "java", in: "import org.shop.OldPart;\nclass B { OldPart y; }\n")
    #expect(found.map(\.isSure) == [false, false])
    #expect(try proposals(of: lessons, "java", in: "class B { OldPart y; }\n").map(\.isSure) == [true])
  }

  @Test func `A rule that fits too many places stays sure in the file of the edit`() throws {
    let before = "warn_user('late', a)\nwarn_user('soon', b)\n"
    let after = before.replacing("'late', a", with: "'late', a, level=2")
    var lesson = try #require(lessons("python", before, after).first)
    lesson.rule?.judge(reach: 1000)
    #expect(lesson.rule?.doubts == [.everywhere])
    let here = try proposals(of: [lesson], "python", in: after, at: "a")
    #expect(here.map(\.isSure) == [true])
    #expect(here.map(\.isAtHand) == [true])
    #expect(try proposals(of: [lesson], "python", in: "warn_user('x', y)\n").map(\.isSure) == [false])
  }

  @Test func `What an edit puts into another order is no piece that it takes away`() throws {
    let before = "package a\n\nfunc f() {\n\t_, err = fmt.Sscan(a, &b)\n}\n"
    let after = before.replacing("_, err = fmt.Sscan(a, &b)", with: "b = a")
    let rule = try #require(lessons("go", before, after).first?.rule)
    #expect(!rule.evidence.isSelfEvident)
    #expect(rule.evidence.placeLimit == 16)
  }

  @Test func `Two edits that bring in words of the language alone are sure anywhere`() throws {
    let before = "a: Optional[Part] = b\nc: Optional[Whole] = d\n"
    let once = before.replacing("Optional[Part]", with: "Part | None")
    let twice = once.replacing("Optional[Whole]", with: "Whole | None")
    let rest = "e: Optional[Rest] = f\n"
    #expect(try proposals(of: lessons("python", before, once), "python", in: rest).allSatisfy { !$0.isSure })
    let lesson = try lessons("python", before, twice)
    #expect(try proposals(of: lesson, "python", in: rest).map(\.isSure) == [true])
    #expect(lesson.first?.rule?.evidence.placeLimit == nil)
  }

  @Test func `A second edit does not double how many places a rewrite speaks for`() throws {
    let before = "x = a.map_part(True, b)\ny = c.map_part(True, d)\n"
    let after = "x = a.has_part(b)\ny = c.has_part(d)\n"
    let rule = try #require(lessons("python", before, after).first?.rule)
    #expect(rule.support == 2)
    #expect(rule.evidence.placeLimit == 100, "\(rule.pattern) -> \(rule.rewrite): \(rule.evidence)")
  }

  @Test func `A package does not name itself`() throws {
    let lessons = try lessons(
      "go", "package a\n\nvar x cache.TokenCache\n", "package a\n\nvar x storage.TokenStore\n")
    let own = try proposals(of: lessons, "go", in: "package storage\n\nvar y cache.TokenCache\n")
    #expect(own.map(\.doubts) == [[.ownPackage]])
    #expect(try proposals(of: lessons, "go", in: "package b\n\nvar y cache.TokenCache\n").map(\.doubts) == [[]])
  }

  @Test func `Lines that an edit joins must have been broken as in the edit`() throws {
    let before = "x = retry_call(\n    a.load, b\n)\n"
    let lessons = try lessons("python", before, "x = a.load(b)\n")
    let found = try proposals(
      of: lessons, "python",
      in: "x = retry_call(\n    c.load, d\n)\ny = retry_call(\n    c.load,\n    d,\n)\n")
    #expect(found.map { $0.doubts.contains(.otherLayout) } == [false, true])
  }

  @Test(arguments: [
    ("import { run } from './shop/parts.cjs'\n", "./shop/parts.mjs", true),
    ("import { run } from './shop/parts.cjs'\n", "./shop/wholes.cjs", false),
  ])
  func `The ending of an imported file's name changes alike everywhere`(
    before: String, path: String, isSure: Bool
  ) throws {
    let lessons = try lessons("javascript", before, before.replacing("./shop/parts.cjs", with: path))
    let found = try proposals(of: lessons, "javascript", in: "import { stop } from './shop/parts.cjs'\n")
    #expect(found.map(\.isSure) == [isSure])
  }

  @Test func `An insertion is right on either side of a blank line, and a part of more by its words`() {
    func pair(_ before: String, _ after: String) -> VersionPair {
      VersionPair(before: Array(before.utf8), after: Array(after.utf8))
    }
    let blank = pair("a\n\nb\n", "a\n\nnew\n\nb\n")
    #expect(blank.verdict(on: [Replacement(range: 1..<1, bytes: Array("\n\nnew".utf8))]) == .right)
    let more = pair("x = old(a)\n", "y: Int =\n  new( a )\n")
    let edit = [Replacement(range: 4..<7, bytes: Array("new".utf8))]
    #expect(more.verdict(on: edit) == .right || more.isPart(edit))
    #expect(more.isPart(edit))
    #expect(!pair("x = old(a)\n", "x = other(a)\n").isPart(edit))
  }
}
