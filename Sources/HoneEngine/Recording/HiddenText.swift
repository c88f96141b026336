/// Hides texts in a stream of bytes, also those that come in several pieces.
///
/// Stars take their place, as many as they have bytes, so that all lengths stay true.
struct HiddenText: Sendable {
  /// What is hidden, the longest first.
  private let texts: [[UInt8]]
  /// How many bytes have come.
  private var count: Int
  /// The end of what has come, in which a text may have begun, and what was made of it.
  private var tail: (raw: [UInt8], masked: [UInt8]) = ([], [])

  /// - Parameter start: how many bytes stand before the stream.
  init(_ texts: [String], from start: Int) {
    self.texts = texts.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    count = start
  }

  /// The next piece with its texts hidden.
  /// - Returns: also what is to be written over bytes that came before, and where, from 0, when a text began there.
  mutating func masked(_ bytes: [UInt8]) -> (bytes: [UInt8], mended: (offset: Int, bytes: [UInt8])?) {
    let raw = tail.raw + bytes
    // What was hidden stays so.
    var result = tail.masked + bytes
    for text in texts {
      var rest = 0
      while let range = raw[rest...].firstRange(of: text) {
        result.replaceSubrange(range, with: repeatElement(UInt8(ascii: "*"), count: range.count))
        rest = range.upperBound
      }
    }
    let before = Array(result[..<tail.masked.count])
    let mended = before == tail.masked ? nil : (offset: count - before.count, bytes: before)
    let length = min(raw.count, max(0, (texts.first?.count ?? 0) - 1))
    defer {
      count += bytes.count
      tail = (Array(raw.suffix(length)), Array(result.suffix(length)))
    }
    return (Array(result[before.count...]), mended)
  }
}
