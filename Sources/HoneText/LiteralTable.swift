/// The table behind `LiteralSet`: literals by their first two bytes.
///
/// A table of some kilobytes is made in some ten microseconds, where an automaton over all literals takes most of a
/// millisecond and a hundred pages of memory: more than the search itself, in a hook that looks at one small file. Where two
/// bytes stand with which a literal can begin, and a third one that can follow, up to four bytes of the text are compared with
/// the beginnings of all literals that share the first two, and only where those are equal the rest is.
struct LiteralTable: Sendable {
  /// One literal, as it stands in four numbers of `numbers`.
  struct Entry {
    /// Its first bytes, up to four, the first one lowest.
    let head: UInt32
    /// Where it begins among the bytes of all literals.
    let start: Int
    let count: Int
    /// The literal before it that has the same place in `firsts`; -1 for none.
    let next: Int

    init(_ numbers: UnsafeBufferPointer<Int32>, _ literal: Int) {
      head = UInt32(bitPattern: numbers[4 * literal])
      start = Int(numbers[4 * literal + 1])
      count = Int(numbers[4 * literal + 2])
      next = Int(numbers[4 * literal + 3])
    }

    /// The bits of `head` that count.
    var mask: UInt32 { count < 4 ? 1 << UInt32(8 * count) - 1 : .max }
  }

  /// The literals' bytes, one after the other, folded where cases do not count.
  private(set) var bytes: [UInt8] = []
  /// Four numbers for each literal.
  private(set) var numbers: [Int32] = []
  /// One bit for each pair of bytes (the first one in the low byte) with which a literal can begin.
  private(set) var pairs = [UInt64](repeating: 0, count: 1024)
  /// The same for the literals of one byte and of two, which no third byte tells apart.
  private(set) var shortPairs = [UInt64](repeating: 0, count: 1024)
  /// One bit for each hash of the first three bytes of a literal, folded where cases do not count.
  private(set) var triples = [UInt64](repeating: 0, count: 512)
  /// Whether there are literals of one byte.
  private(set) var hasSingleBytes = false
  /// The last literal for each hash of a first pair, then the last literal of one byte for each byte; -1 for none.
  private(set) var firsts = [Int32](repeating: -1, count: Self.hashes + 256)
  let ignoresASCIICase: Bool

  private static let hashes = 1024

  init(ignoringASCIICase: Bool, bytes: Int, literals: Int) {
    ignoresASCIICase = ignoringASCIICase
    self.bytes.reserveCapacity(bytes)
    numbers.reserveCapacity(4 * literals)
  }

  /// How many literals there are.
  var count: Int { numbers.count / 4 }

  /// Adds the next literal; an empty one is found nowhere.
  mutating func append(_ literal: UnsafeBufferPointer<UInt8>) {
    let start = bytes.count
    for byte in literal { bytes.append(ignoresASCIICase ? Self.folded(byte) : byte) }
    var (head, next) = (UInt32(0), Int32(-1))
    for index in 0..<min(4, literal.count) { head |= UInt32(bytes[start + index]) << UInt32(8 * index) }
    if !literal.isEmpty {
      let place = literal.count == 1 ? Self.hashes + Int(bytes[start]) : Self.place(of: head)
      next = firsts[place]
      firsts[place] = Int32(count)
      insertPairs(bytes[start], literal.count == 1 ? nil : bytes[start + 1], isShort: literal.count < 3)
      if literal.count > 2 {
        let triple = Self.triple(of: head)
        triples[triple >> 6] |= 1 << UInt64(triple & 63)
      }
      hasSingleBytes = hasSingleBytes || literal.count == 1
    }
    numbers.append(Int32(bitPattern: head))
    numbers.append(Int32(start))
    numbers.append(Int32(literal.count))
    numbers.append(next)
  }

  private mutating func insertPairs(_ first: UInt8, _ second: UInt8?, isShort: Bool) {
    guard let second else {
      for second in 0...255 { insertCases(first, UInt8(second), isShort: isShort) }
      return
    }
    insertCases(first, second, isShort: isShort)
  }

  /// Inserts a folded pair in all its cases.
  private mutating func insertCases(_ first: UInt8, _ second: UInt8, isShort: Bool) {
    insertPair(first, second, isShort: isShort)
    guard ignoresASCIICase else { return }
    insertPair(Self.otherCase(first), second, isShort: isShort)
    insertPair(first, Self.otherCase(second), isShort: isShort)
    insertPair(Self.otherCase(first), Self.otherCase(second), isShort: isShort)
  }

  private mutating func insertPair(_ first: UInt8, _ second: UInt8, isShort: Bool) {
    let pair = Int(first) | Int(second) << 8
    pairs[pair >> 6] |= 1 << UInt64(pair & 63)
    if isShort { shortPairs[pair >> 6] |= 1 << UInt64(pair & 63) }
  }

  // MARK: Bytes

  /// Where the chain of the literals begins whose first two bytes are those of `head`.
  static func place(of head: UInt32) -> Int { Int(head & 0xff &* 37 &+ head >> 8 & 0xff) & (hashes - 1) }

  /// The place in `triples` of the first three bytes of `head`.
  static func triple(of head: UInt32) -> Int { Int((head << 8 &* 0x9e37_79b1) >> 17) }

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
