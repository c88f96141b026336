import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// What keeps a rule from being sure, and edits of whole statements.
struct RuleDoubtTests {
  private func lessons(_ language: String, _ before: String, _ after: String) throws -> [Lesson] {
    var parser = try parser(for: language)
    let example = LearningExample(
      before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)))
    return Learner.lessons(from: [example])
  }

  private func parser(for language: String) throws -> SyntaxParser {
    try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(language))))
  }

  /// What a lesson makes of a file with all its places.
  private func follow(_ lesson: Lesson, _ language: String, _ text: String) throws -> String {
    var parser = try parser(for: language)
    let replacements = lesson.proposals(in: try parser.parse(Array(text.utf8))).flatMap(\.replacements)
    return String(decoding: try AppliedEdits(replacements, to: TextLines(Array(text.utf8))).bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("python", "trace_call(a)\nrun(a)\n", "run(a)\n", "if x:\n    trace_call(a)\n"),
    ("python", "x = load_part(a, copy_all(b))\n", "x = load_part(a, b)\n", "save(copy_all(c))\n"),
    (
      "python", "from shop.cart import add_item, drop_item\n", "from shop.cart import add_item\n",
      "from shop.cart import add_item, drop_item\n"
    ),
    ("python", "def f(a: list[str]): pass\n", "def f(a: Iterator[str]): pass\n", "def g(b: list[str]): pass\n"),
    (
      "rust", "#[allow(dead_code)]\nfn f() {}\n", "#[expect(dead_code)]\nfn f() {}\n",
      "#[allow(dead_code)]\nfn g() {}\n"
    ),
    (
      "python", "x = is_ready_now and has_part\n", "x = is_ready_now and has_part and is_open\n",
      "y = is_ready_now and has_part\n"
    ),
    ("javascript", "a.load(x)\nb.load(y)\n", "a.fetch(x)\nb.load(y)\n", "c.load(z)\n"),
    (
      "java", "class A { void f() { AsyncLoader x = load(); } }\n", "class A { void f() { var x = load(); } }\n",
      "class B { void g() { AsyncLoader y = load(); } }\n"
    ),
    ("python", "check(a == None)\n", "check(a is None)\n", "check(b == None)\n"),
    ("python", "raise is_gone_now\n", "raise Gone('no such part', is_gone_now)\n", "raise is_gone_now\n"),
  ])
  func `Edits that say too little are only likely`(
    language: String, before: String, after: String, elsewhere: String
  ) throws {
    var parser = try parser(for: language)
    let tree = try parser.parse(Array(elsewhere.utf8))
    for lesson in try lessons(language, before, after) {
      let sure = lesson.proposals(in: tree).filter { $0.isSure }
      #expect(sure.isEmpty, "\(lesson.rule?.pattern ?? "")")
    }
  }

  @Test func `What is taken from the function around the edit must be there`() throws {
    let before = "def f(a, path):\n    load_part(a, get_path(b))\n"
    let after = "def f(a, path):\n    load_part(a, path)\n"
    let lesson = try #require(lessons("python", before, after).first)
    var parser = try parser(for: "python")
    let rest = "def g(path):\n    save(get_path(b))\n\n\ndef h(c):\n    path = get_path(b)\n"
    let proposals = lesson.proposals(in: try parser.parse(Array(rest.utf8)))
    #expect(proposals.map(\.isSure) == [true, false])
  }

  @Test func `Two edits that change an operator alone settle it`() throws {
    let before = "check(a == None)\ncheck(b == None)\n"
    let lesson = try #require(lessons("python", before, before.replacing("==", with: "is")).first)
    #expect(lesson.rule?.certainty == .sure)
    #expect(try follow(lesson, "python", "check(c == None)\n") == "check(c is None)\n")
  }

  @Test func `Two edits of different things settle what an everyday name is about`() throws {
    let before = "log.warn('a')\nlogger.warn('b', 2)\n"
    let lesson = try #require(lessons("python", before, before.replacing("warn", with: "warning")).first)
    #expect(lesson.rule?.certainty == .sure)
    let rest = "def warn(x):\n    pass\n\n\nself.log.warn('z')\nwarn = 3\nrun(warn=4)\n"
    var parser = try parser(for: "python")
    let sure = lesson.proposals(in: try parser.parse(Array(rest.utf8))).filter { $0.isSure }
    #expect(sure.map { rest.utf8.dropFirst($0.range.lowerBound).starts(with: "self.log.warn".utf8) } == [true])
  }

  @Test func `Examples speak for so many places and no more`() throws {
    var rule = try #require(
      lessons("python", "warn_user('late', a)\n", "warn_user('late', a, level=2)\n").first?.rule)
    rule.judge(reach: 9)
    #expect(rule.doubts == [.everywhere])
    rule.judge(reach: 8)
    #expect(rule.certainty == .sure)
  }

  @Test(arguments: [
    ("typer.Option(a, b)\n", "Option(a, b)\n", Int?.none),
    ("load(parts, 1)\n", "load(parts)\n", nil),
    ("load_part(a)\n", "read_part(a)\n", 200),
    ("x = load_part(a) is not None\n", "x = has_part(a)\n", 16),
    ("load_part(a)\n", "store.parts.load(a)\n", 8),
  ])
  func `The more an edit brings in, the fewer places one example speaks for`(
    before: String, after: String, limit: Int?
  ) throws {
    let rule = try #require(lessons("python", before, after).first?.rule)
    #expect(rule.evidence.placeLimit == limit, "\(rule.pattern) \(rule.evidence)")
  }

  @Test(arguments: [
    ("run('parts/first.json')\n", "run('parts/second.json')\n", "load('parts/first.json')\n", true),
    ("run('underscore')\n", "run('lodash')\n", "load('underscore')\n", false),
    ("x = ['author', 'likes']\n", "x = ['author']\n", "y = ['author', 'likes']\n", true),
    // The text becomes something that has a name.
    ("run('parts/first.json')\n", "run(FIRST)\n", "load('parts/first.json')\n", false),
    // A value that goes says which of many calls is meant.
    ("c.fail(403)\n", "c.status(http.Denied)\n", "d.fail(403)\n", true),
    ("c.fail(a)\n", "c.status(a)\n", "d.fail(b)\n", false),
    ("c.fail(403)\n", "c.fail(c.Denied)\n", "d.fail(403)\n", false),
    ("c.fail(4)\n", "c.status(http.Denied)\n", "d.fail(4)\n", false),
  ])
  func `A text that was written for one thing, or a value that goes, tells what an edit is about`(
    before: String, after: String, elsewhere: String, isSure: Bool
  ) throws {
    let lesson = try #require(lessons("python", before, after).first)
    var parser = try parser(for: "python")
    let found = lesson.proposals(in: try parser.parse(Array(elsewhere.utf8)))
    #expect(found.map(\.isSure) == [isSure], "\(lesson.rule?.pattern ?? "") \(lesson.rule?.doubts ?? [])")
  }

  @Test func `A value of a key in data is about its own file`() throws {
    let lesson = try #require(
      lessons("json", "{ \"image\": \"shop/web:1.2\" }\n", "{ \"image\": \"shop/web:1.3\" }\n").first)
    #expect(lesson.rule?.certainty == .maybe)
  }

  @Test func `A number that becomes another is so at few places`() throws {
    var rule = try #require(lessons("javascript", "x = { maxParts: 10 };\n", "x = { maxParts: 12 };\n").first?.rule)
    rule.judge(reach: 17)
    #expect(rule.doubts.contains(.everywhere))
    rule.judge(reach: 16)
    #expect(!rule.doubts.contains(.everywhere))
  }

  @Test func `What one import becomes with an asterisk depends on the others`() throws {
    let before = "import org.shop.tree.OrderNode;\nclass A {}\n"
    let after = before.replacing("OrderNode", with: "*")
    var parser = try parser(for: "java")
    let example = LearningExample(
      before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)))
    let lessons = Learner.lessons(from: [example, example])
    #expect(lessons.compactMap(\.rule).allSatisfy { $0.doubts.contains(.importing) })
  }

  @Test func `Where the user made two things of one form, neither is sure`() throws {
    let before = "x = path_res(cx, a.b)\ny = path_res(cx, c.d)\n"
    let after = "x = a.b.res(cx)\ny = basic_res(c.d)\n"
    var parser = try parser(for: "python")
    let tree = try parser.parse(Array("z = path_res(cx, e.f)\n".utf8))
    let found = try lessons("python", before, after).flatMap { $0.proposals(in: tree) }
    #expect(found.allSatisfy { !$0.isSure })
  }

  @Test func `What only takes something away is sure from one example, whatever names it has`() throws {
    let lesson = try #require(lessons("python", "x = run(a, 1)\n", "x = run(a)\n").first)
    var parser = try parser(for: "python")
    let found = lesson.proposals(in: try parser.parse(Array("if y:\n    run(b, 1)\n    run(c, 2)\n".utf8)))
    #expect(found.map(\.isSure) == [true])
  }

  @Test func `What takes something away and writes another part of it twice is no mere removal`() throws {
    let lesson = try #require(lessons("python", "x = {key: t.log}\n", "x = {key: key}\n").first)
    #expect(lesson.rule?.evidence.onlyTakes == false)
  }

  @Test func `One line that becomes several is only likely, at places that read as the edited one too`() throws {
    let before = "x = load_part(a)\nrun()\nx = load_part(a)\n"
    let after = before.replacing("x = load_part(a)\nrun", with: "x = read_part(\n    a, mode\n)\nrun")
    let lesson = try #require(lessons("python", before, after).first)
    #expect(lesson.rule?.doubts.contains(.spread) ?? false)
    var parser = try parser(for: "python")
    let found = lesson.proposals(in: try parser.parse(Array(after.utf8)))
    #expect(found.map(\.isSure) == [false])
  }

  @Test func `A deleted statement takes its line with it`() throws {
    let lesson = try #require(lessons("python", "a()\ntrace_call(x)\nb()\n", "a()\nb()\n").first)
    let text = "def f():\n    trace_call(x)\n    return 1\n"
    #expect(try follow(lesson, "python", text) == "def f():\n    return 1\n")
  }

  @Test func `A statement that became two at two places does so at a third`() throws {
    let before = "def a():\n    save_part(p)\n\n\ndef b():\n    save_part(q)\n"
    let after = before.replacing("save_part(", with: "f = open_lock()\n    save_part(f, ")
    let lesson = try #require(lessons("python", before, after).first)
    #expect(try lessons("python", before, after).count == 1)
    #expect(
      try follow(lesson, "python", "if x:\n    save_part(r)\n") == "if x:\n    f = open_lock()\n    save_part(f, r)\n")
  }

  @Test func `The keys of a literal of Go are the fields that were renamed`() throws {
    let before = "package p\n\nvar a = b.Name\nvar c = T{Name: 1}\n"
    let lesson = try #require(lessons("go", before, before.replacing("b.Name", with: "b.ID")).first)
    #expect(
      try follow(lesson, "go", "package p\n\nvar c = T{Name: Name}\nvar d = e.Name\n")
        == "package p\n\nvar c = T{ID: Name}\nvar d = e.ID\n")
  }

  @Test func `What two places got beside a statement, a third gets at its own depth`() throws {
    let before = "def a():\n    f = open_part(p)\n    use(f)\n\n\ndef b():\n    f = open_part(q)\n    look(f)\n"
    let after = before.replacing("(p)\n", with: "(p)\n    f.lock()\n").replacing("(q)\n", with: "(q)\n    f.lock()\n")
    let lesson = try #require(lessons("python", before, after).first)
    #expect(lesson.rule?.support == 2)
    let text = "if x:\n    if y:\n        f = open_part(r)\n        look(f)\n"
    let expected = "if x:\n    if y:\n        f = open_part(r)\n        f.lock()\n        look(f)\n"
    #expect(try follow(lesson, "python", text) == expected)
  }
}
