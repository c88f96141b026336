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
    var named: [RepositoryPath] = []
    for argument in arguments {
      if let path = try repository.path(forArgument: argument) { named.append(path) } else { isWhole = true }
    }
    let index = try Held(among: named, in: repository)
    let ignored = try Self.ignored(among: named, index, repository)
    for path in named {
      if let refusal = try Self.refusal(of: path, index, ignored, includesUntracked, repository) {
        refused.append(refusal)
      } else {
        scope.append(path)
      }
    }
    if isWhole { (scope, refused) = ([], []) }
  }

  /// Those of `paths` that git tracks nothing of.
  /// - Throws: `notAFile` for one that names nothing at all.
  package static func untracked(
    among paths: [RepositoryPath], in repository: Repository
  ) throws(Refusal) -> [RepositoryPath] {
    guard !paths.isEmpty else { return [] }
    let index = try Held(among: paths, in: repository)
    let rest = paths.filter { !index.paths.holdsAny(in: $0) }
    let reader = WorkTreeReader(repository)
    for path in rest { try checkExists(path, reader) }
    return rest
  }

  /// What the index holds of some paths, asked of it once for all of them.
  private struct Held {
    let paths: SortedPaths
    /// The links and submodules among them, and what git was told to leave alone, by their own paths.
    let others: [RepositoryPath: TrackedFile]

    init(among named: [RepositoryPath], in repository: Repository) throws(Refusal) {
      let files = named.isEmpty ? [] : try repository.trackedFiles(paths: named)
      paths = SortedPaths(files.map(\.path))
      others = Dictionary(
        files.filter { !$0.entry.mode.isRegularFile || $0.mark != nil }.map { ($0.path, $0) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Those that git ignores; git cannot tell of what lies in a submodule or below a link.
  private static func ignored(
    among named: [RepositoryPath], _ index: Held, _ repository: Repository
  ) throws(Refusal) -> Set<RepositoryPath> {
    let reader = WorkTreeReader(repository)
    var open: [RepositoryPath] = []
    for path in named where !index.paths.holdsAny(in: path) {
      guard try repository.trackedEntry(above: path) == nil, reader.obstacle(above: path) == nil else { continue }
      open.append(path)
    }
    return try repository.ignoredPaths(among: open)
  }

  /// Why a path holds nothing to look at; `nil` where it may.
  private static func refusal(
    of path: RepositoryPath, _ index: Held, _ ignored: Set<RepositoryPath>, _ includesUntracked: Bool,
    _ repository: Repository
  ) throws(Refusal) -> Refusal? {
    if let entry = index.others[path], let mark = entry.mark, entry.entry.mode.isRegularFile {
      return Refusal(mark, of: path)
    }
    if let entry = index.others[path] {
      return Refusal(
        .notAFile, path: path, "is \(entry.entry.mode.noun), which is left out", remedy: remedy(for: entry))
    }
    if index.paths.holdsAny(in: path) { return nil }
    if let above = try repository.trackedEntry(above: path) {
      let place = above.entry.mode == .submodule ? "in" : "below"
      return Refusal(
        .notAFile, path: path, "lies \(place) \(above.path), which is \(above.entry.mode.noun)",
        remedy: remedy(for: above))
    }
    let reader = WorkTreeReader(repository)
    try checkExists(path, reader)
    if let refusal = reader.obstacle(above: path) { return refusal }
    if ignored.contains(path) {
      return Refusal(
        .untracked, path: path,
        reader.isFolder(path) ? "holds no file that git does not ignore" : "is ignored by git, and so left out",
        remedy: "git add -f it; git check-ignore -v says which pattern leaves it out")
    }
    guard !includesUntracked else { return nil }
    return Refusal(
      .untracked, path: path, reader.isFolder(path) ? "holds no file that git tracks" : "is not tracked by git",
      remedy: "git add it, or give --untracked")
  }

  private static func checkExists(_ path: RepositoryPath, _ reader: WorkTreeReader) throws(Refusal) {
    guard reader.exists(path) else {
      throw Refusal(.notAFile, path: path, "there is no such file or folder", remedy: "check the path")
    }
  }

  private static func remedy(for entry: TrackedFile) -> String {
    switch entry.entry.mode {
    case .submodule: "run git hone in the submodule"
    case .symbolicLink: "name the file by its real path"
    default: "check the path"
    }
  }
}

extension Refusal {
  /// That a file is left out because of what git was told about it.
  package init(_ mark: TrackedFile.Mark, of path: RepositoryPath) {
    self.init(
      .indexFlag, path: path, "is marked \(mark.rawValue) in the index, and so left out",
      remedy: mark == .unmerged ? "resolve the conflict first" : "git update-index --no-\(mark.rawValue) \(path)")
  }
}
