import HoneYAML
import Testing

@testable import HoneRecipes

struct FileRenameTests {
  private func rename(_ from: String, _ to: String) throws -> FileRename {
    try FileRename(YAML.document(in: ArraySlice("{from: '\(from)', to: '\(to)'}".utf8)))
  }

  @Test(arguments: [
    ("*.cjs", "*.mjs", "a.cjs", "a.mjs"), ("*.cjs", "*.mjs", "x/a.cjs", nil),
    ("**/*.cjs", "**/*.mjs", "a.cjs", "a.mjs"),
    ("**/*.cjs", "**/*.mjs", "x/y/a.cjs", "x/y/a.mjs"),
    ("tests/**/*_test.py", "tests/**/test_*.py", "tests/u/a_test.py", "tests/u/test_a.py"),
    ("a?.c", "b?.c", "a1.c", "b1.c"), ("a?.c", "b?.c", "a.c", nil), ("a.c", "a.c", "a.c", nil),
    ("é/*", "e/*", "é/x", "e/x"),
  ])
  func `Wildcards stand for what they matched`(from: String, to: String, path: String, expected: String?) throws {
    #expect(try rename(from, to).newPath(for: path) == expected)
  }

  @Test func `Both sides have the same wildcards`() {
    #expect(throws: YAMLError.self) { try rename("*.a", "b") }
    #expect(throws: YAMLError.self) { try rename("**/*.a", "*/**/b") }
  }

  @Test func `Operations wait for a change, unless they are always done`() throws {
    let text = recipeText(
      "rename: [{from: '*.a', to: '*.b'}, {from: '*.c', to: '*.d', when: always}]\ncreate: {path: x, template: t}",
      body: "```hone\n-a\n+b\n```\n```template t\ntext\n```\n")
    let recipe = try recipe(text)
    #expect(recipe.newPath(of: "f.a", isChanged: true) == "f.b")
    #expect(recipe.newPath(of: "f.a", isChanged: false) == nil)
    #expect(recipe.newPath(of: "f.c", isChanged: false) == "f.d")
    #expect(recipe.creations(isChanged: false).isEmpty)
    #expect(recipe.creations(isChanged: true).map { String(decoding: $0.contents, as: UTF8.self) } == ["text\n"])
  }
}
