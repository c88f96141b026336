import HoneCore
import HoneRecipes
import Testing

@testable import HoneKit

/// A file while its places are asked about: turns, and what becomes of answers.
struct AskedFileTests {
  private static let text =
    "import os\n\n\ndef a():\n    return 1\n\n\ndef b():\n    return 2\n\n\ndef c():\n    return 3\n"

  private func file(_ fence: String = "{lines: 1}") throws -> AskedFile {
    let source =
      "---\nlanguage: python\nsummary: Say it.\nask: Say it.\neach: function\nfence: \(fence)\n---\n# Say it\n"
    let recipe = try Recipe(Array(source.utf8), name: "say", file: "say.md")
    let plan = try RecipePlan([recipe]) { name throws(RecipeError) in
      throw RecipeError(file: name, "none", remedy: "none")
    }
    let editable = try editable("a.py", Self.text)
    let program = try #require(plan.asking(editable.path, editable.bytes, language: nil))
    return try #require(AskedFile(editable, program: program, refuse: { Issue.record("\($0)") }))
  }

  private func change(_ file: AskedFile, _ site: AskingSite, _ text: String, imports: [String] = [])
    -> AnswerTrial.Change
  {
    AnswerTrial.Change(
      replacements: [Replacement(range: site.range, bytes: Array(text.utf8))], result: file.text, imports: imports)
  }

  @Test func `Places whose windows touch none of the others go together, and the others find their place again`() throws
  {
    var file = try file()
    let sites = file.takeTurn()
    #expect(sites.count == 3 && file.isExhausted)
    for (site, name) in zip(sites, ["a", "b", "c"]) {
      try file.take(change(file, site, "def \(name)():\n    x = 0\n    return x"), for: site)
    }
    let refusal = file.settle()
    #expect(refusal == nil && file.places == 3 && file.refused.isEmpty)
    #expect(String(decoding: file.text, as: UTF8.self).ranges(of: "    x = 0\n").count == 3)
    #expect(file.lines.bytes == file.text)
  }

  @Test func `A place that waits is found again behind what others have made`() throws {
    var file = try file()
    let sites = file.takeTurn()
    try file.take(change(file, sites[0], "def a():\n    x = 0\n    return x"), for: sites[0])
    // It changes the same bytes as the first, so it waits.
    try file.take(change(file, sites[0], "def a():\n    return 4"), for: sites[2])
    #expect(file.waiting == [sites[2]])
    let refusal = file.settle()
    #expect(refusal == nil)
    #expect(file.waiting.map { String(decoding: file.text[$0.range], as: UTF8.self) } == ["def c():\n    return 3"])
  }

  @Test func `Answers that cannot be put in are refused, and counted no more`() throws {
    var file = try file()
    let sites = file.takeTurn()
    try file.take(change(file, sites[0], "def a():\n    return os"), for: sites[0])
    try file.take(change(file, sites[1], "def b():\n    return x", imports: ["no import ((("]), for: sites[1])
    #expect(file.places == 2)
    let settled = file.settle()
    let refusal = try #require(settled)
    #expect(refusal.path == file.path && refusal.message.hasPrefix("2 answers cannot be put in together"))
    #expect(file.places == 0 && file.refused == [refusal] && file.text == Array(Self.text.utf8))
    let again = file.settle()
    #expect(again == nil)
  }
}
