internal import HoneCore
internal import HoneSyntax
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
    guard !statements.isEmpty || !prints.isEmpty else { return file.language == .host ? scriptFindings(in: file) : [] }
    guard !file.isBinary else { return [] }
    let isTool = Self.isTool(file)
    // Asked for by the first place of any statement, as is what a page needs below.
    lazy var ticks = Self.ticks(in: file)
    return statements.filter { !isTool || !$0.isOnlyPrinting }.flatMap { statement in
      file.contents.offsets(of: statement.text).compactMap { finding(of: statement, at: $0, in: file, ticks) }
    }
      + prints.flatMap { print in
        file.contents.offsets(of: print.text).compactMap { finding(of: print, at: $0, in: file) }
      }
  }

  /// Whether a file is a program for a terminal, which prints what it has to say.
  private static func isTool(_ file: CheckedFile) -> Bool {
    let folders = file.path.components.dropLast()
    return file.contents.starts(with: "#!".utf8)
      || folders.contains { folder in ["scripts", "bin", "tools", "cli"].contains { folder.elementsEqual($0.utf8) } }
  }

  /// What stands in the scripts of a page, as it would in files of their own.
  private func scriptFindings(in file: CheckedFile) -> [Finding] {
    guard !file.isBinary else { return [] }
    lazy var scripts = PageScripts.all(in: file)
    lazy var ticks = file.contents.offsets(of: Self.backtick)
    return DebugStatement.statements(for: "js").flatMap { statement in
      file.contents.offsets(of: statement.text).compactMap { place in
        scripts.first { $0.range.contains(place) }.flatMap {
          finding(of: statement, at: place, in: file, ticks, $0.range)
        }
      }
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

  /// - Parameters:
  ///   - ticks: where backticks stand in a file that may hold templates.
  ///   - code: the part of the file that is code; all of it without one.
  private func finding(
    of statement: DebugStatement, at offset: Int, in file: CheckedFile, _ ticks: [Int], _ code: Range<Int>? = nil
  ) -> Finding? {
    let isPart = code != nil
    let end = offset + statement.text.literal.count
    let code = code ?? 0..<file.contents.count
    guard
      statement.place == .anywhere
        ? file.isCode(at: offset, ofCodeFrom: code.lowerBound)
        : file.isStatement(at: offset, ofCodeFrom: code.lowerBound)
    else { return nil }
    let before = Self.count(of: ticks, below: offset) - Self.count(of: ticks, below: code.lowerBound)
    // In a page no tree tells whether the template holds code just there.
    guard before.isMultiple(of: 2) || !isPart && !(file.isInLiteral(offset) ?? false) else { return nil }
    if statement.place == .alone {
      let line = file.lines[file.lines.line(at: offset)]
      let rest = line[..<max(end, min(line.endIndex, code.upperBound))][end...].drop {
        $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ";")
      }
      let ends = ["}", "#", "//", "/*"]
      guard rest.isEmpty || ends.contains(where: { rest.starts(with: $0.utf8) }) else { return nil }
    }
    let shown = String(decoding: statement.text.literal, as: UTF8.self).split { $0 == "(" }.first.map(String.init) ?? ""
    switch statement.kind {
    case .breakpoint:
      return file.finding(
        Self.breakpoint, at: offset..<end, "`\(shown)` stops the program for a debugger; delete it",
        fix: deletion(of: offset, in: file, code))
    case .print(let severity):
      return file.finding(
        Self.print, at: offset..<end, "`\(shown)` prints for debugging; delete it, or use the program's own log",
        fix: deletion(of: offset, in: file, code), severity: severity)
    }
  }

  private static let backtick = LiteralFinder("`")

  /// Where the backticks stand by which templates of JavaScript begin and end, which may hold code over many lines.
  private static func ticks(in file: CheckedFile) -> [Int] {
    ["javascript", "typescript", "tsx"].contains(file.language?.name ?? "") ? file.contents.offsets(of: backtick) : []
  }

  private static func count(of sorted: [Int], below offset: Int) -> Int {
    var (lower, upper) = (0, sorted.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if sorted[middle] < offset { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  /// Deletes the line, if the statement begins and ends on it.
  private func deletion(of offset: Int, in file: CheckedFile, _ code: Range<Int>? = nil) -> Fix? {
    let line = file.lines.line(at: offset)
    if let code, file.lines.start(of: line) + file.lines[line].count > code.upperBound { return nil }
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
