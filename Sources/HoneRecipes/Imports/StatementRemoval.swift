internal import HoneCore

/// Takes whole statements away, with their lines.
struct StatementRemoval {
  private let lines: TextLines
  private let statements: [ImportStatement]

  init(source: [UInt8], statements: [ImportStatement]) {
    lines = TextLines(source)
    self.statements = statements
  }

  /// The edits that take the statements at `indices` away; one that other imports share goes with the last of them.
  func edits(removing indices: [Int]) -> [Replacement] {
    let gone = Set(indices)
    var ranges: [Range<Int>] = []
    for index in indices {
      guard let container = statements[index].container else {
        ranges.append(statements[index].range)
        continue
      }
      let siblings = statements.indices.filter { statements[$0].container == container }
      if siblings.allSatisfy(gone.contains) {
        if siblings.first == index { ranges.append(container) }
      } else if statements[index].range == container {
        // One module of several in a statement: a comma-separated list.
        let items = siblings.compactMap { statements[$0].names.first?.range }
        let positions = Set(siblings.indices.filter { gone.contains(siblings[$0]) })
        if siblings.first(where: gone.contains) == index {
          ranges += NameList(source: lines.bytes, items: items).removing(positions).map(\.range)
        }
      } else {
        ranges.append(statements[index].range)
      }
    }
    return ranges.map { Replacement(range: isWholeStatement($0) ? lineRange($0) : $0, bytes: []) }
  }

  private func isWholeStatement(_ range: Range<Int>) -> Bool {
    statements.contains { $0.range == range || $0.container == range }
  }

  /// The lines of a statement that stands alone on them, a comment behind it included; at the start of the file, or
  /// between blank lines, with the blank lines below it.
  private func lineRange(_ range: Range<Int>) -> Range<Int> {
    let first = lines.line(at: range.lowerBound)
    let last = lines.line(at: max(range.upperBound - 1, range.lowerBound))
    let before = lines.bytes[lines.start(of: first)..<range.lowerBound]
    let lineEnd = lines.start(of: last) + lines[last].count
    let after = lines.bytes[min(range.upperBound, lineEnd)..<lineEnd].drop { $0.isBlank || $0 == UInt8(ascii: ";") }
    let isAlone = after.isEmpty || after.first == UInt8(ascii: "#") || after.starts(with: "//".utf8)
    guard before.allSatisfy(\.isBlank), isAlone else { return range }
    var end = last + 1
    if first == 0 || isBlank(first - 1) {
      while end < lines.count, isBlank(end) { end += 1 }
      // One blank line stays above what follows, if there was one and something stands above.
      if first > 0, end == lines.count, end > last + 1 { end = last + 1 }
    }
    return lines.start(of: first)..<lines.start(of: end)
  }

  private func isBlank(_ line: Int) -> Bool { lines[line].allSatisfy(\.isBlank) }
}
