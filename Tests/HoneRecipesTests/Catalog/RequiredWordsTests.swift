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
    ("rule: {kind: call, has: {field: function, regex: '^(os\\.)?(popen|system)[0-9]?$'}}", ["popen", "system"]),
    ("rule: {kind: keyword_argument, regex: '^shell\\s*=\\s*True$'}", ["shell"]),
    ("rule: {kind: identifier, regex: '^colou?r$|^(?:grey|gray)s*$'}", ["colo", "gray", "grey"]),
    ("utils: {drawn: {kind: call, regex: '^random\\.'}}\nrule: {kind: assignment, has: {matches: drawn}}", ["random"]),
  ])
  func `One of the words must stand in a file`(rule: String, expected: [String]) throws {
    #expect(try words(rule) == expected)
  }

  @Test(arguments: [
    "rule: {kind: call}", "rule: {pattern: $A == $B}", "rule: {any: [{pattern: eval($A)}, {kind: call}]}",
    "rule: {kind: identifier, regex: '(?i)^secret$'}", "rule: {kind: identifier, regex: '^(abc|[a-z]+)$'}",
    "rule: {kind: identifier, regex: '^(secret)?$'}", "rule: {kind: identifier, regex: '^(?!secret).*$'}",
    "rule: {pattern: $FUNCTION($NAME)}", "rule: {kind: call, not: {has: {pattern: input()}}}",
  ])
  func `Where nothing must stand there every file is searched`(rule: String) throws {
    #expect(try words(rule).isEmpty)
  }
}
