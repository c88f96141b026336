import HoneSyntax
import Testing

@testable import HoneRecipes

struct PlainTextRecipeTests {
  @Test func `A recipe for text rewrites files that no grammar reads`() throws {
    let text = """
      ---
      language: text
      summary: A test.
      ---
      ```hone
      -timeout = $SECONDS
      +timeout_seconds = $SECONDS
      ```

      ## Example: a setting
      ```text
      [server]
      timeout = 30   # why not
      ```
      ```text
      [server]
      timeout_seconds = 30   # why not
      ```

      ## Leaves: a setting without a value
      ```text
      timeout =
      30
      ```
      """
    let examples = RecipeExamples(library: .standard) { name throws(RecipeError) in
      throw RecipeError(file: name, "is not there", remedy: "")
    }
    #expect(try examples.run(recipe(text)).map(\.problem) == [nil, nil])
  }

  @Test func `Text is what remains when no language is known, and is not binary`() {
    #expect(Language.named("txt") == .text)
    #expect(Language.remainder(of: Array("a = 1\n".utf8)) == .text)
    #expect(Language.remainder(of: [0x50, 0x4b, 0]) == nil)
    #expect(!Language.all.contains(.text))
  }
}
