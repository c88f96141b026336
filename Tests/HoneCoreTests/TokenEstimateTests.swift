import HoneCore
import Testing

@Suite struct TokenEstimateTests {
  @Test func estimates() {
    #expect(TokenEstimate.tokens(bytes: 0) == 0)
    #expect(TokenEstimate.tokens(bytes: 1) == 1)
    #expect(TokenEstimate.tokens(bytes: 3300) == 1000)
    #expect(TokenEstimate.tokens(in: bytes("let a = 1\n")) == 4)
    #expect((0..<1000).allSatisfy { TokenEstimate.tokens(bytes: TokenEstimate.bytes(tokens: $0)) == $0 })
  }
}
