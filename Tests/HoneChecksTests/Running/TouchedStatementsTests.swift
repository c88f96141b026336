import HoneCore
import HoneSyntax
import HoneTestSupport
import Testing

@testable import HoneChecks

/// What is told from the changed statements alone must be what is told from the whole file.
struct TouchedStatementsTests {
  private static let python = """
    import os


    class First(Base):
        \"\"\"Text with 'quotes' and a bracket (.\"\"\"

        @property
        def value(self):
            return {"a": [1, 2], 'b': f"{self.x!r}"}


    if os.name == "nt":
        SEPARATOR = "\\\\"
    else:
        SEPARATOR = "/"


    @decorated
    def second(a, b=(1, 2), *rest):
        for item in rest:  # don't
            yield item


    LIST = [
        1,
        2,
    ]
    """
  private static let javascript = """
    import a from "a";

    const pattern = /[/'"]+/g;

    export function first(x) {
      if (x / 2 > 1) { return `a${x}b`; }
      return { b: 'c' };
    }

    class Second extends First {
      get value() { return this.#a; }
    }

    first(1);
    """
  private static let c = """
    #include <stdio.h>

    #ifdef A
    static int a;
    #endif

    struct s { int x; };

    int first(const char *text) {
      return text[0] == '}' ? 1 : 2; /* { */
    }

    static void second(void) { printf("%d\\n", first("a")); }
    """

  private let checker = Checker([SyntaxCheck()])

  private func file(_ path: String, _ text: [UInt8]) throws -> CheckedFile {
    CheckedFile(path: try RepositoryPath(path), contents: text)
  }

  @Test(arguments: [("a.py", Self.python), ("a.js", Self.javascript), ("a.c", Self.c)])
  func `Where the changed statements are quiet the whole file is`(path: String, text: String) throws {
    var generator = SplitMix64(seed: 11)
    let base = Array((text + "\n").utf8)
    #expect(checker.findings(in: try file(path, base)).findings.isEmpty)
    let pieces = [
      "(", ")", "{", "}", "\"", "'", "\n", "x = 1\n", "else:\n", "#endif\n", "`", "/", " ", "def f():\n", "*/",
    ]
    let clock = ContinuousClock()
    let start = clock.now
    var quiet = 0
    for _ in 0..<2_000 where clock.now - start < .seconds(1) {
      var edited = base
      let offset = Int.random(in: 0...edited.count, using: &generator)
      let end = min(edited.count, offset + Int.random(in: 0...12, using: &generator))
      let piece = Bool.random(using: &generator) ? pieces.randomElement(using: &generator) ?? "" : ""
      edited.replaceSubrange(offset..<end, with: Array(piece.utf8))
      let file = try file(path, edited)
      guard checker.isQuiet(file, since: base) else { continue }
      quiet += 1
      let found = checker.findings(in: file).findings
      #expect(found.isEmpty, "\(String(decoding: edited, as: UTF8.self))")
    }
    #expect(quiet > 0)
  }

  @Test func `A fault in the changed statement is not quiet`() throws {
    let base = Array(Self.python.utf8)
    let broken = Array(Self.python.replacing("yield item", with: "yield (item").utf8)
    #expect(!checker.isQuiet(try file("a.py", broken), since: base))
    let sound = Array(Self.python.replacing("yield item", with: "yield (item)").utf8)
    #expect(checker.isQuiet(try file("a.py", sound), since: base))
  }
}
