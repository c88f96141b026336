internal import HoneCore
internal import HoneText

/// Breakpoints, and prints that a programmer adds for a moment, where they cannot be anything else.
struct DebugStatementCheck: Check {
  static let breakpoint = RuleDescription(
    "leftover/breakpoint", .error, "the program would stop and wait for a debugger")
  static let print = RuleDescription("leftover/debug-print", .warning, "a value is printed for debugging")

  var rules: [RuleDescription] { [Self.breakpoint, Self.print] }

  func findings(in file: CheckedFile) -> [Finding] {
    let ending = file.path.fileExtension
    let (statements, prints) = (DebugStatement.statements(for: ending), DebugPrint.calls(for: ending))
    guard !statements.isEmpty || !prints.isEmpty, !file.isBinary else { return [] }
    return statements.flatMap { statement in
      file.contents.offsets(of: statement.text).compactMap { finding(of: statement, at: $0, in: file) }
    }
      + prints.flatMap { print in
        file.contents.offsets(of: print.text).compactMap { finding(of: print, at: $0, in: file) }
      }
  }

  private func finding(of print: DebugPrint, at offset: Int, in file: CheckedFile) -> Finding? {
    let end = offset + print.text.literal.count
    let near = file.contents[end..<min(file.contents.count, end + 200)]
    // What is printed is asked first, as hardly any call is one for debugging, and lines are counted only for those.
    guard let severity = print.severity(of: near.prefix { $0 != 0x0a }) else { return nil }
    let first = file.lines.start(of: max(0, file.lines.line(at: offset) - 2))
    guard !DebugPrint.isAskedFor(file.contents[first..<offset]) else { return nil }
    var start = offset
    for name in ["std::", "pprint."] where file.contents[..<offset].suffix(name.utf8.count).elementsEqual(name.utf8) {
      start -= name.utf8.count
    }
    guard file.isStatement(at: start) else { return nil }
    let shown = String(decoding: print.text.literal.prefix { $0 != UInt8(ascii: "(") && $0 > 0x20 }, as: UTF8.self)
    return file.finding(
      Self.print, at: start..<end,
      "`\(shown)` seems to print for debugging; delete it, or use the program's own log",
      fix: deletion(of: start, in: file), severity: severity)
  }

  private func finding(of statement: DebugStatement, at offset: Int, in file: CheckedFile) -> Finding? {
    let end = offset + statement.text.literal.count
    guard statement.place == .anywhere ? file.isCode(at: offset) : file.isStatement(at: offset) else { return nil }
    if statement.place == .alone {
      let line = file.lines[file.lines.line(at: offset)]
      let rest = line[end...].drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ";") }
      let ends = ["}", "#", "//", "/*"]
      guard rest.isEmpty || ends.contains(where: { rest.starts(with: $0.utf8) }) else { return nil }
    }
    let shown = String(decoding: statement.text.literal, as: UTF8.self).split { $0 == "(" }.first.map(String.init) ?? ""
    switch statement.kind {
    case .breakpoint:
      return file.finding(
        Self.breakpoint, at: offset..<end, "`\(shown)` stops the program for a debugger; delete it",
        fix: deletion(of: offset, in: file))
    case .print(let severity):
      return file.finding(
        Self.print, at: offset..<end, "`\(shown)` prints for debugging; delete it, or use the program's own log",
        fix: deletion(of: offset, in: file), severity: severity)
    }
  }

  /// Deletes the line, if the statement begins and ends on it.
  private func deletion(of offset: Int, in file: CheckedFile) -> Fix? {
    let line = file.lines.line(at: offset)
    let text = file.lines[line]
    guard text[..<offset].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    let rest = text[offset...]
    let depth = rest.reduce(0) { $0 + ($1 == UInt8(ascii: "(") ? 1 : $1 == UInt8(ascii: ")") ? -1 : 0) }
    let last = rest.last { $0 != 0x20 && $0 != 0x09 }
    let isWhole = last == UInt8(ascii: ")") || last == UInt8(ascii: ";") || !rest.contains(UInt8(ascii: "("))
    guard depth == 0, isWhole else { return nil }
    return Fix(replacements: [Replacement(range: file.lines.range(of: line), bytes: [])], isSafe: false)
  }
}
