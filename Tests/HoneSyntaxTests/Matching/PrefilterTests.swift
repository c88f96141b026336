import HoneSyntax
import HoneText
import Testing

@Suite struct PrefilterTests {
  private func prefilter(_ pattern: String, strictness: Strictness = .smart) throws -> Prefilter {
    Prefilter(Rule(.pattern(try Pattern(pattern, grammar: try Search.grammar("python"), strictness: strictness))))
  }

  @Test func `all words of a pattern must be there`() throws {
    let prefilter = try prefilter("self.assertIs($A, True)")
    #expect(prefilter.mayMatch(Array("self.assertIs(x, True)".utf8)))
    #expect(!prefilter.mayMatch(Array("self.assertIs(x, False)".utf8)))
    #expect(!prefilter.mayMatch(Array("True, self".utf8)))
    #expect(!prefilter.mayMatch([]))
  }

  @Test func `a pattern of holes lets every file pass`() throws {
    let prefilter = try prefilter("$A($B)")
    #expect(prefilter.passesAll)
    #expect(prefilter.mayMatch([]))
  }

  @Test func `what need not be there is not asked for`() throws {
    #expect(try prefilter("foo", strictness: .signature).passesAll)
    let rule = try Search.rule("rule: {pattern: $A, not: {pattern: gone}}", "python").rule
    #expect(Prefilter(rule).passesAll)
  }

  @Test func `alternatives need one, conditions need all`() throws {
    let any = Prefilter(try Search.rule("rule: {any: [{pattern: one()}, {pattern: two()}]}", "python").rule)
    #expect(any.mayMatch(Array("two".utf8)))
    #expect(!any.mayMatch(Array("three".utf8)))
    let all = Prefilter(
      try Search.rule("rule: {pattern: one(), inside: {pattern: 'two($$$)', stopBy: end}}", "python").rule)
    #expect(all.mayMatch(Array("two(one())".utf8)))
    #expect(!all.mayMatch(Array("one()".utf8)))
  }

  @Test func `a plain regular expression gives a word, others none`() throws {
    let plain = Prefilter(try Search.rule("rule: {kind: identifier, regex: ^test_.*$}", "python").rule)
    #expect(!plain.mayMatch(Array("check".utf8)))
    #expect(plain.mayMatch(Array("test_x".utf8)))
    #expect(Prefilter(try Search.rule("rule: {kind: identifier, regex: 'a?b|c'}", "python").rule).passesAll)
  }

  @Test func `a set of rules needs any of them`() throws {
    let rules = try ["one($A)", "two($A)"].map {
      Rule(.pattern(try Pattern($0, grammar: try Search.grammar("python"))))
    }
    #expect(Prefilter(anyOf: rules).mayMatch(Array("two".utf8)))
    #expect(!Prefilter(anyOf: rules).mayMatch(Array("six".utf8)))
  }
}
