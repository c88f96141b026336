import HoneCore
import HoneSyntax
import HoneTestSupport
import Testing

@testable import HoneRecipes

/// Makes a recipe ready for Python, with others that it may use.
private func makeProgram(_ text: String, language: String = "python", others: [String: String] = [:]) throws
  -> RecipeProgram
{
  let language = try #require(Language.named(language))
  return try RecipeProgram(
    recipe(text).filled(with: []), language: language, grammar: GrammarLibrary.standard.grammar(for: language)
  ) { name throws(RecipeError) in
    guard let text = others[name] else { throw RecipeError(file: name, line: 0, "is not there", remedy: "") }
    return try Recipe(Array(text.utf8), name: name, file: name)
  }
}

private func applied(_ program: RecipeProgram, _ text: String) -> String {
  String(decoding: program.apply(to: Array(text.utf8)).result, as: UTF8.self)
}

private func patch(_ lines: String...) -> String { "```hone\n" + lines.joined(separator: "\n") + "\n```\n" }

struct RecipeProgramTests {
  @Test func `Edits that do harm only together are made as far as they do none`() throws {
    let program = try makeProgram(recipeText(body: patch("-debug($X)")))
    let text = "if x:\n    debug(1)\n    debug(2)\ndebug(3)\ny = 1\n"
    let outcome = program.apply(to: Array(text.utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == "if x:\n    debug(2)\ny = 1\n")
    #expect(outcome.refused.map(\.line) == [2] && outcome.refused.map(\.reason) == [.gate])
    #expect(program.apply(to: outcome.result).result == outcome.result)
  }

  @Test func `Edits that would not parse are parted from many that would`() throws {
    let program = try makeProgram(
      recipeText(body: patch("-f($X)", "+let $X")).replacing("language: python", with: "language: javascript"),
      language: "javascript")
    let lines = (0..<200).map { $0 % 37 == 5 ? "x = f(a\($0));" : "f(a\($0));" }
    let outcome = program.apply(to: Array(lines.joined(separator: "\n").utf8))
    let expected = lines.map { $0.hasPrefix("x") ? $0 : $0.replacing("f(", with: "let ").replacing(")", with: "") }
    #expect(String(decoding: outcome.result, as: UTF8.self) == expected.joined(separator: "\n"))
    #expect(outcome.refused.map(\.line) == [6, 43, 80, 117, 154, 191])
    #expect(program.apply(to: outcome.result).result == outcome.result)
  }

  @Test func `What was refused is tried again when what stands around it has changed`() throws {
    let program = try makeProgram(
      recipeText(body: "```hone\n-f($X)\n+let $X\n---\n-x = $A\n+$A\n```\n")
        .replacing("language: python", with: "language: javascript"), language: "javascript")
    let outcome = program.apply(to: Array("y = f(a);\nx = g(b);\nx = f(c);\n".utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == "y = f(a);\ng(b);\nlet c;\n")
    #expect(outcome.refused.map(\.line) == [1])
  }

  @Test func `A file that takes too long is left as it is, and told`() throws {
    let program = try makeProgram(recipeText(body: patch("-a($X)", "+b($X)")))
    let bench = RecipeBench(limits: ParseLimits(rewriteMilliseconds: 0))
    let outcome = program.apply(to: Array("a(1)\n".utf8), bench: bench)
    #expect(!outcome.isChanged && outcome.refused.map(\.reason) == [.limits])
    #expect(outcome.refused[0].message.contains("0 ms"))
  }

  @Test func `Steps run in order, each until nothing changes, then the imports`() throws {
    let text = recipeText(
      "imports: {add: from m import c, remove: from m import a}",
      body: patch("-a($X)", "+b($X)") + patch("-b($X)", "+c($X)"))
    let program = try makeProgram(text)
    #expect(applied(program, "from m import a\n\na(a(1))\nx = b(2)\n") == "from m import c\n\nc(c(1))\nx = c(2)\n")
    #expect(applied(program, "from m import a\n\nx = 1\n") == "from m import a\n\nx = 1\n")
    let outcome = program.apply(to: Array("a(a(1))\n".utf8))
    #expect(outcome.places == 4 && outcome.isChanged && outcome.refused.isEmpty)
  }

  @Test func `Lines, line ends and code beside the place stay as they are`() throws {
    let program = try makeProgram(recipeText(body: patch("-a($X, $$$)", "+b($X, $$$)")))
    #expect(applied(program, "a(  1,\r\n   2, # two\r\n)\r\nq  =1") == "b(  1,\r\n   2, # two\r\n)\r\nq  =1")
  }

  struct Deletion: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var language: String
    var patch: String
    var before: String
    var after: String

    init(_ title: String, _ language: String, _ patch: String, _ before: String, _ after: String) {
      (testDescription, self.language, self.patch, self.before, self.after) = (title, language, patch, before, after)
    }
  }

  @Test(arguments: [
    Deletion(
      "the first member", "java", "-int old = $A;", "class A {\n  int old = 1;\n\n  int b;\n}\n",
      "class A {\n  int b;\n}\n"),
    Deletion(
      "the last member", "java", "-int old = $A;", "class A {\n  int b;\n\n  int old = 1;\n}\n",
      "class A {\n  int b;\n}\n"),
    Deletion(
      "one between two", "java", "-int old = $A;", "class A {\n  int a;\n\n\n  int old = 1;\n\n  int b;\n}\n",
      "class A {\n  int a;\n\n\n  int b;\n}\n"),
    Deletion(
      "one at the end of a group", "java", "-int old = $A;", "class A {\n  int a;\n  int old = 1;\n\n  int b;\n}\n",
      "class A {\n  int a;\n\n  int b;\n}\n"),
    Deletion(
      "all but one", "java", "-int $OLD = 0;",
      "class A {\r\n\tint a = 0;\r\n\r\n\tint b;\r\n\r\n\tint c = 0;\r\n \r\n\tint d = 0;\r\n}\r\n",
      "class A {\r\n\tint b;\r\n}\r\n"),
    Deletion(
      "the only statement", "go", "-old($A)", "package a\n\nfunc f() {\n\told(1)\n\n}\n", "package a\n\nfunc f() {\n}\n"
    ),
    Deletion(
      "the first statements", "go", "-old($A)", "package a\n\nfunc f() {\n\told(1)\n\told(2)\n\n\tb()\n}\n",
      "package a\n\nfunc f() {\n\tb()\n}\n"),
    Deletion(
      "a blank line that was there", "go", "-old($A)", "package a\n\nfunc f() {\n\n\told(1)\n\tb()\n}\n",
      "package a\n\nfunc f() {\n\n\tb()\n}\n"),
    Deletion(
      "an attribute of a class", "python", "-old = $A", "class A:\n    old = 1\n\n    def f(self):\n        pass\n",
      "class A:\n    def f(self):\n        pass\n"),
    Deletion(
      "the last statement of a block", "python", "-old($A)",
      "def f():\n    a()\n\n    old(1)\n\n\ndef g():\n    pass\n", "def f():\n    a()\n\n\ndef g():\n    pass\n"),
    Deletion("the first of a file", "python", "-old($A)", "old(1)\n\na()\n", "a()\n"),
    Deletion("the last of a file", "python", "-old($A)", "a()\n\nold(1)\n", "a()\n"),
    Deletion(
      "a property", "swift", "-let old = $A", "struct A {\n  let old = 1\n\n  let b = 2\n}\n",
      "struct A {\n  let b = 2\n}\n"),
    Deletion(
      "a member of a body that the pattern names", "java", "-class $C { int old; $$$REST }\n+class $C { $$$REST }",
      "class A {\n  int old;\n\n  int b;\n\n  int c;\n}\n", "class A {\n  int b;\n\n  int c;\n}\n"),
  ])
  func `Blank lines around a deletion go with it as far as nothing needs them`(_ deletion: Deletion) throws {
    let program = try makeProgram(
      recipeText(body: patch(deletion.patch)).replacing("language: python", with: "language: \(deletion.language)"),
      language: deletion.language)
    #expect(applied(program, deletion.before) == deletion.after)
  }

  @Test func `A deletion takes its line with it`() throws {
    let program = try makeProgram(recipeText(body: patch("-import pdb; pdb.set_trace()") + patch("-debug($X)")))
    #expect(applied(program, "x = 1\n  \nif x:\n    debug(x)\n    y = 2\n") == "x = 1\n  \nif x:\n    y = 2\n")
  }

  @Test func `Of a long file the lines with places alone are parsed, to the same result`() throws {
    let fast = try makeProgram(recipeText(body: patch("-a($X)", "+b($X, [1])")))
    // What is around a place is looked at, so the whole file is parsed.
    let rule = "rule: {pattern: a($X), inside: {kind: module, stopBy: end}}\nfix: 'b($X, [1])'"
    let slow = try makeProgram(recipeText(body: "```hone\n\(rule)\n```\n"))
    let lines = [
      "def f(x=a(1)):", "    y = a(a(2))  # a(3)", "    if a(4): a(5)", "    elif a(6):", "        return a(7)",
      "    \"\"\"a(8)\"\"\"", "    try: a(9)", "    except a(10): pass", "class C(a(11)): pass", "@a(12)",
      "def g(): a(13); h()", "x = 'a(14)'", "z = [", "  a(15),", "]", "",
    ]
    let text = ((0..<60).map { "value_\($0) = {'key': [\($0), None]}" } + lines).joined(separator: "\n")
    let outcome = fast.apply(to: Array(text.utf8))
    #expect(outcome.places == 13 && outcome.refused.isEmpty)
    #expect(String(decoding: outcome.result, as: UTF8.self) == applied(slow, text))
  }

  @Test func `A result that does not parse is refused, the other places are not`() throws {
    let program = try makeProgram(recipeText(body: patch("-debug($X)")))
    let outcome = program.apply(to: Array("if x:\n    debug(1)\ndebug(2)\ny = 1\n".utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == "if x:\n    debug(1)\ny = 1\n")
    #expect(outcome.refused.map(\.reason) == [.gate])
    #expect(outcome.refused.map { [$0.line, $0.column] } == [[2, 5]])
  }

  @Test func `Nothing is rewritten under a parse error`() throws {
    let program = try makeProgram(recipeText(body: patch("-a($X)", "+b($X)")))
    let outcome = program.apply(to: Array("x = (a(1), a(2) a(3)\n".utf8))
    #expect(!outcome.refused.isEmpty)
    #expect(outcome.refused.allSatisfy { $0.reason == .parseError })
  }

  @Test func `A rule that matches its own result is refused when it is loaded`() {
    let error = #expect(throws: RecipeError.self) { try makeProgram(recipeText(body: patch("-f($X)", "+f(g($X))"))) }
    #expect(error?.problem == "the rule matches its own result for ever")
    #expect(error?.line == 7)
  }

  @Test func `Places that lie in one another are all rewritten, however deep`() throws {
    let program = try makeProgram(recipeText(body: patch("-a($X)", "+b($X)")))
    let depth = 300
    let nested = String(repeating: "a(", count: depth) + "1" + String(repeating: ")", count: depth) + "\n"
    let outcome = program.apply(to: Array((nested + nested).utf8))
    #expect(outcome.refused.isEmpty && outcome.places == 2 * depth, "\(outcome.refused)")
    #expect(outcome.result == Array((nested + nested).replacing("a", with: "b").utf8))
  }

  @Test func `A rule that goes on in as many places is stopped, and the file stays`() throws {
    // It has no pattern of its own, so it is not tried when it is loaded.
    let rule = """
      ```hone
      rule: {all: [{kind: call}, {pattern: $A}]}
      fix: f($A)
      ```

      """
    let outcome = try makeProgram(recipeText(body: rule)).apply(to: Array("g()\n".utf8))
    #expect(outcome.refused.map(\.reason) == [.endless] && !outcome.isChanged, "\(outcome.refused)")
  }

  @Test func `Rules that undo each other are refused when they are loaded`() {
    let text = recipeText(body: patch("-a($X)", "+b($X)", "---", "-b($X)", "+a($X)"))
    let error = #expect(throws: RecipeError.self) { try makeProgram(text) }
    #expect(error?.problem == "the rule matches its own result for ever")
  }

  @Test func `Used recipes run first, and cannot use each other for ever`() throws {
    let other = recipeText(body: patch("-a($X)", "+b($X)"))
    let program = try makeProgram(recipeText("uses: other", body: patch("-b($X)", "+c($X)")), others: ["other": other])
    #expect(applied(program, "a(1)\n") == "c(1)\n")
    let circle = recipeText("uses: circle", body: "")
    let error = #expect(throws: RecipeError.self) { try makeProgram(circle, others: ["circle": circle]) }
    #expect(error?.problem.hasPrefix("the recipe uses itself") == true)
  }

  @Test func `Imports that are none are refused`() {
    let error = #expect(throws: RecipeError.self) { try makeProgram(recipeText("imports: {add: pathlib}")) }
    #expect(error?.problem == "`pathlib` is not an import statement of python")
  }

  @Test(arguments: [
    (recipeText("uses: nope"), "sample.md:4:7: `uses` names `nope`: is not there"),
    (recipeText("uses: [other, nope]"), "sample.md:4:15: `uses` names `nope`: is not there"),
    (
      recipeText("steps:\n  - block: 1\n  - uses: nope"),
      "sample.md:6:11: `uses` names `nope`: is not there"
    ),
    (
      recipeText("uses: settable"),
      "sample.md:4:7: `uses` names `settable`: the parameter `name` has no value"
    ),
    (recipeText("uses: broken"), "broken:7:2: "),
    (
      recipeText("imports: {add: [import b, pathlib]}"),
      "sample.md:4:27: `pathlib` is not an import statement of python"
    ),
    (recipeText("imports:\n  remove: a.b"), "sample.md:5:11: `a.b` is not an import statement of python"),
    (recipeText(body: patch("-a($X)", "+b(c,", "+  $Y)")), "sample.md:9:4: no pattern captures `$Y`"),
    (recipeText(body: patch(" d()", "-  a($X)", "+  b($$$X)")), "sample.md:9:6: the fix writes `$$$X`"),
    (recipeText(body: patch("-a($X)", "+b(c,", "+  d[$X)")), "sample.md:9:8: the `)` of the rewrite has no partner"),
    (recipeText(body: patch("-a($X)", "+b($X))")), "sample.md:8:7: the `)` of the rewrite has no partner"),
    (recipeText(body: patch("-a($X)", "+'(' + b($X)")), nil),
    (recipeText(body: "```hone\nrule: {pattern: a($X)}\nfix: b($X\n```\n"), "sample.md:8:7: the `(` of the rewrite"),
    (recipeText(body: "```hone\nrule: {pattern: a($X)}\nfix: b($Y)\n```\n"), "sample.md:8:8: no pattern captures `$Y`"),
    (recipeText(body: patch("-a($X)", "-)", "+b")), "sample.md:8:2: `a($X)\n)`: the pattern is no python code"),
    (
      recipeText("ask: Why?\nmatch: f($A)\nfence: {nodes: [match, $AB]}", body: ""),
      "sample.md:6:24: `fence` names the hole `$AB`, which `match` has not; did you mean `$A`?"
    ),
    (
      recipeText("ask: Why?\nmatch: [f($A), g($B)]\nfence: {nodes: [$A]}", body: ""),
      "sample.md:6:17: `fence` names the hole `$A`, which not every rule of `match` has"
    ),
    (
      recipeText("ask: Why?\neach: function\nfence: {nodes: [$A]}", body: ""),
      "sample.md:6:17: `fence` names the hole `$A`, and the recipe has no `match`"
    ),
    (recipeText("ask: Why?\nmatch: f($A)\nfence: {nodes: [$A]}", body: ""), nil),
    (recipeText("names: a").replacing("python", with: "kotlin"), "sample.md:4:8: it is not known what declares a name"),
  ])
  func `What cannot be used is told with its place`(text: String, words: String?) {
    let others = [
      "other": recipeText(), "broken": recipeText(body: patch("-a($X", "+b")),
      "settable": recipeText("parameters: {name: {}}", body: patch("-a($NAME)", "+b")),
    ]
    var told: String?
    do { _ = try makeProgram(text, language: text.contains("kotlin") ? "kotlin" : "python", others: others) } catch {
      told = "\(error)"
    }
    #expect(words.map { told?.hasPrefix($0) ?? false } ?? (told == nil), "\(told ?? "nothing")")
  }

  @Test(arguments: ["language: pyhton", "language: [python, pyhton]"])
  func `A language that is none is refused where it stands`(line: String) {
    let told = fault(recipeText().replacing("language: python", with: line))
    let column = line.contains("[") ? 20 : 11
    #expect(
      told?.hasPrefix("sample.md:2:\(column): there is no language `pyhton`; did you mean `python`? known are:")
        ?? false,
      "\(told ?? "nothing")")
    let file = "id: a\nlanguage: Pyhton\nrule: {pattern: a}\n"
    #expect(fault(file, file: "a.yml")?.hasPrefix("a.yml:2:11: there is no language `Pyhton`") ?? false)
  }

  @Test(arguments: [
    ("python", "-f($X)", "+f(*$X)"), ("go", "-f($X)", "+f(g($X))"), ("c", "-f($X)", "+f(&$X)"),
    ("java", "-f($X)", "+f(!$X)"), ("php", "-f($X);", "+f(g($X));"), ("rust", "-f($X)", "+f(g($X))"),
    ("javascript", "-g($A)", "+g(...$A)"),
  ])
  func `A rule that spoils its own result in the end is refused when it is loaded`(
    language: String, old: String, new: String
  ) {
    let text = recipeText(body: patch(old, new)).replacing("python", with: language)
    let error = #expect(throws: RecipeError.self) { try makeProgram(text, language: language) }
    #expect(error?.problem == "the rule matches its own result for ever" && error?.line == 7)
  }

  @Test(arguments: [
    ("def f(set):\n    for x in set:\n        set([1])\n", false), ("def f(a):\n    set = a\n    set([1])\n", false),
    ("def f(a):\n    def g():\n        set([1])\n    for a, set in a:\n        g()\n", false),
    ("with a as set:\n    set([1])\n", false), ("from a import b as set\nset([1])\n", false),
    ("from a import set\nset([1])\n", false), ("def set(a):\n    pass\nset([1])\n", false),
    ("@a\ndef set(a):\n    pass\nset([1])\n", false), ("g = lambda set: set([1])\n", false),
    ("def f(a, *set):\n    return set([1])\n", false), ("def f(a: set, b: set = set):\n    return set([1])\n", true),
    ("def f(set):\n    pass\nset([1])\n", true), ("def g():\n    set = 1\ndef f():\n    set([1])\n", true),
    ("class A:\n    def set(self):\n        self.set = set([1])\n", true), ("a.set = 1\nset([1])\n", true),
    ("f(set=1)\nset([1])\n", true),
  ])
  func `A place is left where a name means something else`(text: String, isRewritten: Bool) throws {
    let program = try makeProgram(recipeText("names: set", body: patch("-set([$X])", "+{$X}")))
    #expect((applied(program, text) != text) == isRewritten)
    #expect(program.matches(in: try program.tree(of: Array(text.utf8))).isEmpty != isRewritten)
  }

  @Test(arguments: [
    ("func f(os int) {\n\tio.Read(1)\n}\n", false), ("func f(a, os int) {\n\tio.Read(1)\n}\n", false),
    ("func f() {\n\tos := 1\n\tio.Read(os)\n}\n", false), ("var os = 1\n\nfunc f() {\n\tio.Read(1)\n}\n", false),
    ("func f() {\n\tfor _, os := range a {\n\t\tio.Read(os)\n\t}\n}\n", false),
    ("func f(a b) {\n\ta.os = 1\n\tio.Read(1)\n}\n\nfunc g(os int) {}\n", true),
  ])
  func `A name that imports bring is not put where it means something else`(text: String, isRewritten: Bool) throws {
    let header = "imports: {add: 'import \"os\"'}"
    let program = try makeProgram(
      recipeText(header, body: patch("-io.Read($X)", "+os.Read($X)")).replacing("python", with: "go"), language: "go")
    let text = "package a\n\n" + text
    #expect((applied(program, text) != text) == isRewritten)
  }

  @Test(arguments: [
    ("function f(e) { e(1) }", false), ("const f = e => e(1)", false), ("function f({ e }) { e(1) }", false),
    ("function f() { const [a, e = 2] = b; e(1) }", false), ("import { e } from 'b'\ne(1)", false),
    ("try { a() } catch (e) { e(1) }", false), ("class A { e() { e(1) } }", true), ("a.e = 1; e(1)", true),
  ])
  func `Names of JavaScript are seen where they are declared`(text: String, isRewritten: Bool) throws {
    for language in ["javascript", "typescript"] {
      let text = language == "typescript" ? text.replacing("f(e)", with: "f(e: number)") : text
      let program = try makeProgram(
        recipeText("names: [e]", body: patch("-e($X)", "+g($X)")).replacing("python", with: language),
        language: language)
      #expect((applied(program, text) != text) == isRewritten, "\(language)")
    }
  }

  @Test func `Any file keeps what was not matched, and a second run changes nothing`() throws {
    let program = try makeProgram(recipeText(body: patch("-a($X)", "+b($X)") + patch("-del $X")))
    let fragments = [
      "a(1)", "a(a(2))", "x = ", "\n", "if a:\n  ", "(", ")", "# a(1)\n", "'a(1)'", "del x\n", "\t", "é", "\r\n",
    ]
    fuzz { generator in
      var bytes = Array(
        (0..<Int.random(in: 0..<30, using: &generator)).map { _ in
          fragments[Int.random(in: 0..<fragments.count, using: &generator)]
        }.joined().utf8)
      if generator.happens(20) { bytes.insert(0xff, at: Int.random(in: 0...bytes.count, using: &generator)) }
      let outcome = program.apply(to: bytes)
      #expect(program.apply(to: outcome.result).result == outcome.result)
      #expect(outcome.isChanged == (outcome.result != bytes))
      let comments = { (bytes: [UInt8]) in bytes.count { $0 == UInt8(ascii: "#") } }
      #expect(comments(outcome.result) == comments(bytes))
    }
  }
}
