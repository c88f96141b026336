package import HoneCore
internal import HoneSystem

extension Repository {
  /// Takes a run back, through the same transaction as every write.
  ///
  /// A place that is still as the run left it gets back exactly what it held. One that was changed since is merged; when
  /// that fails anywhere, nothing is done. A commit is taken back only while it is HEAD: then the branch moves to its
  /// parent, and what was staged before the run is staged again. One that no branch has any more was taken back by hand, and
  /// what is left of it in the index and the work tree is taken back as that of any other run.
  ///
  /// Where nothing is left of the run, because somebody has taken it back by hand, nothing but the ledger changes: the run
  /// counts as undone.
  /// - Parameter run: a record from this repository's ledger.
  /// - Throws: `alreadyUndone`; `otherIndex`; `moved` that names the place that cannot be merged; `headMoved` with the `git revert`
  ///   command when the commit is not HEAD any more; `missingObject` when git has dropped what the run kept.
  package func undo(_ run: RunRecord, probe: WriteProbe? = nil) throws(Refusal) -> WriteOutcome {
    let all = try runs()
    guard let run = all.first(where: { $0.id == run.id }) else {
      throw Refusal(.noSuchRun, "the run \(run.id) is not in the ledger", remedy: "git hone log lists the runs")
    }
    // One of which nothing was left may stand somewhere else: in a stash, or on another branch.
    if run.isUndone, all.first(where: { $0.undoes == run.id && !$0.isUndone })?.hasTakenBackNothing != true {
      throw Refusal(.alreadyUndone, "the run \(run.id) was undone before", remedy: "git hone log lists the runs")
    }
    try checkIndex(of: run)
    try checkWritable(duringMerge: run.isMend)
    var reference = WriteTransaction.Reference.unchanged
    if run.written == .commit {
      guard run.undoes == nil, let commit = run.headAfter else {
        throw Refusal(
          .rejected, "a commit that was taken back is not brought back by undo",
          remedy: run.headBefore.map { "git cherry-pick \($0.hex)" })
      }
      if try head().commit == commit {
        reference = .moveBack(from: commit, to: run.headBefore)
      } else if try isOnAnyBranch(commit) {
        let isOne = try parents(of: commit).first == run.headBefore
        let range = isOne ? "" : run.headBefore.map { "\($0.hex).." } ?? ""
        throw Refusal(
          .headMoved, "the commit \(commit.abbreviated) is not HEAD any more",
          remedy: "git revert \(range)\(commit.hex)")
      }
    }
    let tracked = try trackedFiles(paths: run.files.map(\.path))
    let entries = Dictionary(tracked.map { ($0.path, $0.entry) }, uniquingKeysWith: { first, _ in first })
    var plans: [PlannedFile] = []
    for file in run.files { plans.append(try undoing(file, entry: entries[file.path], headBefore: run.headBefore)) }
    var details = RunDetails(kind: "undo")
    details.instruction = "undo \(run.id)"
    if case .unchanged = reference, !plans.contains(where: { $0.changesIndex || $0.changesWorkTree }) { plans = [] }
    var transaction = WriteTransaction(self, plans, details: details, probe: probe)
    transaction.reference = reference
    transaction.record.undoes = run.id
    let outcome = try transaction.run()
    removeEmptyFolders(run.createdFolders)
    return outcome
  }

  /// Whether a branch, a tag or HEAD still has a commit.
  private func isOnAnyBranch(_ commit: ObjectID) throws(Refusal) -> Bool {
    let names = ["refs/heads", "refs/remotes", "refs/tags"]
    let list = try git(.reading, ["for-each-ref", "--count=1", "--contains=\(commit.hex)"] + names).run()
    // git says so when it has dropped the commit, which then no branch can have.
    guard list.status.isSuccess else { return false }
    if !list.standardOutput.isEmpty { return true }
    guard try head().commit != nil else { return false }
    return try git(.reading, ["merge-base", "--is-ancestor", commit.hex, "HEAD"]).run().status.isSuccess
  }

  private func undoing(
    _ file: RunFile, entry: IndexEntry?, headBefore: ObjectID?
  ) throws(Refusal) -> PlannedFile {
    var plan = PlannedFile(path: file.path, indexBefore: entry, indexAfter: entry, permissions: file.permissions)
    if file.changesIndex { plan.indexAfter = try restored(file, current: entry, headBefore: headBefore) }
    guard file.changesWorkTree else { return plan }
    let current = try workTreeFile(at: file.path)
    plan.workTreeBefore = try current.map { file throws(Refusal) in
      PlannedFile.Before(id: try writeBlob(file.bytes), identity: file.identity)
    }
    // What git has dropped shows here, before anything is written.
    if let before = file.workTreeBefore { _ = try blob(before) }
    let id = plan.workTreeBefore?.id
    if id == file.workTreeAfter || id == file.workTreeBefore {
      plan.workTreeAfter = file.workTreeBefore.map { PlannedFile.After(id: $0, contents: .blob($0)) }
    } else if let before = file.workTreeBefore, let after = file.workTreeAfter, let current,
      let merged = TextMerge.merge(base: try blob(after), ours: current.bytes, theirs: try blob(before))
    {
      let id = try writeBlob(merged)
      plan.workTreeAfter = PlannedFile.After(id: id, contents: .blob(id))
    } else if let id, try committedBefore(file, headBefore)?.id == id || file.indexBefore?.id == id {
      plan.workTreeAfter = plan.workTreeBefore?.unchanged
    } else {
      throw try moved(
        file.path, "the work-tree file", base: file.workTreeAfter, ours: current?.bytes, theirs: file.workTreeBefore)
    }
    return plan
  }

  /// What was committed of a file before the run, which has nothing of the run in it.
  ///
  /// This is what `git checkout HEAD` brings back, together with what the user had changed before the run.
  private func committedBefore(_ file: RunFile, _ head: ObjectID?) throws(Refusal) -> IndexEntry? {
    try head.flatMap { head throws(Refusal) in try entry(at: file.path, in: head) }
  }

  private func restored(
    _ file: RunFile, current: IndexEntry?, headBefore: ObjectID?
  ) throws(Refusal) -> IndexEntry? {
    if current == file.indexAfter || current == file.indexBefore { return file.indexBefore }
    guard let before = file.indexBefore, let after = file.indexAfter, let current, current.mode.isRegularFile,
      let merged = TextMerge.merge(base: try blob(after.id), ours: try blob(current.id), theirs: try blob(before.id))
    else {
      if let current, try committedBefore(file, headBefore) == current { return current }
      let ours = try current.flatMap { entry throws(Refusal) in entry.mode.isRegularFile ? try blob(entry.id) : nil }
      throw try moved(
        file.path, "the staged version", base: file.indexAfter?.id, ours: ours, theirs: file.indexBefore?.id)
    }
    return IndexEntry(mode: current.mode, id: try writeBlob(merged))
  }

  /// - Parameters:
  ///   - base: what the run left.
  ///   - ours: what is there now.
  ///   - theirs: what was there before the run.
  private func moved(
    _ path: RepositoryPath, _ place: String, base: ObjectID?, ours: [UInt8]?, theirs: ObjectID?
  ) throws(Refusal) -> Refusal {
    let words: String
    switch (base, ours, theirs) {
    case (let base?, let ours?, let theirs?):
      words = TextMerge.clash(base: try blob(base), ours: ours, theirs: try blob(theirs)).words
    case (_, nil, _): words = "is gone, and was changed by the run"
    case (_, _, nil): words = "was made by the run, and changed since"
    default: words = "was deleted by the run, and made anew since"
    }
    return Refusal(
      .moved, path: path, "\(place) \(words)", remedy: "take the change out by hand; git hone show prints it")
  }
}

extension RunRecord {
  /// Whether it is the record of an undo that found nothing to take back.
  fileprivate var hasTakenBackNothing: Bool { undoes != nil && files.isEmpty && written == .index }
}
