import HoneSyntax
import Testing

@testable import HoneRecipes

struct RecipeDraftTests {
  private func results(_ draft: RecipeDraft) throws -> [String?] {
    let recipe = try Recipe(Array(draft.text.utf8), name: "draft", file: "draft.md")
    let runner = RecipeExamples(library: .standard) { name throws(RecipeError) in
      throw RecipeError(file: name, "is not there", remedy: "")
    }
    return try runner.run(recipe).map(\.problem)
  }

  @Test(arguments: [
    ("python", "$LOG.warn($$$A)", "$LOG.warning($$$A)"), ("python", "f($X)", nil), ("python", "del $X", ""),
    ("javascript", "var $A = $B", "let $A = $B"), ("go", "ioutil.ReadAll($R)", "io.ReadAll($R)"),
    ("python", "try:\n    $A\nexcept:\n    pass", "with suppress(Exception):\n    $A"),
  ])
  func `A draft from a pattern holds`(language: String, pattern: String, rewrite: String?) throws {
    #expect(try results(RecipeDraft(language: language, pattern: pattern, rewrite: rewrite)) == [nil])
  }

  @Test func `Texts of any kind make a sound file`() throws {
    let draft = RecipeDraft(
      language: "python", summary: "It's \"this\": & that", prose: "Because.",
      patches: [
        RecipeDraft.Patch(pattern: "a($X)", rewrite: "b($X)"), RecipeDraft.Patch(pattern: "c()", rewrite: "d()"),
      ],
      examples: [RecipeDraft.Example(title: "Leaves: fences", before: "x = '''\n```\n'''\n", after: nil)])
    let recipe = try Recipe(Array(draft.text.utf8), name: "draft", file: "draft.md")
    #expect(recipe.header.summary == "It's \"this\": & that")
    #expect(recipe.steps.map(\.rules.count) == [2])
    #expect(recipe.examples.map { String(decoding: $0.before, as: UTF8.self) } == ["x = '''\n```\n'''\n"])
    #expect(try results(draft) == [nil])
  }
}
