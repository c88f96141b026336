import Testing

@testable import HoneRecipes

struct MatchReachTests {
  private func isLocal(_ rule: String) throws -> Bool {
    let text = "---\nlanguage: python\nsummary: A check.\n---\n# A check\n\n```hone\n\(rule)\n```\n"
    return MatchReach.isLocal(try Recipe(Array(text.utf8), name: "python/check", file: "check.md"))
  }

  @Test(arguments: [
    "-f($A)\n+g($A)", "rule: {kind: call, has: {field: function, regex: ^f$}}",
    "rule: {pattern: f($A), inside: {kind: argument_list, stopBy: end}}",
    "rule: {pattern: f($A), not: {inside: {kind: class_definition, has: {regex: x}, stopBy: end}}}",
    "rule: {kind: call, has: {kind: argument_list, has: {nthChild: 1, kind: string}}}",
  ])
  func `What looks only at the statement is local`(rule: String) throws {
    #expect(try isLocal(rule))
  }

  @Test(arguments: [
    "rule: {pattern: f($A), follows: {pattern: g($A)}}", "rule: {kind: call, nthChild: 1}",
    "rule: {pattern: f($A), inside: {has: {pattern: import x}, stopBy: end}}",
    "rule: {pattern: f($A), inside: {kind: module}}", "rule: {pattern: f($A), inside: {regex: x, stopBy: end}}",
    "-f($A)\n-g($A)\n+h($A)",
  ])
  func `What looks at neighbours or the whole file is not`(rule: String) throws {
    #expect(try !isLocal(rule))
  }
}
