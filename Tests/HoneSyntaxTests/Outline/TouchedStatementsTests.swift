import Testing

@testable import HoneSyntax

struct TouchedStatementsTests {
  private func touched(_ base: String, _ text: String, _ language: String = "python") throws -> TouchedStatements? {
    let language = try #require(Language.named(language))
    return TouchedStatements(from: Array(base.utf8), to: Array(text.utf8), in: language)
  }

  @Test func `Other languages are not understood`() throws {
    for name in ["bash", "ruby", "php", "html", "markdown"] {
      #expect(!TouchedStatements.canFind(in: try #require(Language.named(name))), "\(name)")
      #expect(try touched("a\n", "b\n", name) == nil, "\(name)")
    }
  }

  @Test(arguments: [
    ("a = 1\nb = 2\nc = 3\n", "a = 1\nb = 9\nc = 3\n", "b = 9\n"), ("a = 1\nb = 2\n", "a = 1\nb = 2\n", ""),
    ("a = 1\nc = 3\n", "a = 1\nb = 2\nc = 3\n", "b = 2\n"),
    ("a = 1\nb = 2\nc = 3\n", "a = 1\nc = 3\n", "c = 3\n"),
    ("if a:\n    b\nc = 3\n", "if a:\n    b\nelse:\n    d\nc = 3\n", "if a:\n    b\nelse:\n    d\n"),
    ("@d\ndef f(): pass\n", "@d\ndef g(): pass\n", "@d\ndef g(): pass\n"), ("", "a = 1\n", "a = 1\n"),
  ])
  func `Statements of the top level stand alone`(base: String, text: String, expected: String) throws {
    let touched = try #require(try touched(base, text))
    #expect(String(decoding: touched.text, as: UTF8.self) == expected)
    #expect(!touched.isNested)
  }

  @Test(arguments: [
    // In a method: the lines that begin the class and the method, without what else is in them.
    (
      "class C(\n  B):\n    x = 1\n    @d\n    def f(self):\n        a\n        b\n        c\n\n    y = 2\n", "b", "bb",
      "class C(\n  B):\n    @d\n    def f(self):\n        bb\n"
    ),
    // A clause belongs to its statement, and so does what stands in it.
    (
      "def f():\n    a\n    if b:\n        c\n    else:\n        d\n    e\n", "d", "dd",
      "def f():\n    if b:\n        c\n    else:\n        dd\n"
    ),
    // There is no `try` without its clauses.
    (
      "def f():\n    try:\n        a\n    except E:\n        b\n    c\n", "a", "aa",
      "def f():\n    try:\n        aa\n    except E:\n        b\n"
    ),
    // What was the last statement of a block may now go on.
    (
      "def f():\n    a\n    if b: x\nc\n", "if b: x\n", "if b:\n        d\n", "def f():\n    if b:\n        d\n"
    ),
  ])
  func `Statements in others stand below the lines that begin those`(
    base: String, old: String, new: String, expected: String
  ) throws {
    let range = try #require(base.ranges(of: old).last)
    let touched = try #require(try touched(base, base.replacingCharacters(range, new)))
    #expect(String(decoding: touched.text, as: UTF8.self) == expected)
  }

  @Test func `A statement that becomes a clause or was one is seen with its neighbours`() throws {
    let base = "if a:\n    b\nelse:\n    c\n"
    let touched = try #require(try touched(base, base.replacing("else:", with: "elsewhere:")))
    #expect(String(decoding: touched.text, as: UTF8.self).hasPrefix("if a:"))
  }

  @Test func `Conditional compilation that changes is not taken apart`() throws {
    let base = "int a;\n#if B\nint b;\n#endif\nint c;\n"
    #expect(try touched(base, base.replacing("#endif\n", with: ""), "c") == nil)
    #expect(try touched(base, base.replacing("c;", with: "d;"), "c") != nil)
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<Index>, _ text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
