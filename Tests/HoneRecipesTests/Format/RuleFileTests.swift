import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// Rule files of ast-grep.
struct RuleFileTests {
  private func read(_ yaml: String) throws -> Recipe { try Recipe(Array(yaml.utf8), name: "r", file: "r.yml") }

  private static let rule = "id: x\nlanguage: python\nrule: {pattern: 'f($A)'}\n"

  private func searches(_ keys: String, _ path: String) throws -> Bool {
    try read(Self.rule + keys).searches(RepositoryPath(path))
  }

  @Test(arguments: [
    ("files: ['tests/**']", "tests/a/b.py", true), ("files: ['tests/**']", "src/tests/b.py", false),
    ("files: ['tests/{a,b/c}/**/*.py']", "tests/b/c/d.py", true),
    ("files: ['tests/{a,b/c}/**/*.py']", "tests/b/d.py", false),
    ("files: ['tests/[pq]*/**']", "tests/queries/a.py", true), ("files: ['tests/[!pq]*/**']", "tests/q/a.py", false),
    ("files: ['./tests/*.py']", "tests/a.py", true), ("files: ['*.py']", "a/b.py", true),
    ("files: ['**/a.py']", "a.py", true), ("files: ['x/**/a.py']", "x/a.py", true), ("files: ['a?py']", "a.py", true),
    ("files: ['a.py']", "b/a.py", false), ("files: ['\\[a\\].py']", "[a].py", true),
    ("files: [{glob: 'TESTS/*', caseInsensitive: true}]", "tests/a.py", true),
    ("files: ['TESTS/*']", "tests/a.py", false),
    ("ignores: ['**/test_*.py']", "a/test_b.py", false), ("ignores: ['**/test_*.py']", "a/b.py", true),
    ("files: ['a/**']\nignores: ['a/b/**']", "a/b/c.py", false), ("files: ['s{r{c,d},x}/*']", "srd/a.py", true),
  ])
  func `files and ignores are globs of whole paths`(keys: String, path: String, isSearched: Bool) throws {
    #expect(try searches(keys, path) == isSearched, "\(keys) \(path)")
  }

  @Test(arguments: [
    "files: ['[a']", "files: ['{a,b']", "files: ['!a']", "ignores: ['a\\']", "files: []", "files: [{globb: a}]",
  ])
  func `what is no glob is refused with its place`(keys: String) {
    let error = #expect(throws: RecipeError.self) { try read(Self.rule + keys + "\n") }
    #expect(error?.line == 4)
  }

  @Test func `each document has its own files`() throws {
    let text =
      Self.rule + "files: ['a/**']\nfix: g($A)\n---\nid: y\nlanguage: python\nrule: {pattern: 'h($A)'}\n"
      + "ignores: ['a/**']\nfix: i($A)\n"
    let recipe = try read(text)
    let python = try #require(Language.named("python"))
    let program = try RecipeProgram(
      recipe.filled(with: []), language: python, grammar: GrammarLibrary.standard.grammar(for: python)
    ) { name throws(RecipeError) in throw RecipeError(file: name, "is not there", remedy: "") }
    #expect(program.dependsOnPath)
    for (path, result) in [("a/x.py", "g(1); h(2)\n"), ("b/x.py", "f(1); i(2)\n")] {
      let path = try RepositoryPath(path)
      let restricted = program.restricted(to: path)
      #expect(recipe.searches(path))
      #expect(restricted.apply(to: Array("f(1); h(2)\n".utf8)).result == Array(result.utf8))
      #expect(try restricted.matches(in: program.tree(of: Array("f(1); h(2)\n".utf8))).count == 1)
    }
  }

  @Test func `its edits are proposals where nobody named it`() throws {
    #expect(try read(Self.rule).isRuleFile && !read(Self.rule).header.isSafe)
  }
}
