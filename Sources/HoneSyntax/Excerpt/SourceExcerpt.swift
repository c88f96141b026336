/// Parts of a source, put together to a shorter text that parses by itself.
///
/// Parsing is what a search spends its time with, and a rule that speaks of a node and what is in it alone needs only the
/// statements in which its words stand. Their trees are the same as in the whole source.
struct SourceExcerpt {
  /// Bytes that stand in both.
  struct Piece {
    /// The first byte in the excerpt.
    var start: Int
    /// The first byte in the source.
    var origin: Int
    var count: Int

    var end: Int { start + count }
  }

  /// The text to parse.
  private(set) var bytes: [UInt8] = []
  /// What of `bytes` the source holds, ascending in both; the rest was written so that the text can be parsed.
  private(set) var pieces: [Piece] = []

  /// Appends bytes of the source, which follow those that were taken before.
  mutating func take(_ range: Range<Int>, of source: UnsafeBufferPointer<UInt8>) {
    guard !range.isEmpty else { return }
    pieces.append(Piece(start: bytes.count, origin: range.lowerBound, count: range.count))
    bytes.append(contentsOf: source[range])
  }

  /// Appends bytes that the source does not hold.
  mutating func write(_ text: String) { bytes += text.utf8 }

  /// Begins a line, unless one has just begun.
  mutating func beginLine() { if let last = bytes.last, last != 0x0a { bytes.append(0x0a) } }
}

/// Turns places in an excerpt into places in its source, for nodes in preorder.
struct ExcerptPlaces {
  private let pieces: [SourceExcerpt.Piece]
  /// The first piece that does not end before the node at hand.
  private var index = 0

  init(_ excerpt: SourceExcerpt) { pieces = excerpt.pieces }

  /// Where a node stands in the source; `nil` for one that was written.
  /// - Parameter range: of the node in the excerpt; one that begins before the last is not looked for.
  mutating func origin(of range: Range<Int>) -> Range<Int>? {
    while index < pieces.count, pieces[index].end <= range.lowerBound { index += 1 }
    guard index < pieces.count, pieces[index].start < max(range.upperBound, range.lowerBound + 1) else { return nil }
    let first = pieces[index]
    let start = max(range.lowerBound, first.start) - first.start + first.origin
    if range.upperBound <= first.end { return start..<max(start, range.upperBound - first.start + first.origin) }
    var low = index
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].start < range.upperBound { low = middle } else { high = middle }
    }
    let last = pieces[low]
    return start..<(min(range.upperBound, last.end) - last.start + last.origin)
  }
}
