import HoneSyntax
import Testing

@Suite struct TransformTests {
  private func fixed(_ code: String, _ yaml: String, _ language: String = "python") throws -> String {
    try Search.rewrite(code, try Search.rule(yaml, language).rule, try Search.grammar(language))
  }

  @Test(arguments: [
    ("substring: {source: $A, startChar: 1, endChar: -1}", "ello_worl"),
    ("substring: {source: $A, startChar: 2}", "llo_world"),
    ("substring: {source: $A, endChar: 99}", "hello_world"),
    ("substring: {source: $A, startChar: -5}", "world"),
    ("replace: {source: $A, replace: 'l+o', by: 'L'}", "heL_world"),
    ("replace: {source: $A, replace: '(?P<x>\\w)_(\\w)', by: '${2}_${x}'}", "hellw_oorld"),
    ("convert: {source: $A, toCase: camelCase}", "helloWorld"),
    ("convert: {source: $A, toCase: pascalCase}", "HelloWorld"),
    ("convert: {source: $A, toCase: upperCase}", "HELLO_WORLD"),
    ("convert: {source: $A, toCase: snakeCase, separatedBy: [dash]}", "hello_world"),
    ("convert: {source: $A, toCase: capitalize}", "Hello_world"),
  ])
  func `a metavariable is computed`(operation: String, expected: String) throws {
    let yaml = "rule: {pattern: f($A)}\ntransform:\n  B: {\(operation)}\nfix: f($B)"
    #expect(try fixed("f(hello_world)\n", yaml) == "f(\(expected))\n")
  }

  @Test(arguments: [
    ("replace($A, replace='l', by='1')", "he11o"), ("substring($A, startChar=1, endChar=3)", "el"),
    ("convert($A, toCase=upperCase)", "HELLO"),
  ])
  func `the short form means the same`(call: String, expected: String) throws {
    let yaml = "rule: {pattern: f($A)}\ntransform:\n  B: \(call)\nfix: f($B)"
    #expect(try fixed("f(hello)\n", yaml) == "f(\(expected))\n")
  }

  @Test func `transforms may follow one another in any order`() throws {
    let yaml = """
      rule: {pattern: f($A)}
      transform:
        C: {convert: {source: $B, toCase: upperCase}}
        B: {substring: {source: $A, startChar: 1}}
      fix: f($C)
      """
    #expect(try fixed("f(abc)\n", yaml) == "f(BC)\n")
  }

  @Test func `rewriters rewrite what was captured, and can be joined`() throws {
    let yaml = """
      rule: {pattern: 'run($$$A)'}
      rewriters:
        - {id: number, rule: {pattern: $N, kind: integer}, fix: n($N)}
      transform:
        B: {rewrite: {source: $$$A, rewriters: [number]JOIN}}
      fix: run($B)
      """
    let code = "run(1, a, [2, b])\n"
    #expect(try fixed(code, yaml.replacing("JOIN", with: "")) == "run(n(1), a, [n(2), b])\n")
    #expect(try fixed(code, yaml.replacing("JOIN", with: ", joinBy: ' + '")) == "run(n(1) + n(2))\n")
  }

  @Test func `a rewriter may apply itself to what it captures`() throws {
    let yaml = """
      rule: {pattern: 'type($T)'}
      rewriters:
        - id: optional
          rule: {pattern: 'Optional[$X]'}
          transform: {Y: {rewrite: {source: $X, rewriters: [optional]}}}
          fix: $Y | None
      transform: {R: {rewrite: {source: $T, rewriters: [optional]}}}
      fix: type($R)
      """
    #expect(try fixed("type(Optional[Optional[a]])\n", yaml) == "type(a | None | None)\n")
  }

  @Test(arguments: [
    ("XMLHttpRequest", ["XML", "Http", "Request"]), ("a-b.c/d e_f", ["a", "b", "c", "d", "e", "f"]),
    ("__init__", ["init"]), ("", []), ("aB", ["a", "B"]), ("ABC", ["ABC"]),
  ])
  func `names are split into words`(name: String, words: [String]) throws {
    let kebab = StringCase.kebabCase.apply(to: name, separators: Set(StringCase.Separator.allCases))
    #expect(kebab == words.map { $0.lowercased() }.joined(separator: "-"))
  }
}
