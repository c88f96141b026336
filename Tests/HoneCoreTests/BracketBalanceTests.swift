import HoneCore
import HoneTestSupport
import Testing

@Suite struct BracketBalanceTests {
  @Test(arguments: [
    ("swift", "func f() { print(\"\\(g(\"}\")) (\") } // )\n/* { /* } */ ( */\n"),
    ("swift", "let a = #\"\"{\\\"#\nlet b = \"\"\"\n{ \"x\" (\n\"\"\"\n"),
    ("swift", "let r = /[(]\\{/\nlet x = a / b / (c)\n"),
    ("c", "char c = '{'; char *s = \"}\\\"(\"; int n = 1'000; // {\n"),
    ("cpp", "auto a = '\\''; auto b = '\\x28';\n"), ("rs", "fn f<'a>(x: &'a str) -> char { let r = r#\"{\"#; '}' }\n"),
    ("rs", "let s = \"one {\n two\";\n"), ("go", "var s = `{\\`\nvar r = '('\n"),
    ("js", "const s = `a ${f(`}`)} {`; const r = /[/(]{2}/g; const d = 'it\\'s }'; // don't (\n"),
    ("ts", "const x = a / (b) / c;\n"), ("py", "x = '''{\n''' + \"(\" # [\ny = f'{a[\"b\"]}'\n"), ("py", "s = r'\\'\n"),
    ("java", "String s = \"\"\"\n  { \" (\n  \"\"\"; char c = '\"';\n"), ("kt", "val s = \"${f(\"}\")} {\"\n"),
    ("json", "{\"a\": [\"}\"]}"),
    ("c", ""), ("swift", "\"unterminated (\n{}\n"),
  ])
  func balanced(_ fileExtension: String, _ source: String) {
    #expect(BracketBalance.fault(in: bytes(source), fileExtension: fileExtension) == nil)
  }

  @Test(arguments: [
    ("swift", "func f() {\n  if x {\n}\n", "{", 9, 1), ("c", "f(a];\n", "]", 3, 1), ("py", "x = [1,\n2\n", "[", 4, 1),
    ("js", "a\n}\n", "}", 2, 2), ("swift", "let s = \"\\(f(\"\n", "(", 12, 1),
  ])
  func unbalanced(_ fileExtension: String, _ source: String, _ bracket: String, _ offset: Int, _ line: Int) {
    let fault = BracketBalance.fault(in: bytes(source), fileExtension: fileExtension)
    #expect(fault == .init(bracket: bytes(bracket)[0], offset: offset, line: line))
  }

  @Test func speaksOnlyWhereTheBaseWasBalanced() {
    func code(_ base: String, _ result: String, _ fileExtension: String = "swift") -> Refusal.Code? {
      refusal { () throws(Refusal) in
        try BracketBalance.check(base: bytes(base), result: bytes(result), fileExtension: fileExtension)
      }?.code
    }
    #expect(code("f() {}\n", "f() {\n") == .gate)
    #expect(code("f() {\n", "f() {{\n") == nil)
    #expect(code("f() {}\n", "f() {\n", "txt") == nil)
    #expect(code("f() {}\n", "f() { g() }\n") == nil)
  }

  @Test func anyBytesEnd() {
    let signs = bytes("(){}[]\"'`#/*\\\n$r \u{e9}")
    let languages = ["swift", "rs", "js", "py", "c", "kt", "go"]
    fuzz { generator in
      let source = (0..<80).map { _ in signs.randomElement(using: &generator) ?? 0 }
      for language in languages {
        let fault = BracketBalance.fault(in: source, fileExtension: language)
        if let fault { #expect(bytes("(){}[]").contains(fault.bracket)) }
      }
    }
  }
}

@Suite struct ResultGateTests {
  private func code(_ base: [UInt8], _ result: [UInt8]) -> Refusal.Code? {
    refusal { () throws(Refusal) in try ResultGate.check(base: base, result: result, fileExtension: "txt") }?.code
  }

  @Test func refusesConflictMarkers() {
    #expect(code(bytes("a\n"), bytes("<<<<<<< HEAD\na\n")) == .gate)
    #expect(code(bytes("a\n"), bytes("a\n>>>>>>> \n")) == .gate)
    #expect(code(bytes("<<<<<<< HEAD\n"), bytes("<<<<<<< HEAD\nb\n")) == nil)
    #expect(code(bytes("a\n"), bytes("Title\n=======\n<<<<<<<< a\n")) == nil)
  }

  @Test func refusesWhatIsNoText() {
    #expect(code(bytes("a"), [0x61, 0]) == .gate)
    #expect(code(bytes("a"), [0x61, 0xff]) == .gate)
    #expect(code([0xff], [0xff, 0x61]) == nil)
  }
}
