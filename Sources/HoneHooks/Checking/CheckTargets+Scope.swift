internal import HoneChecks
internal import HoneCore
internal import HoneGit

extension CheckTargets {
  /// Asks git what `scope` holds.
  init(_ scope: CheckScope, paths: [RepositoryPath], in repository: Repository) throws(Refusal) {
    self.init()
    switch scope {
    case .staged:
      let staged = try repository.stagedVersions(paths: paths)
      targets = staged.versions.map { CheckTarget(version: $0) }
      count = staged.count
      unchecked = staged.refused.map { CheckReport.Unchecked(path: $0.path, reason: $0.message) }
    case .tree(let name):
      targets = try repository.treeVersions(of: name, paths: paths).map { CheckTarget(version: $0) }
      count = targets.count
    case .commits(let include, let exclude):
      self = CheckTargets(try repository.commitVersions(include: include, exclude: exclude, paths: paths))
    }
  }

  /// The versions that commits leave behind, and those that only the history between them has.
  /// - Parameter commits: newest first.
  init(_ commits: [CommitVersions]) {
    self.commits = commits.map(\.commit)
    var files: [RepositoryPath: [(commit: ObjectID, version: FileVersion)]] = [:]
    for commit in commits {
      for version in commit.versions { files[version.path, default: []].append((commit.commit, version)) }
    }
    for (_, steps) in files.sorted(by: { $0.key < $1.key }) {
      let made = Set(steps.map(\.version.entry))
      let replaced = Set(steps.flatMap(\.version.bases))
      // What the file was before: the bases that none of these commits made, and those of the oldest, which it may have
      // come back to since.
      let oldest = steps.last.map { Set($0.version.bases) } ?? []
      let before = replaced.subtracting(made).union(oldest).sorted { $0.id.hex < $1.id.hex }
      var seen: Set<IndexEntry> = []
      for (index, step) in steps.enumerated() where step.version.entry.mode != .absent {
        guard seen.insert(step.version.entry).inserted else { continue }
        // The newest version stays, and so does what no other commit replaces, such as the tip of another branch.
        if index == 0 || !replaced.contains(step.version.entry) {
          let version = FileVersion(path: step.version.path, entry: step.version.entry, bases: before)
          targets.append(CheckTarget(version: version))
        } else {
          targets.append(CheckTarget(version: step.version, commit: step.commit))
        }
      }
      count += steps.count
    }
  }
}
