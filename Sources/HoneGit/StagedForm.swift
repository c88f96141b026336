internal import Clibgit2
package import HoneCore
package import HoneSystem

extension Repository {
  /// The work-tree file in the form in which `git add` would stage it: after end-of-line conversion and clean filters.
  ///
  /// A proposal that is made from the work tree is made from this form, so that it can be compared and merged with the index.
  /// A filter that the repository's own configuration names is not run for it: reading runs no program of the repository.
  /// - Parameter conversion: what happens to the path between index and work tree.
  /// - Returns: `nil` when there is no such file.
  /// - Throws: as `workTreeFile(at:)`; `filtered` when a filter fails or may not run.
  package func stagedForm(at path: RepositoryPath, conversion: Conversion) throws(Refusal) -> [UInt8]? {
    guard let file = try workTreeFile(at: path) else { return nil }
    guard !conversion.keeps(file.bytes) else { return file.bytes }
    if case .program(let driver) = conversion, try namesProgram(ofFilter: driver) {
      return try stagedForm(ofUnchanged: path, driver: driver)
    }
    return try ContentFilter(repository: self, path: path).clean(file.bytes).bytes
  }

  /// What is staged, when git knows by its timestamps that the file is still just that.
  private func stagedForm(ofUnchanged path: RepositoryPath, driver: String) throws(Refusal) -> [UInt8] {
    guard try !unstagedChanges(paths: [path]).contains(where: { $0.path == path }),
      let entry = try trackedFiles(paths: [path]).first(where: { $0.path == path })?.entry
    else {
      throw Refusal(
        .filtered, path: path,
        "has unstaged changes, and its filter \(driver) is a program that the repository itself names",
        remedy: "git add it, or set filter.\(driver).clean with git config --global")
    }
    return try blob(entry.id)
  }

  /// The id that a blob with these bytes has, without storing it.
  package func blobID(of bytes: [UInt8]) -> ObjectID { Self.blobID(of: bytes) }

  /// The same, on any thread.
  package static func blobID(of bytes: [UInt8]) -> ObjectID {
    var raw = git_oid()
    let code = bytes.withUnsafeBytes { git_odb_hash(&raw, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) }
    return code == 0 ? ObjectID(raw) : .zero
  }

  /// The pairs of git's configuration whose keys match `pattern`, in git's order, so that a later pair wins.
  ///
  /// Works outside of a repository as well.
  /// - Parameter pattern: an extended regular expression over canonical keys (section and variable in lower case).
  /// - Returns: each pair, and whether it stands in the repository's own configuration, as against the user's.
  package static func configuration(
    matching pattern: String, at directory: String, environment: Environment = .current
  ) throws(Refusal) -> [(key: String, value: String, isOwn: Bool)] {
    try OwnSettings.pairs(matching: pattern, directory: Array(directory.utf8), environment: environment)
  }

  /// The same of this repository.
  package func configuration(
    matching pattern: String
  ) throws(Refusal) -> [(key: String, value: String, isOwn: Bool)] {
    try OwnSettings.pairs(matching: pattern, directory: workTree, environment: environment)
  }
}
