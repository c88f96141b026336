internal import HoneCore

/// A finding with what a report shows of the file around it; secrets are masked in all of it.
package struct ReportedFinding: Hashable, Sendable {
  package var finding: Finding
  /// The line it starts on, without its ending; empty when it is about the whole file.
  package var line: [UInt8]
  /// The fix as a unified diff; empty when there is none.
  package var proposal: [UInt8]
  /// A name of the finding that stays the same when the file changes elsewhere: 32 hexadecimal digits.
  package var fingerprint: String

  /// A finding that is not about text.
  package init(_ finding: Finding) {
    self.finding = finding
    line = []
    proposal = []
    fingerprint = Self.fingerprint(of: finding, line: Array(finding.message.utf8))
  }

  /// A finding in `file`.
  /// - Parameter secrets: where the secrets of the file stand.
  package init(_ finding: Finding, in file: CheckedFile, secrets: [Range<Int>]) {
    let mask = SecretMask(secrets, in: file.contents)
    self.finding = finding
    self.finding.message = mask.covered(finding.message)
    line = []
    proposal = []
    if !finding.range.isEmpty || finding.start != .first {
      let number = min(finding.start.line, file.lines.count) - 1
      if number >= 0 { line = Self.line(number, of: file, mask) }
    }
    if let fix = finding.fix, let result = try? AppliedEdits(fix.replacements, to: file.lines) {
      proposal = UnifiedDiff(
        path: file.path, old: UnifiedDiff.Side(bytes: mask.covered(file.contents), mode: file.mode),
        new: UnifiedDiff.Side(bytes: mask.covered(result.bytes), mode: file.mode)
      ).bytes(context: 1)
    }
    fingerprint = Self.fingerprint(of: finding, line: line)
  }

  /// A secret may go over several lines, such as a key; then the line alone would not show that it is one.
  private static func line(_ number: Int, of file: CheckedFile, _ mask: SecretMask) -> [UInt8] {
    let range = file.lines.range(of: number)
    let covered = mask.covered(file.contents)[range]
    return Array(covered.prefix(file.lines[number].count))
  }

  private static func fingerprint(of finding: Finding, line: [UInt8]) -> String {
    let text = line.filter { $0 != 0x20 && $0 != 0x09 }
    let parts = [Array(finding.rule.utf8), finding.path?.bytes ?? [], text]
    return Array(SHA256.hash(Array(parts.joined(separator: [0]))).prefix(16)).hexadecimal
  }
}
