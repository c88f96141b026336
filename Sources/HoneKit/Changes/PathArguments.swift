internal import HoneCore
internal import HoneGit

/// The paths that a user named, as paths of the repository.
struct PathArguments {
  /// The files and folders to keep to; empty for the whole work tree.
  let scope: [RepositoryPath]
  /// Those of them that name a single file.
  let files: [RepositoryPath]
  /// Whether anything was named, be it the whole work tree.
  let isNamed: Bool

  /// Files that the program itself chose.
  init(files: [RepositoryPath]) {
    scope = files
    self.files = files
    isNamed = true
  }

  /// - Parameter remedy: what to do about a path that names nothing.
  /// - Throws: a usage `RunFailure` for a path that names nothing; a `Refusal` for one outside of the repository.
  init(
    _ arguments: [String], in surroundings: Surroundings, remedy: String = "name files and folders as they are on disk"
  ) throws {
    var scope: [RepositoryPath] = []
    var files: [RepositoryPath] = []
    var isWhole = false
    for argument in arguments {
      let bytes = ArgumentText.bytes(of: argument)
      guard let path = try surroundings.repository.path(forArgument: bytes) else {
        isWhole = true
        continue
      }
      let tracked = try surroundings.repository.trackedFiles(paths: [path])
      guard !tracked.isEmpty || surroundings.fileExists(argument) else {
        throw RunFailure.usage("there is no file `\(path)`", remedy: remedy)
      }
      scope.append(path)
      if tracked.isEmpty || tracked.contains(where: { $0.path == path }) { files.append(path) }
    }
    self.scope = isWhole ? [] : scope
    self.files = files
    isNamed = !arguments.isEmpty
  }
}
