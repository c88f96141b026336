internal import CPCRE2

/// Finds one literal in a buffer of bytes.
///
/// The search is the C library's `memmem`, which is sublinear on common texts and linear at worst. An empty literal is
/// found nowhere: it would be found everywhere, which no caller means.
package struct LiteralFinder: Hashable, Sendable {
  /// What is searched for.
  package let literal: [UInt8]

  /// Keeps the bytes to search for.
  package init(_ literal: [UInt8]) {
    self.literal = literal
  }

  /// Keeps the UTF-8 bytes of a text to search for.
  package init(_ literal: String) {
    self.init(Array(literal.utf8))
  }

  /// The first place at or after `start` where the literal stands, as byte offsets into `buffer`.
  package func firstRange(in buffer: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    guard !literal.isEmpty, start >= 0, start + literal.count <= buffer.count, let base = buffer.baseAddress else {
      return nil
    }
    guard let found = memmem(base + start, buffer.count - start, literal, literal.count) else { return nil }
    let offset = UnsafeRawPointer(found) - UnsafeRawPointer(base)
    return offset..<(offset + literal.count)
  }

  /// The first place at or after `start` where the literal stands, as byte offsets into `bytes`.
  package func firstRange(in bytes: [UInt8], from start: Int = 0) -> Range<Int>? {
    bytes.withUnsafeBufferPointer { firstRange(in: $0, from: start) }
  }

  /// Whether the literal stands anywhere in `bytes`.
  package func occurs(in bytes: [UInt8]) -> Bool { firstRange(in: bytes) != nil }

  /// How often the literal stands in `bytes`, counted from the left without overlap.
  package func count(in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      var start = 0
      while let range = firstRange(in: buffer, from: start) {
        count += 1
        start = range.upperBound
      }
      return count
    }
  }
}
