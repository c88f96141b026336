package import HoneCore
internal import HoneSecrets

/// Secrets in the names of files and folders, which every listing and every log shows.
package enum SecretNameCheck {
  package static let rule = RuleDescription(
    "secret/in-name", .error, "a secret in the name of a file", scope: .newInFile, countsInHistory: true)

  /// What is wrong with a path; `nil` when it holds no secret.
  /// - Parameter commit: the commit that has the path where only the history has it.
  package static func finding(for path: RepositoryPath, commit: ObjectID? = nil) -> Finding? {
    let secrets = SecretDetector().secrets(inName: path.bytes)
    guard let first = secrets.first else { return nil }
    return Finding(
      rule: rule.id, path: path, severity: rule.severity,
      message:
        "the name holds a secret: \(first.title) (\(first.preview)); rename the file, and revoke what the name tells if "
        + "it was ever pushed",
      commit: commit)
  }
}
