import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// What a file itself says of a place: that the old name means nothing there any more, which functions share a name, and what an edit
/// cannot do without.
struct LeftOverTests {
  private func proposals(
    _ language: String, _ before: String, _ after: String, in text: String? = nil
  ) throws -> [LessonProposal] {
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(language))))
    let example = LearningExample(
      before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)), path: "a")
    let tree = try parser.parse(Array((text ?? after).utf8))
    return Learner.lessons(from: [example]).flatMap { $0.proposals(in: tree, at: text == nil ? "a" : "b") }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  @Test(arguments: [
    // Only the new name is imported.
    ("python", "from clock import now\nx = now()\n", "now", "tick", "from clock import tick\ny = now()\n", true),
    ("python", "from clock import now\nx = now()\n", "now", "tick", "from clock import now, tick\ny = now()\n", false),
    ("python", "from clock import now\nx = now()\n", "now", "tick", "from other import add\ny = now()\n", false),
    // A parameter of the same function.
    ("python", "def f(now):\n    go(now)\n", "now", "tick", "def g(tick):\n    stop(now)\n", false),
    // What the language, or another file of the package, gives without an import still means something.
    ("python", "x = str(a)\n", "str", "text_type", "from six import text_type\ny = str(b)\n", false),
    ("javascript", "go(fetch(a))\n", "fetch", "request", "import { request } from './r.js'\ngo(fetch(b))\n", false),
    ("go", "package a\n\nvar x = find(p)\n", "find", "look", "package a\n\nfunc look() {}\n\nvar y = find(q)\n", false),
    // What another package has of it need not be the same.
    (
      "go", "package a\n\nimport \"x/traces\"\n\nvar a = traces.Get()\n", "traces", "observe",
      "package b\n\nimport \"x/observe\"\n\nvar b = traces.Put()\n", false
    ),
  ])
  func `An everyday name is sure where it is bound no more and the new one is`(
    language: String, before: String, old: String, new: String, text: String, isSure: Bool
  ) throws {
    let found = try proposals(language, before, before.replacing(old, with: new), in: text)
      .filter { !isImport($0, in: text) }
    #expect(found.map(\.isSure).contains(true) == isSure, "\(found.map { ($0.range, $0.doubts) })")
  }

  @Test func `A package of Go is bound by the end of its path, whatever version`() throws {
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named("go"))))
    let tree = try parser.parse(Array("package b\n\nimport \"x/observe/v2\"\n\nvar b = observe.Get()\n".utf8))
    #expect(NameBinding("observe", in: tree).holds(at: tree.root))
    #expect(!NameBinding("serve", in: tree).holds(at: tree.root))
    #expect(!NameBinding("Get", in: tree).holds(at: tree.root))
  }

  /// Whether a proposal is about a line that imports.
  private func isImport(_ proposal: LessonProposal, in text: String) -> Bool {
    let head = String(decoding: text.utf8.prefix(proposal.range.lowerBound), as: UTF8.self)
    let line = head.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return line.contains("import") || line.contains("\"")
  }

  @Test func `A name of one function is told of in the others of its file, for review`() throws {
    let before = "def f():\n    ths = []\n    go(ths)\n\n\ndef g():\n    ths = [1]\n    stop(ths)\n"
    let after = before.replacing("ths = []\n    go(ths)", with: "threads = []\n    go(threads)")
    let found = try proposals("python", before, after)
    #expect(found.map(\.isSure) == [false, false])
    #expect(found.allSatisfy { $0.doubts.contains(.otherFunction) })
    #expect(try proposals("python", before, after, in: "def h():\n    ths = [1]\n    stop(ths)\n").isEmpty)
    let telling = (before.replacing("ths", with: "all_ths"), after.replacing("ths", with: "all_ths"))
    #expect(
      try proposals("python", telling.0, telling.1, in: "def h():\n    all_ths = [1]\n    stop(all_ths)\n").isEmpty)
  }

  @Test func `A statement that declares what a change beside it uses comes with it`() throws {
    let before = "function f(t) {\n  const p = makeIt(t, http.defaultClient)\n  p.run()\n}\n"
    let after = before.replacing(
      "  const p = makeIt(t, http.defaultClient)", with: "  const client = getClient(t)\n  const p = makeIt(t, client)")
    let found = try proposals(
      "javascript", before, after, in: "function g(t) {\n  const p = makeIt(t, http.defaultClient)\n  p.stop()\n}\n")
    #expect(found.count == 1)
    let made = found.first.map { String(decoding: $0.replacements.flatMap(\.bytes), as: UTF8.self) }
    #expect(made?.contains("getClient(t)") == true, "\(made ?? "")")
    #expect(found.first?.isSure == false)
  }

  @Test func `What speaks of this is for review where no class is around`() throws {
    let before = "class A {\n  run() {\n    return loadPart(1)\n  }\n}\n"
    let text = "class B {\n  go() {\n    return loadPart(2)\n  }\n}\nexport function g() {\n  return loadPart(3)\n}\n"
    let found = try proposals("javascript", before, before.replacing("loadPart", with: "this.loadPart"), in: text)
    #expect(found.map(\.isSure) == [true, false])
    #expect(found.last?.doubts == [.missingName])
  }

  @Test func `One insertion is sure between statements that both read as those of the edit`() throws {
    func function(_ name: String, _ body: String) -> String {
      "def \(name)(a):\n    'Run it all.'\n    \(body)(a)\n\n\n"
    }
    let before = function("f", "go") + function("g", "go") + function("h", "stop")
    let after = before.replacing("f(a):\n    'Run it all.'\n", with: "f(a):\n    'Run it all.'\n    lock_part(a)\n")
    let found = try proposals("python", before, after)
    #expect(found.map(\.isSure) == [true, false])
    #expect(found.last?.doubts.contains(.otherFrame) == true)
  }

  @Test func `What only takes something away means the same of anything that is defined`() throws {
    let found = try proposals(
      "python", "class Audit(object):\n    level = 1\n", "class Audit:\n    level = 1\n",
      in: "class Report(object):\n    size = 2\n\n\nclass Page(Report):\n    pass\n")
    #expect(found.map(\.isSure) == [true])
    let adding = try proposals(
      "python", "def load(part):\n    return 1\n", "def load(part, cache):\n    return 1\n",
      in: "def read(part):\n    return 2\n")
    #expect(adding.map(\.isSure) == [false])
  }

  @Test func `A version tells by itself in a text`() throws {
    let before = "class A {\n    String a() {\n        return \"1.23.1\";\n    }\n}\n"
    let found = try proposals(
      "java", before, before.replacing("1.23.1", with: "1.23.2"),
      in: "class B {\n    String b = \"1.23.1\";\n    String c = \"1.23.10\";\n}\n")
    #expect(found.map(\.isSure) == [true])
    #expect(NameJudgement.isVersion("v2.0.0-rc.1") && NameJudgement.isVersion("1.23.1"))
    #expect(!NameJudgement.isVersion("1.2") && !NameJudgement.isVersion("a.b.c") && !NameJudgement.isVersion("1.2.x y"))
  }
}
