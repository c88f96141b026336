import HoneCore
import Testing

@Suite struct ContextBudgetTests {
  private func piece(_ name: String, tokens: Int, _ priority: Int) -> ContextBudget.Piece {
    .init(name: name, text: [UInt8](repeating: 0x61, count: TokenEstimate.bytes(tokens: tokens)), priority: priority)
  }

  @Test func estimates() {
    #expect(TokenEstimate.tokens(bytes: 0) == 0)
    #expect(TokenEstimate.tokens(bytes: 1) == 1)
    #expect(TokenEstimate.tokens(bytes: 3300) == 1000)
    #expect(TokenEstimate.tokens(in: bytes("let a = 1\n")) == 4)
    #expect((0..<1000).allSatisfy { TokenEstimate.tokens(bytes: TokenEstimate.bytes(tokens: $0)) == $0 })
  }

  @Test func keepsTheOrderAndTakesTheWorthiest() throws {
    let pieces = [
      piece("map", tokens: 50, 1), piece("rules", tokens: 20, .max), piece("file", tokens: 60, 5),
      piece("log", tokens: 30, 3), piece("diff", tokens: 30, 3),
    ]
    #expect(try ContextBudget(tokens: 120).fit(pieces).map(\.name) == ["rules", "file", "log"])
    #expect(try ContextBudget(tokens: 1000).fit(pieces).map(\.name) == ["map", "rules", "file", "log", "diff"])
    #expect(try ContextBudget(tokens: 55).fit(pieces).map(\.name) == ["rules", "log"])
  }

  @Test func smallerPiecesFillTheRest() throws {
    let pieces = [piece("large", tokens: 90, 9), piece("small", tokens: 5, 1), piece("must", tokens: 20, .max)]
    #expect(try ContextBudget(tokens: 50).fit(pieces).map(\.name) == ["small", "must"])
  }

  @Test func refusesWhenTheRequiredDoNotFit() {
    let outcome = refusal { () throws(Refusal) in try ContextBudget(tokens: 10).fit([piece("must", tokens: 11, .max)]) }
    #expect(outcome?.remedy != nil)
  }
}
