import HoneSyntax
import Testing

@Suite struct MatcherTests {
  @Test func `many rules are found in one walk, by node and then by rule`() throws {
    let grammar = try Search.grammar("python")
    let rules = try ["f($A)", "$F(1)", "$X"].map { Rule(.pattern(try Pattern($0, grammar: grammar))) }
    let found = Matcher(rules, grammar: grammar).matches(in: try Search.tree("f(1)", grammar))
    let calls = found.filter { Search.text($0) == "f(1)" && $0.tree.nodes[$0.node].next > $0.node + 4 }
    #expect(calls.map(\.rule).contains(0))
    #expect(calls.map(\.rule).contains(1))
    #expect(found.map(\.node) == found.map(\.node).sorted())
  }

  @Test func `the same matches whether rules run alone or together`() throws {
    let grammar = try Search.grammar("javascript")
    let patterns = ["$A === $B", "f($$$A)", "var $X = $Y", "$A && $A.b", "return $A"]
    let code = "var x = a === b; function g() { return f(1, a && a.b) }\nvar y = f(x === 3)\n"
    let tree = try Search.tree(code, grammar)
    let rules = try patterns.map { Rule(.pattern(try Pattern($0, grammar: grammar))) }
    let together = Matcher(rules, grammar: grammar).matches(in: tree)
    for (index, rule) in rules.enumerated() {
      let alone = Matcher([rule], grammar: grammar).matches(in: tree).map(\.range)
      #expect(together.filter { $0.rule == index }.map(\.range) == alone)
      #expect(!alone.isEmpty)
    }
  }

  @Test func `a match near an error is doubtful`() throws {
    let grammar = try Search.grammar("c")
    let rule = Rule(.pattern(try Pattern("g($A)", grammar: grammar, reach: .everywhere)))
    let sound = try Search.matches(rule, in: "void f(void) { g(1); }", grammar)
    #expect(sound.map(\.flags) == [[]])
    let broken = try Search.matches(rule, in: "void f(void) { g(1 +); }", grammar)
    #expect(broken.allSatisfy { $0.flags == .underError })
  }

  @Test func `an empty file has no match and no crash`() throws {
    #expect(try Search.texts("f($A)", in: "", "python") == [])
    #expect(try Search.texts("f($A)", in: "\u{0}\u{0}", "python") == [])
  }

  @Test func `a pattern can be made of the tree of code`() throws {
    let grammar = try Search.grammar("python")
    let tree = try Search.tree("log(x, 1)\n", grammar)
    let call = try #require(tree.nodes.indices.first { tree.grammar.kind(of: tree.nodes[$0].symbol) == "call" })
    let node = try #require(
      PatternNode(tree, at: call) { index in
        tree.source[Int(tree.nodes[index].start)..<Int(tree.nodes[index].end)].elementsEqual("x".utf8)
          ? .one(name: "A", isNamed: true) : nil
      })
    let pattern = Pattern(
      text: "log($A, 1)", readings: [Pattern.Reading(place: "example", kind: "call", nodes: [node])])
    let found = try Search.matches(Rule(.pattern(pattern)), in: "log(y.z, 1)\nlog(y, 2)\n", grammar)
    #expect(found.map(Search.text) == ["log(y.z, 1)"])
  }
}
