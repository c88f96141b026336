import HoneTestSupport
import Testing

@testable import HoneText

@Suite struct LiteralSetTests {
  /// Every occurrence, by trying each literal at each place.
  private func naive(_ literals: [[UInt8]], _ text: [UInt8], ignoringASCIICase: Bool) -> Set<LiteralSet.Occurrence> {
    func folded(_ bytes: some Collection<UInt8>) -> [UInt8] {
      bytes.map { ignoringASCIICase && (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
    }
    let text = folded(text)
    var occurrences: Set<LiteralSet.Occurrence> = []
    for (index, literal) in literals.enumerated() where !literal.isEmpty {
      let literal = folded(literal)
      for start in text.indices where text[start...].starts(with: literal) {
        occurrences.insert(LiteralSet.Occurrence(literal: index, end: start + literal.count))
      }
    }
    return occurrences
  }

  @Test(arguments: [false, true])
  func `what is found is what a naive search finds`(_ ignoringASCIICase: Bool) {
    fuzz { generator in
      // Few letters make many overlaps, common prefixes and equal literals.
      let alphabet = Array("aAbBc\u{0}é".utf8)
      func text(_ length: Int) -> [UInt8] {
        (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
      }
      let literals = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        text(Int.random(in: 0...5, using: &generator))
      }
      let bytes = text(Int.random(in: 0...60, using: &generator))
      let set = LiteralSet(literals, ignoringASCIICase: ignoringASCIICase)
      let found = set.occurrences(in: bytes)
      let expected = naive(literals, bytes, ignoringASCIICase: ignoringASCIICase)
      #expect(found.count == expected.count && Set(found) == expected, "\(literals) in \(bytes)")
      #expect(found.map(\.end) == found.map(\.end).sorted())
      #expect(set.anyOccurs(in: bytes) == !expected.isEmpty)
      #expect(set.occurring(in: bytes) == literals.indices.map { index in expected.contains { $0.literal == index } })
    }
  }

  @Test func `all 256 bytes may stand in literals`() {
    let literals = (0..<256).map { [UInt8($0)] }
    let text = (0..<256).map { UInt8($0) }
    #expect(LiteralSet(literals).occurrences(in: text).map(\.literal) == Array(0..<256))
  }

  @Test func `longer literals come first at the same end, and equal ones are each told`() {
    let set = LiteralSet(["she", "he", "hers", "he", "e"].map { Array($0.utf8) })
    let found = set.occurrences(in: Array("ushers".utf8))
    #expect(found.map(\.end) == [4, 4, 4, 4, 6])
    #expect(found.map(\.literal).first == 0)
    #expect(Set(found[1...2].map(\.literal)) == [1, 3])
    #expect(found[3].literal == 4)
  }

  @Test func `a range is searched as if nothing stood around it`() {
    let set = LiteralSet([Array("abc".utf8)])
    let text = Array("abcabcabc".utf8)
    text.withUnsafeBufferPointer { buffer in
      var ends: [Int] = []
      set.forEachOccurrence(in: buffer, range: 1..<8) {
        ends.append($0.end)
        return true
      }
      #expect(ends == [6])
    }
  }

  @Test func `an early stop is obeyed`() {
    let set = LiteralSet([[0x61], [0x61]])
    var count = 0
    [UInt8](repeating: 0x61, count: 10).withUnsafeBufferPointer { buffer in
      set.forEachOccurrence(in: buffer) { _ in
        count += 1
        return count < 3
      }
    }
    #expect(count == 3)
  }
}
