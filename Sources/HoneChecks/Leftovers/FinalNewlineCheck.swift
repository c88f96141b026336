internal import HoneCore

/// A last line without a line ending: the next line that is added changes it as well, and tools that join files break.
///
/// Files of one very long line are made by programs, and are left alone.
struct FinalNewlineCheck: Check {
  static let rule = RuleDescription("leftover/final-newline", .note, "the last line has no line ending")

  private static let longestLine = 2_000

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard let last = file.contents.last, last != 0x0a, last != 0x0d, !file.isBinary else { return [] }
    let line = file.lines.range(of: file.lines.count - 1)
    guard line.count <= Self.longestLine else { return [] }
    let end = file.contents.count
    let ending = file.lines.dominantEnding == .none ? [0x0a] : file.lines.dominantEnding.bytes
    return [
      file.finding(
        Self.rule, at: line, "the file does not end in a line ending; add one",
        fix: Fix(
          replacements: [Replacement(range: end..<end, bytes: ending)], isSafe: file.ignoresBlanks(at: end)))
    ]
  }
}
