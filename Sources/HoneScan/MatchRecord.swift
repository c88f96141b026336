/// Writes matches as bytes.
enum MatchRecordWriter {
  static func write(_ matches: [FoundMatch], to bytes: inout [UInt8]) {
    write(matches.count, to: &bytes)
    for match in matches {
      for number in [
        match.range.lowerBound, match.line, match.column, match.endLine - match.line, match.endColumn,
        match.isUnderError ? 1 : 0,
      ] {
        write(number, to: &bytes)
      }
      for text in [match.text, match.before, match.after] { write(text, to: &bytes) }
      write(match.bindings.count, to: &bytes)
      for binding in match.bindings {
        write(Array(binding.name.utf8), to: &bytes)
        write(binding.text, to: &bytes)
      }
    }
  }

  private static func write(_ text: [UInt8], to bytes: inout [UInt8]) {
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
    guard let count = number(), count <= rest.count else { return nil }
    var matches: [FoundMatch] = []
    matches.reserveCapacity(count)
    for _ in 0..<count {
      guard let match = match() else { return nil }
      matches.append(match)
    }
    return matches
  }

  private mutating func match() -> FoundMatch? {
    guard let start = number(), let line = number(), let column = number(), let lines = number(),
      let endColumn = number(), let flags = number(), let text = nextText(), let before = nextText(),
      let after = nextText(),
      let count = number(), count <= rest.count
    else { return nil }
    var bindings: [FoundMatch.Binding] = []
    for _ in 0..<count {
      guard let name = nextText(), let text = nextText() else { return nil }
      bindings.append(FoundMatch.Binding(name: String(decoding: name, as: UTF8.self), text: text))
    }
    return FoundMatch(
      range: start..<(start + text.count), line: line, column: column, endLine: line + lines, endColumn: endColumn,
      text: text, before: before, after: after, bindings: bindings, isUnderError: flags & 1 != 0)
  }

  private mutating func nextText() -> [UInt8]? {
    guard let count = number(), let bytes = bytes(count: count) else { return nil }
    return Array(bytes)
  }
}
