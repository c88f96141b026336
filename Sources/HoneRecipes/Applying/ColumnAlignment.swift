package import HoneCore
package import HoneSyntax

/// Keeps columns in line that a formatter has aligned, when an edit makes a cell longer or shorter: the fields of a type,
/// the values of a literal, the comments behind statements.
///
/// A column is known by its old version: in neighbouring lines the same cell ends with blanks, and what follows begins at
/// the same place, right behind the longest of the cells. Only blanks change.
package struct ColumnAlignment {
  /// Blanks between two cells of a line, with the column at which the next cell begins, in characters.
  private struct Gap {
    /// Bytes of the line.
    var range: Range<Int>
    var column: Int
    /// What tells which cells belong together.
    var kind: Kind
  }

  private enum Kind: Hashable {
    /// Before a comment.
    case comment
    /// Before a text in back quotes.
    case tag
    /// Before a cell by its number.
    case cell(Int)
  }

  private struct Column: Hashable {
    var start: Int
    var kind: Kind
  }

  private struct Row {
    var line: [UInt8]
    /// The gaps of the old line that the new one still has, at their new places; the columns are the old ones.
    var gaps: [Gap] = []
    /// The number of the old line.
    var old: Int?
    var isTouched = false

    func index(of column: Int, _ kind: Kind) -> Int? { gaps.firstIndex { $0.column == column && $0.kind == kind } }
  }

  private var rows: [Row]

  /// Whether files of a language are aligned by the formatter that everybody uses.
  package static func applies(to grammar: Grammar) -> Bool { grammar.name == "go" }

  /// The new version of a file, its columns in line as they were in the old version.
  package static func kept(from old: [UInt8], to new: [UInt8]) -> [UInt8] {
    var alignment = ColumnAlignment(old, new)
    return alignment.align() ? Array(alignment.rows.map(\.line).joined()) : new
  }

  private init(_ old: [UInt8], _ new: [UInt8]) {
    let lines = (Self.lines(old), Self.lines(new))
    rows = lines.1.map { Row(line: Array($0)) }
    var position = (old: 0, new: 0)
    for hunk in LineDiff.hunks(from: old, to: new) {
      while position.old < hunk.baseIndex { pair(&position, lines.0) }
      let count = (hunk.removed.count, hunk.added.count)
      for _ in 0..<min(count.0, count.1) where count.0 == count.1 { pair(&position, lines.0) }
      position = (hunk.baseIndex + count.0, position.new + (count.0 == count.1 ? 0 : count.1))
    }
    while position.old < lines.0.count, position.new < rows.count { pair(&position, lines.0) }
  }

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    let lines = TextLines(text, convention: .git)
    return (0..<lines.count).map { lines.bytes[lines.range(of: $0..<($0 + 1))] }
  }

  private mutating func pair(_ position: inout (old: Int, new: Int), _ lines: [ArraySlice<UInt8>]) {
    defer { position = (position.old + 1, position.new + 1) }
    guard position.old < lines.count, position.new < rows.count else { return }
    let (old, new) = (Array(lines[position.old]), rows[position.new].line)
    rows[position.new].old = position.old
    let suffix = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    rows[position.new].isTouched = old != new
    rows[position.new].gaps = Self.gaps(of: old).filter { $0.range.lowerBound >= old.count - suffix }.map { gap in
      let shift = new.count - old.count
      return Gap(
        range: (gap.range.lowerBound + shift)..<(gap.range.upperBound + shift), column: gap.column, kind: gap.kind)
    }
  }

  /// The blanks between the cells of a line, outside of texts.
  private static func gaps(of line: [UInt8]) -> [Gap] {
    var gaps: [Gap] = []
    var index = line.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.count
    var column = index
    var quote: UInt8?
    while index < line.count {
      let byte = line[index]
      if byte == 0x20, quote == nil {
        let start = index
        while index < line.count, line[index] == 0x20 { (index, column) = (index + 1, column + 1) }
        guard index < line.count, line[index] >= 0x20 else { break }
        let isComment = line[index...].starts(with: "//".utf8) || line[index...].starts(with: "/*".utf8)
        let kind: Kind = isComment ? .comment : line[index] == UInt8(ascii: "`") ? .tag : .cell(gaps.count)
        gaps.append(Gap(range: start..<index, column: column, kind: kind))
        if isComment { break }
        continue
      }
      if quote == byte {
        quote = nil
      } else if quote == nil, "\"'`".utf8.contains(byte) {
        quote = byte
      } else if byte == UInt8(ascii: "\\"), quote != nil, quote != UInt8(ascii: "`"), index + 1 < line.count {
        (index, column) = (index + 1, column + 1)
      }
      if byte & 0xc0 != 0x80 { column += 1 }
      index += 1
    }
    return gaps
  }

  // MARK: Aligning

  /// - Returns: whether a line changed.
  private mutating func align() -> Bool {
    var isChanged = false
    var region = rows.indices.filter { rows[$0].isTouched }
    var known = Set(region)
    while let row = region.popLast() {
      for neighbour in [row - 1, row + 1] where isNeighbour(neighbour, of: row) && known.insert(neighbour).inserted {
        region.append(neighbour)
      }
    }
    let columns = Set(known.flatMap { row in rows[row].gaps.map { Column(start: $0.column, kind: $0.kind) } })
    for (column, kind) in columns.sorted(by: { $0.start < $1.start }).map({ ($0.start, $0.kind) }) {
      var run: [Int] = []
      for row in known.sorted() + [rows.count + 1] {
        let isMember = row < rows.count && rows[row].index(of: column, kind) != nil
        if isMember, run.last.map({ $0 + 1 == row && isInOrder($0, row) }) ?? true {
          run.append(row)
        } else {
          if settle(run, column, kind) { isChanged = true }
          run = isMember ? [row] : []
        }
      }
    }
    return isChanged
  }

  /// Whether two lines that follow each other did so before.
  private func isInOrder(_ first: Int, _ second: Int) -> Bool {
    guard let one = rows[first].old, let other = rows[second].old else { return false }
    return one + 1 == other
  }

  private func isNeighbour(_ row: Int, of other: Int) -> Bool {
    guard rows.indices.contains(row), isInOrder(min(row, other), max(row, other)) else { return false }
    return rows[row].gaps.contains { rows[other].index(of: $0.column, $0.kind) != nil }
  }

  /// Brings one column of neighbouring lines in line, if it was: right behind the longest cell, and behind a shorter one too.
  private mutating func settle(_ run: [Int], _ column: Int, _ kind: Kind) -> Bool {
    let places = run.compactMap { row in rows[row].index(of: column, kind).map { (row: row, gap: $0) } }
    let widths = places.map { rows[$0.row].gaps[$0.gap].range.count }
    guard places.count > 1, widths.min() == 1, widths.max() ?? 0 > 1 else { return false }
    func end(_ place: (row: Int, gap: Int)) -> Int {
      rows[place.row].line[..<rows[place.row].gaps[place.gap].range.lowerBound].count { $0 & 0xc0 != 0x80 }
    }
    let start = (places.map(end).max() ?? 0) + 1
    var isChanged = false
    for place in places {
      let range = rows[place.row].gaps[place.gap].range
      let width = start - end(place)
      guard width != range.count else { continue }
      isChanged = true
      rows[place.row].line.replaceSubrange(range, with: repeatElement(0x20, count: width))
      for gap in rows[place.row].gaps.indices where gap >= place.gap {
        let old = rows[place.row].gaps[gap].range
        let shift = width - range.count
        let lower = gap == place.gap ? old.lowerBound : old.lowerBound + shift
        rows[place.row].gaps[gap].range = lower..<(old.upperBound + shift)
      }
    }
    return isChanged
  }
}
