package import HoneCore

extension Repository {
  /// Whether an entry of the index, which has the empty blob then, only announces a file.
  ///
  /// `git ls-files` shows it as an empty file; `git diff-files` shows it as added.
  func isIntentToAdd(_ path: RepositoryPath) throws(Refusal) -> Bool {
    try unstagedChanges(paths: [path]).contains { $0.path == path && $0.status == .added }
  }

  /// Why a tracked file is not edited, whatever is in it: an entry that only announces it; `nil` where it may be.
  package func announcement(of file: TrackedFile) throws(Refusal) -> Refusal? {
    guard file.entry.id == .emptyBlob, try isIntentToAdd(file.path) else { return nil }
    return Refusal(
      .indexFlag, path: file.path, "is only announced to git (intent to add)", remedy: addCommand(for: file.path))
  }
}

extension ObjectID {
  /// The id of the empty blob, which an intent-to-add entry carries.
  static let emptyBlob = ObjectID(hex: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391") ?? .zero
}
