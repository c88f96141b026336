import HoneSyntax
import HoneTestSupport
import Testing

@testable import HoneRecipes

struct RewriteSoundnessTests {
  /// A patch of one line each, for JavaScript.
  private static let patches = [
    ("f($A, $B)", "g($B)"), ("$A === $B", "is($A, $B)"), ("f($$$A)", "h($$$A, 1)"), ("!$A", "not($A)"),
    ("$A && $A.$B", "$A?.$B"), ("g($A)", "[$A]"), ("f($A, $B)", "f2(0, $A, 0, $B)"),
  ]

  private func program(_ pattern: String, _ rewrite: String) throws -> RecipeProgram {
    let language = try #require(Language.named("javascript"))
    let text = "---\nlanguage: javascript\nsummary: A test.\n---\n```hone\n-\(pattern)\n+\(rewrite)\n```\n"
    return try RecipeProgram(
      recipe(text).filled(with: []), language: language, grammar: GrammarLibrary.standard.grammar(for: language)
    ) { name throws(RecipeError) in throw RecipeError(file: name, "is not there", remedy: "") }
  }

  @Test(arguments: ["x = ;\n", "x = ) ;\n", "function f() { x = ; }\n", "}\n"])
  func `What is wrong elsewhere in a file is not held against an edit`(broken: String) throws {
    let program = try program("g($A)", "[$A]")
    for source in ["g(2);\n\(broken)", "\(broken)g(2);\n"] {
      let outcome = program.apply(to: Array(source.utf8))
      // Where the grammar takes the place for a part of the error, that is said, and nothing else.
      let result = String(decoding: outcome.result, as: UTF8.self)
      #expect(
        result == source.replacing("g(2)", with: "[2]") || outcome.refused.map(\.reason) == [.parseError], "\(outcome)")
    }
    #expect(program.apply(to: Array("g(2);\nx = ;\n".utf8)).result.starts(with: "[2]".utf8))
  }

  private func expression(_ depth: Int, _ generator: inout SplitMix64) -> String {
    let gaps = ["", " ", "\n", "\n    ", " /* c */ ", " // d\n"]
    func gap() -> String { gaps.randomElement(using: &generator) ?? "" }
    guard depth > 0 else { return ["a", "b", "'s'", "3", "a.b"].randomElement(using: &generator) ?? "a" }
    func inner() -> String { expression(depth - 1, &generator) }
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: return "f(\(gap())\(inner())\(gap()),\(gap())\(inner())\(gap()))"
    case 1: return "f(\(inner())\(gap()),\(gap()))"
    case 2: return "(\(inner())\(gap())===\(gap())\(inner()))"
    case 3: return "!\(gap())\(inner())"
    case 4: return "(a.b\(gap())&&\(gap())a.b.c)"
    case 5: return "g(\(gap())\(inner())\(gap()))"
    default: return "[\(inner()),\(gap())\(inner())]"
    }
  }

  /// Whatever stands around a match, the result parses, nothing else changes and a second run changes nothing.
  @Test func `Rewriting is sound on random code`() throws {
    let programs = try Self.patches.map { try program($0, $1) }
    try fuzz { generator in
      let source = Array("x = \(expression(4, &generator));\n// end\n".utf8)
      guard let program = programs.randomElement(using: &generator), try !program.tree(of: source).hasError else {
        return
      }
      let outcome = program.apply(to: source)
      #expect(try !program.tree(of: outcome.result).hasError, "\(String(decoding: source, as: UTF8.self))")
      #expect(outcome.result.starts(with: Array("x = ".utf8)))
      #expect(outcome.result.reversed().starts(with: ";\n// end\n".utf8.reversed()))
      #expect(program.apply(to: outcome.result).result == outcome.result)
      // Comments are kept, or the place is left.
      func comments(_ text: [UInt8]) -> Int { text.count { $0 == UInt8(ascii: "/") } }
      #expect(comments(outcome.result) == comments(source), "\(String(decoding: source, as: UTF8.self))")
    }
  }
}
