import HoneSyntax
import HoneYAML
import Testing

@Suite struct RuleTests {
  static let calls = "class A:\n    def m(self):\n        f(1)\n        g(f(2))\ndef n():\n    f(3)\n"

  @Test(arguments: [
    ("kind: call", ["f(1)", "g(f(2))", "f(2)", "f(3)"]),
    ("pattern: f($A)\ninside: {kind: class_definition, stopBy: end}", ["f(1)", "f(2)"]),
    ("pattern: f($A)\nnot: {inside: {kind: class_definition, stopBy: end}}", ["f(3)"]),
    ("kind: call\nhas: {kind: call, stopBy: end}", ["g(f(2))"]),
    ("kind: call\nhas: {field: function, regex: ^g$}", ["g(f(2))"]),
    ("kind: call\nregex: '2'", ["g(f(2))", "f(2)"]),
    ("any: [{pattern: f(1)}, {pattern: f(3)}]", ["f(1)", "f(3)"]),
    ("all: [{kind: call}, {pattern: $F(2)}]", ["f(2)"]),
    ("kind: expression_statement\nfollows: {has: {pattern: f(1)}}", ["g(f(2))"]),
    ("kind: expression_statement\nprecedes: {has: {pattern: $X, kind: call}}", ["f(1)"]),
    ("kind: class_definition > identifier", ["A"]),
    ("kind: class_definition call > identifier", ["f", "g", "f"]),
    ("kind: 'call:has(integer), class_definition > identifier'", ["A", "f(1)", "g(f(2))", "f(2)", "f(3)"]),
    ("kind: expression_statement + expression_statement", ["g(f(2))"]),
    (
      "kind: 'function_definition:not(:has(call:nth-child(2)))'",
      [
        "def m(self):\n        f(1)\n        g(f(2))", "def n():\n    f(3)",
      ]
    ),
  ])
  func `conditions hold as documented`(rule: String, expected: [String]) throws {
    #expect(try Search.texts(rule: rule, in: Self.calls, "python") == expected)
  }

  @Test(arguments: [
    ("2", ["b"]), ("'2n+1'", ["a", "c"]), ("{position: 1, reverse: true}", ["d"]), ("'-n+2'", ["a", "b"]),
    ("n", ["a", "b", "c", "d"]),
    ("{position: 2, ofRule: {regex: '[bd]'}}", ["d"]),
  ])
  func `a place among siblings is counted from one`(position: String, expected: [String]) throws {
    let rule = "kind: identifier\nnthChild: \(position)\ninside: {kind: list}"
    #expect(try Search.texts(rule: rule, in: "[a, b, c, d]", "python") == expected)
  }

  @Test func `a range is given by lines and columns from zero`() throws {
    let rule = "kind: call\nrange: {start: {line: 2, column: 8}, end: {line: 2, column: 12}}"
    #expect(try Search.texts(rule: rule, in: Self.calls, "python") == ["f(1)"])
  }

  @Test func `the search of a relation stops where it is told to`() throws {
    let code = "def a():\n    def b():\n        f(1)\n"
    let rule = "pattern: f($A)\ninside: {kind: function_definition, has: {field: name, regex: ^a$}, stopBy: STOP}"
    #expect(try Search.texts(rule: rule.replacing("STOP", with: "end"), in: code, "python") == ["f(1)"])
    #expect(
      try Search.texts(rule: rule.replacing("STOP", with: "{kind: function_definition}"), in: code, "python") == [])
    #expect(try Search.texts(rule: rule.replacing("STOP", with: "neighbor"), in: code, "python") == [])
  }

  @Test func `captures of a relation must agree with those of the pattern`() throws {
    let code = "def f(x):\n    return x\ndef g(x):\n    return y\n"
    let rule = "pattern: return $A\ninside: {pattern: 'def $F($A): $$$B', stopBy: end}"
    #expect(try Search.texts(rule: rule, in: code, "python") == ["return x"])
  }

  @Test func `utilities may name themselves inside of relations`() throws {
    let yaml = """
      utils:
        number: {any: [{kind: integer}, {kind: parenthesized_expression, has: {matches: number}}]}
      rule: {kind: parenthesized_expression, matches: number}
      """
    let document = try Search.rule(yaml, "python")
    let grammar = try Search.grammar("python")
    let found = try Search.matches(document.rule, in: "((1))\n((a))\n", grammar).map(Search.text)
    #expect(found == ["((1))", "(1)"])
  }

  @Test func `constraints narrow captures, every node of a list too`() throws {
    let grammar = try Search.grammar("python")
    let one = try Search.rule("rule: {pattern: 'f($A)'}\nconstraints: {A: {kind: integer}}", "python")
    #expect(try Search.matches(one.rule, in: "f(1)\nf(a)\n", grammar).map(Search.text) == ["f(1)"])
    let many = try Search.rule(
      "rule: {pattern: 'f($$$A)'}\nconstraints: {A: {kind: integer}}", "python", reach: .everywhere)
    #expect(
      try Search.matches(many.rule, in: "f()\nf(1, 2)\nf(1, a)\n", grammar).map(Search.text) == ["f()", "f(1, 2)"])
  }

  @Test func `hostile nesting ends`() throws {
    let code = String(repeating: "(", count: 1_000) + "1" + String(repeating: ")", count: 1_000)
    let yaml = """
      utils:
        deep: {any: [{kind: integer}, {has: {matches: deep}}]}
      rule: {kind: expression_statement, has: {matches: deep, stopBy: end}}
      """
    let document = try Search.rule(yaml, "python")
    #expect(try Search.matches(document.rule, in: code, try Search.grammar("python")).count == 1)
  }
}
