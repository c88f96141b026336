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
    var leftOut: FilesLeftOut?
    return try write(
      writes, to: destination, details: details, duringMerge: duringMerge, leftOut: &leftOut, probe: probe)
  }

  /// Writes those files of one run that can be written, and tells why the others are left out.
  ///
  /// What is planned here is what is written, so that filters, which may be programs, run once for each file.
  /// - Parameters:
  ///   - writes: at most one for each path.
  ///   - isLate: whether no more files are to be planned; asked before each.
  ///   - leftOut: the files that are left out, and why.
  /// - Returns: `nil` when no file is left.
  /// - Throws: as `write`, but for what one file's own check says.
  package func writeAllowed(
    _ writes: [FileWrite], details: RunDetails, duringMerge: Bool = false, until isLate: () -> Bool = { false },
    leftOut: inout FilesLeftOut
  ) throws(Refusal) -> WriteOutcome? {
    var files: FilesLeftOut? = FilesLeftOut()
    defer { leftOut = files ?? leftOut }
    do throws(Refusal) {
      return try write(writes, details: details, duringMerge: duringMerge, until: isLate, leftOut: &files)
    } catch {
      if files?.count == writes.count { return nil }
      throw error
    }
  }

  /// - Parameter leftOut: where files go that are left out; `nil` to have the first refusal thrown.
  private func write(
    _ writes: [FileWrite], to destination: WriteDestination = .index, details: RunDetails, duringMerge: Bool,
    until isLate: () -> Bool = { false }, leftOut: inout FilesLeftOut?, probe: WriteProbe? = nil
  ) throws(Refusal) -> WriteOutcome {
    try checkWritable(duringMerge: duringMerge)
    let planner = try WritePlanner(writes, in: self)
    var plans: [PlannedFile] = []
    for write in writes {
      if leftOut != nil, isLate() {
        leftOut?.late.append(write.path)
        continue
      }
      do throws(Refusal) {
        plans.append(try planner.plan(write))
      } catch {
        guard leftOut != nil else { throw error }
        leftOut?.refused.append(error)
      }
    }
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

/// The files that a write leaves out.
package struct FilesLeftOut: Sendable {
  /// Why files may not be written, with their paths.
  package var refused: [Refusal] = []
  /// The files that there was no time for.
  package var late: [RepositoryPath] = []

  package init() {}

  /// How many files there are.
  package var count: Int { refused.count + late.count }
  /// Their paths.
  package var paths: [RepositoryPath] { refused.compactMap(\.path) + late }
}
