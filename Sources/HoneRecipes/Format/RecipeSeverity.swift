/// How grave it is that a recipe has something to do, when it is a check.
package enum RecipeSeverity: String, Hashable, Sendable, CaseIterable {
  case error
  case warning
  case note

  /// Reads the word of a rule file, which has others: `info` and `hint` are notes.
  /// - Returns: `nil` for `off` and for what is no such word.
  init?(ruleFileWord word: String) {
    switch word {
    case "error": self = .error
    case "warning": self = .warning
    case "info", "hint": self = .note
    default: return nil
    }
  }
}

/// How the changes of a recipe are cut into commits.
package enum CommitPolicy: String, Hashable, Sendable, CaseIterable {
  /// One commit for all files.
  case one
  /// One for the files of each folder.
  case directory
  /// One for each file.
  case file
}
