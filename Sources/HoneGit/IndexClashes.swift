internal import HoneCore

/// Tells whether a new path can stand in the index beside those that do, and beside the others that the same run makes.
///
/// `git update-index` would silently remove the entry `a` to make room for `a/b`, and a file system that folds case would
/// hold only one of `Readme` and `README`.
struct IndexClashes {
  private let paths: Set<[UInt8]>
  private let folders: Set<[UInt8]>
  /// How many paths there are of each spelling without case; empty where case counts.
  private let folded: [String: Int]

  /// Reads the whole index.
  /// - Parameter created: the paths that the run makes.
  init(of repository: Repository, and created: [RepositoryPath]) throws(Refusal) {
    let all = Set(try repository.trackedFiles().map(\.path) + created)
    var folders: Set<[UInt8]> = []
    for path in all {
      var parent = Array(path.parent)
      while !parent.isEmpty, folders.insert(parent).inserted {
        parent = Array(parent[..<(parent.lastIndex(of: UInt8(ascii: "/")) ?? 0)])
      }
    }
    paths = Set(all.map(\.bytes))
    self.folders = folders
    let ignoresCase = try repository.configuration("core.ignorecase") == "true"
    folded = ignoresCase ? Dictionary(all.map { ($0.text.lowercased(), 1) }, uniquingKeysWith: +) : [:]
  }

  /// What stands in the way of `path`; `nil` when nothing does.
  func clash(with path: RepositoryPath) -> Refusal? {
    if folders.contains(path.bytes) { return Refusal(.unsafePath, path: path, "a folder of that name is there") }
    var parent = Array(path.parent)
    while !parent.isEmpty {
      if paths.contains(parent) {
        return Refusal(.unsafePath, path: path, "a file stands where a folder of it would be")
      }
      parent = Array(parent[..<(parent.lastIndex(of: UInt8(ascii: "/")) ?? 0)])
    }
    guard folded[path.text.lowercased(), default: 0] > 1 else { return nil }
    return Refusal(.unsafePath, path: path, "a file whose name differs only in case is there")
  }
}
