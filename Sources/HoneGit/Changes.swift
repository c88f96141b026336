package import HoneCore
internal import HoneSystem

extension Repository {
  /// How many bytes of paths go on one command line; above it everything is listed and chosen from here.
  private static let maximumArgumentBytes = 60_000

  /// What is staged: the differences between HEAD and the index.
  /// - Parameter paths: files or folders to look at; empty for all.
  package func stagedChanges(paths: [RepositoryPath] = []) throws(Refusal) -> [FileChange] {
    try staged(paths: paths).changes
  }

  /// What is staged, and why entries with names that Hone never writes, such as one that reaches into `.git` on some
  /// systems, are not among it.
  /// - Parameter paths: files or folders to look at; empty for all.
  package func staged(
    paths: [RepositoryPath] = []
  ) throws(Refusal) -> (changes: [FileChange], refused: [Refusal]) {
    try staged(paths: paths, since: head())
  }

  /// The same where HEAD has been read already.
  func staged(
    paths: [RepositoryPath], since head: HeadState
  ) throws(Refusal) -> (changes: [FileChange], refused: [Refusal]) {
    if paths.isEmpty, let records = stagedRecords(since: head) { return IndexReaderComparison.changes(records) }
    let arguments = [
      "diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", (head.commit ?? .emptyTree).hex,
    ]
    let listing = try listing(arguments, paths)
    return (try changes(in: listing, of: arguments[0], paths), RawDiff.refusals(listing))
  }

  /// What is not staged: the differences between the index and the work tree.
  ///
  /// Untracked files are not among them; a file
  /// that was only touched is left out when its bytes are those of the index.
  /// - Parameter paths: files or folders to look at; empty for all.
  package func unstagedChanges(paths: [RepositoryPath] = []) throws(Refusal) -> [FileChange] {
    // git runs clean filters to compare files whose timestamps do not settle the matter, and in submodules a status with
    // the filters of the submodule.
    let all = try changes(
      ["diff-files", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=dirty"], paths,
      overrides: disabledFilters())
    var kept: [FileChange] = []
    for change in all where try !isOnlyTouched(change) { kept.append(change) }
    return kept
  }

  /// The differences between two commits or trees.
  /// - Parameters:
  ///   - old: any name that `git rev-parse` takes for a commit or tree.
  ///   - new: the same.
  ///   - paths: files or folders to look at; empty for all.
  /// - Throws: `noRepository` when one of the names means nothing here.
  package func rangeChanges(
    from old: String, to new: String, paths: [RepositoryPath] = []
  ) throws(Refusal) -> [FileChange] {
    try range(from: old, to: new, paths: paths).changes
  }

  /// The same, and why entries with names that Hone never writes are not among them.
  func range(
    from old: String, to new: String, paths: [RepositoryPath]
  ) throws(Refusal) -> (changes: [FileChange], refused: [Refusal]) {
    let ids = try [tree(named: old), tree(named: new)]
    let arguments = ["diff-tree", "-r", "--raw", "-z", "--no-abbrev", "--no-renames"] + ids.map(\.hex)
    let listing = try listing(arguments, paths)
    return (try changes(in: listing, of: arguments[0], paths), RawDiff.refusals(listing))
  }

  /// The entries of the index, conflicts and marks included, in git's order.
  /// - Parameter paths: files or folders to look at; empty for all.
  package func trackedFiles(paths: [RepositoryPath] = []) throws(Refusal) -> [TrackedFile] {
    try trackedFiles(paths: paths, indexFile: indexFile)
  }

  /// The file, link or submodule of the index that stands in place of a folder above `path`; `nil` where all are folders.
  package func trackedEntry(above path: RepositoryPath) throws(Refusal) -> TrackedFile? {
    var parent = path.parent
    while let folder = try? RepositoryPath(bytes: parent) {
      if let first = try trackedFiles(paths: [folder]).first { return first.path == folder ? first : nil }
      parent = folder.parent
    }
    return nil
  }

  /// What `trackedFiles(paths:)` gives, of another index file.
  func trackedFiles(paths: [RepositoryPath], indexFile: [UInt8]) throws(Refusal) -> [TrackedFile] {
    if !paths.isEmpty, let listing = IndexReaderListing(path: indexFile) { return listing.entries(of: paths) }
    var command = git(.reading, ["ls-files", "-s", "-v", "-z"], indexFile: indexFile)
    let narrow = fitsCommandLine(paths)
    if narrow { command.append(paths: paths) }
    guard let files = IndexListing.parse(try command.output()) else {
      throw Refusal(.gitFailed, "git ls-files answered in a form that Hone does not know")
    }
    guard !narrow else { return files }
    let scope = NamedScope(paths)
    return files.filter { scope.contains($0.path) }
  }

  /// The tree that a revision stands for.
  /// - Throws: `noRepository` when the name means nothing here.
  func tree(named name: String) throws(Refusal) -> ObjectID {
    let output = try git(.reading, ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{tree}"]).run()
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    guard output.status.isSuccess, let id = ObjectID(hex: text.filter { !$0.isWhitespace }) else {
      throw Refusal(.noRepository, "\(name) names no commit here", remedy: "see git log for the commits there are")
    }
    return id
  }

  func changes(
    _ arguments: [String], _ paths: [RepositoryPath], overrides: [String] = []
  ) throws(Refusal) -> [FileChange] {
    try changes(in: listing(arguments, paths, overrides: overrides), of: arguments[0], paths)
  }

  /// What git prints for `arguments`, narrowed to `paths` where they fit on a command line.
  private func listing(
    _ arguments: [String], _ paths: [RepositoryPath], overrides: [String] = []
  ) throws(Refusal) -> [UInt8] {
    var command = git(.reading, arguments, overrides: overrides)
    if fitsCommandLine(paths) { command.append(paths: paths) }
    return try command.output()
  }

  private func changes(
    in listing: [UInt8], of command: String, _ paths: [RepositoryPath]
  ) throws(Refusal) -> [FileChange] {
    guard let changes = RawDiff.parse(listing) else {
      throw Refusal(.gitFailed, "git \(command) answered in a form that Hone does not know")
    }
    guard !fitsCommandLine(paths) else { return changes }
    let scope = NamedScope(paths)
    return changes.filter { scope.contains($0.path) }
  }

  private func isOnlyTouched(_ change: FileChange) throws(Refusal) -> Bool {
    guard change.status == .modified, change.oldMode == change.newMode, change.oldMode.isRegularFile else {
      return false
    }
    guard let file = try? workTreeFile(at: change.path), let blob = try? blob(change.oldID) else { return false }
    if file.bytes == blob { return true }
    // Where git keeps carriage returns out of blobs, the same lines have other bytes on disk.
    guard file.bytes.contains(0x0d), file.bytes.filter({ $0 != 0x0d }) == blob.filter({ $0 != 0x0d }) else {
      return false
    }
    var command = git(.reading, ["hash-object", "--stdin", "--path"], overrides: try disabledFilters())
    command.append([change.path.bytes])
    command.setInput(file.bytes)
    let output = try command.run()
    let id = ObjectID(hex: String(decoding: output.standardOutput.prefix { $0 != 0x0a }, as: UTF8.self))
    return output.status.isSuccess && id == change.oldID
  }

  func fitsCommandLine(_ paths: [RepositoryPath]) -> Bool { Self.fitting(paths).count == paths.count }

  /// As many of the first paths as fit on a command line.
  static func fitting(_ paths: [RepositoryPath]) -> ArraySlice<RepositoryPath> {
    var left = maximumArgumentBytes
    return paths.prefix { path in
      left -= path.bytes.count + 1
      return left >= 0
    }
  }
}
