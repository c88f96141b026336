/// The table behind `LiteralSet`: literals by their first two bytes.
///
/// A table of some kilobytes is made in some ten microseconds, where an automaton over all literals takes most of a
/// millisecond and a hundred pages of memory: more than the search itself, in a hook that looks at one small file. Where two
/// bytes stand with which a literal can begin, up to four bytes of the text are compared with the beginnings of all literals
/// that share them, and only where those are equal the rest is.
struct LiteralTable: Sendable {
  /// One literal.
  struct Entry: Sendable {
    /// Its first bytes, up to four, the first one lowest.
    let head: UInt32
    /// The bits of `head` that count.
    let mask: UInt32
    /// Where it begins among the bytes of all literals.
    let start: Int32
    let count: Int32
    /// The literal before it that has the same place in `firsts`; -1 for none.
    let next: Int32
  }

  /// The literals' bytes, one after the other, folded where cases do not count.
  private(set) var bytes: [UInt8] = []
  private(set) var entries: [Entry] = []
  /// One bit for each pair of bytes (the first one in the low byte) with which a literal can begin.
  private(set) var pairs = [UInt64](repeating: 0, count: 1024)
  /// The last literal for each hash of a first pair, then the last literal of one byte for each byte; -1 for none.
  private(set) var firsts = [Int32](repeating: -1, count: Self.hashes + 256)
  let ignoresASCIICase: Bool

  private static let hashes = 1024

  init(ignoringASCIICase: Bool, bytes: Int, literals: Int) {
    ignoresASCIICase = ignoringASCIICase
    self.bytes.reserveCapacity(bytes)
    entries.reserveCapacity(literals)
  }

  /// Adds the next literal; an empty one is found nowhere.
  mutating func append(_ literal: UnsafeBufferPointer<UInt8>) {
    let start = bytes.count
    for byte in literal { bytes.append(ignoresASCIICase ? Self.folded(byte) : byte) }
    var (head, mask, next) = (UInt32(0), UInt32(0), Int32(-1))
    for index in 0..<min(4, literal.count) {
      head |= UInt32(bytes[start + index]) << UInt32(8 * index)
      mask |= 0xff << UInt32(8 * index)
    }
    if !literal.isEmpty {
      let place = literal.count == 1 ? Self.hashes + Int(bytes[start]) : Self.place(of: head)
      next = firsts[place]
      firsts[place] = Int32(entries.count)
      insertPairs(bytes[start], literal.count == 1 ? nil : bytes[start + 1])
    }
    entries.append(
      Entry(head: head, mask: mask, start: Int32(start), count: Int32(literal.count), next: next))
  }

  private mutating func insertPairs(_ first: UInt8, _ second: UInt8?) {
    insertPairs(first, second.map { $0...$0 } ?? 0...255)
    guard ignoresASCIICase, Self.otherCase(first) != first else { return }
    insertPairs(Self.otherCase(first), second.map { $0...$0 } ?? 0...255)
  }

  private mutating func insertPairs(_ first: UInt8, _ seconds: ClosedRange<UInt8>) {
    for second in seconds {
      insertPair(first, second)
      if ignoresASCIICase { insertPair(first, Self.otherCase(second)) }
    }
  }

  private mutating func insertPair(_ first: UInt8, _ second: UInt8) {
    let pair = Int(first) | Int(second) << 8
    pairs[pair >> 6] |= 1 << UInt64(pair & 63)
  }

  // MARK: Bytes

  /// Where the chain of the literals begins whose first two bytes are those of `head`.
  static func place(of head: UInt32) -> Int { Int(head & 0xff &* 37 &+ head >> 8 & 0xff) & (hashes - 1) }

  /// Where the chain of the literals of one byte begins.
  static func place(of byte: UInt8) -> Int { hashes + Int(byte) }

  /// `A` to `Z` as `a` to `z`.
  static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Four bytes, folded at once: the highest bit of each tells whether it is one of `A` to `Z`.
  static func folded(_ four: UInt32) -> UInt32 {
    let low = four & 0x7f7f_7f7f
    let isUpper = (low &+ 0x3f3f_3f3f) & ~(low &+ 0x2525_2525) & ~four & 0x8080_8080
    return four | isUpper >> 2
  }

  private static func otherCase(_ byte: UInt8) -> UInt8 { (0x61...0x7a).contains(byte) ? byte & 0xdf : byte }
}
