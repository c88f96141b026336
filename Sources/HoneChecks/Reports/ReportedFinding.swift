internal import HoneCore

/// A finding with what a report shows of the file around it; secrets are masked in all of it.
package struct ReportedFinding: Hashable, Sendable {
  package var finding: Finding
  /// The line it starts on, without its ending; empty when it is about the whole file.
  package var line: [UInt8] = []
  /// The fix as a unified diff; empty when there is none.
  package var proposal: [UInt8] = []
  /// Whether the finding is told from others by its message rather than by its line.
  private let isAboutMessage: Bool

  /// A finding that is not about text; those in files are made by `ReportedFile`.
  package init(_ finding: Finding) { self.init(finding, isAboutMessage: true) }

  init(_ finding: Finding, isAboutMessage: Bool) {
    self.finding = finding
    self.isAboutMessage = isAboutMessage
  }

  /// A name of the finding that stays the same when the file changes elsewhere: 32 hexadecimal digits.
  ///
  /// Worked out where a format asks for it, since that takes longer than everything else about a finding.
  package var fingerprint: String {
    let text = (isAboutMessage ? Array(finding.message.utf8) : line).filter { $0 != 0x20 && $0 != 0x09 }
    let parts = [Array(finding.rule.utf8), finding.path?.bytes ?? [], text]
    return Array(SHA256.hash(Array(parts.joined(separator: [0]))).prefix(16)).hexadecimal
  }
}
