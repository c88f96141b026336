internal import HoneCore

/// A finding with what a report shows of the file around it; secrets are masked in all of it.
package struct ReportedFinding: Hashable, Sendable {
  package var finding: Finding
  /// The line it starts on, without its ending; empty when it is about the whole file.
  package var line: [UInt8] = []
  /// The fix as a unified diff; empty when there is none.
  package var proposal: [UInt8] = []
  /// A name of the finding that stays the same when the file changes elsewhere: 32 hexadecimal digits.
  package private(set) var fingerprint = ""

  /// A finding that is not about text; those in files are made by `ReportedFile`.
  package init(_ finding: Finding) {
    self.finding = finding
    setFingerprint(from: Array(finding.message.utf8))
  }

  mutating func setFingerprint(from line: [UInt8]) {
    let text = line.filter { $0 != 0x20 && $0 != 0x09 }
    let parts = [Array(finding.rule.utf8), finding.path?.bytes ?? [], text]
    fingerprint = Array(SHA256.hash(Array(parts.joined(separator: [0]))).prefix(16)).hexadecimal
  }
}
