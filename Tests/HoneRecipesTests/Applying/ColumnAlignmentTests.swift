import HoneSyntax
import Testing

@testable import HoneRecipes

/// Columns that a formatter has aligned stay aligned.
struct ColumnAlignmentTests {
  private func kept(_ old: String, _ new: String) -> String {
    String(decoding: ColumnAlignment.kept(from: Array(old.utf8), to: Array(new.utf8)), as: UTF8.self)
  }

  @Test func `A longer cell moves the column of its neighbours`() {
    let old = "type T struct {\n\tinput       string\n\texpectProto string\n\n\tother int\n}\n"
    let new = old.replacing("expectProto", with: "expectNetwork")
    #expect(
      kept(old, new) == "type T struct {\n\tinput         string\n\texpectNetwork string\n\n\tother int\n}\n")
  }

  @Test func `A shorter cell takes it back, in each block by itself`() {
    let old = "\t{\n\t\tinput:       \"\",\n\t\texpectProto: \"tcp\",\n\t\tok:          true,\n\t},\n"
    let new = old.replacing("expectProto", with: "net")
    #expect(kept(old, new) == "\t{\n\t\tinput: \"\",\n\t\tnet:   \"tcp\",\n\t\tok:    true,\n\t},\n")
  }

  @Test func `Each column follows those before it`() {
    let old = "\tA    string   `a` // one\n\tLong bool     `b` // two\n\tC    []string `ccc` // three\n"
    let aligned = old.replacing("` //", with: "`   //").replacing("`ccc`  ", with: "`ccc`")
    let wanted = aligned.replacing("Long ", with: "Longer ").replacing("A    ", with: "A      ")
      .replacing("C    ", with: "C      ")
    #expect(kept(aligned, aligned.replacing("Long bool", with: "Longer bool")) == wanted)
  }

  @Test func `What is not aligned stays, and so does what stands in a text`() {
    let old = "\tx := f(a, b)\n\ty := g(\"a   b\", c)\n"
    #expect(kept(old, old.replacing("f(a", with: "longer(a")) == old.replacing("f(a", with: "longer(a"))
    let text = "\tx := \"a   b\"\n\ty := \"ccc d\"\n"
    #expect(kept(text, text.replacing("ccc", with: "ccccc")) == text.replacing("ccc", with: "ccccc"))
  }

  @Test func `A recipe of Go keeps columns`() throws {
    let language = try #require(Language.named("go"))
    let grammar = try GrammarLibrary.standard.grammar(for: language)
    let text = "---\nlanguage: go\nsummary: Rename.\n---\n# Rename\n\nWhy.\n\n```hone\n-Total\n+GrandTotal\n```\n"
    let recipe = try Recipe(Array(text.utf8), name: "r", file: "r.md")
    let program = try RecipeProgram(recipe, language: language, grammar: grammar) { name throws(RecipeError) in
      throw RecipeError(file: name, "is not there", remedy: "")
    }
    let code = "package p\n\nvar t = T{\n\tA:     1,\n\tTotal: 2,\n}\n"
    let result = String(decoding: program.apply(to: Array(code.utf8)).result, as: UTF8.self)
    #expect(result == "package p\n\nvar t = T{\n\tA:          1,\n\tGrandTotal: 2,\n}\n")
  }
}
