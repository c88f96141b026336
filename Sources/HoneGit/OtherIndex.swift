internal import HoneCore

extension Repository {
  /// The index of which runs keep that they wrote to it: one that `GIT_INDEX_FILE` names; `nil` for the work tree's own.
  ///
  /// One that git is about to commit from becomes the work tree's own in the end.
  var otherIndex: [UInt8]? {
    let own = gitDirectory + Array("/index".utf8)
    guard indexFile != own, !IndexLock.isHeldByGit(indexFile) else { return nil }
    return Self.isSameFile(indexFile, own) ? nil : indexFile
  }

  /// Sees that a run wrote to the index that is in use now.
  /// - Throws: `otherIndex` with the command that takes it back.
  func checkIndex(of run: RunRecord) throws(Refusal) {
    guard run.written == .commit || run.files.contains(where: \.changesIndex), !isIndex(of: run) else { return }
    let used = run.indexFile.map { String(decoding: $0, as: UTF8.self) }
    throw Refusal(
      .otherIndex, "the run \(run.id) wrote to \(used.map { "the index \($0)" } ?? "the index of the work tree")",
      remedy: used.map { "GIT_INDEX_FILE='\($0)' git hone undo \(run.id)" }
        ?? "take GIT_INDEX_FILE out of the environment")
  }

  /// Whether a run wrote to the index that is in use now.
  func isIndex(of run: RunRecord) -> Bool {
    switch (run.indexFile, otherIndex) {
    case (nil, nil): true
    case (let used?, let current?): used == current || Self.isSameFile(used, current)
    default: false
    }
  }

  /// The run whose copy of the index is at `path`: its commit is made from it, and the hooks of that commit write to it.
  func runOwning(index path: [UInt8]) -> String? {
    let container = RunFolder.container(of: self) + [UInt8(ascii: "/")]
    guard path.starts(with: container) else { return nil }
    let rest = path.dropFirst(container.count)
    return rest.firstIndex(of: UInt8(ascii: "/")).map { String(decoding: rest[..<$0], as: UTF8.self) }
  }

  private static func isSameFile(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    guard let first = FileIdentity(path: first), let second = FileIdentity(path: second) else { return false }
    return first.isSameFile(as: second)
  }
}
