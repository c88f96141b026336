import HoneCore
import HoneTestSupport
import Testing

@testable import HoneSyntax

/// Parts of sources that are parsed in place of the whole.
@Suite struct SourceExcerptTests {
  private func focus(_ patterns: [String], _ language: String) throws -> (Matcher, SyntaxFocus) {
    let grammar = try Search.grammar(language)
    let rules = try patterns.map { Rule(.pattern(try Pattern($0, grammar: grammar, reach: .everywhere))) }
    let matcher = Matcher(rules, grammar: grammar)
    return (matcher, try #require(matcher.focus))
  }

  private func excerpt(_ text: String, _ pattern: String, _ language: String) throws -> String? {
    let source = Array(text.utf8)
    let focus = try focus([pattern], language).1
    let hits = focus.hits(in: source)
    let excerpt = source.withUnsafeBufferPointer { focus.style?.excerpt(of: $0, around: hits) }
    return excerpt.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private func summary(_ matches: [Match]) -> [String] {
    matches.map { match in
      let captures = match.captures.map { $0.map { "\($0.range)" } ?? "-" }.joined(separator: " ")
      return "\(match.rule) \(match.range) \(match.flags.rawValue) \(captures)"
    }
  }

  // MARK: Python

  private static let filler =
    "import a, b, c\n\n\nclass Filler:\n    '''A long text that is left out.'''\n    x = [1, 2]\n"

  @Test(arguments: [
    ("def f():\n    a = 1\n    check(a)  # b\n", "check(a)\n"),
    ("class A:\n    if check(\n        a): # b\n        pass\n", "if check(\n        a): 0\n"),
    ("if a:\n    pass\nelif check(a):\n    pass\nelse: check(b)\n", "if check(a): 0\ncheck(b)\n"),
    ("try: check(a)\nexcept check(b) as c:\n    pass\n", "check(a)\ntry: 0\nexcept check(b) as c: 0\n"),
    ("@check(a)\n@b\ndef f(x=check(b)): return x\n", "@check(a)\ndef f(): 0\ndef f(x=check(b)): return x\n"),
    (
      "match check(a):\n    case check(b):\n        pass\n",
      "match check(a):\n case 0: 0\nmatch 0:\n case check(b): 0\n"
    ),
    (
      "with check(a) as b, c:\n    pass\nelse_ = check(b); d = 1\n",
      "with check(a) as b, c: 0\nelse_ = check(b); d = 1\n"
    ),
    ("x = '''\n# check\n'''\n# check(a)\n", "x = '''\n# check\n'''\n"),
  ])
  func `lines of Python are made such that they parse`(source: String, expected: String) throws {
    let made = try #require(try excerpt(Self.filler + source, "check($A)", "python"))
    #expect(made == expected)
    #expect(try !parsed(Array(made.utf8), as: "python").hasError)
  }

  @Test func `a rule that may match a block needs the statement around it`() throws {
    let text = Self.filler + "for a in b:\n    if check(a):\n        c\n    d\n"
    #expect(try excerpt(text, "if check($A): $$$B", "python") == "for a in b:\n    if check(a):\n        c\n    d\n\n")
  }

  @Test func `a text that is not understood is parsed in full`() throws {
    #expect(try excerpt(Self.filler + "check(a)\nb = (\n", "check($A)", "python") == nil)
    #expect(try excerpt("check(a)\n", "check($A)", "python") == nil)
    let (matcher, focus) = try focus(["check($A)"], "python")
    var parser = try SyntaxParser(matcher.grammar)
    // The line does not parse, so what is found depends on what is around it.
    let broken = Array((Self.filler + "check(a) check(b)\n").utf8)
    let part = try parser.parse(broken, focus: focus)
    #expect(!part.isExcerpt)
    #expect(summary(matcher.matches(in: part)) == summary(matcher.matches(in: try parser.parse(broken))))
  }

  /// Statements of a block, indented.
  private func block(_ random: inout SplitMix64, _ indentation: String, _ depth: Int) -> String {
    let simple = [
      "check(a, 1)", "x = [check(b), 2]  # check(c)", "return check(\n  d,\n)", "y = 'check(e)'", "pass",
      "z = \"\"\"\nif (\n\"\"\"",
      "assert not check(f), 'a'; del b", "lambda: check(g)", "print(check(h)) ; q = {1: 2}", "await check(i)",
      "self.check(j)",
    ]
    let headers = [
      "if check(k):", "for i in check(l, m):", "while not check():", "with check(n) as o, p:", "def f(a=check(q)):",
      "class A(check(r)):", "async def g():", "if (\n   check(s)\n):  # no",
    ]
    var text = ""
    for _ in 0..<(1 + random.next() % 4) {
      guard depth < 4, random.next() % 3 == 0 else {
        text += indentation + simple[Int(random.next() % UInt64(simple.count))] + "\n"
        continue
      }
      let inner = indentation + ["  ", "    ", "\t"][Int(random.next() % 3)]
      switch random.next() % 5 {
      case 0:
        text += indentation + "try:\n" + block(&random, inner, depth + 1)
        text += indentation + "except check(t) as e:\n" + block(&random, inner, depth + 1)
        if random.next() % 2 == 0 { text += indentation + "finally: check(u)\n" }
      case 1:
        text += indentation + "if check(v): check(w)\n" + indentation + "elif check(x):\n"
        text += block(&random, inner, depth + 1) + indentation + "else: check(y)\n"
      case 2:
        text += indentation + "@check(z)  # a\n" + indentation + "@other\n" + indentation + "def h(): return check(0)\n"
      default:
        text += indentation + headers[Int(random.next() % UInt64(headers.count))] + "\n"
        if random.next() % 4 == 0 { text += "\n# check(1)\n" }
        text += block(&random, inner, depth + 1)
      }
    }
    return text
  }

  @Test(arguments: [
    ["check($A)"], ["@check($A)"], ["check($$$A)", "self.check($A)"], ["$A($B)"], ["not check($$$)", "$X = check($A)"],
  ])
  func `parts of sound Python have the matches of the whole`(patterns: [String]) throws {
    let (matcher, focus) = try focus(patterns, "python")
    var parser = try SyntaxParser(matcher.grammar)
    var random = SplitMix64(seed: 11)
    var found = 0
    var excerpts = 0
    for _ in 0..<150 {
      let source = Array((Self.filler + block(&random, "", 0)).utf8)
      let whole = try parser.parse(source)
      guard !whole.hasError else { continue }
      let part = try parser.parse(source, focus: focus)
      excerpts += part.isExcerpt ? 1 : 0
      let expected = summary(matcher.matches(in: whole))
      #expect(summary(matcher.matches(in: part)) == expected)
      found += expected.count
    }
    #expect(found > 50)
    #expect(excerpts > 50)
  }

  // MARK: Braces

  private struct Braced: CustomTestStringConvertible {
    var language: String
    var pattern: String
    /// The statements that are to be parsed are marked by `|` at both ends.
    var marked: String
    var count: Int

    var testDescription: String { language }
  }

  private static let braced = [
    Braced(
      language: "c", pattern: "release($A);",
      marked: """
        #ifndef A
        #define A release(x);
        /* release(y); */
        int filler[] = {
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
          30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56,
        };

        #if B
        |void f(void) {
          release(b);
        }|
        #endif
        // release(c);
        |static int g(int d)
        {
        #ifdef C
          release(d);
        #endif
          return 0;
        }|
        #endif

        """, count: 2),
    Braced(
      language: "javascript", pattern: "release($A)",
      marked: """
        const a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26];
        |function f() {
          return `${release(b)}`;
        }|
        // release(c)
        let d = 3;

        |release(d)|

        """, count: 2),
    Braced(
      language: "go", pattern: "release($A)",
      marked: """
        package a

        var b = 1

        func f() int {
        \treturn 1
        }

        |func g() {
        \trelease(b)
        }|

        """, count: 1),
  ]

  @Test(arguments: braced)
  private func `statements of the top level are parsed alone`(example: Braced) throws {
    let parts = example.marked.split(separator: "|", omittingEmptySubsequences: false)
    let wanted = parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] + "\n" }.joined()
    let text = parts.joined()
    #expect(try excerpt(text, example.pattern, example.language) == wanted)
    let (matcher, focus) = try focus([example.pattern], example.language)
    var parser = try SyntaxParser(matcher.grammar)
    let part = try parser.parse(Array(text.utf8), focus: focus)
    #expect(part.isExcerpt)
    let found = matcher.matches(in: part)
    #expect(found.count == example.count)
    #expect(summary(found) == summary(matcher.matches(in: try parser.parse(Array(text.utf8)))))
  }

  @Test func `code after a comment in a macro is looked at in the whole file`() throws {
    let macro = "#define A(x) do { /* b */ \\\n  release(x); \\\n} while (0)\n"
    let text = "int a[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};\n" + macro + "int b;\n"
    #expect(try excerpt(text, "release($A);", "c") == nil)
    #expect(try excerpt(text.replacing("/* b */", with: ""), "release($A);", "c") == "")
  }

  @Test func `what may be larger than a statement needs the whole file`() throws {
    for (language, kind) in [
      ("c", "translation_unit"), ("c", "preproc_ifdef"), ("c", "comment"), ("c", "ERROR"), ("python", "module"),
      ("python", "comment"), ("javascript", "program"), ("ruby", "call"),
    ] {
      let grammar = try Search.grammar(language)
      let kinds = SymbolSet(grammar.symbols(named: kind), of: grammar)
      #expect(ExcerptStyle(grammar, kinds: kinds) == nil, "\(kind)")
    }
  }

  // MARK: Edits

  @Test(arguments: [
    ("def f():\n    check(a)\n", "check(a)", "check(a, b)", true),
    ("def f():\n    check(a)\n", "check(a)", "check(a", false),
    // The block would be empty.
    ("def f():\n    check(a)\n", "check(a)", "", false),
    ("def f():\n    check(a)\n", "check(a)", "check(\n  a)", true),
    ("def f():\n    check(a)\n", "check(a)", "check(a)\nb", false),
    ("if check(a):\n    b\n", "if check(a):", "if check(a): c", false),
    ("def f():\n    check(a)\n", "    check", "check", false),
  ])
  func `an edited line is sound where the file is`(text: String, old: String, new: String, isSound: Bool) throws {
    let source = Array((Self.filler + text).utf8)
    let (matcher, focus) = try focus(["check($$$A)"], "python")
    var parser = try SyntaxParser(matcher.grammar)
    let tree = try parser.parse(source, focus: focus)
    #expect(tree.isExcerpt)
    let range = try #require(LiteralPlace.range(of: Array(old.utf8), in: source))
    let edit = Replacement(range: range, bytes: Array(new.utf8))
    let edited = try AppliedEdits([edit], to: TextLines(source)).bytes
    #expect(try parser.isSound(edited, after: [edit], of: tree, focus: focus) == isSound)
    if isSound { #expect(try !parser.parse(edited).hasError) }
  }

  private enum LiteralPlace {
    static func range(of literal: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
      (0...(bytes.count - literal.count)).last { bytes[$0..<($0 + literal.count)].elementsEqual(literal) }
        .map { $0..<($0 + literal.count) }
    }
  }

  @Test(arguments: ["python", "c", "javascript"])
  func `damaged sources have the matches of the whole where that is sound`(language: String) throws {
    let (matcher, focus) = try focus(["check($A)"], language)
    var parser = try SyntaxParser(matcher.grammar)
    var random = SplitMix64(seed: 17)
    let seed = [
      "python": Self.filler + "if check(a):\n    check(b)\nelif check(c): pass\n",
      "c": "int a;\nvoid f() {\n  check(a);\n}\nint g(int b) { return check(b); }\n",
      "javascript": "let a = 1\nfunction f() {\n  check(a)\n}\nfunction g(b) { return check(/b/) }\n",
    ][language, default: ""]
    var sound = 0
    for _ in 0..<300 {
      var source = Array(seed.utf8)
      for _ in 0..<(random.next() % 3) {
        let place = Int(random.next() % UInt64(source.count))
        source[place] = Array("\"'(){}\n#:;/*\\@\0\u{e9}".utf8)[Int(random.next() % 17)]
      }
      let whole = try parser.parse(source)
      let part = try parser.parse(source, focus: focus)
      guard !whole.hasError else { continue }
      sound += 1
      let text = String(decoding: source, as: UTF8.self)
      #expect(summary(matcher.matches(in: part)) == summary(matcher.matches(in: whole)), "\(text)")
    }
    #expect(sound > 80)
  }
}
