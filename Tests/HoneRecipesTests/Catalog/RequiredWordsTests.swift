import Testing

@testable import HoneRecipes

struct RequiredWordsTests {
  private func words(_ rule: String) throws -> [String] {
    let text = """
      ---
      language: python
      summary: A check.
      ---
      # A check

      ```hone
      \(rule)
      ```
      """
    return RequiredWords.of(try Recipe(Array(text.utf8), name: "python/check", file: "check.md"))
  }

  @Test(arguments: [
    ("-yaml.load($TEXT)\n+yaml.safe_load($TEXT)", ["yaml"]), ("rule: {pattern: eval($A)}", ["eval"]),
    ("rule: {any: [{pattern: eval($A)}, {pattern: exec($A)}]}", ["eval", "exec"]),
    ("rule: {all: [{kind: call}, {pattern: pickle.loads($A)}]}", ["pickle"]),
    ("rule: {kind: call, has: {pattern: input()}}", ["input"]),
  ])
  func `One of the words must stand in a file`(rule: String, expected: [String]) throws {
    #expect(try words(rule) == expected)
  }

  @Test(arguments: [
    "rule: {kind: call}", "rule: {pattern: $A == $B}", "rule: {any: [{pattern: eval($A)}, {kind: call}]}",
    "rule: {pattern: $FUNCTION($NAME)}", "rule: {kind: call, not: {has: {pattern: input()}}}",
  ])
  func `Where nothing must stand there every file is searched`(rule: String) throws {
    #expect(try words(rule).isEmpty)
  }
}
