internal import HoneCore
internal import HoneGit

/// What stands where a run would make a file.
extension RunSession {
  /// Whether something stands at `path`, in the index or the work tree, or the path cannot be looked at.
  func isOccupied(_ path: RepositoryPath) -> Bool {
    do throws(Refusal) { return try holdsFile(path) } catch { return true }
  }

  /// Whether a file or a link stands at `path`, in the index or the work tree.
  /// - Throws: why no file can be made there: what stands in place of a folder above it, or a folder in its own place.
  func holdsFile(_ path: RepositoryPath) throws(Refusal) -> Bool {
    if let above = try repository.trackedEntry(above: path) {
      throw Refusal(
        .unsafePath, path: path, "cannot be made: \(above.path) is \(above.entry.mode.noun), not a folder",
        remedy: "choose another path, or move \(above.path)")
    }
    let tracked = try repository.trackedFiles(paths: [path])
    if tracked.contains(where: { $0.path == path }) { return true }
    guard !tracked.contains(where: { $0.path.isInside(path) }) else { throw Self.isFolder(path) }
    do throws(Refusal) {
      return try repository.workTreeFile(at: path) != nil
    } catch {
      guard error.code == .notAFile else { throw error }
      if WorkTreeReader(repository).isFolder(path) { throw Self.isFolder(path) }
      return true
    }
  }

  private static func isFolder(_ path: RepositoryPath) -> Refusal {
    Refusal(.notAFile, path: path, "cannot be made: a folder of that name is there", remedy: "choose another path")
  }
}
