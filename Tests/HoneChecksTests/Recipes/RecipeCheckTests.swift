import HoneCore
import HoneRecipes
import HoneSyntax
import HoneTestSupport
import Testing

@testable import HoneChecks

/// Recipes as checks, from files that the test writes.
struct RecipeCheckTests {
  private static let unsafeLoad = """
    ---
    language: python
    summary: Load plain data.
    severity: error
    group: deserialisation
    message: Use safe_load.
    ---
    # Load plain data

    ```hone
    -yaml.load($TEXT)
    +yaml.safe_load($TEXT)
    ```

    ## Example: a call
    ```python
    yaml.load(text)
    ```
    ```python
    yaml.safe_load(text)
    ```
    """
  private static let finder = """
    ---
    language: [c, cpp]
    summary: Find gets.
    severity: warning
    group: memory
    ---
    # Find gets

    ```hone
    rule:
      pattern: gets($BUFFER)
    ```

    ## Finds: a call
    ```c
    gets(buffer);
    ```
    """
  private static let quiet = """
    ---
    language: python
    summary: No check.
    ---
    # No check

    ```hone
    -first($A)
    +second($A)
    ```

    ## Example: a call
    ```python
    first(1)
    ```
    ```python
    second(1)
    ```
    """

  /// The checks of a catalogue for some languages.
  private func checks(
    _ files: [String: String], for languages: [String], named: [String] = [], in folder: ScriptedRepository
  ) throws -> RecipeChecks {
    for (name, text) in files { try folder.write(name, text) }
    let catalog = RecipeCatalog(folders: [
      (folder.path + "/.hone/recipes", .repository), (folder.path + "/catalogue", .catalogue),
    ])
    return RecipeChecks(catalog, languages: languages.compactMap { Language.named($0) }, named: named)
  }

  @Test func `A place where the recipe has something to do is a finding, with what the recipe makes of it`() throws {
    let folder = try ScriptedRepository()
    let checks = try checks(["catalogue/python/load.md": Self.unsafeLoad], for: ["python"], in: folder)
    #expect(checks.problems.isEmpty)
    let check = try #require(checks.checks.first)
    let text = "import yaml\na = 1\nb = yaml.load(text)\nc = yaml.load(file, Loader)\n"
    let found = try findings(of: check, in: "a.py", Array(text.utf8))
    #expect(
      found.map { "\($0.start.line):\($0.start.column) \($0.rule) \($0.severity) \($0.message)" }
        == ["3:5 deserialisation/load error Use safe_load."])
    #expect(found.first?.fix?.isSafe == true)
    #expect(
      try mended(check, in: "a.py", text)
        == "import yaml\na = 1\nb = yaml.safe_load(text)\nc = yaml.load(file, Loader)\n")
  }

  @Test func `A fix is that of its own place, beside others and inside of them`() throws {
    let folder = try ScriptedRepository()
    let checks = try checks(["catalogue/python/load.md": Self.unsafeLoad], for: ["python"], in: folder)
    let check = try #require(checks.checks.first)
    let text = "a = yaml.load(x)\nb = [yaml.load(y), yaml.load(z)]\nc = yaml.load(yaml.load(w))\n"
    let found = try findings(of: check, in: "a.py", Array(text.utf8))
    let lines = TextLines(Array(text.utf8), convention: .git)
    let results = try found.map { finding -> String in
      let fix = try #require(finding.fix)
      return String(decoding: try AppliedEdits(fix.replacements, to: lines).bytes, as: UTF8.self)
    }
    #expect(
      results == [
        text.replacing("a = yaml.load", with: "a = yaml.safe_load"),
        text.replacing("[yaml.load", with: "[yaml.safe_load"),
        text.replacing(", yaml.load", with: ", yaml.safe_load"),
        text.replacing("= yaml.load(y", with: "= yaml.safe_load(y"),
        text.replacing("(yaml.load", with: "(yaml.safe_load"),
      ])
    #expect(try mended(check, in: "a.py", text) == text.replacing("yaml.load", with: "yaml.safe_load"))
  }

  @Test(arguments: [
    ("a.swift", "gets(buffer)\n"), ("a.py", "gets(buffer)\n"), ("a.c", "void f(void) { fgets(b, 9, stdin); }\n"),
    ("a.c", "/* gets(buffer); */\n"), ("a.c", "char *s = \"gets(buffer)\";\n"), ("a.txt", "gets(buffer);\n"),
    ("a.c", ""),
  ])
  func `Other languages, comments and strings are left alone`(path: String, text: String) throws {
    let folder = try ScriptedRepository()
    let checks = try checks(["catalogue/c/gets.md": Self.finder], for: ["c", "cpp", "swift", "python"], in: folder)
    #expect(checks.checks.map(\.language.name) == ["c", "cpp"])
    for check in checks.checks { #expect(try found(check, in: path, text).isEmpty) }
  }

  @Test func `Scripts in HTML are looked at where a change holds HTML`() throws {
    let recipe = Self.unsafeLoad.replacing("language: python", with: "language: javascript")
      .replacing("```python", with: "```js")
    let files = [
      "catalogue/javascript/load.md": recipe,
      "catalogue/javascript/close.md": recipe.replacing("yaml.load(", with: "close(")
        .replacing("yaml.safe_load($TEXT)", with: "close(\"</script>\", $TEXT)"),
    ]
    let folder = try ScriptedRepository()
    let checks = try checks(files, for: ["html"], in: folder)
    #expect(checks.problems.isEmpty && checks.checks.count == 2, "\(checks.problems)")
    let (close, load) = (try #require(checks.checks.first), try #require(checks.checks.last))
    let text =
      "<p onclick=\"yaml.load(1)\">\n<script>\n  yaml.load(é);\r\n</script><script>yaml.load(2); close(3)</script>\n"
    let found = try findings(of: load, in: "a.html", Array(text.utf8))
    #expect(found.map { "\($0.start.line):\($0.start.column)" } == ["3:3", "4:18"])
    #expect(
      try mended(load, in: "a.html", text)
        == text.replacing("  yaml.load", with: "  yaml.safe_load").replacing(">yaml.load", with: ">yaml.safe_load"))
    // The edit would end the script.
    let closing = try findings(of: close, in: "a.html", Array(text.utf8))
    #expect(closing.count == 1 && closing.allSatisfy { $0.fix == nil })
    #expect(try self.checks(files, for: ["css", "python"], in: folder).checks.isEmpty)
  }

  @Test func `What only finds has no fix`() throws {
    let folder = try ScriptedRepository()
    let checks = try checks(["catalogue/c/gets.md": Self.finder], for: ["c"], in: folder)
    let check = try #require(checks.checks.first)
    let text = "void f(char *b) {\n  gets(b);\n  gets(b + 1);\n}\n"
    let found = try findings(of: check, in: "a.c", Array(text.utf8))
    #expect(found.map(\.start.line) == [2, 3])
    #expect(found.allSatisfy { $0.fix == nil && $0.severity == .warning && $0.message == "Find gets." })
  }

  @Test func `Only recipes with a severity, of the languages at hand, are checks; others when they are named`() throws {
    let folder = try ScriptedRepository()
    let files = [
      "catalogue/python/load.md": Self.unsafeLoad, "catalogue/python/quiet.md": Self.quiet,
      "catalogue/c/gets.md": Self.finder,
      ".hone/recipes/python/own.md": Self.unsafeLoad.replacing("deserialisation", with: "team"),
    ]
    let plain = try checks(files, for: ["python"], in: folder)
    #expect(plain.checks.flatMap(\.rules).map(\.id) == ["deserialisation/load"])
    let named = try checks([:], for: ["python"], named: ["python/quiet", "python/own"], in: folder)
    #expect(
      named.checks.flatMap(\.rules).map { "\($0.id) \($0.severity)" }
        == ["deserialisation/load error", "recipe/quiet warning", "team/own error"])
    #expect(try checks([:], for: [], in: folder).checks.isEmpty)
  }

  @Test func `A recipe that asks an engine is no check by itself, and only what is named is asked`() throws {
    let folder = try ScriptedRepository()
    let asking =
      "---\nlanguage: python\nsummary: Improve.\nseverity: note\nask: Do it.\neach: function\n---\n# Improve\n"
    let files = ["catalogue/python/other.md": asking, ".hone/recipes/own.md": asking]
    let checks = try checks(files, for: ["python"], named: ["own", "own"], in: folder)
    #expect(checks.checks.isEmpty)
    #expect(checks.asking.map { "\($0.rule.id) \($0.rule.severity)" } == ["recipe/own note"])
    let recipe = try #require(checks.asking.first)
    let concerned = try ["a.py", "bin/tool", "a.c"].filter { recipe.mayConcern(try RepositoryPath($0)) }
    #expect(concerned == ["a.py", "bin/tool"])
    // The place is whole lines; what is found ends with the last of them.
    let text = "def f():\n    pass\n\nx = 1\n"
    let file = CheckedFile(path: try RepositoryPath("a.py"), contents: Array(text.utf8))
    let result = Array(text.replacing("pass", with: "return 1").utf8)
    let finding = recipe.finding(at: 0..<18, in: file, result: result)
    #expect(finding.end == Finding.Position(line: 2, column: 9) && finding.message == "Improve.")
    let fix = try #require(finding.fix)
    #expect(!fix.isSafe)
    #expect(try AppliedEdits(fix.replacements, to: file.lines).bytes == result)
  }

  @Test func `A recipe that cannot be read, or is not there, is told`() throws {
    let folder = try ScriptedRepository()
    let checks = try checks(
      ["catalogue/python/broken.md": "---\nseverity: error\nlanguage: [\n---\n"], for: ["python"],
      named: ["python/none"],
      in: folder)
    #expect(checks.checks.isEmpty)
    #expect(checks.problems.count == 2)
    #expect(checks.problems.first?.contains("broken.md") == true)
  }

  @Test func `A recipe for text checks files of no other language`() throws {
    let folder = try ScriptedRepository()
    let text = """
      ---
      language: text
      summary: Say seconds.
      severity: warning
      ---
      # Say seconds

      ```hone
      -timeout = $N
      +timeout_seconds = $N
      ```

      ## Example: a line
      ```text
      timeout = 5
      ```
      ```text
      timeout_seconds = 5
      ```
      """
    let checks = try checks(
      [".hone/recipes/own/seconds.md": text], for: ["python"], named: ["own/seconds"], in: folder)
    let check = try #require(checks.checks.first)
    #expect(checks.checks.count == 1)
    let line = "a\ntimeout = 30\n"
    #expect(try findings(of: check, in: "a.conf", Array(line.utf8)).map(\.start.line) == [2])
    #expect(try mended(check, in: "a.conf", line) == "a\ntimeout_seconds = 30\n")
    #expect(try findings(of: check, in: "a.py", Array(line.utf8)).isEmpty)
    #expect(try findings(of: check, in: "a.bin", [0] + Array(line.utf8)).isEmpty)
  }
}
