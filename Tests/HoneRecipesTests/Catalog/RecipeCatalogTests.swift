import HoneSystem
import Testing

@testable import HoneRecipes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of the recipes that come with the program.
let catalogueFolder = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/Recipes"

struct RecipeCatalogTests {
  /// Makes a repository and a catalogue with recipes of the given names, and runs `body` with the catalogue.
  private func with(
    repository: [String: String] = [:], catalogue: [String: String], _ body: (RecipeCatalog, String) throws -> Void
  ) throws {
    try TemporaryFolder.with("hone-recipes") { folder in
      for (path, text) in repository { try write(text, to: "\(folder)/tree/.hone/recipes/\(path)") }
      for (path, text) in catalogue { try write(text, to: "\(folder)/catalogue/\(path)") }
      let environment = Environment(["HONE_RECIPES": folder + "/catalogue"])
      try body(RecipeCatalog(repository: folder + "/tree", environment: environment, currentFolder: folder), folder)
    }
  }

  private func write(_ text: String, to path: String) throws {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o777)
    }
    let stream = try #require(fopen(path, "w"))
    defer { fclose(stream) }
    fputs(text, stream)
  }

  private let sound = recipeText(body: "```hone\n-a\n+b\n```\n## Example\n```python\na\n```\n```python\nb\n```\n")

  @Test func `Recipes are found by name, last part and path`() throws {
    let rule = "id: x\nlanguage: go\nrule: {kind: identifier}\n"
    try with(
      repository: ["python/one.md": sound, "rules/own.yml": rule],
      catalogue: [
        "python/one.md": "broken", "python/two.md": sound, "go/two.md": sound, "README.md": "no", ".x.md": "no",
      ]
    ) { (catalog, folder) throws in
      #expect(catalog.entries().map(\.name) == ["python/one", "rules/own", "go/two", "python/two"])
      #expect(catalog.entries().map(\.origin) == [.repository, .repository, .catalogue, .catalogue])
      #expect(try catalog.recipe(named: "python/one").name == "python/one")
      #expect(try catalog.recipe(named: "own").header.languages == ["go"])
      #expect(try catalog.recipe(named: "catalogue/go/two.md").name == "catalogue/go/two")
      #expect(try catalog.recipe(named: folder + "/catalogue/go/two.md").header.summary == "Rename a")
    }
  }

  @Test(arguments: [
    ("two", "two: several recipes have this name; say which: go/two, python/two"),
    ("python/tow", "python/tow: there is no recipe of this name; did you mean `python/two`?"),
    ("../secret", "../secret: there is no such file; check the path, or `git hone recipe list`"),
    ("x/../two", "x/../two: there is no recipe of this name; see `git hone recipe list`"),
    ("nothing.md", "nothing.md: there is no such file; check the path, or `git hone recipe list`"),
  ])
  func `What is not found is said with its remedy`(name: String, message: String) throws {
    try with(catalogue: ["python/two.md": sound, "go/two.md": sound]) { (catalog, _) throws in
      let error = #expect(throws: RecipeError.self) { try catalog.recipe(named: name) }
      #expect(error?.description == message)
    }
  }

  @Test func `A recipe of the catalogue shows examples, one of a path need not`() throws {
    try with(catalogue: ["python/bare.md": recipeText()]) { (catalog, _) throws in
      let error = #expect(throws: RecipeError.self) { try catalog.recipe(named: "bare") }
      #expect(error?.problem == "a recipe of the catalogue needs an example")
      #expect(try catalog.recipe(named: "catalogue/python/bare.md").examples.isEmpty)
    }
  }

  @Test func `Every recipe that comes with the program can be read`() throws {
    let catalog = RecipeCatalog(folders: [(catalogueFolder, .catalogue)])
    let entries = catalog.entries()
    #expect(entries.count > 60)
    for entry in entries {
      do {
        _ = try catalog.recipe(for: entry)
      } catch {
        Issue.record("\(error)")
      }
    }
  }
}
