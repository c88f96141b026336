package import HoneCore

/// Commits that are meant to be melted into an earlier one before anybody else sees them.
package enum UnsquashedCommitCheck {
  package static let rule = RuleDescription(
    "leftover/fixup-commit", .note, "a commit is still to be melted into an earlier one")

  /// What is wrong with a commit, by the first line of its message.
  package static func finding(for commit: ObjectID, subject: [UInt8]) -> Finding? {
    guard let word = ["fixup! ", "squash! ", "amend! "].first(where: { subject.starts(with: $0.utf8) }) else {
      return nil
    }
    let title = Printable.text(SecretMask.covering(subject.dropFirst(word.utf8.count)).prefix(100))
    return Finding(
      rule: rule.id, path: nil, severity: rule.severity,
      message: "\(word.dropLast()) of `\(title)` is a commit of its own; git rebase -i --autosquash melts it in",
      commit: commit)
  }
}
