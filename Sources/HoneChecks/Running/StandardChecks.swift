/// The checks that are in the box.
package enum StandardChecks {
  /// All checks that look at one file.
  /// - Parameter settings: what the user and the team have set.
  package static func all(_ settings: CheckSettings) -> [any Check] {
    [
      ConflictMarkerCheck(), DebugStatementCheck(), FocusedTestCheck(), TrailingBlanksCheck(), FinalNewlineCheck(),
      MixedLineEndingsCheck(), BuildProductCheck(), StrayFileCheck(), LargeFileCheck(limit: settings.maximumFileSize),
    ]
  }
}

/// What can be set about checks beside which rules are on.
package struct CheckSettings: Hashable, Sendable {
  /// The size in bytes above which a file is too large to be committed unnoticed.
  package var maximumFileSize = 5 << 20

  package init() {}
}
