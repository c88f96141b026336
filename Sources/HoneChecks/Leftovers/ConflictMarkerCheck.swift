internal import HoneCore
internal import HoneText

/// Conflicts that a merge has marked and nobody has resolved.
///
/// All of a conflict's marker lines must be there, in their order: a line of equal signs alone underlines a heading. Inside a
/// code block of a Markdown file it is likely an example, and only noted.
struct ConflictMarkerCheck: Check {
  static let rule = RuleDescription(
    "leftover/conflict-marker", .error, "a merge conflict is still marked in the file")

  private static let opening = LiteralFinder("<<<<<<<")

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard !file.isBinary else { return [] }
    var findings: [Finding] = []
    var next = 0
    for offset in file.contents.offsets(of: Self.opening) {
      let first = file.lines.line(at: offset)
      guard first >= next, file.lines.start(of: first) == offset, let last = end(of: first, in: file) else { continue }
      let range = offset..<(file.lines.start(of: last) + file.lines[last].count)
      findings.append(
        file.finding(
          Self.rule, at: range,
          "a merge conflict is still marked here, to line \(last + 1); resolve it and stage the file again",
          severity: isExample(first, in: file) ? .note : nil))
      next = last + 1
    }
    return findings
  }

  /// The line that ends the conflict which starts on line `first`, both counted from 0; `nil` when it is none.
  private func end(of first: Int, in file: CheckedFile) -> Int? {
    guard Self.marks(file.lines[first], "<") else { return nil }
    var isDivided = false
    for line in (first + 1)..<max(first + 1, file.lines.count) {
      let text = file.lines[line]
      if Self.marks(text, "<") { return nil }
      if !isDivided, text.count == 7, Self.marks(text, "=") { isDivided = true }
      if Self.marks(text, ">") { return isDivided ? line : nil }
    }
    return nil
  }

  /// Whether a line is seven times `sign`, and then nothing or a blank and a label.
  private static func marks(_ line: ArraySlice<UInt8>, _ sign: Unicode.Scalar) -> Bool {
    guard line.count >= 7, line.prefix(7).allSatisfy({ $0 == UInt8(ascii: sign) }) else { return false }
    return line.count == 7 || line[line.startIndex + 7] == 0x20
  }

  private func isExample(_ line: Int, in file: CheckedFile) -> Bool {
    guard ["md", "markdown", "mdx", "rst"].contains(file.path.fileExtension) else { return false }
    let fences = (0..<line).count { number in
      let text = file.lines[number].drop { $0 == 0x20 }
      return text.starts(with: "```".utf8) || text.starts(with: "~~~".utf8)
    }
    return fences % 2 == 1
  }
}
