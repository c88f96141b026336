internal import ArgumentParser
internal import HoneKit

/// What a shell offers for the words of Hone's own kinds.
extension CompletionKind {
  static let recipesAndFiles = custom { _, _, word in Suggestions.recipesAndFiles(word) }
  static let languages = custom { _, _, _ in Suggestions.languages() }
  static let engines = custom { _, _, _ in Suggestions.engines() }
  static let revisions = shellCommand(
    "git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null")
  static let runs = custom { _, _, _ in Suggestions.runs() }
}
