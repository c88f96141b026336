internal import HoneCore

/// Tells whether a new path can stand in the index beside those that do.
///
/// `git update-index` would silently remove the entry `a` to make room for `a/b`, and a file system that folds case would
/// hold only one of `Readme` and `README`.
struct IndexClashes {
  private let paths: Set<[UInt8]>
  private let folders: Set<[UInt8]>
  private let folded: Set<String>

  /// Reads the whole index.
  init(of repository: Repository) throws(Refusal) {
    let files = try repository.trackedFiles()
    var folders: Set<[UInt8]> = []
    for file in files {
      var parent = Array(file.path.parent)
      while !parent.isEmpty, folders.insert(parent).inserted {
        parent = Array(parent[..<(parent.lastIndex(of: UInt8(ascii: "/")) ?? 0)])
      }
    }
    paths = Set(files.map(\.path.bytes))
    self.folders = folders
    let ignoresCase = try repository.configuration("core.ignorecase") == "true"
    folded = ignoresCase ? Set(files.map { $0.path.text.lowercased() }) : []
  }

  /// What stands in the way of `path`; `nil` when nothing does.
  func clash(with path: RepositoryPath) -> Refusal? {
    if folders.contains(path.bytes) { return Refusal(.unsafePath, path: path, "a folder of that name is tracked") }
    var parent = Array(path.parent)
    while !parent.isEmpty {
      if paths.contains(parent) {
        return Refusal(.unsafePath, path: path, "a file stands where a folder of it would be")
      }
      parent = Array(parent[..<(parent.lastIndex(of: UInt8(ascii: "/")) ?? 0)])
    }
    guard !paths.contains(path.bytes), folded.contains(path.text.lowercased()) else { return nil }
    return Refusal(.unsafePath, path: path, "a file whose name differs only in case is tracked")
  }
}
