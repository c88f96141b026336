internal import HoneCore

/// Spaces and tabs at the end of lines.
///
/// Two or more spaces after text are a line break in Markdown, and stay. In formats where lines end in whatever a program
/// printed (patches, snapshots, tables) nothing is said.
struct TrailingBlanksCheck: Check {
  static let rule = RuleDescription("leftover/trailing-blanks", .note, "a line ends in spaces or tabs")

  private static let exempt: Set<String> = [
    "approved", "diff", "expected", "golden", "out", "patch", "rej", "snap", "tsv",
  ]

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    let ending = file.path.fileExtension
    guard !file.isBinary, !Self.exempt.contains(ending), Self.mayEndInBlanks(file.contents) else { return [] }
    let isMarkdown = ["md", "markdown", "mdx"].contains(ending)
    var findings: [Finding] = []
    for line in 0..<file.lines.count {
      let text = file.lines[line]
      guard let last = text.last, last == 0x20 || last == 0x09 else { continue }
      let kept = text.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? text.startIndex
      let blanks = kept..<text.endIndex
      if isMarkdown, kept > text.startIndex, blanks.count >= 2, text[blanks].allSatisfy({ $0 == 0x20 }) { continue }
      findings.append(
        file.finding(
          Self.rule, at: blanks, "the line ends in blanks; delete them",
          fix: Fix(
            replacements: [Replacement(range: blanks, bytes: [])], isSafe: file.ignoresBlanks(at: blanks.lowerBound))))
    }
    return findings
  }

  /// Looks for a blank before a line ending, or at the end, without cutting the file into lines.
  private static func mayEndInBlanks(_ contents: [UInt8]) -> Bool {
    if let last = contents.last, last == 0x20 || last == 0x09 { return true }
    return contents.withUnsafeBufferPointer { bytes in
      var before: UInt8 = 0x0a
      for byte in bytes {
        if byte == 0x0a || byte == 0x0d, before == 0x20 || before == 0x09 { return true }
        before = byte
      }
      return false
    }
  }
}
