/// The tokens of one line of a text: words, numbers with all that is joined to them, and every other byte that is no blank.
///
/// A version, a date, an address or a tag of an image is one thing: a run of words that marks join, and that holds a digit, is one
/// token. An address with a scheme is one token up to its path, and one more for each step of it.
struct TextTokens {
  let ranges: [Range<Int>]

  /// - Parameter joinsNumbers: whether numbers are joined to what stands beside them; else all words and marks are by themselves.
  init(_ line: [UInt8], joinsNumbers: Bool = true) {
    var ranges: [Range<Int>] = []
    var position = 0
    while position < line.count {
      guard line[position].isTextWordByte else {
        if line[position] > 0x20 { ranges.append(position..<position + 1) }
        position += 1
        continue
      }
      guard joinsNumbers else {
        let end = line[position...].firstIndex { !$0.isTextWordByte } ?? line.count
        ranges.append(position..<end)
        position = end
        continue
      }
      let run = Self.run(in: line, from: position)
      let isNumbered = line[run].contains { (0x30...0x39).contains($0) }
      if let (start, path) = Self.address(in: line, of: run) {
        if start > run.lowerBound { ranges += Self.words(in: line, of: run.lowerBound..<start) }
        ranges.append(start..<(path.first?.lowerBound ?? run.upperBound))
        ranges += path
        position = run.upperBound
      } else {
        let end = isNumbered ? run.upperBound : line[run].firstIndex { !$0.isTextWordByte } ?? run.upperBound
        ranges.append(position..<end)
        position = end
      }
    }
    self.ranges = ranges
  }

  /// The words from a byte on with the marks that join them.
  private static func run(in line: [UInt8], from start: Int) -> Range<Int> {
    var end = start
    var position = start
    while position < line.count, line[position].isTextWordByte || line[position].joinsNumbers {
      position += 1
      if line[position - 1].isTextWordByte { end = position }
    }
    return start..<end
  }

  /// Words and marks, each by itself.
  private static func words(in line: [UInt8], of range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    for index in range {
      if let last = words.last, line[index].isTextWordByte, line[last.lowerBound].isTextWordByte,
        last.upperBound == index
      {
        words[words.count - 1] = last.lowerBound..<index + 1
      } else {
        words.append(index..<index + 1)
      }
    }
    return words
  }

  /// Where an address begins with its scheme, and the steps of its path, each with the mark before it; `nil` for what is none.
  private static func address(in line: [UInt8], of run: Range<Int>) -> (start: Int, path: [Range<Int>])? {
    let sign = Array("://".utf8)
    guard let mark = run.dropLast(3).first(where: { line[$0..<$0 + 3].elementsEqual(sign) }) else { return nil }
    let starts = (mark + 3..<run.upperBound).filter { line[$0] == UInt8(ascii: "/") && line[$0 - 1] != line[$0] }
    let scheme = line[run.lowerBound..<mark].reversed().prefix(while: \.isTextWordByte).count
    return (mark - scheme, zip(starts, starts.dropFirst() + [run.upperBound]).map { $0..<$1 })
  }
}

extension UInt8 {
  /// Marks that stand inside of versions, dates, addresses and settings.
  var joinsNumbers: Bool { ".-/:=".utf8.contains(self) }
}

extension [UInt8] {
  /// Whether no word goes on at either end of a range, and where it holds a number, nothing that is joined to it.
  ///
  /// Below an address there may be more of its path.
  func isWholeToken(_ range: Range<Int>) -> Bool {
    guard let first = self[range].first, let last = self[range].last else { return false }
    func isWord(_ index: Int) -> Bool { indices.contains(index) && self[index].isTextWordByte }
    if first.isTextWordByte, isWord(range.lowerBound - 1) { return false }
    if last.isTextWordByte, isWord(range.upperBound) { return false }
    guard self[range].contains(where: { (0x30...0x39).contains($0) }) else { return true }
    var start = range.lowerBound
    while start > 0, self[start - 1].joinsNumbers { start -= 1 }
    if first.isTextWordByte, start < range.lowerBound, isWord(start - 1) { return false }
    var end = range.upperBound
    while end < count, self[end].joinsNumbers { end += 1 }
    guard last.isTextWordByte, end > range.upperBound, isWord(end) else { return true }
    let isAddress = String(decoding: self[range], as: UTF8.self).contains("://")
    return isAddress && self[range.upperBound] == UInt8(ascii: "/")
  }
}
