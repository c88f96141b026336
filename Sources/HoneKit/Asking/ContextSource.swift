internal import HoneCore
internal import HoneGit

/// Where the files stand that are shown beside a place.
enum ContextSource {
  /// In the work tree, which is what runs that write look at.
  case workTree
  /// In the index, or in a commit: a check never looks at the work tree.
  case index
  case commit(ObjectID)

  /// The tracked files that mention a name, with their bytes.
  /// - Parameter limit: how many at most; files that cannot be read are left out.
  func files(
    mentioning name: String, in repository: Repository, limit: Int
  ) -> [(path: RepositoryPath, bytes: [UInt8])] {
    let commit: ObjectID? = if case .commit(let id) = self { id } else { nil }
    let paths = (try? repository.files(mentioning: name, in: commit, limit: limit)) ?? []
    let reader = WorkTreeReader(repository)
    return paths.compactMap { path in
      let bytes =
        switch self {
        case .workTree: try? reader.bytes(of: path)
        case .index: try? repository.trackedFiles(paths: [path]).first.flatMap { try? repository.blob($0.entry.id) }
        case .commit(let id): try? repository.entry(at: path, in: id).flatMap { try? repository.blob($0.id) }
        }
      return bytes.map { (path, $0) }
    }
  }
}
