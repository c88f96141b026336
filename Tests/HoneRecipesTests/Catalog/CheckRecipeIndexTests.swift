import HoneTestSupport
import Testing

@testable import HoneRecipes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The memory of recipes, which must never say anything else than the recipes themselves.
struct CheckRecipeIndexTests {
  private static func recipe(_ severity: String?, calling name: String) -> String {
    """
    ---
    language: python
    summary: Find \(name).
    \(severity.map { "severity: \($0)\n" } ?? "")group: test
    ---
    # Find \(name)

    ```hone
    rule: {pattern: \(name)($A)}
    ```

    ## Leaves: others
    ```python
    other(1)
    ```
    """
  }

  private func checks(_ folder: ScriptedRepository, program: String = "one") -> [String] {
    let catalog = RecipeCatalog(folders: [(folder.path + "/catalogue", .catalogue)])
    var index: CheckRecipeIndex? = CheckRecipeIndex(path: folder.path + "/index", program: program)
    let found = catalog.checks(inFolders: ["python"], index: &index)
    index?.write()
    return found.checks.map { check in
      "\(check.ruleID) \(check.severity?.rawValue ?? "") \(String(decoding: check.words.written, as: UTF8.self)) \(check.languages) \(check.reach)"
    } + found.faults.map(\.file)
  }

  @Test func `What was written a moment ago is not remembered`() throws {
    let folder = try ScriptedRepository()
    try folder.write("catalogue/python/a.md", Self.recipe("error", calling: "first"))
    #expect(checks(folder) == ["test/a error first [\"python\"] statement"])
    #expect(access(folder.path + "/index", F_OK) != 0)
  }

  @Test func `What is remembered is what is read`() throws {
    let folder = try ScriptedRepository()
    let path = folder.path + "/catalogue/python/a.md"
    try folder.write("catalogue/python/a.md", Self.recipe("error", calling: "first"))
    var status = stat()
    #expect(stat(path, &status) == 0)
    let stamp = FileStamp(status)
    let recipe = try Recipe(Array(Self.recipe("error", calling: "first").utf8), name: "python/a", file: path)
    var index = CheckRecipeIndex(path: folder.path + "/index", program: "one")
    let settled = FileStamp(text: stamp.text, changed: 0)
    index.insert(path, stamp: settled, CheckRecipe(recipe))
    index.insert(path + "x", stamp: settled, nil)
    index.write()
    let read = CheckRecipeIndex(path: folder.path + "/index", program: "one")
    let remembered: CheckRecipe?? = read.known(path, name: "python/a", stamp: settled)
    let known = try #require(remembered ?? nil)
    #expect(known.ruleID == "test/a" && known.severity == .error && known.summary == "Find first.")
    #expect(known.words.written == Array("first".utf8)[...])
    #expect(known.languages == ["python"] && known.reach == .statement)
    #expect(known.words == CheckRecipe(recipe).words && known.ownWords == CheckRecipe(recipe).ownWords)
    #expect(known.extent == .statement)
    #expect(try known.recipe().source == recipe.source)
    // It is remembered that the other one is no check.
    #expect(read.known(path + "x", name: "python/x", stamp: settled).map { $0 == nil } == true)
    // Another state of the file, another file and another program know nothing.
    status.st_size += 1
    #expect(read.known(path, name: "python/a", stamp: FileStamp(status)) == nil)
    #expect(read.known(path + "y", name: "python/y", stamp: settled) == nil)
    let other = CheckRecipeIndex(path: folder.path + "/index", program: "two")
    #expect(other.known(path, name: "python/a", stamp: settled) == nil)
  }

  @Test(arguments: [
    "", "x", "hone check recipes 1 one", "hone check recipes 1 one\nno tab\n", "hone check recipes 1 one\na\tb\tc\n",
  ])
  func `A damaged index is as good as none`(contents: String) throws {
    let folder = try ScriptedRepository()
    try folder.write("catalogue/python/a.md", Self.recipe("warning", calling: "first"))
    try folder.write("catalogue/python/b.md", Self.recipe(nil, calling: "first"))
    try folder.write("index", contents)
    #expect(checks(folder) == ["test/a warning first [\"python\"] statement"])
  }
}
