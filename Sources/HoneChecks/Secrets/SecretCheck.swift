internal import HoneCore
internal import HoneSecrets

/// Secrets: what `SecretDetector` finds, as findings.
///
/// A secret that was committed once stays readable in the history, so it counts there too, and taking it out of the file is
/// not enough.
struct SecretCheck: Check {
  private static let detector = SecretDetector()
  private static let described = SecretDetector.rules.map { rule, title in
    RuleDescription("secret/\(rule)", .error, title, countsInHistory: true)
  }

  var rules: [RuleDescription] { Self.described }
  var countsInHistory: Bool { true }

  /// Its rules are some hundred and are made ready only for a secret.
  func rule(_ id: String) -> RuleDescription? {
    id.hasPrefix("secret/") ? Self.described.first { $0.id == id } : nil
  }

  func findings(in file: CheckedFile) -> [Finding] {
    let (secrets, end) = Self.detector.search(file.contents, path: file.path) { !file.isLate(toTell: $0) }
    if let end {
      file.searchedTo = end
      file.unparsed =
        "\(file.path) was looked through for secrets up to line \(file.position(of: end).line) and may have been looked "
        + "at by no other check, because the time for checks was too short"
    }
    return secrets.map { secret in
      var finding = Finding(
        rule: "secret/\(secret.rule)", path: file.path, range: secret.range,
        start: file.position(of: secret.range.lowerBound), end: file.position(of: secret.range.upperBound),
        severity: .error,
        message: "\(secret.title) (\(secret.preview)); take it out of the file, and revoke it if it was ever pushed")
      finding.isSecret = true
      return finding
    }
  }
}
