/// A file cut into lines, each with the line ending it had.
///
/// The bytes are kept as they are: joining the lines gives the file back, whatever its encoding. A line ends at a line
/// feed, with a carriage return before it counted to the ending. A file without any line feed whose lines end in bare
/// carriage returns (classic Mac) is cut there, unless the lines are to be those that git counts.
package struct TextLines: Sendable {
  /// What ends a line.
  package enum Ending: Hashable, Sendable {
    /// The last line of a file without a final newline.
    case none
    case lineFeed
    case carriageReturnLineFeed
    case carriageReturn

    /// The bytes that write it.
    package var bytes: [UInt8] {
      switch self {
      case .none: []
      case .lineFeed: [0x0a]
      case .carriageReturnLineFeed: [0x0d, 0x0a]
      case .carriageReturn: [0x0d]
      }
    }
  }

  /// Whose idea of a line is followed.
  package enum Convention: Sendable {
    /// Only a line feed ends a line, as in git's diffs and line numbers; a byte-order mark belongs to the first line.
    case git
    /// As `git`, but a file without line feeds may use bare carriage returns, and a byte-order mark stands apart.
    case editor
  }

  /// The whole file.
  package let bytes: [UInt8]
  /// Whether a UTF-8 byte-order mark stands before the first line.
  package let hasByteOrderMark: Bool
  /// The ending that most lines have; a line feed when no line has any.
  ///
  /// On a tie the ending of the earlier line wins.
  package let dominantEnding: Ending
  /// Whether the file is well-formed UTF-8.
  package let isUTF8: Bool
  /// Where each line starts, in bytes, and at the end the size of the file.
  private let starts: [Int]

  /// Cuts `bytes` into lines, in one pass.
  package init(_ bytes: [UInt8], convention: Convention = .editor) {
    self.bytes = bytes
    isUTF8 = bytes.isUTF8
    hasByteOrderMark = convention == .editor && bytes.starts(with: [0xef, 0xbb, 0xbf])
    let first = hasByteOrderMark ? 3 : 0
    let terminator: UInt8 =
      convention == .editor && !bytes.contains(0x0a) && bytes.contains(0x0d) ? 0x0d : 0x0a
    var starts = [first]
    var counts: [(ending: Ending, count: Int)] = []
    bytes.withUnsafeBufferPointer { buffer in
      for index in first..<buffer.count where buffer[index] == terminator {
        let ending = Self.ending(of: buffer, endingAt: index + 1, from: starts[starts.count - 1])
        if let known = counts.firstIndex(where: { $0.ending == ending }) {
          counts[known].count += 1
        } else {
          counts.append((ending, 1))
        }
        starts.append(index + 1)
      }
    }
    if starts[starts.count - 1] < bytes.count { starts.append(bytes.count) }
    self.starts = starts
    let most = counts.map(\.count).max()
    dominantEnding = counts.first { $0.count == most }?.ending ?? .lineFeed
  }

  /// The number of lines; text after the last line ending is a line, nothing after it is none.
  package var count: Int { starts.count - 1 }

  /// Whether the last line has an ending; true for a file without lines.
  package var endsWithNewline: Bool { count == 0 || ending(of: count - 1) != .none }

  /// The byte offset at which a line starts; the size of the file for the line after the last.
  /// - Parameter line: counted from 0.
  package func start(of line: Int) -> Int { starts[line] }

  /// The byte range of a line with its ending.
  package func range(of line: Int) -> Range<Int> { starts[line]..<starts[line + 1] }

  /// The byte range of several lines with their endings.
  package func range(of lines: Range<Int>) -> Range<Int> { starts[lines.lowerBound]..<starts[lines.upperBound] }

  /// How a line ends.
  package func ending(of line: Int) -> Ending {
    bytes.withUnsafeBufferPointer { Self.ending(of: $0, endingAt: starts[line + 1], from: starts[line]) }
  }

  /// A line without its ending.
  package subscript(line: Int) -> ArraySlice<UInt8> {
    bytes[starts[line]..<(starts[line + 1] - ending(of: line).bytes.count)]
  }

  /// A line without its ending, as an engine sees it: bytes that are not UTF-8 become U+FFFD.
  package func shown(_ line: Int) -> ArraySlice<UInt8> {
    if isUTF8 || isUTF8(line) { return self[line] }
    return ArraySlice(String(decoding: self[line], as: UTF8.self).utf8)
  }

  /// Whether the bytes of one line are well-formed UTF-8.
  package func isUTF8(_ line: Int) -> Bool { isUTF8 || Array(self[line]).isUTF8 }

  /// The line, counted from 0, that holds the byte at `offset`; `count` when no line reaches so far.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle + 1] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func ending(
    of buffer: UnsafeBufferPointer<UInt8>, endingAt end: Int, from start: Int
  ) -> Ending {
    guard end > start else { return .none }
    switch buffer[end - 1] {
    case 0x0a: return end - 1 > start && buffer[end - 2] == 0x0d ? .carriageReturnLineFeed : .lineFeed
    case 0x0d: return end < buffer.count || !buffer.contains(0x0a) ? .carriageReturn : .none
    default: return .none
    }
  }
}
