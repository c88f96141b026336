import HoneSyntax
import Testing

@Suite struct PatternTests {
  /// A pattern, code, and the texts that must match; what ast-grep documents, in each language.
  struct Sample: Sendable, CustomTestStringConvertible {
    var language: String
    var pattern: String
    var code: String
    var matches: [String]

    init(_ language: String, _ pattern: String, _ code: String, _ matches: [String]) {
      self.language = language
      self.pattern = pattern
      self.code = code
      self.matches = matches
    }

    var testDescription: String { "\(language): \(pattern)" }
  }

  static let samples: [Sample] = [
    // One named node, and equal code for equal names, whatever the blanks.
    Sample("python", "$A == $A", "a == a\na == b\nf(x) == f( x )\n", ["a == a", "f(x) == f( x )"]),
    Sample("javascript", "$A && $A()", "a && a(); a && b(); a.b && a.b()", ["a && a()", "a.b && a.b()"]),
    Sample("javascript", "console.log($A)", "console.log(1); console.log(); console.log(1, 2)", ["console.log(1)"]),
    // A name that begins with an underscore need not be equal.
    Sample("javascript", "$_F($_F)", "test(a); f(f)", ["test(a)", "f(f)"]),
    // Any number of nodes.
    Sample("javascript", "f($$$A)", "f(); f(1); f(1, 2)", ["f()", "f(1)", "f(1, 2)"]),
    Sample("javascript", "f($A, $$$B)", "f(); f(1); f(1, 2)", ["f(1, 2)"]),
    Sample("javascript", "function $F($$$) { $$$ }", "function f(a, b) { x; y }", ["function f(a, b) { x; y }"]),
    // What a pattern does not write may be there, if it has no name.
    Sample(
      "javascript", "function $A() {}", "function foo() {}\nasync function bar() {}",
      ["function foo() {}", "async function bar() {}"]),
    Sample(
      "javascript", "async function $A() {}", "function foo() {}\nasync function bar() {}", ["async function bar() {}"]),
    Sample("javascript", "foo($A)", "foo(/* why */ 1)", ["foo(/* why */ 1)"]),
    Sample("python", "f($A)", "f(1,)\nf(\n  1,  # one\n)\n", ["f(1,)", "f(\n  1,  # one\n)"]),
    // Lower-case names with a dollar are code.
    Sample("php", "$foo->$M()", "<?php $foo->a(); $bar->a();", ["$foo->a()"]),
    Sample("bash", "echo $A", "echo $x\necho hi\n", ["echo $x", "echo hi"]),
    // Strings are leaves, and quotes count.
    Sample("python", "f(\"a\")", "f(\"a\")\nf('a')\nf(\"b\")\n", ["f(\"a\")"]),
    Sample(
      "go", "if err != nil { $$$B }", "package p\nfunc f() {\n  if err != nil { return }\n  if ok { return }\n}\n",
      ["if err != nil { return }"]),
    Sample("java", "$A.equals($B)", "class C { boolean b = x.equals(y); }", ["x.equals(y)"]),
    Sample("java", "new Integer($A)", "class C { Object o = new Integer(3); }", ["new Integer(3)"]),
    Sample("rust", "$A.unwrap()", "fn f() { a.unwrap(); b().unwrap(); c.expect(); }", ["a.unwrap()", "b().unwrap()"]),
    Sample("rust", "let $X = $Y;", "fn f() { let a = 1; let mut b = 2; }", ["let a = 1;"]),
    Sample("c", "if ($A) { $$$B }", "void f(void) { if (x) { y(); } }", ["if (x) { y(); }"]),
    Sample("cpp", "$A->$B", "void f() { g(x->y); }", ["x->y"]),
    Sample("swift", "$A.count == 0", "if x.count == 0 {}\nif x.count == 1 {}\n", ["x.count == 0"]),
    Sample("kotlin", "val $X = $Y", "fun f() { val a = 1\n var b = 2 }\n", ["val a = 1"]),
    Sample("ruby", "puts $A", "puts 1\nputs x.y\n", ["puts 1", "puts x.y"]),
    Sample("typescript", "let $X: $T = $Y", "let a: number = 1; let b = 2;", ["let a: number = 1;"]),
    Sample("tsx", "<$T $$$A />", "x = <Foo a={1} />; y = <b>c</b>", ["<Foo a={1} />"]),
    Sample("css", "color: $A;", "a { color: red; width: 1px; }", ["color: red;"]),
    Sample("json", "[$$$A]", "{\"a\": [1, 2]}", ["[1, 2]"]),
  ]

  @Test(arguments: samples)
  func `finds what the notation says`(sample: Sample) throws {
    #expect(try Search.texts(sample.pattern, in: sample.code, sample.language) == sample.matches)
  }

  @Test func `a dollar twice takes nodes without a name`() throws {
    #expect(try Search.texts("return $$A", in: "function f() { return 1 }", "javascript") == ["return 1"])
    #expect(try Search.texts("$$A", in: "a;", "javascript").contains(";"))
    #expect(try !Search.texts("$A", in: "a;", "javascript").contains(";"))
  }

  @Test func `an ellipsis takes as little as it can, and does not try again`() throws {
    let code = "f(1); f(1, 2); f(1, 2, 3)"
    #expect(try Search.texts("f($$$A, 2, $$$B)", in: code, "javascript") == ["f(1, 2, 3)"])
    #expect(try Search.texts("f($$$A, $B)", in: code, "javascript") == ["f(1)"])
  }

  @Test func `captures are told by name`() throws {
    let grammar = try Search.grammar("python")
    let pattern = try Pattern("$F($A, $$$REST)", grammar: grammar)
    let match = try #require(try Search.matches(Rule(.pattern(pattern)), in: "call(a.b, 1, 2)\n", grammar).first)
    #expect(String(decoding: match.text(of: "F"), as: UTF8.self) == "call")
    #expect(String(decoding: match.text(of: "A"), as: UTF8.self) == "a.b")
    #expect(String(decoding: match.text(of: "REST"), as: UTF8.self) == "1, 2")
    #expect(match["REST"]?.count == 3)
    #expect(match["NOTHING"] == nil)
  }

  @Test(arguments: [
    (Strictness.cst, ["f(1)"]), (.smart, ["f(1)", "f(1,)", "f(/* c */ 1)"]), (.ast, ["f(1)", "f(1,)"]),
    (.relaxed, ["f(1)", "f(1,)", "f(/* c */ 1)"]), (.signature, ["f(1)", "f(1,)", "f(/* c */ 1)", "g(2)"]),
    (.template, ["f(1)", "f(1,)", "f(/* c */ 1)"]),
  ])
  func `strictness says what may differ`(strictness: Strictness, expected: [String]) throws {
    let found = try Search.texts(
      "f(1)", in: "f(1); f(1,); f(/* c */ 1); g(2); f(1, 2)", "javascript", strictness: strictness)
    #expect(found == expected)
  }

  @Test func `a context with a selector finds the part`() throws {
    let found = try Search.texts(
      "class A { $F = 1 }", in: "class B { x = 1; y = 2 }", "javascript", selector: "field_definition")
    #expect(found == ["x = 1"])
  }

  @Test func `statements in a row match as one place`() throws {
    let code = "def f():\n    a(1)\n    # why\n    b(1)\n    a(2)\n    b(3)\n"
    #expect(try Search.texts("a($X)\nb($X)", in: code, "python") == ["a(1)\n    # why\n    b(1)"])
  }
}
