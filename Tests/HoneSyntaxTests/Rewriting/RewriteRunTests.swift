import HoneCore
import HoneSyntax
import HoneTestSupport
import Testing

@Suite struct RewriteRunTests {
  @Test func `nested matches are rewritten pass by pass`() throws {
    #expect(try Search.rewrite("f(f(f(1)))\n", "f($A)", to: "g($A)", "python", passLimit: 10) == "g(g(g(1)))\n")
    #expect(try Search.rewrite("f(f(f(1)))\n", "f($A)", to: "g($A)", "python", passLimit: 1) == "g(f(f(1)))\n")
  }

  @Test func `passes have a limit`() throws {
    let result = try Search.rewrite("f(1)\n", "f($A)", to: "f(g($A))", "python", passLimit: 3)
    #expect(result == "f(g(g(g(1))))\n")
  }

  @Test(arguments: [
    ("f($A)", "f(g($A))", true), ("$A == $B", "$B == $A", true), ("f($A)", "g(f($A))", true), ("f($A)", "g($A)", false),
    ("f($A, $B)", "f($A)", false), ("assert $A == $B", "check($A, $B)", false),
  ])
  func `a rule that matches its own result is known`(pattern: String, template: String, expected: Bool) throws {
    let grammar = try Search.grammar("python")
    let rule = Rule(
      .pattern(try Pattern(pattern, grammar: grammar)), fixes: [Fix(FixTemplate(template, grammar: grammar))])
    #expect(rule.matchesOwnResult(in: grammar) == expected)
  }

  @Test func `what would break the syntax is left and told`() throws {
    let grammar = try Search.grammar("python")
    let rule = Rule(
      .pattern(try Pattern("f($A)", grammar: grammar)), fixes: [Fix(FixTemplate("return return $A", grammar: grammar))])
    var parser = try SyntaxParser(grammar)
    let source = Array("x = f(1)\n".utf8)
    let result = try RewriteRun(Rewriter(Matcher([rule], grammar: grammar))).rewrite(source, with: &parser)
    #expect(result.bytes == source)
    #expect(result.left.count == 1)
    #expect(result.count == 0)
  }

  @Test func `code that cannot be parsed is left and told`() throws {
    let grammar = try Search.grammar("python")
    let rule = Rule(
      .pattern(try Pattern("f($A)", grammar: grammar)), fixes: [Fix(FixTemplate("g($A)", grammar: grammar))])
    var parser = try SyntaxParser(grammar)
    let source = Array("f(1)\ndef (: f(2) )) f(3\n".utf8)
    let result = try RewriteRun(Rewriter(Matcher([rule], grammar: grammar))).rewrite(source, with: &parser)
    #expect(result.left.allSatisfy { $0.match.flags == .underError })
  }

  /// Whatever stands around a match, the result parses, nothing else changes and a second run changes nothing.
  @Test func `rewriting is sound on random code`() throws {
    let grammar = try Search.grammar("javascript")
    let rules = try [
      ("f($A, $B)", "g($B)"), ("$A === $B", "is($A, $B)"), ("f($$$A)", "h($$$A, 1)"), ("!$A", "not($A)"),
      ("$A && $A.$B", "$A?.$B"), ("g($A)", "[$A]"),
    ].map { pattern, template in
      Rule(
        .pattern(try Pattern(pattern, grammar: grammar)),
        fixes: [Fix(FixTemplate(template, grammar: grammar), keepsUnmatched: true)])
    }
    let gaps = ["", " ", "\n", "\n    ", " /* c */ ", " // d\n"]
    func expression(_ depth: Int, _ generator: inout SplitMix64) -> String {
      func gap() -> String { gaps.randomElement(using: &generator) ?? "" }
      guard depth > 0 else { return ["a", "b", "'s'", "3", "a.b"].randomElement(using: &generator) ?? "a" }
      func inner() -> String { expression(depth - 1, &generator) }
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: return "f(\(gap())\(inner())\(gap()),\(gap())\(inner())\(gap()))"
      case 1: return "f(\(inner())\(gap()),\(gap()))"
      case 2: return "(\(inner())\(gap())===\(gap())\(inner()))"
      case 3: return "!\(gap())\(inner())"
      case 4: return "(a.b\(gap())&&\(gap())a.b.c)"
      case 5: return "g(\(gap())\(inner())\(gap()))"
      default: return "[\(inner()),\(gap())\(inner())]"
      }
    }
    var parser = try SyntaxParser(grammar)
    let runs = rules.map { RewriteRun(Rewriter(Matcher([$0], grammar: grammar)), passLimit: 30) }
    try fuzz { generator in
      let source = Array("x = \(expression(4, &generator));\n// end\n".utf8)
      guard try !parser.parse(source).hasError, let run = runs.randomElement(using: &generator) else { return }
      let result = try run.rewrite(source, with: &parser)
      #expect(try !parser.parse(result.bytes).hasError, "\(String(decoding: source, as: UTF8.self))")
      #expect(result.bytes.starts(with: Array("x = ".utf8)) && result.bytes.reversed().starts(with: "\ndne //\n;".utf8))
      if result.isSettled {
        let again = try run.rewrite(result.bytes, with: &parser)
        #expect(again.bytes == result.bytes)
      }
    }
  }
}
