/// The bytes under inspection, with the few questions that all detectors ask about a place in them.
///
/// Places outside the text are allowed everywhere and hold nothing.
struct SourceText {
  let bytes: UnsafeBufferPointer<UInt8>

  var count: Int { bytes.count }

  /// The byte at `offset`; 0 outside the text.
  subscript(offset: Int) -> UInt8 {
    offset >= 0 && offset < bytes.count ? bytes[offset] : 0
  }

  /// Calls `body` with a text of its own, which is valid only there.
  static func withBytes<Result>(_ bytes: [UInt8], _ body: (Self) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(Self(bytes: $0)) }
  }

  /// Whether the UTF-8 bytes of `text` stand at `offset`.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset >= 0, offset + count <= bytes.count else { return false }
    for index in 0..<count where bytes[offset + index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether `literal` stands at `offset`.
  func has(_ literal: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, offset + literal.count <= bytes.count else { return false }
    for index in 0..<literal.count where bytes[offset + index] != literal[index] { return false }
    return true
  }

  /// The end of the run of bytes of `set` that begins at `start`, at most `limit` bytes on.
  func end(of set: ByteSet, from start: Int, limit: Int = .max) -> Int {
    let last = limit < bytes.count - start ? start + limit : bytes.count
    var end = start
    while end < last, set.contains(bytes[end]) { end += 1 }
    return end
  }

  /// The first offset from `start` that holds no space or tab.
  func afterBlanks(_ start: Int) -> Int {
    var offset = start
    while self[offset] == 0x20 || self[offset] == 0x09 { offset += 1 }
    return offset
  }

  /// The offset of the line feed (or the end) that ends the line of `offset`, at most `limit` bytes on.
  func lineEnd(from offset: Int, limit: Int = 4096) -> Int {
    let last = min(bytes.count, offset + limit)
    var end = offset
    while end < last, bytes[end] != 0x0a, bytes[end] != 0x0d { end += 1 }
    return end
  }

  /// The offset of the first byte of the line of `offset`, at most `limit` bytes back.
  func lineStart(of offset: Int, limit: Int = 4096) -> Int {
    let first = max(0, offset - limit)
    var start = offset
    while start > first, bytes[start - 1] != 0x0a { start -= 1 }
    return start
  }

  /// The lines of the text as ranges without their ends.
  func lines() -> some Sequence<Range<Int>> {
    sequence(state: 0) { start -> Range<Int>? in
      guard start < bytes.count else { return nil }
      var end = start
      while end < bytes.count, bytes[end] != 0x0a { end += 1 }
      let line = start..<(end > start && bytes[end - 1] == 0x0d ? end - 1 : end)
      start = end + 1
      return line
    }
  }

  /// The content of the literal in quotes that begins at `start` and ends on its line.
  func literal(at start: Int) -> Range<Int>? {
    let quote = self[start]
    guard "\"'`".utf8.contains(quote) else { return nil }
    let limit = lineEnd(from: start + 1, limit: 256)
    var end = start + 1
    while end < limit, self[end] != quote { end += 1 }
    return end < limit ? start + 1..<end : nil
  }

  /// The end of the UUID that begins at `start`, in either case; `nil` when there is none.
  func uuidEnd(from start: Int) -> Int? {
    var offset = start
    for length in [8, 4, 4, 4, 12] {
      if offset > start {
        guard self[offset] == UInt8(ascii: "-") else { return nil }
        offset += 1
      }
      guard end(of: .anyHex, from: offset, limit: length) == offset + length else { return nil }
      offset += length
    }
    return offset
  }

  /// The bytes of a range in lower case, as far as they are ASCII letters.
  func folded(_ range: Range<Int>) -> [UInt8] {
    bytes[range].map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }
}
