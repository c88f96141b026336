/// Which pairs of bytes stand side by side in a text: rules out most words without a search.
package struct BytePairs: Sendable {
  /// A bit for each pair.
  private var bits = [UInt64](repeating: 0, count: 1 << 10)

  package init(_ text: [UInt8]) {
    bits.withUnsafeMutableBufferPointer { bits in
      text.withUnsafeBufferPointer { text in
        var pair = 0
        for (index, byte) in text.enumerated() {
          pair = (pair << 8 | Int(byte)) & 0xffff
          if index > 0 { bits[pair >> 6] |= 1 << UInt64(pair & 63) }
        }
      }
    }
  }

  /// Whether all pairs of a word stand in the text; where they do not, the word does not either.
  package func mayHold(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    bits.withUnsafeBufferPointer { bits in
      var pair = 0
      for (index, byte) in word.enumerated() {
        pair = (pair << 8 | Int(byte)) & 0xffff
        if index > 0, bits[pair >> 6] & 1 << UInt64(pair & 63) == 0 { return false }
      }
      return true
    }
  }
}
