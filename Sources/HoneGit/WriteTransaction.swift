internal import HoneCore
internal import HoneSystem

/// One write, from planned files to the ledger.
///
/// Order: journal, ref, lock, copy of the index, check, temporary files, exchange of the work-tree files, commits if
/// there are any, rename of the copy onto the index, unlock, record. Whatever fails before the index is renamed (or,
/// with commits, before the branch moves) is rolled back; after that point everything left is cleaning up. A process
/// that dies at any point leaves enough for `recover` to do the same.
struct WriteTransaction {
  /// What happens to the branch.
  enum Reference {
    case unchanged
    case commits([CommitPart], head: ObjectID?, coAuthor: String?)
    case moveBack(from: ObjectID, to: ObjectID?)
  }

  let repository: Repository
  let plans: [PlannedFile]
  let folder: RunFolder
  var reference = Reference.unchanged
  var record: RunRecord
  private let probe: WriteProbe?
  var notes: [String] = []
  var commits: [ObjectID] = []
  /// Where this write has moved the branch to (`nil`: to before its first commit); `nil` before it has moved.
  var movedTo: ObjectID??
  /// Whether the lock could be given back.
  private var isUnlocked = true

  private static let keptLock = "the lock of the index could not be removed; the next git hone does it"

  init(_ repository: Repository, _ plans: [PlannedFile], details: RunDetails, probe: WriteProbe? = nil) {
    self.repository = repository
    self.plans = plans
    self.probe = probe
    let id = Repository.makeRunID()
    folder = RunFolder(repository: repository, id: id)
    record = RunRecord(id: id, details: details, written: .index)
  }

  /// Carries the write out.
  mutating func run() throws(Refusal) -> WriteOutcome {
    let isChanging = plans.contains { $0.changesIndex || $0.changesWorkTree } || changesReference
    // That a run was taken back by hand is a line of the ledger and nothing else.
    guard isChanging || record.undoes != nil else {
      throw plans.lazy.compactMap { $0.indexLeft ?? $0.workTreeLeft }.first
        ?? Refusal(.rejected, "there is nothing to write: every file already is as it was to become")
    }
    do {
      try begin()
      if isChanging { try StopSignals.holding { try locked() } }
      // With its journal the next command knows the lock as this run's, removes it and records the run.
      if isUnlocked { try finish() }
    } catch is SimulatedCrash {
      throw Refusal(.writeFailed, "simulated crash")
    } catch {
      var refusal = WriteFailure.refusal(error)
      if !notes.isEmpty { refusal.message += "; " + notes.joined(separator: "; ") }
      throw refusal
    }
    return WriteOutcome(run: record, files: plans.map(\.outcome), commits: commits, notes: notes)
  }

  private var changesReference: Bool {
    if case .moveBack = reference { return true }
    return false
  }

  func pass(_ step: WriteStep) throws {
    switch probe?(step) {
    case .failure(let refusal): throw refusal
    case .crash: throw SimulatedCrash()
    case nil: break
    }
  }

  // MARK: Before the lock

  private mutating func begin() throws {
    record.headBefore = try repository.head().commit
    record.indexFile = repository.otherIndex
    switch reference {
    case .unchanged: break
    case .commits: record.written = .commit
    case .moveBack(_, let target):
      record.written = .commit
      record.headAfter = target
    }
    for plan in plans {
      record.files.append(
        RunFile(
          path: plan.path, indexBefore: plan.indexBefore, indexAfter: plan.indexAfter,
          workTreeBefore: plan.workTreeBefore?.id, workTreeAfter: plan.workTreeAfter?.id,
          permissions: plan.workTreeBefore.map { $0.identity.mode & 0o777 } ?? plan.permissions))
    }
    record.createdFolders = try missingFolders()
    try pass(.planned)
    do {
      try folder.make()
      try folder.write(.journal, RunRecordText.encode(record, process: .current))
      try pass(.journaled)
      try repository.anchor(record, in: folder)
      try pass(.anchored)
    } catch {
      if !(error is SimulatedCrash) { folder.forget() }
      throw error
    }
  }

  /// The folders that must be made for new files, outermost first.
  private func missingFolders() throws(Refusal) -> [RepositoryPath] {
    var missing: Set<RepositoryPath> = []
    for plan in plans where plan.workTreeAfter != nil && plan.workTreeBefore == nil {
      missing.formUnion(try repository.missingFolders(above: plan.path))
    }
    return missing.sorted()
  }

  // MARK: Under the lock

  private mutating func locked() throws {
    var lock: IndexLock
    do {
      lock = try IndexLock(indexFile: repository.indexFile, folder: folder)
    } catch {
      folder.forget()
      throw error
    }
    var files = WorkTreeReplacements()
    do {
      try pass(.locked)
      try prepareIndex()
      try replaceFiles(&files)
      try moveReference()
      try repository.publishIndex(folder) { () throws in try pass(.linked) }
    } catch is SimulatedCrash {
      lock.abandon()
      throw SimulatedCrash()
    } catch {
      let left = rollBack(&files)
      let isUnlocked = lock.release()
      if !isUnlocked { notes.append(Self.keptLock) }
      if notes.isEmpty {
        folder.forget()
      } else if isUnlocked, let left, !left.isEmpty {
        folder.keep(record, for: left)
        notes.append("git hone show \(record.id) prints what is left of the run")
      }
      // Else the journal still describes what could not be brought back, and the ref keeps it: the next command goes on.
      throw error
    }
    do {
      try passCommitted(.renamed)
      notes += try files.confirm { () throws in try passCommitted(.confirmed) }
      isUnlocked = lock.release()
      if !isUnlocked { notes.append(Self.keptLock) }
      try passCommitted(.unlocked)
    } catch {
      lock.abandon()
      throw error
    }
  }

  /// A step after the point of no return: there only a crash stops the write.
  private func passCommitted(_ step: WriteStep) throws {
    do { try pass(step) } catch let crash as SimulatedCrash { throw crash } catch {}
  }

  /// - Returns: the files of the work tree that still hold what the run did; `nil` when more than these is left.
  private mutating func rollBack(_ files: inout WorkTreeReplacements) -> [RunFile]? {
    noteUnseenMove()
    var isMovedBack = true
    if let commit = movedTo {
      do {
        try repository.moveHead(from: commit, to: record.headBefore, reason: "hone: rolled back \(record.id)")
      } catch {
        isMovedBack = false
        notes.append("the branch could not be moved back to \(record.headBefore?.abbreviated ?? "its start")")
      }
    }
    if case .commits = reference { notes += folder.takeBackNestedRuns() }
    // A hook may have gone on from what the run wrote: its edit is taken out of that as after an interruption.
    let rest = WorkTreeRecovery.takeBack(record, files.takeBack(), in: repository)
    notes += rest.remarks
    repository.removeEmptyFolders(record.createdFolders)
    return isMovedBack ? rest.left : nil
  }

  private func prepareIndex() throws {
    for (index, file) in repository.indexFilesToWrite.enumerated() {
      let copy = folder.path(index == 0 ? .index : .companion)
      try IndexCopy.make(of: file, at: copy)
      if index == 0 { try checkEntries(in: copy) }
    }
    try checkHead()
    try pass(.copied)
    for index in repository.indexFilesToWrite.indices {
      try repository.updateIndex(folder.path(index == 0 ? .index : .companion), with: plans)
    }
    try pass(.prepared)
  }

  /// Sees, now that nobody else can change them, that the entries are those that were planned with.
  private func checkEntries(in copy: [UInt8]) throws {
    let paths = plans.filter(\.changesIndex).map(\.path)
    guard !paths.isEmpty else { return }
    var entries: [RepositoryPath: IndexEntry] = [:]
    for file in try repository.trackedFiles(paths: paths, indexFile: copy) { entries[file.path] = file.entry }
    for plan in plans where plan.changesIndex && entries[plan.path] != plan.indexBefore {
      throw Refusal(
        .moved, path: plan.path, "was staged anew while it was being written",
        remedy: "ask again, from what is staged now")
    }
  }

  private func replaceFiles(_ files: inout WorkTreeReplacements) throws {
    for path in record.createdFolders { try repository.makeFolder(path) }
    for (index, plan) in plans.enumerated() where plan.changesWorkTree {
      try files.prepare(plan, index: index, run: record.id, in: repository)
      try pass(.staged)
    }
    // Its name says all; file systems keep the order in which names are made and exchanged.
    try folder.write(.placing, [], isFlushed: false)
    try files.placeAll { () throws in try pass(.placed) }
  }

  // MARK: After the lock

  /// Records the run.
  ///
  /// What fails here is told and no more: the write itself is done, and `recover` records it later.
  private mutating func finish() throws {
    do {
      let nested = try adoptChangesOfHooks()
      try folder.finish(record)
      for folder in nested { folder.forget() }
      try pass(.recorded)
      try repository.pruneRuns()
    } catch let crash as SimulatedCrash {
      throw crash
    } catch {
      notes.append("the run is not recorded completely (\(error)); the next command does it")
    }
  }
}
