internal import HoneCore
internal import HoneSecrets

extension CheckReport {
  /// The same with the secrets in names of files covered, wherever a name stands in it.
  ///
  /// Every byte of such a secret but the first four becomes an asterisk. As a pattern of git the covered path still means the file, and
  /// as the address of a SARIF log it is still a relative reference.
  package var withCoveredNames: CheckReport {
    guard !findings.isEmpty || !fixed.isEmpty || !unchecked.isEmpty || !notes.isEmpty else { return self }
    var report = self
    var known: [RepositoryPath: RepositoryPath] = [:]
    func covered(_ path: RepositoryPath?) -> RepositoryPath? {
      guard let path else { return nil }
      if let known = known[path] { return known }
      // An asterisk in place of another byte breaks no rule of paths.
      let result = (try? RepositoryPath(bytes: SecretMask.coveringNames(in: path.bytes))) ?? path
      known[path] = result
      return result
    }
    // Most findings say one of a few sentences.
    var texts: [String: String] = [:]
    func covered(_ text: String) -> String {
      if let known = texts[text] { return known }
      let result = SecretMask.coveringNames(in: text)
      texts[text] = result
      return result
    }
    func cover(_ finding: inout Finding) {
      finding.path = covered(finding.path)
      finding.message = covered(finding.message)
    }
    for index in report.findings.indices { cover(&report.findings[index].finding) }
    for index in report.fixed.indices { cover(&report.fixed[index]) }
    for index in report.unchecked.indices {
      report.unchecked[index].path = covered(report.unchecked[index].path)
      report.unchecked[index].reason = covered(report.unchecked[index].reason)
    }
    report.notes = report.notes.map { covered($0) }
    return report
  }
}
