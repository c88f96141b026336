import HoneSyntax
import HoneTestSupport
import Testing

@testable import HoneRecipes

struct RecipeSieveTests {
  private func programs(_ language: String, _ rules: [(String, String)]) throws -> [RecipeProgram] {
    let named = try #require(Language.named(language))
    return try rules.map { pattern, rewrite in
      let text = "---\nlanguage: \(language)\nsummary: A test.\n---\n```hone\n-\(pattern)\n+\(rewrite)\n```\n"
      return try RecipeProgram(
        recipe(text).filled(with: []), language: named, grammar: GrammarLibrary.standard.grammar(for: named)
      ) { name throws(RecipeError) in throw RecipeError(file: name, "is not there", remedy: "") }
    }
  }

  @Test func `A recipe passes where one of its rules matches, and nowhere else`() throws {
    let programs = try programs(
      "python",
      [
        ("f($A)", "g($A)"), ("f($A, $B)", "g($A, $B)"), ("f(x, 1)", "g()"), ("f.a", "f.b"), ("if f: $A", "if g: $A"),
        ("other($A)", "another($A)"),
      ])
    let sieve = try #require(RecipeSieve(programs))
    for text in [
      "f(1)\n", "x = f(x, 1)\n", "f.a(f)\n", "if f: pass\n", "other(f, x, 1).a\n", "y = 2\n", "f(x, 1, 2)\n", "f(\n",
      "if f:\n  f.a\n",
    ] {
      let bytes = Array(text.utf8)
      let bench = RecipeBench()
      let passes = sieve.mayMatch(bytes, bench: bench)
      for (program, passes) in zip(programs, passes) {
        let finds = try !program.matches(in: program.tree(of: bytes)).isEmpty
        // Fewer than three candidates are not looked at closer.
        #expect(finds ? passes : !passes || programs.count { $0.prefilter.mayMatch(bytes) } < 3, "\(text)")
        #expect(program.apply(to: bytes, bench: bench).result == program.apply(to: bytes).result)
      }
    }
    #expect(
      sieve.mayMatch(Array("f(1).a if x else other\n".utf8), bench: RecipeBench())
        == [true, false, false, false, false, false])
  }
}
