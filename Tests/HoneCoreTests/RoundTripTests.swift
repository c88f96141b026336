import HoneCore
import HoneTestSupport
import Testing

/// Random edits of random files: what is outside of an edit keeps every byte.
@Suite struct RoundTripTests {
  private struct Sample {
    var base: [UInt8]
    var lines: Range<Int>
    var search: [UInt8]
    var replacement: [UInt8]
  }

  /// A file of distinct lines in which all else varies: endings, blanks, indentation, encoding, mark, last newline.
  private func sample(_ generator: inout SplitMix64) -> Sample {
    var base = Bool.random(using: &generator) ? bytes("\u{feff}") : []
    let count = Int.random(in: 1..<30, using: &generator)
    var contents: [[UInt8]] = []
    for index in 0..<count {
      var content = bytes(["", "  ", "\t", "\t  "].randomElement(using: &generator) ?? "") + bytes("line\(index)")
      if Int.random(in: 0..<6, using: &generator) == 0 { content += [0xe9, 0xff] }
      content += bytes(["", "", " ", "\t"].randomElement(using: &generator) ?? "")
      contents.append(content)
      base += content
      let isLast = index == count - 1
      if !isLast || Bool.random(using: &generator) {
        base += bytes(["\n", "\r\n"].randomElement(using: &generator) ?? "\n")
      }
    }
    let lower = Int.random(in: 0..<count, using: &generator)
    let upper = Int.random(in: (lower + 1)...count, using: &generator)
    var search: [UInt8] = []
    var replacement: [UInt8] = []
    for index in lower..<upper {
      let shown = bytes(text(contents[index]))
      search += shown + [0x0a]
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: replacement += bytes("new\(index)\n")
      case 1: break
      case 2: replacement += bytes("added\(index)\n") + shown + [0x0a]
      default: replacement += shown + [0x0a]
      }
    }
    return Sample(base: base, lines: lower..<upper, search: search, replacement: replacement)
  }

  @Test func bytesOutsideAreIdentical() throws {
    try fuzz { generator in
      let sample = sample(&generator)
      let file = TextLines(sample.base)
      let edit = Edit(path: "f", change: .replace(search: sample.search, replacement: sample.replacement))
      let applier = EditApplier(sample.base)
      let placed = try applier.place(edit)
      let result = try applier.apply(placed)
      let window = try applier.apply(applier.placeWindow(lines: sample.lines, text: sample.replacement))
      let range = file.range(of: sample.lines)
      for outcome in [result.bytes, window.bytes] {
        let isAtEnd = range.upperBound == sample.base.count && !file.endsWithNewline
        let head = sample.base[..<(isAtEnd ? max(0, range.lowerBound - 2) : range.lowerBound)]
        #expect(outcome.starts(with: head))
        #expect(outcome.reversed().starts(with: sample.base[range.upperBound...].reversed()))
        let after = TextLines(outcome)
        #expect(after.hasByteOrderMark == file.hasByteOrderMark)
        if after.count > 0 { #expect(after.endsWithNewline == file.endsWithNewline) }
        #expect(shown(after) == expected(file, sample))
      }
      #expect(sequence(from: sample.base, result.changes) == sequence(to: result.bytes, result.changes))
    }
  }

  /// The lines of the result without blanks at their ends, which edits may keep or not.
  private func shown(_ file: TextLines) -> [String] { (0..<file.count).map { trimmed(file.shown($0)) } }

  private func expected(_ file: TextLines, _ sample: Sample) -> [String] {
    let new = TextLines(sample.replacement)
    let before = (0..<sample.lines.lowerBound).map { trimmed(file.shown($0)) }
    let after = (sample.lines.upperBound..<file.count).map { trimmed(file.shown($0)) }
    return before + shown(new) + after
  }

  private func trimmed(_ line: ArraySlice<UInt8>) -> String {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
    return text(line)
  }

  /// The bytes of the base that no change covers, and those of the result: they must be the same.
  private func sequence(from base: [UInt8], _ changes: [AppliedEdits.ChangedLines]) -> [UInt8] {
    rest(of: base, changes.map { ($0.baseStart - 1)..<($0.baseStart - 1 + $0.baseCount) })
  }

  private func sequence(to result: [UInt8], _ changes: [AppliedEdits.ChangedLines]) -> [UInt8] {
    rest(of: result, changes.map { ($0.resultStart - 1)..<($0.resultStart - 1 + $0.resultCount) })
  }

  private func rest(of bytes: [UInt8], _ covered: [Range<Int>]) -> [UInt8] {
    let file = TextLines(bytes)
    return (0..<file.count).filter { line in !covered.contains { $0.contains(line) } }.flatMap {
      file.bytes[file.range(of: $0)]
    }
  }
}
