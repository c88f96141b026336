/// The checks that are in the box.
package enum StandardChecks {
  /// The rules that no check of one file has: they look at its name among others, a link's target, a commit, or at what
  /// all checks have found.
  package static let rulesOfTrees = [
    SecretNameCheck.rule, CaseClashCheck.rule, BrokenLinkCheck.rule, UnsquashedCommitCheck.rule, InlineIgnores.idleRule,
  ]

  /// All checks that look at one file.
  /// - Parameter settings: what the user and the team have set.
  package static func all(_ settings: CheckSettings) -> [any Check] {
    [
      SecretCheck(), SyntaxCheck(), DataFormatCheck(), ConflictMarkerCheck(), DebugStatementCheck(), FocusedTestCheck(),
      TrailingBlanksCheck(), FinalNewlineCheck(),
      MixedLineEndingsCheck(), BuildProductCheck(), StrayFileCheck(), LargeFileCheck(limit: settings.maximumFileSize),
      UnknownBinaryCheck(limit: settings.maximumBinarySize),
    ]
  }
}
