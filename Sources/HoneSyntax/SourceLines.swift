/// Where the lines of a source begin, found in one pass.
///
/// A file may be one line of a million bytes with a hundred thousand matches, so nothing may look for the ends of a line
/// at each of them.
package struct SourceLines: Sendable {
  /// The first byte of each line, from 0; never empty.
  package let starts: [Int]
  private let count: Int

  package init(_ source: [UInt8]) {
    var starts = [0]
    source.withUnsafeBufferPointer { bytes in
      for index in bytes.indices where bytes[index] == 0x0a { starts.append(index + 1) }
    }
    self.starts = starts
    count = source.count
  }

  /// The line, from 0, that holds the byte at `offset`, its line feed included.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The place of the line feed that ends a line, or the end of the source.
  package func end(of line: Int) -> Int { line + 1 < starts.count ? starts[line + 1] - 1 : count }
}

/// What rewriting asks of the lines of a file at every match.
struct WrittenLines: Sendable {
  let lines: SourceLines
  /// What the first indented line of the file is indented with.
  let unit: Indentation.Unit

  init(_ source: [UInt8]) {
    lines = SourceLines(source)
    unit = Indentation.Unit.used(in: source, lines)
  }
}
