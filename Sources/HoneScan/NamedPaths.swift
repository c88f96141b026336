package import HoneCore
package import HoneGit

/// The files and folders that a user named, to keep a scan to them.
package struct NamedPaths {
  /// Those that a scan can go into; empty for the whole work tree, or where `hasNothing`.
  package private(set) var scope: [RepositoryPath] = []
  /// Why the others hold nothing that a scan looks at.
  package private(set) var refused: [Refusal] = []
  /// Whether paths were named, and all of them are refused.
  package var hasNothing: Bool { scope.isEmpty && !refused.isEmpty }

  /// - Parameters:
  ///   - arguments: as the user typed them, relative to where the user stands.
  ///   - includesUntracked: whether files that git does not track are looked at.
  /// - Throws: `outsideRepository` for a path outside of the work tree; `notAFile` for one that names nothing.
  package init(_ arguments: [[UInt8]], includesUntracked: Bool, in repository: Repository) throws(Refusal) {
    var isWhole = false
    for argument in arguments {
      guard let path = try repository.path(forArgument: argument) else {
        isWhole = true
        continue
      }
      if let refusal = try Self.refusal(of: path, includesUntracked, repository) {
        refused.append(refusal)
      } else {
        scope.append(path)
      }
    }
    if isWhole { (scope, refused) = ([], []) }
  }

  /// Why a path holds nothing to look at; `nil` where it may.
  private static func refusal(
    of path: RepositoryPath, _ includesUntracked: Bool, _ repository: Repository
  ) throws(Refusal) -> Refusal? {
    if let first = try repository.trackedFiles(paths: [path]).first {
      guard first.path == path, !first.entry.mode.isRegularFile else { return nil }
      return Refusal(
        .notAFile, path: path, "is \(first.entry.mode.noun), which is left out", remedy: remedy(for: first))
    }
    if let above = try repository.trackedEntry(above: path) {
      let place = above.entry.mode == .submodule ? "in" : "below"
      return Refusal(
        .notAFile, path: path, "lies \(place) \(above.path), which is \(above.entry.mode.noun)",
        remedy: remedy(for: above))
    }
    let reader = WorkTreeReader(repository)
    guard reader.exists(path) else {
      throw Refusal(.notAFile, path: path, "there is no such file or folder", remedy: "check the path")
    }
    if let refusal = reader.obstacle(above: path) { return refusal }
    guard !includesUntracked else { return nil }
    return Refusal(
      .untracked, path: path, reader.isFolder(path) ? "holds no file that git tracks" : "is not tracked by git",
      remedy: "git add it, or give --untracked")
  }

  private static func remedy(for entry: TrackedFile) -> String {
    switch entry.entry.mode {
    case .submodule: "run git hone in the submodule"
    case .symbolicLink: "name the file by its real path"
    default: "check the path"
    }
  }
}
