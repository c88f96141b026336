/// One search for the literals of a table.
///
/// Literals are met in the order in which they begin and are reported in the order in which they end, so what has been met
/// waits until nothing that ends before it can follow.
struct LiteralSearch {
  private struct Found {
    let literal: Int
    let end: Int
    let count: Int
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let end: Int
  private let ignoresASCIICase: Bool
  private let bytes: UnsafeBufferPointer<UInt8>
  private let numbers: UnsafeBufferPointer<Int32>
  private let pairs: UnsafeBufferPointer<UInt64>
  private let shortPairs: UnsafeBufferPointer<UInt64>
  private let triples: UnsafeBufferPointer<UInt64>
  private let firsts: UnsafeBufferPointer<Int32>
  private let hasSingleBytes: Bool
  /// In the order in which they are reported.
  private var waiting: [Found] = []

  /// Calls `report` with each literal that stands in `range` of `text` and the offset after it, until it returns `false`:
  /// in the order of their ends, longest first at the same end.
  static func run(
    _ table: LiteralTable, in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ report: (Int, Int) -> Bool
  ) {
    guard !range.isEmpty, table.count > 0 else { return }
    table.bytes.withUnsafeBufferPointer { bytes in
      table.numbers.withUnsafeBufferPointer { numbers in
        table.pairs.withUnsafeBufferPointer { pairs in
          table.shortPairs.withUnsafeBufferPointer { shortPairs in
            table.triples.withUnsafeBufferPointer { triples in
              table.firsts.withUnsafeBufferPointer { firsts in
                var search = LiteralSearch(
                  text: text, end: range.upperBound, ignoresASCIICase: table.ignoresASCIICase, bytes: bytes,
                  numbers: numbers, pairs: pairs, shortPairs: shortPairs, triples: triples, firsts: firsts,
                  hasSingleBytes: table.hasSingleBytes)
                search.run(from: range.lowerBound, report)
              }
            }
          }
        }
      }
    }
  }

  private mutating func run(from start: Int, _ report: (Int, Int) -> Bool) {
    let last = end - 1
    var position = start
    var pair = Int(text[position])
    while position < last {
      pair = pair & 0xff | Int(text[position + 1]) << 8
      if pairs[pair >> 6] >> UInt64(truncatingIfNeeded: pair & 63) & 1 != 0 {
        let four = four(at: position)
        let triple = LiteralTable.triple(of: four)
        if triples[triple >> 6] >> UInt64(truncatingIfNeeded: triple & 63) & 1 != 0
          || shortPairs[pair >> 6] >> UInt64(truncatingIfNeeded: pair & 63) & 1 != 0
        {
          if !waiting.isEmpty, !reportWaiting(until: position, report) { return }
          meet(four, at: position)
        }
      }
      position += 1
      pair >>= 8
    }
    if !waiting.isEmpty, !reportWaiting(until: last, report) { return }
    meetByte(at: last)
    _ = reportWaiting(until: end, report)
  }

  /// Takes all literals that begin at a position, which is not the last one.
  private mutating func meet(_ four: UInt32, at position: Int) {
    if hasSingleBytes { meetByte(at: position) }
    var literal = Int(firsts[LiteralTable.place(of: four)])
    while literal >= 0 {
      let entry = LiteralTable.Entry(numbers, literal)
      if (four ^ entry.head) & entry.mask == 0, isWhole(entry, at: position) { wait(literal, entry, position) }
      literal = entry.next
    }
  }

  /// Takes the literals of one byte.
  private mutating func meetByte(at position: Int) {
    let byte = ignoresASCIICase ? LiteralTable.folded(text[position]) : text[position]
    var literal = Int(firsts[LiteralTable.place(of: byte)])
    while literal >= 0 {
      let entry = LiteralTable.Entry(numbers, literal)
      wait(literal, entry, position)
      literal = entry.next
    }
  }

  /// The bytes at a position, folded; behind the end of the range there are zeros, which `isWhole` does not take for bytes.
  @inline(__always)
  private func four(at position: Int) -> UInt32 {
    var four: UInt32 = 0
    if position + 4 <= end, let base = text.baseAddress {
      four = UInt32(
        littleEndian: UnsafeRawPointer(base).loadUnaligned(fromByteOffset: position, as: UInt32.self))
    } else {
      for index in 0..<min(4, end - position) { four |= UInt32(text[position + index]) << UInt32(8 * index) }
    }
    return ignoresASCIICase ? LiteralTable.folded(four) : four
  }

  private func isWhole(_ entry: LiteralTable.Entry, at position: Int) -> Bool {
    let count = entry.count
    guard position + count <= end else { return false }
    var index = 4
    while index < count {
      let byte = text[position + index]
      guard (ignoresASCIICase ? LiteralTable.folded(byte) : byte) == bytes[entry.start + index] else {
        return false
      }
      index += 1
    }
    return true
  }

  private mutating func wait(_ literal: Int, _ entry: LiteralTable.Entry, _ position: Int) {
    let found = Found(literal: literal, end: position + entry.count, count: entry.count)
    var place = waiting.count
    while place > 0, (found.end, -found.count) < (waiting[place - 1].end, -waiting[place - 1].count) { place -= 1 }
    waiting.insert(found, at: place)
  }

  /// Reports what ends at `position` or before.
  /// - Returns: whether to go on.
  private mutating func reportWaiting(until position: Int, _ report: (Int, Int) -> Bool) -> Bool {
    var count = 0
    while count < waiting.count, waiting[count].end <= position {
      if !report(waiting[count].literal, waiting[count].end) { return false }
      count += 1
    }
    waiting.removeFirst(count)
    return true
  }
}
