package import HoneCore
internal import HoneSystem

extension Repository {
  /// The tracked files that hold certain texts in the work tree, in git's order; git looks on all cores, and never for
  /// longer than it takes to read what it tracks.
  /// - Parameters:
  ///   - alternatives: a file is found when it holds every text of one of them; no text may hold a line break.
  ///   - paths: files and folders to keep to; empty for all.
  /// - Throws: what git says.
  package func trackedFiles(
    holdingAnyOf alternatives: [[[UInt8]]], paths: [RepositoryPath] = []
  ) throws(Refusal) -> Set<RepositoryPath> {
    var found: Set<RepositoryPath> = []
    let scope = NamedScope(paths)
    for texts in Self.leastDemanding(alternatives) {
      var command = git(
        .reading, ["grep", "-l", "-z", "-F", "-a", "--full-name", "--no-recurse-submodules", "--all-match"])
      command.append(texts.flatMap { [Array("-e".utf8), $0] })
      if fitsCommandLine(paths) { command.append(paths: paths) }
      let output = try command.run()
      // 1 is what git grep says when there is nothing.
      guard output.status.isSuccess || output.status == .exited(1) else {
        throw GitCommand.failure(of: "grep", output)
      }
      for name in output.standardOutput.split(separator: 0) {
        if let path = try? RepositoryPath(bytes: name), paths.isEmpty || scope.contains(path) { found.insert(path) }
      }
    }
    return found
  }

  /// The sets without those that demand all that another demands, and so find nothing beyond what it finds.
  static func leastDemanding(_ sets: [[[UInt8]]]) -> [[[UInt8]]] {
    sets.indices.filter { index in
      let texts = Set(sets[index])
      return !sets.indices.contains { other in
        // Of equal sets the first stays.
        other != index && texts.isSuperset(of: sets[other]) && (other < index || Set(sets[other]) != texts)
      }
    }.map { sets[$0] }
  }
}
