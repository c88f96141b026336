import HoneTestSupport
import Testing

@testable import HoneSyntax

/// Borders between statements of the top level, marked by `|` in the tests.
struct TopLevelBordersTests {
  private func borders(_ language: String, _ marked: String) throws -> (found: [Int]?, expected: [Int]) {
    var text: [UInt8] = []
    var expected: [Int] = []
    for byte in marked.utf8 { if byte == UInt8(ascii: "|") { expected.append(text.count) } else { text.append(byte) } }
    let language = try #require(Language.named(language))
    return (try #require(TopLevelBorders(language)).offsets(in: text), expected)
  }

  @Test(arguments: [
    ("python", "|import a\n|def f(x,\n  y):\n    return 1\n\n|class C:\n    pass\n"),
    ("python", "|if a:\n    b\nelif c:\n    d\nelse:\n    e\n|try:\n    f\nexcept E:\n    g\nfinally:\n    h\n"),
    ("python", "|@first\n@second\ndef f():\n    pass\n|elsewhere = 1\n"),
    ("python", "|a = \"\"\"\nnot here\n\"\"\"\n# nor here\n|b = [\n1,\n]\n|c = 1 + \\\n2\n|d = 'it\\'s'  # don't\n"),
    ("go", "|package a\n\n|import \"b\"\n\n|func f() {\n\ta := `\n}\n`\n}\n\n|func g() {}\n"),
    ("c", "#include <a.h>\n|int f(void) {\n  return '}';\n}\n|static int\ng(void) { return 0; } /* }\n} */\n|int a;\n"),
    ("c", "|struct s {\n  int a;\n}\nfinal;\n"),
    ("javascript", "|const a = /[/'\"]/.test(b);\n|function f() {\n  return `x${ {a: `}`} }y`;\n}\n|f()\n"),
    ("javascript", "|if (a) {\n}\nelse {\n}\n|let b = 4 / 2;\n|c = d / e; // don't\n"),
    ("rust", "|fn f<'a>(x: &'a str) -> char {\n    '}'\n}\n\n|struct S;\n"),
    ("swift", "|import A\n\n|func f() {\n  let a = \"\"\"\n    }\n    \"\"\"\n}\n|struct S {}\n"),
  ])
  func `Borders are where statements begin`(language: String, marked: String) throws {
    let (found, expected) = try borders(language, marked)
    #expect(found == expected)
  }

  @Test(arguments: [
    ("python", "a = (1\n"), ("python", "a = 1)\n"), ("python", "a = 'x\nb = 1\n"), ("python", "a = \"\"\"x\n"),
    ("c", "int f() {\n"), ("c", "}\n"), ("c", "char *a = \"x\n\";\n"), ("c", "/* a\n"), ("rust", "let a = r#\"x\"#;\n"),
    ("javascript", "a = <p>Don't</p>;\n"), ("javascript", "a = `x${b`;\n"), ("swift", "let a = \"\\(b[\"c\"])\"\n"),
  ])
  func `A text that is not understood has no borders`(language: String, text: String) throws {
    #expect(try borders(language, text).found == nil)
  }

  @Test func `Other languages have none`() throws {
    for name in ["bash", "ruby", "php", "html", "markdown"] {
      let language = try #require(Language.named(name))
      #expect(TopLevelBorders(language) == nil, "\(name)")
    }
  }
}
