package import HoneCore
internal import HoneSystem

extension Repository {
  /// Writes the files of one run: all of them or none.
  ///
  /// Every file of `writes` must be as the write says it was made from; see `WritePlanner`. A place that holds unstaged
  /// or otherwise diverging lines on which the edit falls is left byte-identical, which the outcome tells.
  /// - Parameters:
  ///   - writes: at most one for each path.
  ///   - destination: the index, or one or several commits.
  ///   - details: what the ledger keeps about the run.
  ///   - duringMerge: whether a merge that waits to be committed is no hindrance; see `checkWritable`.
  ///   - probe: a test's hand on the write; `nil` outside tests.
  /// - Throws: `moved`, `headMoved`, `locked`, `rejected`, `operationInProgress` or `writeFailed`, or what a file's own
  ///   check says. Nothing is changed then.
  package func write(
    _ writes: [FileWrite], to destination: WriteDestination = .index, details: RunDetails, duringMerge: Bool = false,
    probe: WriteProbe? = nil
  ) throws(Refusal) -> WriteOutcome {
    try checkWritable(duringMerge: duringMerge)
    let planner = try WritePlanner(writes, in: self)
    var plans: [PlannedFile] = []
    for write in writes { plans.append(try planner.plan(write)) }
    var transaction = WriteTransaction(self, plans, details: details, probe: probe)
    if case .commits(let parts, let head, let coAuthor) = destination {
      // What else is staged would be committed in the name of edits that are not in the commit.
      guard plans.contains(where: \.changesIndex) else {
        throw plans.lazy.compactMap(\.indexLeft).first.map {
          Refusal(
            $0.code, path: $0.path, "the edit overlaps lines that are not staged, so it cannot be committed",
            remedy: "git add the file first, or leave out --commit")
        }
          ?? Refusal(
            .rejected, "nothing of the edits is in a file that git tracks, so they cannot be committed",
            remedy: "git add the files first, or leave out --commit")
      }
      transaction.reference = .commits(parts, head: head, coAuthor: coAuthor)
    }
    return try transaction.run()
  }

  /// What would refuse each of `writes`, without writing anything; empty when nothing would.
  package func refusals(of writes: [FileWrite]) throws(Refusal) -> [Refusal] {
    let planner = try WritePlanner(writes, in: self)
    var refusals: [Refusal] = []
    for write in writes {
      do { _ = try planner.plan(write) } catch { refusals.append(error) }
    }
    return refusals
  }
}

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
  private var notes: [String] = []
  private var commits: [ObjectID] = []
  /// Where this write has moved the branch to (`nil`: to before its first commit); `nil` before it has moved.
  private var movedTo: ObjectID??
  /// Whether the lock could be given back.
  private var isUnlocked = true

  private static let keptLock = "the lock of the index could not be removed; the next git hone does it"

  init(_ repository: Repository, _ plans: [PlannedFile], details: RunDetails, probe: WriteProbe?) {
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
      if isChanging { try SignalShield.hold { try locked() } }
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
      if !(error is SimulatedCrash) { forget() }
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

  /// Removes every trace of a run that changed nothing.
  private func forget() {
    _ = try? repository.git(.writing, ["update-ref", "-d", folder.ref]).run()
    folder.removeAll()
  }

  // MARK: Under the lock

  private mutating func locked() throws {
    var lock: IndexLock
    do {
      lock = try IndexLock(indexFile: repository.indexFile, folder: folder)
    } catch {
      forget()
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
      rollBack(&files)
      if !lock.release() { notes.append(Self.keptLock) }
      // What could not be brought back is still described by the journal and kept by the ref.
      if notes.isEmpty { forget() }
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

  private mutating func rollBack(_ files: inout WorkTreeReplacements) {
    noteUnseenMove()
    if let commit = movedTo {
      do {
        try repository.moveHead(from: commit, to: record.headBefore, reason: "hone: rolled back \(record.id)")
      } catch {
        notes.append("the branch could not be moved back to \(record.headBefore?.abbreviated ?? "its start")")
      }
    }
    notes += files.takeBack()
    repository.removeEmptyFolders(record.createdFolders)
  }

  /// Sees whether the branch was moved by a git that could not say so any more, or could not be asked.
  private mutating func noteUnseenMove() {
    guard case .commits = reference, movedTo == nil else { return }
    do {
      guard let commit = try repository.head().commit, commit != record.headBefore else { return }
      if try repository.commit(commit, isOfRun: record.id) { movedTo = .some(commit) }
    } catch {
      notes.append("whether the branch was moved could not be seen (\(error))")
    }
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

  private func checkHead() throws {
    let expected: ObjectID?
    switch reference {
    case .unchanged: return
    case .commits(_, let head, _): expected = head
    case .moveBack(let commit, _): expected = commit
    }
    let found = try repository.head().commit
    guard found == expected else {
      throw Refusal(
        .headMoved, "HEAD is no longer at \(expected?.abbreviated ?? "the start")",
        remedy: "ask again, from HEAD as it is now")
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

  private mutating func moveReference() throws {
    switch reference {
    case .unchanged: return
    case .commits(let parts, let head, let coAuthor):
      let writer = CommitWriter(repository: repository, folder: folder, head: head, coAuthor: coAuthor)
      commits = try folder.lendingJournal { try writer.make(parts) }
      record.headAfter = commits.last
      movedTo = .some(commits.last)
    case .moveBack(let commit, let target):
      try folder.lendingJournal {
        try repository.moveHead(from: commit, to: target, reason: "hone: undo \(record.undoes ?? "")")
      }
      movedTo = .some(target)
    }
    try pass(.committed)
  }

  // MARK: After the lock

  /// What the hooks of a commit made of a file belongs to the run, so that taking the run back takes it back as well.
  private mutating func adoptChangesOfHooks() throws(Refusal) {
    guard case .commits = reference, try repository.head().commit == record.headAfter else { return }
    var isChanged = false
    for index in record.files.indices {
      let path = record.files[index].path
      guard let entry = try repository.headEntry(at: path), entry != record.files[index].indexAfter else { continue }
      record.files[index].indexAfter = entry
      isChanged = true
      // The work-tree file is the hook's only where it holds just what was committed.
      guard let file = try repository.workTreeFile(at: path), repository.blobID(of: file.bytes) == entry.id else {
        continue
      }
      record.files[index].workTreeAfter = entry.id
    }
    if isChanged { try repository.anchor(record, in: folder) }
  }

  /// Records the run.
  ///
  /// What fails here is told and no more: the write itself is done, and `recover` records it later.
  private mutating func finish() throws {
    do {
      try adoptChangesOfHooks()
      try folder.finish(record)
      try pass(.recorded)
      try repository.pruneRuns()
    } catch let crash as SimulatedCrash {
      throw crash
    } catch {
      notes.append("the run is not recorded completely (\(error)); the next command does it")
    }
  }
}
