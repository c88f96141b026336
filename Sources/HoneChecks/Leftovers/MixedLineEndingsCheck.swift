internal import HoneCore
internal import HoneText

/// Lines that end in CRLF among lines that end in LF, or the other way round.
struct MixedLineEndingsCheck: Check {
  static let rule = RuleDescription(
    "leftover/mixed-line-endings", .warning, "some lines end in CRLF and some in LF", scope: .newInFile)

  private static let carriageReturn = LiteralFinder("\r\n")

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard !file.isBinary, Self.carriageReturn.occurs(in: file.contents) else { return [] }
    let usual = file.lines.dominantEnding
    let others = (0..<file.lines.count).filter { line in
      let ending = file.lines.ending(of: line)
      return ending != usual && (ending == .lineFeed || ending == .carriageReturnLineFeed)
    }
    guard let first = others.first else { return [] }
    let replacements = others.map { line in
      let end = file.lines.range(of: line).upperBound
      return Replacement(range: (end - file.lines.ending(of: line).bytes.count)..<end, bytes: usual.bytes)
    }
    let names = usual == .lineFeed ? ("LF", "CRLF") : ("CRLF", "LF")
    return [
      file.finding(
        Self.rule, at: file.lines.range(of: first),
        "\(others.count == 1 ? "one line ends" : "\(others.count) lines end") in \(names.1) and the others in "
          + "\(names.0); use one of them",
        fix: Fix(
          replacements: replacements,
          isSafe: replacements.allSatisfy { file.ignoresBlanks(at: $0.range.lowerBound) }))
    ]
  }
}
