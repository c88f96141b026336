import Testing

@testable import HoneRecipes

struct MatchReachTests {
  private func reach(_ rule: String) throws -> MatchReach {
    let text = "---\nlanguage: python\nsummary: A check.\n---\n# A check\n\n```hone\n\(rule)\n```\n"
    return MatchReach(of: try Recipe(Array(text.utf8), name: "python/check", file: "check.md"))
  }

  @Test(arguments: [
    "-f($A)\n+g($A)", "rule: {kind: call, has: {field: function, regex: ^f$}}",
    "rule: {pattern: f($A), inside: {kind: argument_list, stopBy: end}}",
    "rule: {pattern: f($A), not: {inside: {any: [{kind: class_definition}, {kind: with_statement}], stopBy: end}}}",
    "rule: {kind: call, has: {kind: argument_list, has: {nthChild: 1, kind: string}}}",
    "rule: {any: [{pattern: f($A)}, {all: [{regex: x}, {kind: string}]}]}",
  ])
  func `A simple statement may be enough`(rule: String) throws {
    #expect(try reach(rule) == .statement)
  }

  @Test(arguments: [
    "rule: {pattern: f($A), not: {inside: {kind: class_definition, has: {regex: x}, stopBy: end}}}",
    "rule: {kind: function_definition, has: {pattern: f($A), stopBy: end}}", "rule: {kind: except_clause}",
    "rule: {pattern: \"with open($A) as $B: $C\"}", "rule: {regex: x}", "rule: {any: [{kind: call}, {regex: x}]}",
    "rule: {pattern: f($A), inside: {pattern: \"class C: $$$A\", stopBy: end}}",
  ])
  func `A statement with others in it must be whole`(rule: String) throws {
    #expect(try reach(rule) == .topLevelStatement)
  }

  @Test(arguments: [
    "rule: {pattern: f($A), follows: {pattern: g($A)}}", "rule: {kind: call, nthChild: 1}",
    "rule: {pattern: f($A), inside: {has: {pattern: import x}, stopBy: end}}",
    "rule: {pattern: f($A), inside: {kind: module}}", "rule: {pattern: f($A), inside: {regex: x, stopBy: end}}",
    "-f($A)\n-g($A)\n+h($A)",
  ])
  func `What looks at neighbours or the whole file needs the file`(rule: String) throws {
    #expect(try reach(rule) == .file)
  }
}
