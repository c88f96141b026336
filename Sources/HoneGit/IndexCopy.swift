#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// Copies of an index file: the form in which an index is changed, before it replaces the one in use.
enum IndexCopy {
  /// Copies `source`, with its permissions and the time at which it was written.
  ///
  /// By that time git knows which files may have changed in the moment in which they were staged, so that what it has of their
  /// times and sizes proves nothing (gitformat-index; "racy git" in git's technical documentation). A copy that looked newer
  /// would make such changes invisible, and they would be lost with the next stash or checkout.
  ///
  /// Before the first `git add` there is none, and no copy then either: git makes
  /// the file when it writes to it.
  static func make(of source: [UInt8], at target: [UInt8]) throws(SystemError) {
    let number = source.withCString { open($0, O_RDONLY | O_CLOEXEC) }
    if number < 0, errno == ENOENT { return }
    let input = try Descriptor(number, operation: "read the index")
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let output = try Descriptor(target.withCString { open($0, flags, 0o600) }, operation: "copy the index")
    try output.writeAll(try input.readAll(limit: .max - 1))
    let status = try input.status()
    _ = fchmod(output.number, mode_t(status.mode & 0o777))
    status.modified.setAsModified(output.number)
  }
}

extension Repository {
  /// The index files that a write changes: the one in use, and under `git commit <path>` also the one that becomes the
  /// real index afterwards, without which the next commit would take the change back.
  ///
  /// git calls the first `next-index-<process>.lock` then, and the second is `index.lock`, which git renames into place,
  /// or drops by itself when the hook fails.
  var indexFilesToWrite: [[UInt8]] {
    let name = indexFile[((indexFile.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    let future = gitDirectory + Array("/index.lock".utf8)
    guard name.starts(with: "next-index-".utf8), IndexLock.isHeldByGit(indexFile), FileIdentity(path: future) != nil
    else { return [indexFile] }
    return [indexFile, future]
  }

  /// Puts the new entries of `plans` into an index file that nobody else uses.
  ///
  /// git does it, because it keeps every format and every extension (sparse, split, untracked cache, file-system
  /// monitor), and leaves the stat fields of the entries empty, so that git compares the file itself afterwards.
  func updateIndex(_ file: [UInt8], with plans: [PlannedFile]) throws(Refusal) {
    let changed = plans.filter(\.changesIndex)
    guard !changed.isEmpty else { return }
    var command = git(.writing, ["update-index", "-z", "--index-info"], indexFile: file)
    command.setInput(
      changed.flatMap { plan in
        let entry = plan.indexAfter ?? IndexEntry(mode: .absent, id: .zero)
        let mode = plan.indexAfter == nil ? "0" : entry.mode.octal
        return Array("\(mode) \(entry.id.hex)\t".utf8) + plan.path.bytes + [0]
      })
    _ = try command.output()
  }

  /// Makes the changed copies the indexes in use, the real one last.
  ///
  /// Just before, the copy gets the second name `prepared`. When that name is there and `index` is not, the rename has
  /// happened; this is how `recover` tells.
  /// - Parameter pass: called between the two.
  func publishIndex(_ folder: RunFolder, pass: () throws -> Void = {}) throws {
    let files = indexFilesToWrite
    guard folder.identity(of: .index) != nil else { return }
    if files.count > 1, folder.identity(of: .companion) != nil {
      try Self.rename(folder.path(.companion), to: files[1])
    }
    // A run that died between the two steps has made the name already.
    folder.remove(.prepared)
    let code = folder.path(.index).withCString { old in folder.path(.prepared).withCString { link(old, $0) } }
    guard code == 0 else { throw SystemError("keep the new index") }
    try pass()
    try Self.rename(folder.path(.index), to: files[0])
  }

  private static func rename(_ old: [UInt8], to new: [UInt8]) throws(SystemError) {
    let code = old.withCString { from in new.withCString { systemRename(from, $0) } }
    guard code == 0 else { throw SystemError("replace \(String(decoding: new, as: UTF8.self))") }
  }
}

/// The function, which the method of the same name hides.
private func systemRename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
  rename(old, new)
}
