package import HoneCore

extension Repository {
  /// Takes a run back, through the same transaction as every write.
  ///
  /// A place that is still as the run left it gets back exactly what it held. One that was changed since is merged; when
  /// that fails anywhere, nothing is done. A commit is taken back only while it is HEAD: then the branch moves to its
  /// parent, and what was staged before the run is staged again.
  /// - Parameters:
  ///   - run: a record from this repository's ledger.
  ///   - startedAt: when the command began, in milliseconds since 1970, for the ledger.
  /// - Throws: `alreadyUndone`; `moved` that names the place that cannot be merged; `headMoved` with the `git revert`
  ///   command when the commit is not HEAD any more; `missingObject` when git has dropped what the run kept.
  package func undo(_ run: RunRecord, startedAt: Int64 = 0, probe: WriteProbe? = nil) throws(Refusal) -> WriteOutcome {
    guard let run = try runs().first(where: { $0.id == run.id }) else {
      throw Refusal(.noSuchRun, "the run \(run.id) is not in the ledger", remedy: "git hone log lists the runs")
    }
    guard !run.isUndone else {
      throw Refusal(.alreadyUndone, "the run \(run.id) was undone before", remedy: "git hone log lists the runs")
    }
    try checkWritable()
    var reference = WriteTransaction.Reference.unchanged
    if run.written == .commit {
      guard run.undoes == nil, let commit = run.headAfter else {
        throw Refusal(
          .rejected, "a commit that was taken back is not brought back by undo",
          remedy: run.headBefore.map { "git cherry-pick \($0.hex)" })
      }
      guard try head().commit == commit else {
        throw Refusal(
          .headMoved, "the commit \(commit.abbreviated) is not HEAD any more", remedy: "git revert \(commit.hex)")
      }
      reference = .moveBack(from: commit, to: run.headBefore)
    }
    let tracked = try trackedFiles(paths: run.files.map(\.path))
    let entries = Dictionary(tracked.map { ($0.path, $0.entry) }, uniquingKeysWith: { first, _ in first })
    var plans: [PlannedFile] = []
    for file in run.files { plans.append(try undoing(file, entry: entries[file.path])) }
    var details = RunDetails(kind: "undo", startedAt: startedAt)
    details.instruction = "undo \(run.id)"
    var transaction = WriteTransaction(self, plans, details: details, probe: probe)
    transaction.reference = reference
    transaction.record.undoes = run.id
    let outcome = try transaction.run()
    removeEmptyFolders(run.createdFolders)
    return outcome
  }

  private func undoing(_ file: RunFile, entry: IndexEntry?) throws(Refusal) -> PlannedFile {
    var plan = PlannedFile(path: file.path, indexBefore: entry, indexAfter: entry, permissions: file.permissions)
    if file.changesIndex { plan.indexAfter = try restored(file, current: entry) }
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
    } else {
      throw Self.moved(file.path, "the work-tree file")
    }
    return plan
  }

  private func restored(_ file: RunFile, current: IndexEntry?) throws(Refusal) -> IndexEntry? {
    if current == file.indexAfter || current == file.indexBefore { return file.indexBefore }
    guard let before = file.indexBefore, let after = file.indexAfter, let current, current.mode.isRegularFile,
      let merged = TextMerge.merge(base: try blob(after.id), ours: try blob(current.id), theirs: try blob(before.id))
    else { throw Self.moved(file.path, "the staged version") }
    return IndexEntry(mode: current.mode, id: try writeBlob(merged))
  }

  private static func moved(_ path: RepositoryPath, _ place: String) -> Refusal {
    Refusal(
      .moved, path: path, "\(place) was changed since the run, on the same lines",
      remedy: "take the change out by hand; git hone show prints it")
  }
}
