import Testing

@testable import HoneRecipes

struct MatchReachTests {
  private func reach(_ rule: String) throws -> MatchReach { MatchReach(of: try recipe(rule)) }

  private func recipe(_ rule: String) throws -> Recipe {
    let text = "---\nlanguage: python\nsummary: A check.\n---\n# A check\n\n```hone\n\(rule)\n```\n"
    return try Recipe(Array(text.utf8), name: "python/check", file: "check.md")
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
    "rule: {pattern: f($A), inside: {kind: function_definition, not: {any: [{regex: x}]}, stopBy: end}}",
  ])
  func `A statement with others in it must be whole`(rule: String) throws {
    #expect(try reach(rule) == .topLevelStatement)
  }

  @Test(arguments: [
    "rule: {pattern: f($A), follows: {pattern: g($A)}}", "rule: {kind: call, nthChild: 1}",
    "rule: {pattern: f($A), inside: {has: {pattern: import x}, stopBy: end}}",
    "rule: {pattern: f($A), inside: {kind: module}}", "rule: {pattern: f($A), inside: {regex: x, stopBy: end}}",
    "-f($A)\n-g($A)\n+h($A)", "rule: {pattern: f($A), inside: {any: [{kind: block}, {regex: x}], stopBy: end}}",
    "rule: {kind: \"module > call\"}",
  ])
  func `What looks at neighbours or the whole file needs the file`(rule: String) throws {
    #expect(try reach(rule) == .file)
  }

  @Test(arguments: [
    ("rule: {pattern: f($A), inside: {kind: module}}", MatchReach.statement),
    ("rule: {any: [{pattern: f($A)}, {matches: g}]}\nutils: {g: {kind: call}}", .statement),
    ("rule: {all: [{regex: x}, {kind: string}], follows: {kind: import_statement}}", .statement),
    ("rule: {kind: function_definition, inside: {kind: module}}", .topLevelStatement),
    ("rule: {pattern: \"with open($A) as $B: $C\"}", .topLevelStatement),
    ("rule: {any: [{kind: call}, {kind: except_clause}]}", .topLevelStatement),
    ("rule: {kind: module}", .file), ("rule: {regex: x}", .file), ("rule: {pattern: $A, regex: x}", .file),
    ("rule: {kind: \"call, module\"}", .file), ("rule: {any: [{kind: call}, {regex: x}]}", .file),
    ("rule: {pattern: \"a; $B\"}", .file), ("-f($A)\n-g($A)\n+h($A)", .file),
  ])
  func `A match is a part of a statement, a statement, or more`(rule: String, extent: MatchReach) throws {
    #expect(MatchReach(extentOf: try recipe(rule)) == extent)
  }
}
