import HoneSyntax
import HoneTestSupport
import HoneText
import Testing

@Suite struct PrefilterTests {
  private func prefilter(of rule: Rule) throws -> Prefilter {
    Prefilter(rule, grammar: try Search.grammar("python"))
  }

  private func prefilter(_ pattern: String, strictness: Strictness = .smart) throws -> Prefilter {
    let grammar = try Search.grammar("python")
    return Prefilter(Rule(.pattern(try Pattern(pattern, grammar: grammar, strictness: strictness))), grammar: grammar)
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
    #expect(try prefilter(of: rule).passesAll)
  }

  @Test func `alternatives need one, conditions need all`() throws {
    let any = try prefilter(of: Search.rule("rule: {any: [{pattern: one()}, {pattern: two()}]}", "python").rule)
    #expect(any.mayMatch(Array("two".utf8)))
    #expect(!any.mayMatch(Array("three".utf8)))
    let all = try prefilter(
      of: Search.rule("rule: {pattern: one(), inside: {pattern: 'two($$$)', stopBy: end}}", "python").rule)
    #expect(all.mayMatch(Array("two(one())".utf8)))
    #expect(!all.mayMatch(Array("one()".utf8)))
  }

  @Test func `a plain regular expression gives a word, others none`() throws {
    let plain = try prefilter(of: Search.rule("rule: {kind: identifier, regex: ^test_.*$}", "python").rule)
    #expect(!plain.mayMatch(Array("check".utf8)))
    #expect(plain.mayMatch(Array("test_x".utf8)))
    #expect(try prefilter(of: Search.rule("rule: {kind: identifier, regex: 'a?b|c'}", "python").rule).passesAll)
  }

  @Test func `a set of rules needs any of them`() throws {
    let grammar = try Search.grammar("python")
    let rules = try ["one($A)", "two($A)"].map { Rule(.pattern(try Pattern($0, grammar: grammar))) }
    #expect(Prefilter(anyOf: rules, grammar: grammar).mayMatch(Array("two".utf8)))
    #expect(!Prefilter(anyOf: rules, grammar: grammar).mayMatch(Array("six".utf8)))
    #expect(Prefilter.none.mayMatch([]))
  }

  @Test func `many filters at once say what each says`() throws {
    let grammar = try Search.grammar("python")
    var filters = try ["one($A)", "on($A)", "self.one(two($A), 'on')", "$A($B)", "three.one()"].map {
      try prefilter($0)
    }
    filters.append(
      try prefilter(of: Search.rule("rule: {any: [{pattern: two()}, {kind: identifier, regex: one}]}", "python").rule))
    filters.append(Prefilter(anyOf: [], grammar: grammar))
    let set = PrefilterSet(filters)
    var random = SplitMix64(seed: 23)
    let words = ["one", "on", "two", "three", "self", "_", ".", "1", " ", "'on'", "(", "\u{e9}"]
    for _ in 0..<500 {
      let text = (0..<(random.next() % 8)).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined()
      let bytes = Array(text.utf8)
      #expect(set.mayMatch(bytes) == filters.map { $0.mayMatch(bytes) }, "\(text)")
    }
    #expect(PrefilterSet([]).mayMatch([]).isEmpty)
  }

  @Test func `a name counts whole, a string in any surroundings`() throws {
    let name = try prefilter("assertIs($A)")
    #expect(!name.mayMatch(Array("assertIsNone(x)".utf8)))
    #expect(!name.mayMatch(Array("my_assertIs(x)".utf8)))
    #expect(name.mayMatch(Array("assertIsNone(x); self.assertIs(y)".utf8)))
    #expect(name.mayMatch(Array("0assertIs".utf8)))
    #expect(name.mayMatch(Array("éassertIsé".utf8)))
    let string = try prefilter("open($A, 'rb')")
    #expect(string.mayMatch(Array("open(x, 'rb')".utf8)))
    #expect(string.mayMatch(Array("open(x, 'an rbx')".utf8)))
    #expect(!string.mayMatch(Array("open(x, 'wb')".utf8)))
  }

  @Test func `blanks may stand between the words of a pattern`() throws {
    let prefilter = try prefilter("bar.baz")
    #expect(prefilter.mayMatch(Array("bar . baz".utf8)))
    #expect(!prefilter.mayMatch(Array("bar . ba z".utf8)))
  }
}
