/// The automaton behind `LiteralSet`: transitions for every state and class of bytes in one flat table.
///
/// A state is the offset of its row in the table, so that a step is one addition and one load. The highest bit of an entry
/// tells that literals end there.
struct LiteralAutomaton: Sendable {
  typealias State = UInt32

  private static let ends: State = 1 << 31

  /// The class of each byte; bytes that no literal holds share class 0.
  private let classes: [UInt8]
  /// How many classes there are, which is the length of a row; at most 256.
  private let width: Int
  private let transitions: [State]
  /// The literal that ends in a state, by row; -1 for none.
  private let ending: [Int32]
  /// The state of the longest proper suffix in which a literal ends, by row; 0 for none.
  private let shorter: [State]
  /// The next literal with the same bytes, by literal; -1 for none.
  private let duplicates: [Int32]
  /// One bit for each pair of bytes (the first one in the low byte) with which a literal can begin.
  private let pairs: [UInt64]

  init(_ literals: [[UInt8]], ignoringASCIICase: Bool) {
    var folded = literals
    if ignoringASCIICase {
      for index in folded.indices { folded[index].withUnsafeMutableBufferPointer { Self.fold($0) } }
    }
    (classes, width) = Self.classes(of: folded, ignoringASCIICase)
    pairs = Self.pairs(of: folded, ignoringASCIICase)
    var trie = LiteralTrie(width: width)
    var duplicates = [Int32](repeating: -1, count: literals.count)
    for (index, literal) in folded.enumerated() where !literal.isEmpty {
      let node = trie.insert(literal, classes)
      duplicates[index] = trie.ending[node]
      trie.ending[node] = Int32(index)
    }
    self.duplicates = duplicates
    ending = trie.ending
    (transitions, shorter) = trie.completed(marking: Self.ends)
  }

  private static func fold(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for index in bytes.indices where bytes[index] &- 0x41 < 26 { bytes[index] |= 0x20 }
  }

  private static func classes(of literals: [[UInt8]], _ ignoringASCIICase: Bool) -> ([UInt8], Int) {
    var used = [Bool](repeating: false, count: 256)
    used.withUnsafeMutableBufferPointer { used in
      for literal in literals { literal.withUnsafeBufferPointer { for byte in $0 { used[Int(byte)] = true } } }
    }
    var classes = [UInt8](repeating: 0, count: 256)
    // A literal set that uses all 256 bytes needs no class for the others.
    var next = used.allSatisfy(\.self) ? 0 : 1
    for byte in 0..<256 where used[byte] {
      classes[byte] = UInt8(next)
      next += 1
    }
    if ignoringASCIICase { for byte in 0x41...0x5a { classes[byte] = classes[byte | 0x20] } }
    return (classes, next)
  }

  private static func pairs(of literals: [[UInt8]], _ ignoringASCIICase: Bool) -> [UInt64] {
    var pairs = [UInt64](repeating: 0, count: 1024)
    func otherCase(_ byte: UInt8) -> UInt8 { ignoringASCIICase && (0x61...0x7a).contains(byte) ? byte & 0xdf : byte }
    func insert(_ first: UInt8, _ second: UInt8) {
      let pair = Int(first) | Int(second) << 8
      pairs[pair >> 6] |= 1 << UInt64(pair & 63)
    }
    for literal in literals where !literal.isEmpty {
      let first = (literal[0], otherCase(literal[0]))
      for second in literal.count > 1 ? literal[1]...literal[1] : 0...255 {
        let second = (second, otherCase(second))
        insert(first.0, second.0)
        insert(first.0, second.1)
        insert(first.1, second.0)
        insert(first.1, second.1)
      }
    }
    return pairs
  }

  /// The literal that ends in a state, and the state in which the next shorter one ends; `nil` when none does.
  func output(of state: State) -> (literal: Int, shorter: State)? {
    let row = Int(state) / width
    if ending[row] >= 0 { return (Int(ending[row]), shorter[row]) }
    let shorter = self.shorter[row]
    return shorter == 0 ? nil : (Int(ending[Int(shorter) / width]), self.shorter[Int(shorter) / width])
  }

  /// The next literal with the same bytes as this one; -1 for none.
  func duplicate(of literal: Int) -> Int { Int(duplicates[literal]) }

  /// Calls `report` with every state in which literals end, and the offset after it, until it returns `false`.
  func search(_ buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ report: (State, Int) -> Bool) {
    guard range.count > 0, transitions.count > width else { return }
    classes.withUnsafeBufferPointer { classes in
      transitions.withUnsafeBufferPointer { transitions in
        pairs.withUnsafeBufferPointer { pairs in
          let end = range.upperBound
          var position = range.lowerBound
          while position < end {
            var pair = Int(buffer[position])
            while position + 1 < end {
              pair = pair & 0xff | Int(buffer[position + 1]) << 8
              if pairs[pair >> 6] >> UInt64(truncatingIfNeeded: pair & 63) & 1 != 0 { break }
              position += 1
              pair >>= 8
            }
            var state: State = 0
            repeat {
              let entry = transitions[Int(state) + Int(classes[Int(buffer[position])])]
              state = entry & ~Self.ends
              position += 1
              if entry & Self.ends != 0, !report(state, position) { return }
            } while state != 0 && position < end
          }
        }
      }
    }
  }
}
