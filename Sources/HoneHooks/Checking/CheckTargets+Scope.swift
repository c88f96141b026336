internal import HoneChecks
internal import HoneCore
internal import HoneGit

extension CheckTargets {
  /// Asks git what `scope` holds.
  init(_ scope: CheckScope, paths: [RepositoryPath], in repository: Repository) throws(Refusal) {
    self.init()
    switch scope {
    case .staged:
      let head = try repository.head()
      let staged = try repository.stagedVersions(paths: paths, since: head)
      insert(staged.versions)
      leaveOut(staged.refused)
      surroundings = head.commit
    case .tree(let name):
      let tree = try repository.treeVersions(of: name, paths: paths)
      insert(tree.versions)
      leaveOut(tree.refused)
    case .blob(let id, let name):
      insert([FileVersion(path: name, entry: IndexEntry(mode: .regular, id: id), bases: [])])
    case .commits(let include, let exclude):
      let commits = try repository.commitVersions(include: include, exclude: exclude, paths: paths)
      insert(commits)
      leaveOut(commits.flatMap(\.refused))
      surroundings = commits.first?.commit
    }
  }

  /// Tells what has a name that nothing may be written by; a commit and one that follows it may both have it.
  private mutating func leaveOut(_ refused: [Refusal]) {
    var told = Set(unchecked)
    unchecked += refused.map { CheckReport.Unchecked(path: $0.path, reason: $0.message) }
      .filter { told.insert($0).inserted }
  }

  private mutating func insert(_ versions: [FileVersion]) {
    targets = versions.filter { $0.entry.mode != .absent }.map { CheckTarget(version: $0) }
    deleted = versions.filter { $0.entry.mode == .absent }.map(\.path)
  }

  /// The versions that commits leave behind, and those that only the history between them has.
  /// - Parameter commits: each before its parents.
  mutating func insert(_ commits: [CommitVersions]) {
    self.commits = commits.map(\.commit)
    var files: [RepositoryPath: [(commit: ObjectID, version: FileVersion)]] = [:]
    for commit in commits {
      for version in commit.versions { files[version.path, default: []].append((commit.commit, version)) }
    }
    var history: [CheckTarget] = []
    for (path, steps) in files.sorted(by: { $0.key < $1.key }) {
      let made = Set(steps.map(\.version.entry))
      let replaced = Set(steps.flatMap(\.version.bases))
      // What the file was before: the bases that none of these commits made, and those of the oldest, which it may have
      // come back to since.
      let oldest = steps.last.map { Set($0.version.bases) } ?? []
      let before = replaced.subtracting(made).union(oldest).sorted { $0.id.hex < $1.id.hex }
      var seen: Set<IndexEntry> = []
      for (index, step) in steps.enumerated() where seen.insert(step.version.entry).inserted {
        let entry = step.version.entry
        if entry.mode == .absent {
          if index == 0 { deleted.append(path) }
        } else if index == 0 || !replaced.contains(entry) {
          // The newest version stays, and so does what no other commit replaces, such as the tip of another branch.
          targets.append(CheckTarget(version: FileVersion(path: path, entry: entry, bases: before)))
        } else {
          history.append(CheckTarget(version: step.version, commit: step.commit))
        }
      }
    }
    targets += history
  }
}
