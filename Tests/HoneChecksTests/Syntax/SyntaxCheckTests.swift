import HoneCore
import Testing

@testable import HoneChecks

struct SyntaxCheckTests {
  private let check = SyntaxCheck()

  @Test(arguments: [
    ("a.py", "def f(:\n  pass\n"), ("a.js", "function f( {\n"), ("a.ts", "let x: = 1;\n"),
    ("a.go", "package a\nfunc {\n"),
    ("a.java", "class A { void f( { } }\n"), ("a.rs", "fn f( {}\n"), ("a.rb", "def f(\n"), ("a.php", "<?php if ( {\n"),
    ("a.c", "int f(void) { return 1;\n"), ("run", "#!/usr/bin/env python3\ndef f(:\n"),
    ("a.py", "class A:\nclass A:\n  x = 1\n"), ("a.py", "if a:\n  # b\nc()\n"),
    ("a.py", "if a:\n    b()\n  c()\n"), ("a.py", "a()\n  b()\n"),
    ("a.rb", "def f\n  1\nend\nend\n"),
    ("a.sh", "if a; then b\n"), ("run", "#!/bin/sh\ncase a in\n"), ("a.css", "a { color red; }\n"),
    ("a.scss", "a { b: c;\n"),
    ("a.less", "a { b: \"c; }\n"), ("a.html", "<p>\n<!-- a\n"), ("a.c", "char *a = \"b;\nint c = 1;\n"),
    ("a.kt", "val a = \"b\nval c = 1\n"), ("a.swift", "let a = \"b\nlet c = 1\n"),
    ("a.cs", "class A { string b = \"c; }\n"),
  ])
  func `Code that cannot be parsed is an error`(path: String, text: String) throws {
    let found = try findings(of: check, in: path, Array(text.utf8))
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.rule == "syntax/parse-error" && $0.severity == .error }, "\(found)")
  }

  @Test(arguments: [
    ("a.py", "def f():\n  pass\n"), ("a.js", "const f = async () => ({...x});\n"), ("a.ts", "let x: number = 1;\n"),
    ("a.go", "package a\nfunc f() {}\n"), ("a.c", "int f(void) { return 1; }\n"), ("a.txt", "def f(:\n"), ("a.py", ""),
    ("a.py", "class A:\n    @b\n# c\n    def f(self):\n        pass\n"),
    ("a.rb", "a.end\nb&.else\ndef end; end\nc = { end: 1 }\nalias end d\n"),
    ("a.rb", "def foo(start:, end:)\nend\ndef end=(value)\nend\n"),

    ("a.sh", "if {{cookiecutter.a}}; then b\n"), ("a.sh", "<<<<<<< HEAD\nif\n=======\n>>>>>>> b\n"),

    ("{{name}}/a.sh", "if\n"), ("{{name}}/a.py", "def f(:\n"),
    ("a.py", "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n"),
  ])
  func `Other files are left alone`(path: String, text: String) throws {
    #expect(try found(check, in: path, text).isEmpty)
  }

  @Test(arguments: [
    ("a.ts", "const a = Option.none<typeof import(\"x\")>();\n"), ("a.ts", "const c = f<import('x').Y>(1);\n"),
    ("a.py", "def f():\n    (bar.\nbaz)\n    (bar.\nbaz(\n))\n    return 1\n"),
    ("a.py", "try:\n    a()\nexcept b.C, D, E:\n    pass\nexcept* F, G, H:  # x, y\n    pass\n"),
    ("a.rs", "fn f(a: A) -> bool { match a { A(_) => #[allow(x)] (1 as i8 == -1), B => false } }\n"),
    ("a.kt", "val a = 0b1___0000__01\n"),
    ("build.gradle.kts", "plugins {\n}\n\nimport a.b.C\n\nval x = C()\n"),
    ("a.js", "import defer * as a from 'b';\nconst f = (n) => import.defer(`./${n}.js`);\n"),
    ("a.swift", "func f() {\n  #warning(\"don't\")\n  let a = unsafe g(b)\n}\n"),
    ("a.html", "$def with (a)\n<p>\n$# it's <b-c> rather\n$:b()\n</p>\n"),
    ("a.md", "# a\n\n```python\ndef f(:\n```\n"),
  ])
  func `What only a grammar cannot place is no fault`(path: String, text: String) throws {
    #expect(try found(check, in: path, text).isEmpty)
  }

  @Test(arguments: [
    ("a.ts", "const a = Option.none<typeof import(\"x\")>(;\n"),
    ("a.py", "try:\n    a()\nexcept b.C, D, E:\n    f(:\n"),
    ("a.rs", "fn f(a: A) -> bool { match a { A(_) => #[allow(x)] } \n"),
    ("a.rs", "#[derive(Debug, Clone]\nstruct A;\n"), ("a.rs", "#[cfg(feature = \"x)]\nfn f() {}\n"),
    ("a.py", "def f(obj):\n    obj.\nprint(1)\n"),
  ])
  func `What is wrong beside it is told`(path: String, text: String) throws {
    #expect(try !found(check, in: path, text).isEmpty)
  }

  @Test func `Macros with a bracket of their own tell nothing of the others`() throws {
    let macros = "#define A(x) .a = { \\\n x\n#define B }\n"
    let text = macros + "struct s t = { A(1) } };\nGET(v)\nif (v) { f(); }\nint g(void) { return 1 }\n"
    let found = try findings(of: check, in: "a.c", Array(text.utf8))
    #expect(found.map(\.rule) == ["syntax/doubtful"])
  }

  @Test func `A text without an end in a script is a warning`() throws {
    let found = try findings(of: check, in: "a.sh", Array("cat <<EOF\na\n".utf8))
    #expect(found.map(\.rule) == ["syntax/parse-error"])
    #expect(found.first?.severity == .warning)
    let inside = try findings(of: check, in: "a.sh", Array("if a; then cat <<EOF\na\nfi\n".utf8))
    #expect(inside.map(\.severity) == [.error])
    #expect(inside.first?.message == "no line `EOF` ends the text that begins here")
  }

  @Test func `Scripts of a page are parsed`() throws {
    let page = "<p>a</p>\n<script>\nfunction f( {\n</script>\n"
    #expect(try found(check, in: "a.html", page).first?.hasSuffix(" parse-error") == true)
    #expect(
      try findings(of: check, in: "a.html", Array(page.utf8)).allSatisfy { $0.start.line > 1 && $0.severity == .error })
    #expect(try !found(check, in: "a.html", "<script type=module>import a from ;</script>\n").isEmpty)
  }

  @Test(arguments: [
    "<script>\nconst f = async () => ({...x});\n</script>\n",
    "<script type=\"text/x-template\">\n<p>a( {</p>\n</script>\n",
    "<script>var x = {{ value }};</script>\n", "<script>var x = ${value};</script>\n",
    "<script><!--\nf();\n//--></script>\n",
    "<script type=\"application/ld+json\">{\"a\": </script>\n", "<script>{% if x %} f( {% endif %}</script>\n",
    "<script lang=\"ts\">let x: number = 1;</script>\n", "<p><?php x ?></p><script>f(</script>\n",
    "<script src=\"a.js\"></script>\n",
  ])
  func `Scripts that are code once the page is filled in are left alone`(page: String) throws {
    #expect(try found(check, in: "a.html", page).filter { $0.hasSuffix("parse-error") } == [])
  }

  @Test(arguments: [
    ("a.c", "BEGIN_LIST foo bar END_LIST\nint x;\n"), ("a.swift", "do throws(E) { try f() } catch {}\n"),
    ("a.py", "{% if x %}\nimport a\n{% endif %}\n"), ("a.css", "a { color: {{ primary }}; }\n"),
    ("a.c", "char *a = \"a \\\r\n b\";\r\n"),
    ("a.h", "extern \"C\" {\n#if 0\n} /* for editors */\n#endif\nint a(void);\n}\n"),
    ("a.zsh", "if a { b\n"), ("a", "#!/bin/zsh\nif a { b\n"), ("a.html", "<a <?php x ?>>\n"),
  ])
  func `Macros, new syntax and templates are no errors while brackets pair up`(path: String, text: String) throws {
    #expect(try findings(of: check, in: path, Array(text.utf8)).allSatisfy { $0.rule == "syntax/doubtful" })
  }

  @Test(arguments: [
    ("a.ts", "export type * from \"b\"\nlet x: number = 1\n"), ("a.ts", "interface A<in out T> { x: T }\n"),
    ("a.go", "package a\n\ntype G[T any] = []T\n"),
    ("a.tsx", "const [a, using, b] = f();\n"), ("a.ts", "const c = (a || using) && b;\n"),
    ("a.go", "package a\n\nvar q, r = new(\"a\"), new([]int)\n\nvar s, t = new(int32(1)), new(b.T)\n"),
    ("a.js", "async () => { await using x = f(); }\n"),
    ("a.py", "x = t\"a {b}\"\n"), ("a.php", "<?php $x = f() |> g(...);\n"), ("a.rs", "extern \"C\" { safe fn f(); }\n"),
    ("a.java", "import module java.base;\nclass A {}\n"),
    ("a.c", "#ifdef A\nint f(int a) {\n#else\nint f(int a, int b) {\n#endif\n  return a;\n}\n"),
  ])
  func `Code that its compiler takes is no error`(path: String, text: String) throws {
    #expect(try !found(check, in: path, text).contains { $0.contains("parse-error") })
    // What is wrong beside it still is.
    let broken = text.replacing("\n", with: "\n)) }\n", maxReplacements: 1)
    #expect(try found(check, in: path, broken).contains { $0.contains("parse-error") })
  }

  @Test(arguments: [
    ("a.swift", "let x = 4\n", "let x = = 5\n"), ("a.kt", "val x = 4\n", "val x = = 3\n"),
    ("a.html", "<div>a</div>\n", "<div>a\n"), ("a.c", "int x = 1;\n", "int x = ;\n"),
    ("a.css", "a { color: red }\n", "a { color: red; : }\n"),
  ])
  func `Where a grammar may be short, what it could parse before is told once, and stops nobody`(
    path: String, before: String, after: String
  ) throws {
    let checker = Checker([check])
    let file = CheckedFile(path: try RepositoryPath(path), contents: Array(after.utf8))
    let found = checker.findings(in: file).findings
    #expect(found.map(\.rule) == ["syntax/doubtful"] && found[0].severity == .note)
    #expect(checker.new(found, in: file, since: [Array(before.utf8)]).count == 1)
    #expect(checker.new(found, in: file, since: [Array(after.utf8)]).isEmpty)
    #expect(checker.new(found, in: file, since: []).isEmpty)
  }

  @Test func `Only faults that the version before did not have count`() throws {
    let checker = Checker([check])
    func new(_ text: String, since base: String) throws -> Int {
      let file = CheckedFile(path: try RepositoryPath("a.py"), contents: Array(text.utf8))
      return checker.new(checker.findings(in: file).findings, in: file, since: [Array(base.utf8)]).count
    }
    #expect(try new("def f(:\n", since: "def f(): ...\n") > 0)
    #expect(try new("x = 1\ndef f(:\n", since: "def f(:\n") == 0)
  }

  @Test func `Blanks in a literal are not deleted unseen`() throws {
    let text = "x = 1 \ny = \"\"\"a \nb\"\"\" \nz = f\"{x }\" \n"
    let safe = try findings(of: TrailingBlanksCheck(), in: "a.py", Array(text.utf8)).map { $0.fix?.isSafe }
    #expect(safe == [true, false, true, true])
  }
}
