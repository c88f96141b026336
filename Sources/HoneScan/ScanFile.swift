package import HoneCore
package import HoneGit
package import HoneSyntax

/// A file that a scan looks at.
package struct ScanFile: Hashable, Sendable {
  package var path: RepositoryPath
  /// `nil` where only its contents can tell.
  package var language: Language?
  /// The blob that holds just these bytes; `nil` when the file differs from the index, or git changes its bytes between
  /// index and work tree.
  package var id: ObjectID?
  /// What the index says of it; a regular file where git does not track it.
  package var mode: FileMode
  /// Whether it holds other bytes than the index, also as git would stage them where no attribute speaks of it.
  package var isOther = false
  /// Whether attributes say that it is no text, so that it is searched and not edited.
  package var isStoredOtherwise = false
  /// What git was told about it, where it leaves the file alone; no such file may be edited.
  package var mark: TrackedFile.Mark?

  package init(
    path: RepositoryPath, language: Language?, id: ObjectID? = nil, mode: FileMode = .regular, isOther: Bool = false,
    mark: TrackedFile.Mark? = nil
  ) {
    self.mark = mark
    self.path = path
    self.language = language
    self.id = id
    self.mode = mode
    self.isOther = isOther
  }
}
