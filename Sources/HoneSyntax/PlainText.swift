internal import HoneCore

/// Text of no known language as a tree: a document of lines, and these of words, numbers and marks.
///
/// Patterns, rules and rewriting work on trees, so with such a tree they reach every file that people can read.
enum PlainText {
  /// What a node is; its place among the cases is its symbol in `Grammar.plainText`.
  enum Kind: String, CaseIterable {
    case document
    /// A line that is not blank, without the blanks around it.
    case line
    /// Blank lines in a row: one node that covers no bytes.
    case blankLine = "blank_line"
    /// Letters, digits, underscores and all that is not ASCII, beginning with no digit.
    case word
    /// A word that begins with a digit; points may stand between digits, as in `1.2.3`.
    case number
    /// Any other character.
    case mark

    var symbol: UInt16 { UInt16(Self.allCases.firstIndex(of: self) ?? 0) }
  }

  /// What takes the place of the dollar of a metavariable in a pattern, in UTF-8; it parts words.
  ///
  /// The first sign of Linear B, which no text of today holds by chance.
  static let sigil: [UInt8] = [0xf0, 0x90, 0x80, 0x80]

  /// Reads a text; all bytes are text.
  static func nodes(of source: [UInt8]) -> [SyntaxTree.Record] {
    source.withUnsafeBufferPointer { bytes in
      var reader = PlainTextReader(bytes: bytes)
      return reader.nodes()
    }
  }
}

/// Cuts a text into lines and tokens.
private struct PlainTextReader {
  let bytes: UnsafeBufferPointer<UInt8>
  private var records: [SyntaxTree.Record] = []

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    records.reserveCapacity(bytes.count / 4 + 2)
  }

  mutating func nodes() -> [SyntaxTree.Record] {
    open(.document, from: 0, to: bytes.count, in: 0)
    var position = 0
    var isAfterBlank = false
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: 0x0a) ?? bytes.count
      let start = skipBlanks(from: position, to: end)
      if start < end {
        readLine(from: start, to: end)
      } else if !isAfterBlank {
        open(.blankLine, from: position, to: position, in: 0)
      }
      isAfterBlank = start == end
      position = end + 1
    }
    records[0].next = UInt32(truncatingIfNeeded: records.count)
    return records
  }

  private mutating func open(_ kind: PlainText.Kind, from start: Int, to end: Int, in parent: Int) {
    records.append(
      SyntaxTree.Record(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: UInt32(truncatingIfNeeded: records.count + 1), parent: UInt32(truncatingIfNeeded: parent),
        symbol: kind.symbol, field: 0, flags: .named))
  }

  private func skipBlanks(from start: Int, to end: Int) -> Int {
    var position = start
    while position < end, bytes[position].isWhitespace { position += 1 }
    return position
  }

  private mutating func readLine(from start: Int, to end: Int) {
    let line = records.count
    open(.line, from: start, to: end, in: 0)
    var position = start
    var last = start
    while position < end {
      let (kind, tokenEnd) = token(from: position, to: end)
      open(kind, from: position, to: tokenEnd, in: line)
      last = tokenEnd
      position = skipBlanks(from: tokenEnd, to: end)
    }
    records[line].end = UInt32(truncatingIfNeeded: last)
    records[line].next = UInt32(truncatingIfNeeded: records.count)
  }

  /// The token that begins at an offset, and where it ends.
  private func token(from start: Int, to end: Int) -> (PlainText.Kind, end: Int) {
    if isSigil(at: start, end) { return (.word, metavariableEnd(from: start, to: end)) }
    guard bytes[start].isNameByte else { return (.mark, start + 1) }
    let isNumber = bytes[start].isDecimalDigit
    var position = start + 1
    while position < end {
      if bytes[position].isNameByte {
        if isSigil(at: position, end) { break }
      } else {
        let isPoint = isNumber && bytes[position] == UInt8(ascii: ".") && bytes[position - 1].isDecimalDigit
        guard isPoint, position + 1 < end, bytes[position + 1].isDecimalDigit else { break }
      }
      position += 1
    }
    return (isNumber ? .number : .word, position)
  }

  private func metavariableEnd(from start: Int, to end: Int) -> Int {
    var position = start
    while isSigil(at: position, end) { position += PlainText.sigil.count }
    while position < end, bytes[position].isMetavariableByte { position += 1 }
    return position
  }

  private func isSigil(at position: Int, _ end: Int) -> Bool {
    position + PlainText.sigil.count <= end && bytes[position] == PlainText.sigil[0]
      && bytes[position..<(position + PlainText.sigil.count)].elementsEqual(PlainText.sigil)
  }
}
