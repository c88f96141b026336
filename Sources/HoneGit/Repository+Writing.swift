package import HoneCore

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
      guard plans.contains(where: \.changesIndex) else { throw Self.nothingToCommit(of: plans) }
      transaction.reference = .commits(parts, head: head, coAuthor: coAuthor)
    }
    return try transaction.run()
  }

  /// Stages those files of one run that can be written, and tells why the others are left out.
  ///
  /// What is planned here is what is written, so that filters, which may be programs, run once for each file.
  /// - Parameters:
  ///   - writes: at most one for each path.
  ///   - details: what the ledger keeps about the run.
  ///   - duringMerge: whether a merge that waits to be committed is no hindrance; see `checkWritable`.
  ///   - isLate: whether no more files are to be planned; asked before each.
  /// - Returns: what was written, `nil` when no file is left, and the files that are left out.
  /// - Throws: as `write`, but for what one file's own check says.
  package func writeAllowed(
    _ writes: [FileWrite], details: RunDetails, duringMerge: Bool = false, until isLate: () -> Bool = { false }
  ) throws(Refusal) -> (outcome: WriteOutcome?, leftOut: FilesLeftOut) {
    try checkWritable(duringMerge: duringMerge)
    let planner = try WritePlanner(writes, in: self)
    var plans: [PlannedFile] = []
    var leftOut = FilesLeftOut()
    for write in writes {
      if isLate() {
        leftOut.late.append(write.path)
        continue
      }
      do throws(Refusal) { plans.append(try planner.plan(write)) } catch { leftOut.refused.append(error) }
    }
    if plans.isEmpty { return (nil, leftOut) }
    var transaction = WriteTransaction(self, plans, details: details)
    return (try transaction.run(), leftOut)
  }

  /// Why edits cannot be committed of which none is in the index: what else is staged would be committed in their name.
  private static func nothingToCommit(of plans: [PlannedFile]) -> Refusal {
    if let left = plans.lazy.compactMap(\.indexLeft).first {
      return Refusal(
        left.code, path: left.path, "the edit overlaps lines that are not staged, so it cannot be committed",
        remedy: "git add the file first, or leave out --commit")
    }
    return Refusal(
      .rejected, "nothing of the edits is in a file that git tracks, so they cannot be committed",
      remedy: "git add the files first, or leave out --commit")
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
