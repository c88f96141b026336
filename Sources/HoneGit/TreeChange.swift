#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore

extension Repository {
  /// Stores the tree that `base` is with other entries at some paths.
  /// - Parameter entries: what stands at each path, which in `base` is a file or nothing; `nil` removes a file that is there.
  /// - Returns: the new tree; folders that become empty are gone from it.
  func tree(_ base: ObjectID, with entries: [(path: RepositoryPath, entry: IndexEntry?)]) throws(Refusal) -> ObjectID {
    // First what goes, so that a folder may take the place of a file, and the other way round.
    let less = try changedTree(base, entries.filter { $0.entry == nil })
    return try changedTree(less, entries.filter { $0.entry != nil })
  }

  private func changedTree(
    _ base: ObjectID, _ entries: [(path: RepositoryPath, entry: IndexEntry?)]
  ) throws(Refusal) -> ObjectID {
    guard !entries.isEmpty else { return base }
    let tree = try tree(base)
    var updates: [git_tree_update] = []
    var names: [UnsafeMutablePointer<CChar>?] = []
    defer { for name in names { free(name) } }
    for (path, entry) in entries {
      let name = path.bytes.withCString { strdup($0) }
      names.append(name)
      updates.append(
        git_tree_update(
          action: entry == nil ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT, id: (entry?.id ?? .zero).raw,
          filemode: git_filemode_t(rawValue: entry?.mode.rawValue ?? 0), path: name))
    }
    var made = git_oid()
    try LibGit2.check(
      git_tree_create_updated(&made, pointer, tree.pointer, updates.count, updates), "make a tree of a commit")
    return ObjectID(made)
  }
}
