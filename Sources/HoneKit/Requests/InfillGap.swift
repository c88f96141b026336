internal import HoneCore

/// Where text goes in, and how a reply becomes lines of the file.
struct InfillGap: Sendable {
  /// The lines, counted from 0, whose place the text takes: the empty line, or none below another line.
  let window: Range<Int>
  /// The byte offsets of the text before and after the gap.
  let start: Int
  let end: Int
  /// The indentation at which the text begins.
  ///
  /// The engine is shown it before the gap and does not write it.
  let indentation: [UInt8]
  /// The column of the line that opens the block which is filled; `nil` when the gap is not at the top of a block.
  private let openerColumn: Int?
  /// The next line of the file that is not empty; an engine that repeats it has left the gap.
  private let following: [UInt8]?

  /// - Parameter line: counted from 0. An empty line is filled; below any other line lines are inserted.
  init(lines: TextLines, line: Int) {
    let isBlank = line < lines.count && lines[line].allSatisfy(\.isBlankOrReturn)
    let insertion = min(line + 1, lines.count)
    window = isBlank ? line..<(line + 1) : insertion..<insertion
    start = lines.start(of: window.lowerBound)
    end = lines.start(of: window.upperBound)
    let previous = (0..<window.lowerBound).last { !lines[$0].allSatisfy(\.isBlankOrReturn) }
    let opener = previous.flatMap { Self.opensBlock(lines[$0]) ? $0 : nil }
    openerColumn = opener.map { lines[$0].prefix(while: \.isBlankOrReturn).count }
    let next = (window.upperBound..<lines.count).first { !lines[$0].allSatisfy(\.isBlankOrReturn) }
    following = next.map { Array(lines[$0]) }
    let own = isBlank ? Array(lines[line].prefix { $0 != 0x0d }) : []
    if !own.isEmpty || previous == nil {
      indentation = own
    } else if let previous {
      let above = Array(lines[previous].prefix(while: \.isBlankOrReturn))
      indentation = opener == nil ? above : above + Self.step(in: lines)
    } else {
      indentation = []
    }
  }

  /// The lines for the gap: cut where the text leaves it, without empty lines at the end.
  func lines(of reply: [UInt8]) -> [UInt8] {
    var content = reply.drop { $0 == 0x0a }
    // Some engines write the indentation that they were shown once more.
    if content.starts(with: indentation) { content = content.dropFirst(indentation.count) }
    let text = TextLines(indentation + content)
    var kept: [ArraySlice<UInt8>] = []
    for index in 0..<text.count {
      let line = text[index]
      let content = line.drop(while: \.isBlankOrReturn)
      if content.isEmpty {
        kept.append(line)
        continue
      }
      // Models that were trained to talk go on with a fence and an explanation.
      if content.starts(with: "```".utf8) { break }
      if let following, line.elementsEqual(following) { break }
      let column = line.count - content.count
      if column < indentation.count {
        let closes = content.first.map { "}])".utf8.contains($0) } ?? false
        if closes, column == openerColumn { kept.append(line) }
        break
      }
      kept.append(line)
    }
    while let last = kept.last, last.allSatisfy(\.isBlankOrReturn) { kept.removeLast() }
    return kept.flatMap { Array($0) + [0x0a] }
  }

  /// Whether the lines below belong inside of `line`.
  private static func opensBlock(_ line: ArraySlice<UInt8>) -> Bool {
    var end = line.endIndex
    while end > line.startIndex, line[end - 1].isBlankOrReturn { end -= 1 }
    guard end > line.startIndex else { return false }
    return ":{([".utf8.contains(line[end - 1])
      || ["do", "then", "=>", "->"].contains { line[..<end].suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// One step of indentation as the file writes it; four blanks when it has none.
  private static func step(in lines: TextLines) -> [UInt8] {
    for line in 0..<min(lines.count, 2000) {
      let blanks = Array(lines[line].prefix(while: \.isBlankOrReturn))
      guard !blanks.isEmpty, blanks.count < lines[line].count else { continue }
      return blanks[0] == 0x09 ? [0x09] : Array(blanks.prefix(8))
    }
    return Array("    ".utf8)
  }
}
