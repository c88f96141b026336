internal import HoneCore

/// A file as reports show parts of it: with its secrets covered.
///
/// Made once for all findings of a file; a finding then costs no more than the lines that it touches.
package struct ReportedFile {
  private let file: CheckedFile
  private let mask: SecretMask
  /// The lines with secrets covered; every byte stands where it stands in the file.
  private let lines: TextLines

  /// - Parameters:
  ///   - secrets: where the secrets of the file stand.
  ///   - end: the byte up to which they were looked for; what stands behind it is covered as a whole.
  package init(_ file: CheckedFile, secrets: [Range<Int>], searchedTo end: Int? = nil) {
    self.file = file
    mask = SecretMask(secrets, in: file.contents)
    guard !secrets.isEmpty || end != nil else {
      lines = file.lines
      return
    }
    var covered = mask.covered(file.contents)
    for index in min(end ?? covered.count, covered.count)..<covered.count where covered[index] != 0x0a {
      covered[index] = UInt8(ascii: "*")
    }
    lines = TextLines(covered, convention: .git)
  }

  /// A finding with what is shown of the file around it.
  package func reported(_ finding: Finding) -> ReportedFinding {
    var reported = ReportedFinding(finding, isAboutMessage: false)
    reported.finding.message = mask.covered(finding.message)
    // Of a binary file, such as one in UTF-16, no line can be read.
    if !file.isBinary, !finding.range.isEmpty || finding.start != .first {
      let number = min(finding.start.line, lines.count) - 1
      if number >= 0 { reported.line = Array(lines.bytes[lines.range(of: number)].prefix(file.lines[number].count)) }
    }
    if let fix = finding.fix { reported.proposal = proposal(fix) }
    return reported
  }

  /// The fix as a unified diff of the covered file, made of the lines around it alone.
  private func proposal(_ fix: Fix) -> [UInt8] {
    guard let first = fix.replacements.map(\.range.lowerBound).min(),
      let last = fix.replacements.map(\.range.upperBound).max()
    else { return [] }
    let context = 1
    let top = max(0, min(lines.line(at: first), lines.count - 1) - context)
    let bottom = min(lines.count, lines.line(at: last) + 1 + context)
    let start = lines.count == 0 ? 0 : lines.start(of: top)
    let part = Array(lines.bytes[start..<lines.start(of: max(top, bottom))])
    let replacements = fix.replacements.map {
      Replacement(
        range: ($0.range.lowerBound - start)..<($0.range.upperBound - start), bytes: mask.covered($0.bytes))
    }
    guard let result = try? AppliedEdits(replacements, to: TextLines(part, convention: .git)) else { return [] }
    var diff = UnifiedDiff(
      path: file.path, old: UnifiedDiff.Side(bytes: part, mode: file.mode),
      new: UnifiedDiff.Side(bytes: result.bytes, mode: file.mode))
    diff.linesAbove = top
    return diff.bytes(context: context)
  }
}
