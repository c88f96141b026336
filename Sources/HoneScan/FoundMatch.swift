internal import HoneSyntax

/// A match as people and programs are told of it: a value that needs no tree.
package struct FoundMatch: Hashable, Sendable {
  /// A metavariable and the code that it stands for.
  package struct Binding: Hashable, Sendable {
    package var name: String
    package var text: [UInt8]
  }

  /// Bytes of the file, from 0.
  package var range: Range<Int>
  /// From 1.
  package var line: Int
  /// From 1, in bytes.
  package var column: Int
  /// The line of the byte after the last, from 1.
  package var endLine: Int
  /// The column of the byte after the last, from 1, in bytes.
  package var endColumn: Int
  /// The code that matched.
  package var text: [UInt8]
  /// What stands on its first line before it.
  package var before: [UInt8]
  /// What stands on its last line after it, without the line's end.
  package var after: [UInt8]
  /// By name.
  package var bindings: [Binding]
  /// Whether the grammar could not place some of the code around or inside of it.
  package var isUnderError: Bool
}

extension FoundMatch {
  /// Turns matches of one file into values.
  /// - Parameter matches: ordered by where they begin.
  static func values(of matches: [Match], in source: [UInt8]) -> [FoundMatch] {
    var lines = LineCounter(source)
    return matches.map { match in
      let (line, start) = lines.line(of: match.range.lowerBound)
      let (endLine, endStart) = lines.lineAfter(match.range.upperBound, from: line, start: start)
      let lineEnd = source[match.range.upperBound...].firstIndex { $0 == 0x0a } ?? source.count
      let isReturn = lineEnd > match.range.upperBound && source[lineEnd - 1] == 0x0d
      return FoundMatch(
        range: match.range, line: line, column: match.range.lowerBound - start + 1, endLine: endLine,
        endColumn: match.range.upperBound - endStart + 1, text: Array(source[match.range]),
        before: Array(source[start..<match.range.lowerBound]),
        after: Array(source[match.range.upperBound..<(isReturn ? lineEnd - 1 : lineEnd)]),
        bindings: bindings(of: match, in: source), isUnderError: match.flags.contains(.underError))
    }
  }

  private static func bindings(of match: Match, in source: [UInt8]) -> [Binding] {
    zip(match.slots, match.captures).compactMap { slot, capture in
      guard let name = slot.name, let capture else { return nil }
      return Binding(name: name, text: Array(source[capture.range]))
    }.sorted { $0.name < $1.name }
  }
}

/// Counts lines while places come in ascending order.
private struct LineCounter {
  private let source: [UInt8]
  private var line = 1
  private var start = 0
  private var position = 0

  init(_ source: [UInt8]) {
    self.source = source
  }

  /// The number of the line of a byte, from 1, and where it starts.
  mutating func line(of offset: Int) -> (number: Int, start: Int) {
    if offset < position { (line, start, position) = (1, 0, 0) }
    (line, start) = lineAfter(offset, from: line, start: start, position: position)
    position = offset
    return (line, start)
  }

  func lineAfter(_ offset: Int, from line: Int, start: Int, position: Int? = nil) -> (number: Int, start: Int) {
    var (line, start) = (line, start)
    source.withUnsafeBufferPointer { bytes in
      for index in (position ?? start)..<offset where bytes[index] == 0x0a {
        line += 1
        start = index + 1
      }
    }
    return (line, start)
  }
}
