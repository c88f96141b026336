import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// Rewritten code is read as the rule wrote it, with as few parentheses as that takes.
struct GroupingTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var language: String
    var pattern: String
    var rewrite: String
    var before: String
    var after: String

    init(_ language: String, _ pattern: String, _ rewrite: String, _ before: String, _ after: String) {
      (self.language, self.pattern, self.rewrite) = (language, pattern, rewrite)
      (self.before, self.after) = (before, after)
    }

    var testDescription: String { "\(language): \(pattern) -> \(rewrite) in \(before)" }
  }

  static let samples: [Sample] = [
    // Python
    Sample("python", "double($A)", "$A * 2", "x = double(a + b)\n", "x = (a + b) * 2\n"),
    Sample("python", "double($A)", "$A * 2", "x = 10 / double(a)\n", "x = 10 / (a * 2)\n"),
    Sample("python", "double($A)", "$A * 2", "x = 10 / double(a + b)\n", "x = 10 / ((a + b) * 2)\n"),
    Sample("python", "double($A)", "$A * 2", "x = 1 + double(a)\n", "x = 1 + a * 2\n"),
    Sample("python", "double($A)", "$A * 2", "x = double((a + b))\n", "x = (a + b) * 2\n"),
    Sample("python", "double($A)", "$A * 2", "f(double(a.b[0](1)))\n", "f(a.b[0](1) * 2)\n"),
    Sample("python", "double($A)", "$A * 2", "x = double(double(a + b))\n", "x = (a + b) * 2 * 2\n"),
    Sample("python", "double($A)", "$A * 2", "x = double(a if b else c)\n", "x = (a if b else c) * 2\n"),
    Sample("python", "double($A)", "$A * 2", "x = double(lambda: a)\n", "x = (lambda: a) * 2\n"),
    Sample("python", "square($A)", "$A ** 2", "x = square(-a)\n", "x = (-a) ** 2\n"),
    Sample("python", "square($A)", "$A ** 2", "x = -square(a)\n", "x = -a ** 2\n"),
    Sample("python", "empty($A)", "not $A", "if empty(a) == b:\n    pass\n", "if (not a) == b:\n    pass\n"),
    Sample("python", "empty($A)", "not $A", "x = empty(a or b)\n", "x = not (a or b)\n"),
    Sample("python", "empty($A)", "not $A", "x = a if empty(b) else c\n", "x = a if not b else c\n"),
    Sample("python", "name($A)", "$A.name", "x = name(await f())\n", "x = (await f()).name\n"),
    Sample("python", "load($A)", "await read($A)", "x = load(a).name\n", "x = (await read(a)).name\n"),
    Sample("python", "f($A, $B)", "$A + $B", "x = f(a, b := 1)\n", "x = a + (b := 1)\n"),
    Sample("python", "name($A)", "$A.name", "x = name(\"a\" \"b\")\n", "x = \"a\" \"b\".name\n"),
    Sample("python", "$A == None", "$A is None", "x = a + b == None\n", "x = a + b is None\n"),
    Sample("python", "return $A", "yield f($A)", "def g():\n    return a, b\n", "def g():\n    yield f((a, b))\n"),
    Sample("python", "return $A", "yield ($A)", "def g():\n    return a, b\n", "def g():\n    yield (a, b)\n"),
    // JavaScript and TypeScript
    Sample("javascript", "f($A)", "$A + '!'", "g(!f(a), f(a).length);\n", "g(!(a + '!'), (a + '!').length);\n"),
    Sample("javascript", "f($A)", "$A + '!'", "x = `${f(a)}`;\n", "x = `${a + '!'}`;\n"),
    Sample("javascript", "f($A)", "-$A", "x = f(-a);\n", "x = -(-a);\n"),
    Sample("javascript", "f($A)", "$A.size", "x = f(a ? b : c);\n", "x = (a ? b : c).size;\n"),
    Sample("javascript", "f($A)", "$A.size", "x = f((a) => b);\n", "x = ((a) => b).size;\n"),
    Sample("javascript", "f($A)", "$A || b", "x = f(y = 1);\n", "x = (y = 1) || b;\n"),
    Sample("javascript", "f($A)", "await g($A)", "async () => f(a).b;\n", "async () => (await g(a)).b;\n"),
    Sample(
      "javascript", "f($A)", "await g($A)", "async () => [f(a), f(b)];\n", "async () => [await g(a), await g(b)];\n"),
    Sample("javascript", "return $A", "throw f($A)", "() => { return a, b; }\n", "() => { throw f((a, b)); }\n"),
    Sample("javascript", "pair($A)", "$A, 1", "x = pair(a);\n", "x = (a, 1);\n"),
    Sample("typescript", "f($A)", "$A.size", "x = f(a as B);\n", "x = (a as B).size;\n"),
    Sample("typescript", "f($A)", "$A as B", "x = f(a).size;\n", "x = (a as B).size;\n"),
    // Java, Go, Rust, C, C++
    Sample(
      "java", "twice($A)", "$A * 2", "class A { int x = 9 - twice(a + b); int y = 9 / twice(c); }\n",
      "class A { int x = 9 - (a + b) * 2; int y = 9 / (c * 2); }\n"),
    Sample(
      "java", "name($A)", "$A.name()", "class A { Object x = name((B) o); Object y = name(a ? b : c); }\n",
      "class A { Object x = ((B) o).name(); Object y = (a ? b : c).name(); }\n"),
    Sample(
      "go", "m.Twice($A)", "$A * 2",
      "package a\n\nfunc f() int {\n\tx := m.Twice(a + b)\n\treturn 10 / m.Twice(x)\n}\n",
      "package a\n\nfunc f() int {\n\tx := (a + b) * 2\n\treturn 10 / (x * 2)\n}\n"),
    Sample("go", "size($A)", "$A.n", "package a\n\nvar x = size(*p)\n", "package a\n\nvar x = (*p).n\n"),
    Sample(
      "rust", "count($A)", "$A.len()", "fn f() { x(count(&a), count(1..b)) }\n",
      "fn f() { x((&a).len(), (1..b).len()) }\n"),
    Sample(
      "rust", "long($A)", "$A as u64", "fn f() { x(long(a + b) + 1, -long(c)) }\n",
      "fn f() { x((a + b) as u64 + 1, -(c as u64)) }\n"),
    Sample(
      "c", "size($A)", "$A->size", "int f(void) { return 2 * size(*b) + size(a ? a : *b) + size((T *)p); }\n",
      "int f(void) { return 2 * (*b)->size + (a ? a : *b)->size + ((T *)p)->size; }\n"),
    Sample("c", "next($A)", "$A + 1", "int x = next(a) * 2, y = next(b);\n", "int x = (a + 1) * 2, y = b + 1;\n"),
    Sample(
      "cpp", "size($A)", "$A.size()", "int x = size(*p) + size(a = b);\n", "int x = (*p).size() + (a = b).size();\n"),
    // Ruby, Swift, PHP, Kotlin
    Sample(
      "ruby", "f($A)", "$A || \"n\"", "x = f(a).upcase\ny = f(a ? b : c)\n",
      "x = (a || \"n\").upcase\ny = (a ? b : c) || \"n\"\n"),
    Sample("ruby", "f($A)", "$A.size", "x = f(1..n)\n", "x = (1..n).size\n"),
    Sample(
      "swift", "next($A)", "$A + one", "let x = next(a ?? b)\nlet y = next(c).words\n",
      "let x = (a ?? b) + one\nlet y = (c + one).words\n"),
    Sample(
      "swift", "size($A)", "$A.count", "let x = size(0..<n)\nlet y = size(a ?? b)\n",
      "let x = (0..<n).count\nlet y = (a ?? b).count\n"),
    Sample(
      "php", "f($A)", "$A * 2", "<?php $x = f($a + $b); $y = 9 / f($c);\n",
      "<?php $x = ($a + $b) * 2; $y = 9 / ($c * 2);\n"),
    Sample(
      "kotlin", "twice($A)", "$A * 2", "val x = twice(a + b)\nval y = 9 / twice(c)\n",
      "val x = (a + b) * 2\nval y = 9 / (c * 2)\n"),
    Sample(
      "kotlin", "size($A)", "$A.size", "val x = size(a as B)\nval y = size(0..n)\n",
      "val x = (a as B).size\nval y = (0..n).size\n"),
    // How code may not begin where it stands
    Sample("javascript", "new Object()", "{}", "() => new Object();\n", "() => ({});\n"),
    Sample("javascript", "new Object()", "{}", "new Object().x = 1;\n", "({}).x = 1;\n"),
    Sample("javascript", "new Object()", "{}", "() => new Object().x;\n", "() => ({}).x;\n"),
    Sample("javascript", "new Object()", "{}", "x = new Object();\n", "x = {};\n"),
    Sample("javascript", "(new Object())", "{}", "f(new Object());\n", "f(new Object());\n"),
    Sample("typescript", "assign({}, $A)", "{ ...$A }", "assign({}, a).b();\n", "({ ...a }).b();\n"),
    Sample("typescript", "assign({}, $A)", "{ ...$A }", "(x) => assign({}, a);\n", "(x) => ({ ...a });\n"),
    Sample("typescript", "f($A)", "function () { $A }", "f(a)();\n", "(function () { a })();\n"),
    Sample("javascript", "f($A);", "{ g($A); }", "f(a);\n", "{ g(a); }\n"),
    Sample("python", "dict()", "{}", "x = f\"{dict()}\"\n", "x = f\"{({})}\"\n"),
    Sample("python", "dict()", "{}", "x = f\"{a:{dict()}}\"\n", "x = f\"{a:{({})}}\"\n"),
    Sample("python", "dict()", "{}", "x = f\"{ dict() }\"\n", "x = f\"{ {} }\"\n"),
    Sample("javascript", "foo($A)", "{ a: $A }", "foo(1);\nfoo(2).a = 3\n", "({ a: 1 });\n({ a: 2 }).a = 3\n"),
    Sample("javascript", "f($A)", "[$A]", "let x = a;\nf(1).map(b)\n", "let x = a;\n[1].map(b)\n"),
    Sample("python", "f($A)", "lambda: $A", "x = f\"{f(3)}\"\n", "x = f\"{(lambda: 3)}\"\n"),
    Sample(
      "javascript", "foo($A)", "($A).g()",
      "if (q)\n  foo(a)\nelse foo(b)\nfor (const z of y)\n  foo(z)\nswitch (v) { case 1: foo(c) }\nl: foo(d)\n",
      "if (q)\n  (a).g()\nelse (b).g()\nfor (const z of y)\n  (z).g()\nswitch (v) { case 1: (c).g() }\nl: (d).g()\n"),
    Sample(
      "javascript", "foo($A)", "[$A].g()", "export function f() {}\nfoo(a)\n", "export function f() {}\n[a].g()\n"),
    Sample("javascript", "f($A)", "$A || 0", "k = y ?? f(x);\n", "k = y ?? (x || 0);\n"),
    Sample("javascript", "f($A)", "$A ?? 0", "class B extends f(x) {}\n", "class B extends (x ?? 0) {}\n"),
    Sample("javascript", "f($A)", "$A = 1", "y && f(x);\n", "y && (x = 1);\n"),
    Sample("python", "f($A)", "lambda: $A", "x = [i for i in q if f(i)]\n", "x = [i for i in q if (lambda: i)]\n"),
    Sample("rust", "f($A)", "$A as u32", "fn g() { f(x)? }\n", "fn g() { (x as u32)? }\n"),
    // Tokens that would grow together
    Sample("c", "f($A)", "*$A", "int g(void) { y = b/f(z); return 1; }\n", "int g(void) { y = b/(*z); return 1; }\n"),
    Sample("c", "f($A)", "-$A", "int x = f(-1);\n", "int x = -(-1);\n"),
    Sample("c", "f($A)", "&$A", "int *x = &f(z);\n", "int *x = &(&z);\n"),
    Sample("go", "f($A)", "-$A", "package a\n\nvar x = b-f(z)\n", "package a\n\nvar x = b-(-z)\n"),
    Sample("go", "f($A)", "-$A", "package a\n\nvar x = b - f(z)\n", "package a\n\nvar x = b - -z\n"),
    Sample("c", "(char *)$A", "$A", "char *g(void) { return(char *)m(n); }\n", "char *g(void) { return(m(n)); }\n"),
    Sample("cpp", "f<$A>", "g<$A>", "std::vector<f<int>> x;\n", "std::vector<g<int>> x;\n"),
    // Where the language wants parentheses and its grammar does without
    Sample("javascript", "foo($A)", "$A => 1", "x = b || foo(a);\n", "x = b || (a => 1);\n"),
    Sample("javascript", "foo($A)", "-$A", "x = foo(z) ** 2;\n", "x = (-z) ** 2;\n"),
    Sample(
      "javascript", "keep($A)", "$A", "() => { return keep(\n  // c\n  a.b()); };\n",
      "() => { return (// c\na.b()); };\n"),
    Sample("rust", "f($A)", "$A as u32", "fn g() -> bool { f(x) < y }\n", "fn g() -> bool { (x as u32) < y }\n"),
    Sample("python", "f($A)", "$A := 3", "y = f(x)\n", "y = (x := 3)\n"),
    Sample("python", "f($A)", "$A if b else c", "x = a if f(y) else d\n", "x = a if (y if b else c) else d\n"),
    Sample("python", "f($A)", "$A", "w = f(a +\n  b)\n", "w = (a +\n  b)\n"),
    Sample("python", "f($A)", "$A", "w = [f(a +\n  b)]\n", "w = [a +\n  b]\n"),
    // What becomes something else on purpose, or is text
    Sample("javascript", "f($A)", "'--$A'", "x = f(-a);\n", "x = '---a';\n"),
    Sample("python", "f($A)", "\"$A\"", "x = f(a + b)\n", "x = \"a + b\"\n"),
    Sample("python", "assert $A", "if not $A:\n    raise E", "assert a\n", "if not a:\n    raise E\n"),
    Sample("python", "set([$$$A])", "{$$$A}", "x = set([a + 1, b])\n", "x = {a + 1, b}\n"),
    Sample("javascript", "f($A);", "if ($A) g();", "f(a && b);\n", "if (a && b) g();\n"),
  ]

  @Test(arguments: samples) func `Parentheses come where they are needed and nowhere else`(_ sample: Sample) throws {
    let program = try program(sample.language, sample.pattern, sample.rewrite)
    for isReviewed in [false, true] {
      let outcome = program.apply(to: Array(sample.before.utf8), isReviewed: isReviewed)
      #expect(String(decoding: outcome.result, as: UTF8.self) == sample.after)
      #expect(outcome.refused.isEmpty && outcome.doubtful.isEmpty)
    }
  }

  @Test(arguments: [
    ("python", "if x:\n    save(x)\n    go(1)\n", "if x:\n    check(x)\n    keep(x)\n    go(1)\n"),
    ("python", "def f():\n    a()\n    save(x)\n    b()\n", "def f():\n    a()\n    check(x)\n    keep(x)\n    b()\n"),
    ("javascript", "if (x) {\n  save(x)\n  go(1)\n}\n", "if (x) {\n  check(x)\n  keep(x)\n  go(1)\n}\n"),
    (
      "go", "package a\n\nfunc f() {\n\tsave(x)\n\tg()\n}\n",
      "package a\n\nfunc f() {\n\tcheck(x)\n\tkeep(x)\n\tg()\n}\n"
    ),
    ("ruby", "def f\n  save(x)\n  g\nend\n", "def f\n  check(x)\n  keep(x)\n  g\nend\n"),
  ])
  func `Several statements take the place of one, whatever follows`(
    _ language: String, _ before: String, _ after: String
  ) throws {
    let outcome = try program(language, "save($A)", "check($A)\nkeep($A)").apply(to: Array(before.utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == after, "\(outcome.refused)")
    #expect(outcome.refused.isEmpty)
  }

  @Test func `Several statements are none where an expression stood`() throws {
    let source = "if x:\n    y = save(x)\n    go(1)\n"
    let outcome = try program("python", "save($A)", "check($A)\nkeep($A)").apply(to: Array(source.utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == source)
    #expect(outcome.refused.count == 1)
  }

  @Test func `What no parentheses help is left for review`() throws {
    let program = try program("python", "join($A, $B)", "$A / $B")
    let source = "x = join(a, b or c)\ny = join(a, *b)\n"
    let outcome = program.apply(to: Array(source.utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == "x = a / (b or c)\ny = join(a, *b)\n")
    #expect(outcome.refused.map(\.line) == [2])
  }

  @Test(arguments: [
    ("javascript", "foo($A)", "[$A]", "let x = a\nfoo(1).map(b)\n"),
    ("javascript", "foo($A)", "-$A", "let x = a\nfoo(1)\n"),
    ("javascript", "foo($A)", "[$A].g()", "const f = function () {}\nfoo(a)\n"),
    ("python", "($A)", "$A", "def f(x):\n    return(x)\n"), ("javascript", "($A)", "$A", "y = typeof(x);\n"),
  ])
  func `What would be read as something else in any form is not done`(
    _ name: String, _ pattern: String, _ rewrite: String, _ source: String
  ) throws {
    let outcome = try program(name, pattern, rewrite).apply(to: Array(source.utf8))
    #expect(String(decoding: outcome.result, as: UTF8.self) == source)
    #expect(outcome.refused.count == 1)
  }

  @Test func `An empty part at the end of a file is no reason to fail`() throws {
    let program = try program("python", "def $F(): $B", "def $F(self): $B")
    #expect(program.apply(to: Array("def f():".utf8)).result.starts(with: "def f(".utf8))
  }

  @Test func `What grows with every pass is left`() throws {
    let rule = "rule: {kind: number, pattern: $N}\nfix: '[$N, $N]'\n"
    let text = "---\nlanguage: javascript\nsummary: A test.\n---\n```hone\n\(rule)```\n"
    let outcome = try program(text, "javascript").apply(to: Array("f(1);\n".utf8))
    #expect(outcome.result.count < 1 << 18 && outcome.refused.count == 1)
  }

  @Test func `A place by itself gets its parentheses too`() throws {
    let program = try program("python", "double($A)", "$A * 2")
    let tree = try program.tree(of: Array("x = 1 / double(a + b)\n".utf8))
    let place = try #require(program.places(in: tree).first)
    var text = tree.source
    for replacement in place.replacements.reversed() {
      text.replaceSubrange(replacement.range, with: replacement.bytes)
    }
    #expect(String(decoding: text, as: UTF8.self) == "x = 1 / ((a + b) * 2)\n")
  }

  @Test func `Many places of a long file are mended at once`() throws {
    let program = try program("python", "double($A)", "$A * 2")
    let lines = (0..<900).map { "x\($0) = double(a + \($0))\ny\($0) = g(\($0))\n" }
    let outcome = program.apply(to: Array(lines.joined().utf8))
    let wanted = (0..<900).map { "x\($0) = (a + \($0)) * 2\ny\($0) = g(\($0))\n" }
    #expect(outcome.places == 900)
    #expect(String(decoding: outcome.result, as: UTF8.self) == wanted.joined())
  }

  private func program(_ name: String, _ pattern: String, _ rewrite: String) throws -> RecipeProgram {
    func block(_ sign: String, _ text: String) -> String {
      text.split(separator: "\n").map { sign + $0 + "\n" }.joined()
    }
    let patch = block("-", pattern) + block("+", rewrite)
    return try program("---\nlanguage: \(name)\nsummary: A test.\n---\n```hone\n\(patch)```\n", name)
  }

  private func program(_ text: String, _ name: String) throws -> RecipeProgram {
    let language = try #require(Language.named(name))
    return try RecipeProgram(
      recipe(text).filled(with: []), language: language, grammar: GrammarLibrary.standard.grammar(for: language)
    ) { name throws(RecipeError) in throw RecipeError(file: name, "is not there", remedy: "") }
  }
}
