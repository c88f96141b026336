internal import Clibgit2
package import HoneCore
internal import HoneSystem

/// A version of a file that a change brings, with the versions that the file had before.
package struct FileVersion: Hashable, Sendable {
  package var path: RepositoryPath
  /// The new version; its mode is `absent` where the file is deleted.
  package var entry: IndexEntry
  /// What the parents have at the path, without those that have nothing; empty when the file is new in all of them.
  package var bases: [IndexEntry]

  package init(path: RepositoryPath, entry: IndexEntry, bases: [IndexEntry]) {
    self.path = path
    self.entry = entry
    self.bases = bases
  }
}

/// What one commit changed.
package struct CommitVersions: Hashable, Sendable {
  package var commit: ObjectID
  /// The files that differ from those of every parent.
  package var versions: [FileVersion]
  /// Why files with names that git checks out nowhere, such as one in a folder `.git`, are not among them.
  package var refused: [Refusal]

  package init(commit: ObjectID, versions: [FileVersion], refused: [Refusal] = []) {
    self.commit = commit
    self.versions = versions
    self.refused = refused
  }
}

extension Repository {
  /// What is staged and differs from HEAD and, during a merge, from the other side as well.
  /// - Parameter paths: files or folders to look at; empty for all.
  /// - Returns: the versions in git's order, and why paths that Hone never writes are not among them. Unmerged paths are
  ///   left out as well: they cannot be committed.
  package func stagedVersions(
    paths: [RepositoryPath] = []
  ) throws(Refusal) -> (versions: [FileVersion], refused: [Refusal]) {
    try stagedVersions(paths: paths, since: head())
  }

  /// The same where HEAD has been read already.
  package func stagedVersions(
    paths: [RepositoryPath], since head: HeadState
  ) throws(Refusal) -> (versions: [FileVersion], refused: [Refusal]) {
    let staged = try staged(paths: paths, since: head)
    var versions = try withRenames(
      staged.changes.filter { $0.status != .unmerged }.map { FileVersion($0) }, since: head.commit)
    for side in mergedSides {
      var others: [RepositoryPath: FileChange] = [:]
      for change in try indexChanges(from: side, paths: paths) { others[change.path] = change }
      versions = versions.compactMap { version in
        guard let other = others[version.path] else { return nil }
        return FileVersion(path: version.path, entry: version.entry, bases: version.bases + FileVersion(other).bases)
      }
    }
    return (versions, staged.refused)
  }

  /// What each of some commits changed, each before its parents.
  /// - Parameters:
  ///   - include: names that `git rev-list` takes, options such as `--branches` included.
  ///   - exclude: the same for what is left out with all its ancestors.
  ///   - paths: files or folders to look at; empty for all.
  /// - Throws: `noRepository` when a name means nothing here.
  package func commitVersions(
    include: [String], exclude: [String], paths: [RepositoryPath] = []
  ) throws(Refusal) -> [CommitVersions] {
    let list = try revisions(["--topo-order"], include, exclude)
    guard list.status.isSuccess else { throw try namesNothing(include + exclude, list.message) }
    guard !list.standardOutput.isEmpty else { return [] }
    var command = git(
      .reading, ["diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-abbrev", "--no-renames"])
    command.setInput(list.standardOutput)
    let isNarrow = fitsCommandLine(paths)
    if isNarrow { command.append(paths: paths) }
    guard var commits = CombinedDiff.parse(try command.output()) else {
      throw Refusal(.gitFailed, "git diff-tree answered in a form that Hone does not know")
    }
    if !isNarrow {
      let scope = NamedScope(paths)
      for index in commits.indices { commits[index].versions.removeAll { !scope.contains($0.path) } }
      commits.removeAll { $0.versions.isEmpty && $0.refused.isEmpty }
    }
    return try withRenames(commits)
  }

  /// How many commits `include` reaches and `exclude` does not, counted to `limit`; `nil` for no end.
  /// - Parameters: as of `commitVersions`.
  /// - Throws: as `commitVersions`.
  package func commitCount(include: [String], exclude: [String], limit: Int? = nil) throws(Refusal) -> Int {
    let output = try revisions(["--count", "--max-count=\(limit ?? -1)"], include, exclude)
    guard output.status.isSuccess else { throw try namesNothing(include + exclude, output.message) }
    return Int(String(decoding: output.standardOutput.prefix { $0 != 0x0a }, as: UTF8.self)) ?? 0
  }

  /// What `git rev-list` says; names go through its standard input, since there may be more than fit on a command line.
  private func revisions(
    _ options: [String], _ include: [String], _ exclude: [String]
  ) throws(Refusal) -> ChildProcess.Output {
    func words(of names: [String]) -> [String] { names.filter { $0.hasPrefix("-") } }
    // git reads options there since 2.42 only.
    var arguments: [String] = ["rev-list"] + options
    arguments += words(of: include)
    arguments += ["--not"] + words(of: exclude)
    var command = git(.reading, arguments + ["--stdin", "--"])
    var lines = ""
    for name in include where !name.hasPrefix("-") { lines += "\(name)\n" }
    for name in exclude where !name.hasPrefix("-") { lines += "^\(name)\n" }
    command.setInput(Array(lines.utf8))
    return try command.run()
  }

  /// Why `git rev-list` did not take some names.
  private func namesNothing(_ names: [String], _ message: String) throws(Refusal) -> Refusal {
    for name in names where !name.hasPrefix("-") {
      let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"]
      guard try !git(.reading, arguments).run().status.isSuccess else { continue }
      let goesBack = name.contains("~") || name.contains("^")
      let isShallow = git_repository_is_shallow(pointer) == 1
      return Refusal(
        .noRepository, "\(name) names no commit here" + (goesBack ? ": the history does not go back that far" : ""),
        remedy: goesBack
          ? isShallow ? "git fetch --deepen=100 gets more of it" : "git hone check --all checks all there is"
          : "see git log for the commits there are")
    }
    return Refusal(
      .noRepository, "\(names.joined(separator: " ")) names no commits here: \(message)",
      remedy: "see git log for the commits there are")
  }

  /// Every file of a commit or tree, as if it were new.
  /// - Returns: the versions, and why files with names that git checks out nowhere are not among them.
  /// - Throws: `noRepository` when the name means nothing here.
  package func treeVersions(
    of name: String, paths: [RepositoryPath] = []
  ) throws(Refusal) -> (versions: [FileVersion], refused: [Refusal]) {
    let found = try range(from: ObjectID.emptyTree.hex, to: name, paths: paths)
    return (found.changes.map { FileVersion($0) }, found.refused)
  }

  /// The first line of a commit's message, as bytes.
  package func subject(of commit: ObjectID) throws(Refusal) -> [UInt8] {
    Array(try message(of: commit).drop { $0 == 0x0a }.prefix { $0 != 0x0a })
  }

  /// The commits that are being merged into HEAD; none when no merge is in progress.
  ///
  /// `git merge` writes them down only when it stops; before, its hooks find them in the names of variables,
  /// `GITHEAD_<id>`.
  private var mergedSides: [ObjectID] {
    if Operations.isMerge(in: gitDirectory) {
      // An octopus merge that needs a hand is refused by git itself, so there is one other side.
      var raw = git_oid()
      return git_reference_name_to_id(&raw, pointer, "MERGE_HEAD") == 0 ? [ObjectID(raw)] : []
    }
    let prefix = "GITHEAD_"
    return environment.names(beginningWith: prefix)
      .compactMap { ObjectID(hex: $0.dropFirst(prefix.count)) }.sorted { $0.hex < $1.hex }
  }

  private func indexChanges(from side: ObjectID, paths: [RepositoryPath]) throws(Refusal) -> [FileChange] {
    try changes(["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", side.hex], paths)
  }
}

extension FileVersion {
  fileprivate init(_ change: FileChange) {
    let base = IndexEntry(mode: change.oldMode, id: change.oldID)
    self.init(
      path: change.path, entry: IndexEntry(mode: change.newMode, id: change.newID),
      bases: change.oldMode == .absent ? [] : [base])
  }
}
