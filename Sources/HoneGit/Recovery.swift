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
    /// The same, but for the files that `remarks` name, which were changed since: the run stays in the ledger for them.
    case partlyRolledBack
    /// Nothing was done: the process may still run, here or on another machine, or this command only reads.
    case pending
  }

  package var run: String
  package var resolution: Resolution
  /// What the next command that writes will make of a pending run; `nil` while its process may still run.
  package var next: Resolution?
  /// One line for each thing the user should look at; empty when there is none.
  package var remarks: [String]

  package init(run: String, resolution: Resolution, next: Resolution? = nil, remarks: [String]) {
    self.run = run
    self.resolution = resolution
    self.next = next
    self.remarks = remarks
  }
}

extension Repository {
  /// The runs that did not come to their end, without touching them.
  ///
  /// For commands that only read.
  package func unfinishedRuns() -> [RecoveryNote] {
    interruptedRuns().map { run in
      var note = RecoveryNote(run: run.folder.id, resolution: .pending, remarks: [])
      if let process = run.process, !process.isDead {
        note.remarks = ["its process is still running"]
      } else {
        let recovery = run.record.map { RunRecovery(repository: self, folder: run.folder, record: $0) }
        note.next = recovery.map { $0.end().isDone } ?? false ? .completed : .rolledBack
      }
      return note
    }
  }

  /// Brings every run whose process is dead to its end, forwards or backwards, and removes what it left over.
  ///
  /// Which way is decided by what the run leaves on the disk: see `RunFolder`. Called by every command that writes,
  /// before it does. A left-over `index.lock` is removed only when it is the run's own beyond doubt.
  /// - Returns: one note for each run found.
  package func recover() -> [RecoveryNote] {
    RunReferences(of: self).moveFormer()
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
      // The copy of a run's index, which its hooks write to, is nobody's any more.
      guard isIndex(of: record) || record.indexFile.flatMap(runOwning) != nil else {
        let used = record.indexFile.map { "with GIT_INDEX_FILE='\(String(decoding: $0, as: UTF8.self))'" }
        return RecoveryNote(
          run: run.folder.id, resolution: .pending,
          remarks: ["it wrote to another index: run that command \(used ?? "without GIT_INDEX_FILE")"])
      }
      return RunRecovery(repository: self, folder: run.folder, record: record).carryOut()
    }
  }

  private struct Interrupted {
    var folder: RunFolder
    var record: RunRecord?
    var process: ProcessIdentity?
  }

  /// Those of hooks come before the run that has started them.
  ///
  /// In such a hook that run is not among them: it goes on.
  private func interruptedRuns() -> [Interrupted] {
    let own = runOwning(index: indexFile)
    let found: [Interrupted] = runIDs().compactMap { id in
      if id == own { return nil }
      let folder = RunFolder(repository: self, id: id)
      if folder.identity(of: .record) != nil {
        if folder.identity(of: .journal) == nil { return nil }
        // A recovery that kept a part of the run, and was killed before it had put the rest away.
        if let bytes = folder.read(.record), RunRecordText.decode(bytes)?.record.isInterrupted == true { return nil }
      }
      guard let bytes = folder.read(.journal), let decoded = RunRecordText.decode(bytes) else {
        // A folder this young may belong to a process that is just about to write its journal.
        guard let made = FileIdentity(path: folder.path), made.modified.seconds + 60 < Int64(time(nil)) else {
          return nil
        }
        return Interrupted(folder: folder)
      }
      return Interrupted(folder: folder, record: decoded.record, process: decoded.process)
    }
    let isNested = { (run: Interrupted) in run.record?.indexFile.flatMap(self.runOwning) != nil }
    return found.filter(isNested) + found.filter { !isNested($0) }
  }
}

/// Brings one interrupted run to its end.
private struct RunRecovery {
  let repository: Repository
  let folder: RunFolder
  let record: RunRecord

  /// Whether the run had passed the point of no return, and the commit that it has made.
  func end() -> (isDone: Bool, commit: ObjectID?) {
    guard record.written == .commit else { return (hasRenamedIndex, nil) }
    let commit = committedHead()
    return (commit != nil, commit ?? nil)
  }

  func carryOut() -> RecoveryNote {
    let lock = repository.indexFile + Array(".lock".utf8)
    var remarks: [String] = []
    let (isDone, commit) = end()
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
    if !isDone, record.written == .commit { remarks += folder.takeBackNestedRuns() }
    var left: [RunFile] = []
    let reach: WorkTreeRecovery.Reach =
      isDone ? .done : folder.identity(of: .placing) != nil ? .placing : .preparing
    for (index, file) in record.files.enumerated() where file.changesWorkTree && (isDone || hasPreparedFiles) {
      let recovery = WorkTreeRecovery(repository: repository, run: record.id, index: index, file: file)
      switch recovery.carryOut(reach) {
      case .settled: break
      case .told(let words): remarks.append("\(file.path): \(words)")
      case .left(let words):
        remarks.append("\(file.path): \(words)")
        left.append(file)
      }
    }
    if !isDone { repository.removeEmptyFolders(record.createdFolders) }
    IndexLock.release(lock, ifNameOf: folder)
    if isDone {
      var finished = record
      if record.undoes == nil { finished.headAfter = commit }
      let nested = record.written == .commit ? folder.adoptNestedRuns(into: &finished) : []
      do {
        if !nested.isEmpty { try repository.anchor(finished, in: folder) }
        try folder.finish(finished)
        for folder in nested { folder.forget() }
      } catch {
        remarks.append("the run could not be recorded")
      }
    } else if !left.isEmpty {
      folder.keep(record, for: left)
      return RecoveryNote(run: record.id, resolution: .partlyRolledBack, remarks: remarks)
    } else if remarks.isEmpty {
      folder.forget()
    } else {
      // The ref keeps what the remarks speak of; the journal goes, so that this is said once.
      for file in RunFolder.File.allCases { folder.remove(file) }
    }
    return RecoveryNote(run: record.id, resolution: isDone ? .completed : .rolledBack, remarks: remarks)
  }

  /// Whether there can be anything of the run beside the work-tree files: before, it takes the lock and copies the index.
  private var hasPreparedFiles: Bool {
    folder.identity(of: .lock) != nil || folder.identity(of: .index) != nil
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
    let found = try? repository.commit(ofRun: record.id, from: head.commit, after: record.headBefore)
    return found.map { .some($0) }
  }
}
