/// Writes the matches of one file as bytes.
enum MatchRecordWriter {
  static func write(_ matches: [FoundMatch], to bytes: inout [UInt8]) {
    let parts = parts(of: matches)
    write(parts.count, to: &bytes)
    for (range, text) in parts {
      write(range.lowerBound, to: &bytes)
      write(text, to: &bytes)
    }
    write(matches.count, to: &bytes)
    for match in matches {
      for number in [
        match.range.lowerBound, match.range.count, match.line, match.column, match.endLine - match.line,
        match.endColumn, match.lines.lowerBound, match.lines.count, match.isUnderError ? 1 : 0, match.bindings.count,
      ] {
        write(number, to: &bytes)
      }
      for binding in match.bindings {
        write(Array(binding.name.utf8)[...], to: &bytes)
        write(binding.range.lowerBound, to: &bytes)
        write(binding.range.count, to: &bytes)
      }
    }
  }

  /// The bytes of the file that the matches tell of: each once, however many tell of it.
  private static func parts(of matches: [FoundMatch]) -> [(range: Range<Int>, text: ArraySlice<UInt8>)] {
    let shown = matches.map { (range: $0.shown, source: $0.source) }.sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    var parts: [(range: Range<Int>, text: ArraySlice<UInt8>)] = []
    for (range, source) in shown {
      guard let last = parts.last?.range, range.lowerBound <= last.upperBound else {
        parts.append((range, source[range]))
        continue
      }
      guard range.upperBound > last.upperBound else { continue }
      parts[parts.count - 1].range = last.lowerBound..<range.upperBound
      parts[parts.count - 1].text += source[last.upperBound..<range.upperBound]
    }
    return parts
  }

  private static func write(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    write(text.count, to: &bytes)
    bytes += text
  }

  /// Unsigned LEB128.
  static func write(_ number: Int, to bytes: inout [UInt8]) {
    var rest = UInt(max(0, number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads what `MatchRecordWriter` wrote; bytes that make no sense give `nil`.
struct MatchRecordReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  mutating func number() -> Int? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst(), shift < 56 {
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return Int(value) }
      shift += 7
    }
    return nil
  }

  mutating func bytes(count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func matches() -> [FoundMatch]? {
    guard let partCount = number(), partCount <= rest.count else { return nil }
    var parts: [FoundMatch.Excerpt] = []
    for _ in 0..<partCount {
      guard let start = number(), let text = nextText() else { return nil }
      parts.append(FoundMatch.Excerpt(bytes: text, start: start))
    }
    guard let count = number(), count <= rest.count else { return nil }
    var matches: [FoundMatch] = []
    matches.reserveCapacity(count)
    for _ in 0..<count {
      guard let match = match(parts) else { return nil }
      matches.append(match)
    }
    return matches
  }

  private mutating func match(_ parts: [FoundMatch.Excerpt]) -> FoundMatch? {
    guard let range = range(), let line = number(), let column = number(), let lines = number(),
      let endColumn = number(), let lineRange = self.range(), let flags = number(), let count = number(),
      count <= rest.count, let index = Self.part(in: parts, holding: range.lowerBound)
    else { return nil }
    var bindings: [FoundMatch.Binding] = []
    for _ in 0..<count {
      guard let name = nextText(), let range = self.range() else { return nil }
      bindings.append(FoundMatch.Binding(name: String(decoding: name, as: UTF8.self), range: range))
    }
    let match = FoundMatch(
      range: range, line: line, column: column, endLine: line + lines, endColumn: endColumn, lines: lineRange,
      bindings: bindings, isUnderError: flags & 1 != 0, source: parts[index])
    return match.isWhole ? match : nil
  }

  /// The part in which a byte of the file stands, or that ends there.
  private static func part(in parts: [FoundMatch.Excerpt], holding offset: Int) -> Int? {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  private mutating func range() -> Range<Int>? {
    guard let start = number(), let count = number() else { return nil }
    return start..<(start + count)
  }

  private mutating func nextText() -> [UInt8]? {
    guard let count = number(), let bytes = bytes(count: count) else { return nil }
    return Array(bytes)
  }
}
