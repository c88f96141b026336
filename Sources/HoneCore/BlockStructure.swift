/// The blocks of a source text as its indentation shows them, without a parser.
///
/// A line's block reaches to the next line that is not indented further. A line with only an opening brace, and one
/// that closes a bracket (`) {`, `} else {`), continue the line above them that has the same indentation. That is right
/// for code that is indented as usual, and where it is not, a window is only chosen less well.
struct BlockStructure: Sendable {
  let file: TextLines
  /// The column of the first character of each line, tabs counted as four; `nil` for blank lines and lines that say
  /// nothing about structure (preprocessor directives).
  private let columns: [Int?]

  init(_ file: TextLines) {
    self.file = file
    columns = (0..<file.count).map { line in
      let text = file[line]
      if text.isBlankLine || Self.isDirective(text.withoutBlanks) { return nil }
      return text.indentation.reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    }
  }

  /// The column at which the text of a line starts; that of the nearest line above, else below, for a blank line.
  func column(of line: Int) -> Int {
    let above = columns[...min(line, columns.count - 1)].last { $0 != nil } ?? nil
    return above ?? columns.lazy.compactMap { $0 }.first ?? 0
  }

  /// Whether a line is blank or a preprocessor directive.
  func isSilent(_ line: Int) -> Bool { columns[line] == nil }

  /// The lines that a line stands in, innermost first: each is indented less than the one before.
  func enclosingLines(of line: Int) -> [Int] {
    guard line >= 0, line < file.count else { return [] }
    var lines: [Int] = []
    var column = column(of: line)
    var isContinued = continues(line)
    for candidate in stride(from: line - 1, through: 0, by: -1) {
      if column == 0, !isContinued { break }
      guard let there = columns[candidate], there < column || isContinued && there == column else { continue }
      lines.append(candidate)
      column = there
      isContinued = continues(candidate)
    }
    return lines
  }

  /// The end (exclusive) of the block that a line begins, with its closing line; `line + 1` when it begins none.
  func end(ofBlockAt line: Int) -> Int {
    let column = column(of: line)
    var end = line + 1
    for next in (line + 1)..<max(file.count, line + 1) {
      guard let there = columns[next] else { continue }
      if there > column || there == column && (continues(next) || closes(next)) {
        end = next + 1
        if there == column, closes(next), !continues(next) { break }
      } else {
        break
      }
    }
    return end
  }

  /// The line, at most `column` wide in, with which the block ends that `line` is the last line of.
  func start(ofBlockEndingAt line: Int, column: Int) -> Int {
    var start = line
    while start > 0, (columns[start] ?? .max) > column || closes(start) || continues(start) {
      if let there = columns[start - 1], there < column { break }
      start -= 1
    }
    return start
  }

  /// The first line of the comments and attributes directly above a line, at its indentation.
  func startOfPreamble(above line: Int) -> Int {
    var start = line
    while start > 0, let column = columns[start - 1],
      column == self.column(of: line) || column == self.column(of: line) + 1
    {
      let text = file[start - 1].withoutBlanks
      let isPreamble =
        text.hasPrefix("@") || text.hasPrefix("//") || text.hasPrefix("#") || text.hasPrefix("/*")
        || text.hasPrefix("*") || text.hasPrefix("[") && text.last == UInt8(ascii: "]")
      if !isPreamble { break }
      start -= 1
    }
    return start
  }

  /// Whether a line goes on with the block of a line above at the same indentation.
  private func continues(_ line: Int) -> Bool {
    let text = file[line].withoutBlanks
    guard let first = text.first, let last = text.last else { return false }
    if text.count == 1, first == UInt8(ascii: "{") { return true }
    if "})]".utf8.contains(first) { return "{([:".utf8.contains(last) }
    let word = text.prefix(while: \.isNameByte)
    return ["else", "elif", "except", "finally", "catch", "rescue", "ensure", "elsif"].contains {
      word.elementsEqual($0.utf8)
    }
  }

  /// Whether a line closes the block above it.
  private func closes(_ line: Int) -> Bool {
    let text = file[line].withoutBlanks
    guard let first = text.first else { return false }
    return "})]".utf8.contains(first) || text.hasPrefix("</")
      || text.prefix(while: \.isNameByte).elementsEqual("end".utf8)
  }

  private static func isDirective(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "#") else { return false }
    let word = text.dropFirst().drop(while: \.isBlank).prefix(while: \.isNameByte)
    return ["if", "ifdef", "ifndef", "else", "elif", "elseif", "endif", "define", "undef", "pragma"].contains {
      word.elementsEqual($0.utf8)
    }
  }
}
