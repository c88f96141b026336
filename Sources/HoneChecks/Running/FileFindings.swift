/// What the checks found in one version of a file.
package struct FileFindings: Sendable {
  /// What counts, in no particular order.
  package var findings: [Finding]
  /// How many findings the file's author ignores by `hone:ignore`.
  package var ignored: Int
  /// The bytes of every secret in the file, ignored ones included, which no report may show.
  package var secrets: [Range<Int>]
  /// The byte behind which secrets were not looked for, so that no report may show what stands there; `nil` when all was.
  package var searchedTo: Int?
  /// What of the file could not be checked, as a sentence; `nil` when all was.
  package var unchecked: String?

  package init(findings: [Finding], ignored: Int = 0, secrets: [Range<Int>] = []) {
    self.findings = findings
    self.ignored = ignored
    self.secrets = secrets
  }

  /// Takes away findings that the file's author ignores.
  mutating func remove(where isIgnored: (Finding) -> Bool) {
    let count = findings.count
    findings.removeAll(where: isIgnored)
    ignored += count - findings.count
  }
}
