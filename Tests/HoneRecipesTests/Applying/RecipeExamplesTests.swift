import HoneSyntax
import Testing

@testable import HoneRecipes

struct RecipeExamplesTests {
  private func results(_ examples: String, frontMatter: String = "", body: String = "```hone\n-a($X)\n+b($X)\n```\n")
    throws
    -> [RecipeExamples.Result]
  {
    let runner = RecipeExamples(library: .standard) { name throws(RecipeError) in
      throw RecipeError(file: name, "is not there", remedy: "")
    }
    return try runner.run(recipe(recipeText(frontMatter, body: body + examples)))
  }

  private func section(_ title: String, _ blocks: String...) -> String {
    "## \(title)\n" + blocks.map { "```python\n\($0)```\n" }.joined()
  }

  @Test func `Examples that hold have no problem`() throws {
    let results = try results(section("Example", "a(1)\n", "b(1)\n") + section("Leaves", "c(1)\n"))
    #expect(results.map(\.problem) == [nil, nil])
  }

  @Test func `What differs is shown as a diff`() throws {
    let results = try results(section("Example", "a(1)\n", "c(1)\n") + section("Leaves", "a(1)\n"))
    #expect(results.map(\.problem) == ["the result differs from what is shown", "the code does not stay as it is"])
    let diff = String(decoding: results[0].diff, as: UTF8.self)
    #expect(diff.hasSuffix("@@ -1 +1 @@\n-c(1)\n+b(1)\n"))
  }

  @Test func `A recipe that only finds finds as often as its titles say`() throws {
    let results = try results(
      section("Finds 2: two", "a(1)\na(2)\n") + section("Finds 1: wrong", "a(1)\na(2)\n") + section("Leaves", "b(1)\n")
        + section("Leaves: wrong", "a(1)\n"), body: "```hone\n a($X)\n```\n")
    #expect(
      results.map(\.problem) == [
        nil, "2 places are found where 1 should be", nil, "1 places are found where 0 should be",
      ])
  }

  @Test func `A recipe for no known language is refused`() {
    #expect(throws: RecipeError.self) {
      let runner = RecipeExamples(library: .standard) { name throws(RecipeError) in
        throw RecipeError(file: name, "", remedy: "")
      }
      _ = try runner.run(recipe(recipeText().replacing("language: python", with: "language: klingon")))
    }
  }

  @Test func `Every example of every recipe that comes with the program holds`() throws {
    let catalog = RecipeCatalog(folders: [(catalogueFolder, .catalogue)])
    let runner = RecipeExamples(library: .standard) { name throws(RecipeError) in try catalog.recipe(named: name) }
    var examples = 0
    for entry in catalog.entries() {
      do throws(RecipeError) {
        let results = try runner.run(catalog.recipe(for: entry))
        examples += results.count
        for result in results {
          guard let problem = result.problem else { continue }
          let diff = String(decoding: result.diff, as: UTF8.self)
          Issue.record("\(entry.name), line \(result.example.line): \(problem)\n\(diff)")
        }
      } catch {
        Issue.record("\(error)")
      }
    }
    #expect(examples > 120)
  }
}
