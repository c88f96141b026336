import HoneTestSupport
import Testing

@testable import HoneText

@Suite struct LiteralFinderTests {
  @Test func `the first place is that of a naive search`() {
    fuzz { generator in
      func text(_ length: Int) -> [UInt8] { (0..<length).map { _ in UInt8.random(in: 0...2, using: &generator) } }
      let literal = text(Int.random(in: 0...4, using: &generator))
      let bytes = text(Int.random(in: 0...40, using: &generator))
      let start = Int.random(in: 0...45, using: &generator)
      let expected = bytes.indices.first {
        $0 >= start && !literal.isEmpty && bytes[$0...].starts(with: literal)
      }
      #expect(LiteralFinder(literal).firstRange(in: bytes, from: start)?.lowerBound == expected)
    }
  }

  @Test func `occurrences are counted without overlap`() {
    #expect(LiteralFinder("aa").count(in: Array("aaaaa".utf8)) == 2)
    #expect(LiteralFinder("").count(in: Array("aaaaa".utf8)) == 0)
    #expect(LiteralFinder("b").count(in: []) == 0)
    #expect(LiteralFinder("a").occurs(in: Array("bba".utf8)))
    #expect(!LiteralFinder("ab").occurs(in: Array("bba".utf8)))
  }
}
