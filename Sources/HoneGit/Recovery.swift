#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// What was found of a run that did not come to its end, and what was done about it.
package struct RecoveryNote: Hashable, Sendable {
  /// How the run was brought to an end.
  package enum Resolution: String, Hashable, Sendable {
    /// It had passed the point of no return: what was missing was done.
    case completed
    /// It had not: what it had done was taken back.
    case rolledBack
    /// Nothing was done: the process may still run, here or on another machine, or this command only reads.
    case pending
  }

  package var run: String
  package var resolution: Resolution
  /// One line for each thing the user should look at; empty when there is none.
  package var remarks: [String]
}

extension Repository {
  /// The runs that did not come to their end, without touching them.
  ///
  /// For commands that only read.
  package func unfinishedRuns() -> [RecoveryNote] {
    interruptedRuns().map { RecoveryNote(run: $0.folder.id, resolution: .pending, remarks: []) }
  }

  /// Brings every run whose process is dead to its end, forwards or backwards, and removes what it left over.
  ///
  /// Which way is decided by what the run leaves on the disk: see `RunFolder`. Called by every command that writes,
  /// before it does. A left-over `index.lock` is removed only when it is the run's own beyond doubt.
  /// - Returns: one note for each run found.
  package func recover() -> [RecoveryNote] {
    let found = interruptedRuns()
    guard !found.isEmpty else { return [] }
    // Two commands that repaired the same run at once would each exchange its files, and so undo each other's work.
    let container = try? Descriptor.folder(RunFolder.container(of: self))
    guard let container, flock(container.number, LOCK_EX | LOCK_NB) == 0 else { return unfinishedRuns() }
    return interruptedRuns().map { run in
      guard let record = run.record else {
        // The journal was not on the disk yet, so nothing had been done.
        run.folder.removeAll()
        return RecoveryNote(run: run.folder.id, resolution: .rolledBack, remarks: [])
      }
      guard run.process?.isDead ?? true else {
        return RecoveryNote(run: run.folder.id, resolution: .pending, remarks: ["its process is still running"])
      }
      guard run.folder.waitForChildren(IndexLock.patience) else {
        return RecoveryNote(
          run: run.folder.id, resolution: .pending, remarks: ["the git commit that it started is still running"])
      }
      return RunRecovery(repository: self, folder: run.folder, record: record).carryOut()
    }
  }

  private struct Interrupted {
    var folder: RunFolder
    var record: RunRecord?
    var process: ProcessIdentity?
  }

  private func interruptedRuns() -> [Interrupted] {
    runIDs().compactMap { id in
      let folder = RunFolder(repository: self, id: id)
      if folder.identity(of: .record) != nil, folder.identity(of: .journal) == nil { return nil }
      guard let bytes = folder.read(.journal), let decoded = RunRecordText.decode(bytes) else {
        // A folder this young may belong to a process that is just about to write its journal.
        guard let made = FileIdentity(path: folder.path), made.modified.seconds + 60 < Int64(time(nil)) else {
          return nil
        }
        return Interrupted(folder: folder)
      }
      return Interrupted(folder: folder, record: decoded.record, process: decoded.process)
    }
  }
}

/// Brings one interrupted run to its end.
private struct RunRecovery {
  let repository: Repository
  let folder: RunFolder
  let record: RunRecord

  func carryOut() -> RecoveryNote {
    let lock = repository.indexFile + Array(".lock".utf8)
    var remarks: [String] = []
    let commit = committedHead()
    let isDone = record.written == .commit ? commit != nil : hasRenamedIndex
    if isDone, record.written == .commit, folder.identity(of: .index) != nil {
      if isOurs(lock) {
        do {
          try repository.publishIndex(folder)
        } catch {
          remarks.append("the index could not be brought up to the commit (\(error)); git status shows the difference")
        }
      } else {
        remarks.append(
          "the lock was removed meanwhile, so the index was left as it is; git status shows the difference")
      }
    }
    remarks += record.files.enumerated().compactMap { index, file in
      guard file.changesWorkTree else { return nil }
      return WorkTreeRecovery(repository: repository, run: record.id, index: index, file: file).carryOut(isDone: isDone)
    }
    if !isDone { repository.removeEmptyFolders(record.createdFolders) }
    IndexLock.release(lock, ifNameOf: folder)
    if isDone {
      var finished = record
      if record.undoes == nil { finished.headAfter = commit ?? nil }
      if (try? folder.finish(finished)) == nil { remarks.append("the run could not be recorded") }
    } else if remarks.isEmpty {
      _ = try? repository.git(.writing, ["update-ref", "-d", folder.ref]).run()
      folder.removeAll()
    } else {
      // The ref keeps what the remarks speak of; the journal goes, so that this is said once.
      for file in RunFolder.File.allCases { folder.remove(file) }
    }
    return RecoveryNote(run: record.id, resolution: isDone ? .completed : .rolledBack, remarks: remarks)
  }

  private var hasRenamedIndex: Bool {
    // A run that changed no entry renames nothing; its last step before the end is the last work-tree file.
    if folder.identity(of: .prepared) != nil, folder.identity(of: .index) == nil { return true }
    return folder.identity(of: .record) != nil
  }

  private func isOurs(_ lock: [UInt8]) -> Bool {
    guard let mine = folder.identity(of: .lock), let found = FileIdentity(path: lock) else { return false }
    return found.isSameFile(as: mine)
  }

  /// Where the run has moved the branch to, if it has: the outer `nil` says that it has not.
  private func committedHead() -> ObjectID?? {
    guard record.written == .commit, let head = try? repository.head() else { return nil }
    if record.undoes != nil { return head.commit == record.headAfter ? .some(head.commit) : nil }
    // People may have gone on from the commit before this was noticed.
    var commit = head.commit
    for _ in 0..<20 {
      guard let candidate = commit, candidate != record.headBefore else { return nil }
      if repository.commit(candidate, isOfRun: record.id) { return .some(candidate) }
      commit = (try? repository.parents(of: candidate))?.first
    }
    return nil
  }
}

/// Brings one work-tree file of an interrupted run to its end.
///
/// What has happened is told by contents, since both versions are known: the file holds the new version and the temporary
/// name the old one (exchanged), or the other way round (not yet), or a person has gone on working.
private struct WorkTreeRecovery {
  let repository: Repository
  let run: String
  let index: Int
  let file: RunFile

  /// - Returns: a sentence when a person should look.
  func carryOut(isDone: Bool) -> String? {
    guard let folder = try? WorkTreeFolder.open(parentOf: file.path, in: repository.workTree) else { return nil }
    let name = Array(file.path.name)
    let temporary = WorkTreeReplacement.temporaryName(run: run, index: index)
    // The third name that a file system without the exchange needs for a moment.
    let third = temporary + Array("~".utf8)
    if folder.identity(of: third) != nil {
      if folder.identity(of: temporary) == nil {
        try? folder.rename(third, to: temporary)
      } else {
        folder.unlink(third)
      }
    }
    let current = bytes(of: name, in: folder)
    let kept = bytes(of: temporary, in: folder)
    let before = file.workTreeBefore.flatMap { try? repository.blob($0) }
    let after = file.workTreeAfter.flatMap { try? repository.blob($0) }
    if current == after, current != before {
      return isDone ? letGo(kept, before: before, temporary, folder) : takeBack(kept, temporary, name, folder)
    }
    if current == before {
      // Not exchanged: what the temporary name holds is the new version, or a part of it.
      folder.unlink(temporary)
      return nil
    }
    if kept == nil || kept == before || kept == after {
      folder.unlink(temporary)
      return isDone ? nil : "\(file.path) was changed since, and was left as it is"
    }
    return "\(file.path) was changed since; another version of it is in \(place(of: temporary))"
  }

  private func letGo(
    _ kept: [UInt8]?, before: [UInt8]?, _ temporary: [UInt8], _ folder: borrowing WorkTreeFolder
  ) -> String? {
    guard let kept, kept != before, file.workTreeBefore != nil else {
      folder.unlink(temporary)
      return nil
    }
    return "another program wrote to \(file.path) while it was replaced; its version is in \(place(of: temporary))"
  }

  private func takeBack(
    _ kept: [UInt8]?, _ temporary: [UInt8], _ name: [UInt8], _ folder: borrowing WorkTreeFolder
  ) -> String? {
    if file.workTreeBefore == nil {
      folder.unlink(name)
      folder.unlink(temporary)
      return nil
    }
    guard kept != nil else { return "\(file.path) holds the run's version, and what it held before is not there" }
    do {
      if file.workTreeAfter == nil {
        try folder.rename(temporary, to: name)
      } else {
        try folder.exchange(temporary, name)
        folder.unlink(temporary)
      }
      return nil
    } catch {
      return "\(file.path) could not be put back (\(error)); it is in \(place(of: temporary))"
    }
  }

  private func bytes(of name: [UInt8], in folder: borrowing WorkTreeFolder) -> [UInt8]? {
    guard let found = try? folder.file(named: name, limit: 2 * TextLimit.bytes, path: file.path) else { return nil }
    return found.bytes
  }

  private func place(of name: [UInt8]) -> String {
    let parent = String(decoding: file.path.parent, as: UTF8.self)
    return (parent.isEmpty ? "" : parent + "/") + String(decoding: name, as: UTF8.self)
  }
}
