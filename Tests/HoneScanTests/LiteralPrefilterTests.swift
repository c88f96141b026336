import HoneScan
import HoneSyntax
import Testing

@Suite struct LiteralPrefilterTests {
  private func grammar(_ name: String) throws -> Grammar {
    try GrammarLibrary.standard.grammar(for: #require(Language.named(name)))
  }

  private func pattern(_ text: String, strictness: Strictness = .smart) throws -> Condition {
    .pattern(try Pattern(text, grammar: grammar("python"), strictness: strictness))
  }

  private func literals(_ condition: Condition) -> [[String]]? {
    LiteralPrefilter([Rule(condition)]).alternatives?.map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  @Test func demandsTheTokensOfAPattern() throws {
    #expect(literals(try pattern("self.assertIs($A, True)")) == [["assertIs", "self", "True"]])
    #expect(literals(try pattern("open($A, 'rb')")) == [["open", "rb"]])
  }

  @Test func demandsNothingThatMayBeMissing() throws {
    #expect(literals(try pattern("$A($B)")) == nil)
    #expect(literals(try pattern("foo($B)", strictness: .signature)) == nil)
    #expect(literals(.not(try pattern("foo($B)"))) == nil)
    #expect(literals(.any([try pattern("foo($B)"), .kind([1])])) == nil)
  }

  @Test func joinsWhatConditionsDemand() throws {
    let inside = Condition.inside(Condition.Relation(try pattern("with lock: $$$"), stop: .end))
    #expect(literals(.all([try pattern("foo($B)"), inside])) == [["with", "lock", "foo"]])
    #expect(literals(.any([try pattern("foo($B)"), try pattern("bar($B)")])) == [["foo"], ["bar"]])
  }

  @Test func letsPassWhatMayMatch() throws {
    let filter = LiteralPrefilter([Rule(try pattern("foo($A)")), Rule(try pattern("bar.baz"))])
    #expect(filter.mayMatch(Array("x = foo (1)".utf8)))
    #expect(filter.mayMatch(Array("bar . baz".utf8)))
    #expect(!filter.mayMatch(Array("bar . ba z".utf8)))
    #expect(!filter.mayMatch([]))
    #expect(LiteralPrefilter.none.mayMatch([]))
  }
}
