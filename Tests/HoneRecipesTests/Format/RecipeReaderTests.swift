import HoneYAML
import Testing

@testable import HoneRecipes

/// Reads a recipe from its text.
func recipe(_ text: String, name: String = "test/sample", file: String = "sample.md") throws -> Recipe {
  try Recipe(Array(text.utf8), name: name, file: file)
}

/// What is wrong with a recipe, as the user reads it.
func fault(_ text: String, file: String = "sample.md") -> String? {
  do {
    _ = try recipe(text, file: file)
    return nil
  } catch {
    return "\(error)"
  }
}

/// A recipe with front matter beside `language` and `summary`, and the lines below it.
func recipeText(_ frontMatter: String = "", body: String = "```hone\n-a($X)\n+b($X)\n```\n") -> String {
  "---\nlanguage: python\nsummary: Rename a\n\(frontMatter.isEmpty ? "" : frontMatter + "\n")---\n# Title\n\(body)"
}

struct RecipeReaderTests {
  @Test func `Every part of a recipe is read`() throws {
    let text = """
      ---
      language: [python, py]
      summary: Say b
      links: [https://example.org]
      severity: warning
      message: Say b, not a
      group: style
      safe: false
      files: ["src/**/*.py"]
      commit: directory
      commit-message: Say b in {directory}
      imports: {add: import b, sort: true}
      ---
      # Say b

      Because it is b.

      ```hone
      -a($X)
      +b($X)
      ---
      rule: {pattern: "c($X)"}
      fix: b($X)
      ```

      ## Example: a call
      ```python src/x.py
      a(1)
      ```
      ```python
      b(1)
      ```

      ## Leaves: others
      Prose.
      ```python
      d(1)
      ```
      """
    let recipe = try recipe(text)
    #expect(recipe.title == "Say b")
    #expect(recipe.prose == "Because it is b.")
    #expect(recipe.header.languages == ["python", "py"])
    #expect(recipe.ruleID == "style/sample")
    #expect(recipe.header.severity == .warning && !recipe.header.isSafe)
    #expect(recipe.header.commit == .directory)
    #expect(recipe.header.imports == ImportChanges(add: ["import b"], sort: true))
    let rules = try #require(recipe.steps.first).rules
    #expect(recipe.steps.count == 1)
    #expect(rules.map(\.isPatch) == [true, false])
    #expect(rules.map { $0.node["rule"]?["pattern"]?.string } == ["a($X)", "c($X)"])
    #expect(rules.map { $0.node["fix"]?.string } == ["b($X)", "b($X)"])
    #expect(rules.map { $0.node["rule"]?["pattern"]?.line } == [19, 22])
    #expect(recipe.examples.map(\.title) == ["Example: a call", "Leaves: others"])
    #expect(recipe.examples.map(\.isUnchanged) == [false, true])
    #expect(recipe.examples.map(\.path) == ["src/x.py", nil])
    #expect(recipe.examples.map(\.line) == [27, 36])
  }

  @Test(arguments: [
    ("", "sample.md:1:1: there is no front matter; start the file with a line `---`, keys and another `---`"),
    ("---\nsummary: x\n", "sample.md:1:1: the front matter does not end; close it with a line `---`"),
    ("---\nsummary: x\n---\n", "sample.md:2:1: the front matter names no language; add `language: python`, or another"),
    (recipeText("sumary: x"), "sample.md:4:1: the key `sumary` is not known; did you mean `summary`?"),
    (
      recipeText("safe: maybe"),
      "sample.md:4:7: `safe` is the text `maybe` where true or false was expected; write `safe: true` or `safe: false`"
    ),
    (
      recipeText("files: ['!a']"),
      "sample.md:4:9: `files` is the text `!a` where a pattern of paths was expected; write it without `!`, `[`, `]`, `\\`, `.` and `..`"
    ),
    (
      recipeText("commit-message: Say b in {dir}"),
      "sample.md:4:26: `{dir}` stands for nothing in `commit-message`; known are `{directory}` and `{file}`"
    ),
    (
      recipeText("commit-message: 'Say b in {flie}'"),
      "sample.md:4:27: `{flie}` stands for nothing in `commit-message`; did you mean `{file}`?"
    ),
    (
      recipeText("commit-message: Say $NAME"),
      "sample.md:4:21: no parameter fills `$NAME` in `commit-message`; declare it under `parameters`, or write the text itself"
    ),
    (recipeText("commit-message: 'Say {} {a b} {1} in {file} of {directory}'"), nil),
    (recipeText("each: function"), "sample.md:4:1: `each` stands without `ask`; add `ask:` with the instruction"),
    (
      recipeText("constraints: {Y: {kind: integer}}"),
      "sample.md:4:15: no patch has the hole `$Y` that is constrained; did you mean `X`?"
    ),
    (
      recipeText(body: "nothing\n"),
      "sample.md:1:1: the recipe does nothing; add a block ```hone with a patch, or `uses:`, or `ask:`"
    ),
    (
      recipeText(body: "```hone\n-a\n"),
      "sample.md:6:1: the fenced block that starts here does not end; close it with a line of 3 ```"
    ),
    (
      recipeText(body: "```hone\n-a\n---\n\n```\n"),
      "sample.md:9:1: the block holds an empty rule; write a patch or a rule object, or take a `---` away"
    ),
    (
      recipeText(body: "```hone\n-a\nb\n```\n"),
      "sample.md:8:1: the line begins with neither `-`, `+` nor a space; write `-` before code that goes, `+` before code that comes, a space before code that stays"
    ),
    (
      recipeText(body: "```hone\n+b\n```\n"),
      "sample.md:7:1: the patch says nothing to search for; add a `-` line, or a context line beside which something is inserted"
    ),
    (recipeText(body: "```hone\nrul: {}\n```\n"), "sample.md:7:1: the key `rul` is not known; did you mean `rule`?"),
    (recipeText(body: "```hone\nrule: [\n```\n"), nil),
    (
      recipeText(body: "```hone\n-a\n```\n## Example: none\n"),
      "sample.md:9:1: the example has no code in the recipe's language; add two fenced blocks for before and after, or one for code that stays as it is"
    ),
    (
      recipeText("parameters: {name: {}}"),
      "sample.md:2:1: the parameter `name` is not used; use it as `$NAME`, or in `when:` of a step, or take it away"
    ),
    (
      recipeText("steps: [{block: 2}]"),
      "sample.md:4:9: there is no hone block `2`; name a block by its number, or by the word after ```hone"
    ),
    (
      recipeText("create: {path: x, template: t}"),
      "sample.md:4:9: there is no template `t`; add a fenced block that starts with ```template t"
    ),
  ])
  func `Mistakes name file, line, column and remedy`(text: String, message: String?) {
    let found = fault(text)
    if let message { #expect(found == message) } else { #expect(found?.hasPrefix("sample.md:") == true) }
  }

  @Test func `Blocks run in order, or as the steps say`() throws {
    let blocks = "```hone\n-a\n+b\n```\n```hone second\n-b\n+c\n```\n"
    let plain = try recipe(recipeText("uses: go/x", body: blocks))
    #expect(plain.steps.map { $0.rules.count } == [0, 1, 1])
    let ordered = try recipe(
      recipeText(
        "parameters: {strict: {type: boolean, default: true}}\nsteps: [{block: second, when: not strict}, {block: 1}]",
        body: blocks))
    #expect(ordered.steps.map { $0.rules.first?.node["fix"]?.string } == ["c", "b"])
    #expect(ordered.steps.first?.condition == RecipeStep.Condition(parameter: "strict", value: "false"))
    #expect(try ordered.filled(with: []).steps.count == 1)
    #expect(try ordered.filled(with: [("strict", "false")]).steps.count == 2)
    #expect(fault(recipeText("steps: [{block: 1}]", body: blocks))?.contains("no step uses this block") == true)
  }

  @Test func `Conditions of the front matter reach the patches they fit`() throws {
    let recipe = try recipe(
      recipeText(
        "constraints: {X: {kind: integer}}\nwhere: {inside: {kind: module}}",
        body: "```hone\n-a($X)\n+b($X)\n---\n-c()\n+d()\n```\n"))
    let rules = recipe.steps[0].rules
    #expect(rules.map { $0.node["constraints"]?["X"]?["kind"]?.string } == ["integer", nil])
    #expect(rules.allSatisfy { $0.node["rule"]?["inside"]?["kind"]?.string == "module" })
  }

  @Test func `Asking recipes are data`() throws {
    let recipe = try recipe(
      recipeText(
        "ask: Write a docstring\nmatch: 'def $NAME($$$): $$$BODY'\nfence: {nodes: [$BODY, siblings], lines: 9, imports: true}\ngates: [parses, {command: make test}]\ncontext: [file, callers]",
        body: ""))
    let asking = try #require(recipe.header.asking)
    #expect(recipe.asks && !recipe.header.isSafe && recipe.steps.isEmpty)
    #expect(recipe.targets.map { $0.node["rule"]?["pattern"]?.string } == ["def $NAME($$$): $$$BODY"])
    #expect(asking.fence.nodes == [.hole("BODY"), .siblings] && asking.fence.lines == 9 && asking.fence.allowsImports)
    #expect(asking.gates == [.parses, .command("make test")])
    #expect(asking.context == [.file, .callers])
    #expect(fault(recipeText("ask: x", body: ""))?.contains("does not say what places") == true)
    #expect(fault(recipeText("ask: x\neach: function\nmatch: y", body: ""))?.contains("or says it twice") == true)
    #expect(fault(recipeText("ask: x", body: "```hone\n-a\n+b\n```\n"))?.contains("what the place becomes") == true)
    #expect(fault(recipeText("ask: x\neach: functoin", body: ""))?.contains("one of function, type, hunk") == true)
  }

  @Test func `A rule file is a recipe`() throws {
    let text = """
      id: no-eq
      language: Python
      severity: hint
      message: Use equals
      note: Because.
      rule: {pattern: a == $B}
      fix: b
      ---
      id: off
      language: Python
      severity: off
      rule: {kind: integer}
      ---
      id: js
      language: js
      rule: {kind: number}
      """
    let recipe = try recipe(text, file: "rules/no-eq.yml")
    #expect(recipe.header.languages == ["Python", "js"] && recipe.header.summary == "Use equals")
    #expect(recipe.steps.map(\.rules.count) == [2])
    #expect(recipe.steps[0].rules.map(\.languages) == [["Python"], ["js"]])
    #expect(recipe.steps[0].rules[0].report?.severity == .note)
    #expect(recipe.steps[0].rules[0].node.mapping?.map(\.key.string) == ["rule", "fix"])
    #expect(fault("id: x\nrule: {}\n", file: "x.yml")?.hasPrefix("x.yml:1:1: the rule lacks") == true)
    #expect(
      fault("id: x\nlanguage: c\nrule: {}\nfixx: y\n", file: "x.yml")
        == "x.yml:4:1: the key `fixx` is not known; did you mean `fix`?")
  }
}
