import HoneSyntax
import HoneYAML
import Testing

@Suite struct RuleErrorTests {
  @Test(arguments: [
    ("rule:\n  patern: a", 2, 3, "`patern` is not known"),
    ("rule:\n  pattern: a\nfixx: b", 3, 1, "`fixx` is not known"),
    ("fix: a", 1, 1, "says not what to find"),
    ("rule: {}", 1, 7, "says nothing"),
    ("rule:\n  kind: cal", 2, 9, "no kind `cal`"),
    ("rule:\n  pattern: 'f('\n", 2, 13, "no python code"),
    ("rule:\n  kind: call\n  has:\n    field: functio\n    kind: identifier", 4, 12, "no field `functio`"),
    ("rule:\n  pattern: f($A)\nfix: g($B)", 3, 8, "no pattern captures `$B`"),
    ("rule:\n  pattern: f($$$A)\nfix: g($A)", 3, 8, "captures `$$$A`"),
    ("rule:\n  pattern: f($A)\nconstraints:\n  B: {kind: integer}", 4, 3, "no pattern captures `$B`"),
    ("rule:\n  pattern: f($$$A)\nconstraints:\n  A: {kind: integer}", 4, 3, "a constraint is for one"),
    ("rule:\n  kind: lambda_expression", 2, 9, "no kind `lambda_expression`"),
    ("rule:\n  matches: nothing", 2, 12, "no utility is called `nothing`"),
    ("utils:\n  a: {any: [{matches: a}]}\nrule: {matches: a}", 2, 3, "leads back to itself"),
    ("rule:\n  regex: '('", 2, 10, "no regular expression"),
    ("rule:\n  kind: call\n  nthChild: x", 3, 13, "a position was expected"),
    ("rule: {pattern: f($A)}\ntransform:\n  B: {convert: {source: $C, toCase: upperCase}}", 3, 3, "nothing gives `$C`"),
    ("rule: {pattern: f($A)}\ntransform:\n  B: {turn: {source: $A}}", 3, 7, "`turn` is not known"),
    ("rule:\n  kind: call\n  follows: {kind: call, field: a}", 3, 25, "`field` is not known"),
  ])
  func `a mistake is told with its place`(yaml: String, line: Int, column: Int, problem: String) throws {
    let error = #expect(throws: YAMLError.self) { try Search.rule(yaml, "python") }
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `a keyword is not offered where a kind is wanted`() {
    let error = #expect(throws: YAMLError.self) { try Search.rule("rule: {kind: while}", "javascript") }
    #expect(error?.problem.contains("no kind `while`") == true)
    #expect(error?.remedy.contains("`while`") == false, "\(error?.remedy ?? "")")
  }

  @Test func `what is told of a rule is kept`() throws {
    let document = try Search.rule(
      """
      id: no-print
      language: python
      severity: warning
      message: print of $A
      note: use logging
      url: https://example.com
      files: ['**/*.py', {glob: 'a/*'}]
      ignores: [tests/**]
      labels: {A: {style: secondary, message: this}}
      metadata: {anything: [goes]}
      rule: {pattern: print($A)}
      """, "python")
    #expect(document.rule.id == "no-print")
    #expect(document.severity == .warning)
    #expect(document.message == "print of $A")
    #expect(document.files == ["**/*.py", "a/*"])
    #expect(document.ignores == ["tests/**"])
    #expect(document.labels.map(\.metavariable) == ["A"])
  }
}
