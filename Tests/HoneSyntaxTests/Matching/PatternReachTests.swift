import HoneSyntax
import HoneTestSupport
import Testing

@Suite struct PatternReachTests {
  @Test(arguments: [
    ("python", "Optional[$T]", "x: Optional[int] = Optional[3]\ndef f(a: Optional[b]) -> Optional[c]: ...\n", 4),
    ("typescript", "Array<$T>", "let x: Array<number>; function f(a: Array<A<B>>): void {}\n", 2),
    ("swift", "Array<$T>", "let x: Array<Int> = Array<Int>()\n", 2),
    ("kotlin", "List<$T>", "val x: List<Int> = f()\n", 1),
  ])
  func `types are read beside expressions`(language: String, pattern: String, code: String, count: Int) throws {
    #expect(try Search.texts(pattern, in: code, language, reach: .everywhere).count == count)
  }

  @Test func `a call in C is found though alone it reads as a declaration`() throws {
    let code = "void f(void) { char *p = zmalloc(3); zmalloc(sizeof(*p)); }"
    #expect(try Search.texts("zmalloc($E)", in: code, "c") == [])
    #expect(
      try Search.texts("zmalloc($E)", in: code, "c", reach: .everywhere) == ["zmalloc(3)", "zmalloc(sizeof(*p))"])
  }

  @Test func `the readings are told`() throws {
    let pattern = try Pattern("zmalloc($E)", grammar: try Search.grammar("c"), reach: .everywhere)
    #expect(pattern.readings.first?.place == "file")
    #expect(pattern.readings.contains { $0.kind == "call_expression" })
    #expect(Set(pattern.readings.map(\.nodes)).count == pattern.readings.count)
  }

  @Test(arguments: [("return $A;", ["return_statement"]), ("$A $B;", ["declaration", "field_declaration"])])
  func `no reading takes a keyword for a name`(text: String, kinds: [String]) throws {
    let pattern = try Pattern(text, grammar: try Search.grammar("c"), reach: .everywhere)
    #expect(pattern.readings.map(\.kind) == kinds)
  }

  @Test(arguments: [
    ("python", "f($A"), ("python", "x = [$A"), ("c", "foo($A"), ("c", "if ($A) {"), ("javascript", "if ($A) {"),
  ])
  func `a bracket that stays open is a mistake`(language: String, text: String) throws {
    let grammar = try Search.grammar(language)
    #expect(throws: PatternError.self) { try Pattern(text, grammar: grammar, reach: .everywhere) }
  }

  @Test func `a script language reads a sound text only as a file`() throws {
    let pattern = try Pattern("x = $A", grammar: try Search.grammar("python"), reach: .everywhere)
    #expect(pattern.readings.map(\.place) == ["file"])
  }

  @Test(arguments: [
    ("go", "fmt.Errorf($$$A)", "package p\nfunc f() { fmt.Errorf(\"x\", e); g() }\n", ["fmt.Errorf(\"x\", e)"]),
    ("cpp", "std::move($A)", "void f() { g(std::move(x)); }", ["std::move(x)"]),
    ("javascript", "\"a\": $B", "x = { \"a\": 1 }", ["\"a\": 1"]),
    ("typescript", "foo($A) { $$$ }", "class C { foo(x) { y } }", ["foo(x) { y }"]),
    ("python", "except $E:\n    $$$B", "try:\n    a\nexcept E:\n    b\n", ["except E:\n    b"]),
    (
      "java", "@Override public void $F() { $$$ }", "class C { @Override public void f() { } }",
      ["@Override public void f() { }"]
    ),
    ("rust", "Some($A) => $B", "fn f() { match x { Some(y) => z, None => w } }", ["Some(y) => z,"]),
  ])
  func `what is no file is read where it may stand`(
    language: String, pattern: String, code: String, expected: [String]
  ) throws {
    #expect(try Search.texts(pattern, in: code, language, reach: .everywhere) == expected)
  }

  @Test(arguments: [
    ("c", "struct $N { $$$M };", "struct a { int b; int c; };\n", ["struct a { int b; int c; };"]),
    ("c", "enum $N { $$$M };", "enum a { B, C };\n", ["enum a { B, C };"]),
    ("cpp", "class $N : public $B { $$$M };", "class A : public B { int c; };\n", ["class A : public B { int c; };"]),
    ("typescript", "private $X = $Y", "class C { private x = 1; y = 2 }", ["private x = 1"]),
    ("typescript", "static $X = $Y", "class C { static x = 1; y = 2 }", ["static x = 1"]),
    ("typescript", "$K: $T", "interface I { k: number; l }", ["k: number"]),
    ("typescript", "k: number", "interface I { k: number; l: number }", ["k: number"]),
    ("javascript", "$K: 1", "x = { a: 1, b: 2 }; c: 1", ["a: 1", "c: 1"]),
    ("rust", "$F: 1", "fn f() { T { a: 1, b: 2 } }", ["a: 1"]),
    ("rust", "$F: $V.clone()", "fn f() { T { a: b.clone(), c: d } }", ["a: b.clone()"]),
    ("rust", "$F: $T", "struct S { a: u8 }\nfn f() { T { b: c } }", ["a: u8", "b: c"]),
    ("json", "[$A, $B, $C]", "[[1, 2, 3], [4, 5]]", ["[1, 2, 3]"]),
    ("json", "{\"a\": $X, $$$R}", "[{\"a\": 1, \"b\": 2, \"c\": 3}, {\"b\": 1}]", ["{\"a\": 1, \"b\": 2, \"c\": 3}"]),
    ("json", "{\"a\": $X, \"b\": $Y}", "[{\"a\": 1, \"b\": [2]}, {\"b\": 1}]", ["{\"a\": 1, \"b\": [2]}"]),
    ("php", "f($X) + $X", "<?php $a = f($b) + $b; $a = f($b) + $c;", ["f($b) + $b"]),
    ("php", "isset($X) ? $X : $Y", "<?php $a = isset($b) ? $b : 1; $a = isset($b) ? $c : 1;", ["isset($b) ? $b : 1"]),
    ("python", "finally: $$$B", "try:\n    a\nfinally:\n    b\n    c\n", ["finally:\n    b\n    c"]),
    ("python", "a=$X", "f(a=1)\na = 2\ndef f(a=3): pass\n", ["a=1", "a = 2", "a=3"]),
    ("python", "$A: $T = $D", "x: int = 1\ndef f(a: int = 2, b=3): pass\n", ["x: int = 1", "a: int = 2"]),
    ("go", "case $X: $$$B", "package p\nfunc f() { switch x { case 1: g() } }\n", ["case 1: g()"]),
    (
      "csharp", "foreach (var $X in $Y) { $$$B }", "class C { void F() { foreach (var a in b) { c(); d(); } } }",
      ["foreach (var a in b) { c(); d(); }"]
    ),
    ("bash", "for $I in $X; do $$$B; done", "for a in $b; do c; d; done\n", ["for a in $b; do c; d; done"]),
  ])
  func `code is found where people look for it`(
    language: String, pattern: String, code: String, expected: [String]
  ) throws {
    #expect(try Search.texts(pattern, in: code, language, reach: .everywhere) == expected)
  }

  @Test func `a metavariable in a part of a symbol is a mistake`() throws {
    let error = #expect(throws: PatternError.self) {
      try Pattern("attr_accessor :$X", grammar: try Search.grammar("ruby"), reach: .everywhere)
    }
    #expect(error?.offset == 14)
    #expect(
      try Search.texts("attr_accessor $X", in: "class C\n  attr_accessor :x\nend\n", "ruby", reach: .everywhere)
        == ["attr_accessor :x"])
  }

  @Test func `a metavariable may stand for a string that the grammar wants`() throws {
    let code = "import { a } from 'x';\nimport b from 'y';\n"
    #expect(
      try Search.texts("import { $$$A } from $B", in: code, "typescript", reach: .everywhere)
        == ["import { a } from 'x';"])
    #expect(try Search.texts("import { $$$A } from $B", in: code, "typescript") == ["import { a } from 'x';"])
  }

  @Test func `one place is reported once for several readings`() throws {
    let found = try Search.texts("f($A);", in: "void g(void) { f(1); }", "c", reach: .everywhere)
    #expect(found.count == 1)
  }

  @Test(arguments: [
    ("", "empty"), ("   \n", "empty"), ("$$$A", "alone matches everything"), ("def def (", "no python code"),
  ])
  func `what makes no sense is refused with a remedy`(pattern: String, problem: String) throws {
    let grammar = try Search.grammar("python")
    let error = #expect(throws: PatternError.self) {
      try Pattern(pattern, grammar: grammar, reach: .everywhere)
    }
    #expect(error?.problem.contains(problem) == true)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `an unknown selector is refused`() throws {
    let grammar = try Search.grammar("python")
    #expect(throws: PatternError.self) { try Pattern("a", grammar: grammar, selector: "no_such_kind") }
  }

  @Test func `the place of a mistake is told in the text as written`() throws {
    let grammar = try Search.grammar("python")
    let error = #expect(throws: PatternError.self) { try Pattern("$A + + ) $B", grammar: grammar, reach: .everywhere) }
    #expect((0...11).contains(error?.offset ?? -1))
  }

  @Test func `hostile patterns are read or refused, and never crash`() throws {
    let grammars = try ["python", "javascript", "c", "rust"].map { try Search.grammar($0) }
    let pieces = [
      "$A", "$$$", "$$$B", "$_", "(", ")", "{", "}", "\"", "f", ";", " ", "\n", "é", "=", "if", "$$$$$", "\u{0}", "µA",
      "#",
    ]
    try fuzz { generator in
      let count = Int.random(in: 0...12, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let grammar = grammars.randomElement(using: &generator) ?? grammars[0]
      let reach: Pattern.Reach = generator.happens(50) ? .file : .everywhere
      guard let pattern = try? Pattern(text, grammar: grammar, reach: reach) else { return }
      let code = (0..<20).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      for match in try Search.matches(Rule(.pattern(pattern)), in: code, grammar) {
        #expect(match.range.upperBound <= code.utf8.count)
        #expect(match.captures.compactMap(\.self).allSatisfy { match.range.contains($0.range) || $0.count == 0 })
      }
    }
  }

  @Test func `a pattern that nests too deep is refused`() throws {
    let deep = String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000)
    let grammar = try Search.grammar("python")
    #expect(throws: PatternError.self) { try Pattern(deep, grammar: grammar) }
    #expect(try Search.texts("($A)", in: deep, "python").count == 5000)
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
