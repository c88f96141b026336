internal import HoneCore
package import HoneGit

/// `git hone undo`, `log` and `show`: the runs that wrote something.
package enum RunHistory {
  /// One run with its diff.
  package struct Detail: Sendable {
    package var run: RunRecord
    /// The unified diff of what the run changed.
    package var diff: [UInt8]
  }

  /// The runs of this work tree, newest first.
  package static func runs() throws -> [RunRecord] {
    try Repository.open(at: Surroundings.currentDirectory).runs()
  }

  /// One run with its diff.
  /// - Parameter name: an id or the beginning of one; `nil` for the newest.
  package static func detail(of name: String?) throws -> Detail {
    let repository = try Repository.open(at: Surroundings.currentDirectory)
    let run = try repository.run(named: name)
    var diff: [UInt8] = []
    for file in run.files {
      // A file whose edit overlapped unstaged lines changed in one of the two places only.
      let ids =
        file.changesIndex ? (file.indexBefore?.id, file.indexAfter?.id) : (file.workTreeBefore, file.workTreeAfter)
      let mode = file.indexBefore?.mode ?? file.indexAfter?.mode ?? .regular
      diff += UnifiedDiff(
        path: file.path,
        old: try ids.0.map { .init(bytes: try repository.blob($0), mode: mode, id: $0) },
        new: try ids.1.map { .init(bytes: try repository.blob($0), mode: mode, id: $0) }
      ).bytes()
    }
    return Detail(run: run, diff: diff)
  }

  /// Takes a run back.
  /// - Parameter name: an id or the beginning of one; `nil` for the newest that is not undone.
  package static func undo(_ name: String?, observer: any RunObserver) throws -> ExitStatus {
    let clock = ContinuousClock()
    let start = clock.now
    let surroundings = try Surroundings.open(isWriting: true, observer: observer)
    let repository = surroundings.repository
    // The newest run is the one that has just been taken back; the one before it was not meant.
    if name == nil, let run = surroundings.recovered.first(where: { $0.resolution == .rolledBack }) {
      var summary = RunSummary()
      summary.isUndo = true
      summary.run = run.run
      summary.total = clock.now - start
      observer.report(.summary(summary))
      return .done
    }
    let run = try name.map { try repository.run(named: $0) } ?? newest(in: repository)
    let outcome = try repository.undo(run)
    for note in outcome.notes { observer.report(.note(note)) }
    observer.report(.note("run \(run.id): \(run.details.instruction)"))
    var summary = RunSummary()
    summary.isUndo = true
    summary.files = outcome.files.count
    summary.edits = outcome.files.count
    summary.written = outcome.files.contains { $0.index == .changed } ? .index : .workTree
    summary.run = outcome.run.id
    summary.total = clock.now - start
    observer.report(.summary(summary))
    return .done
  }

  private static func newest(in repository: Repository) throws -> RunRecord {
    guard let run = try repository.runs().first(where: { !$0.isUndone && $0.undoes == nil }) else {
      throw Refusal(.noSuchRun, "there is no run to take back", remedy: "see git hone log")
    }
    return run
  }
}

extension RunRecord {
  /// Where the run wrote, in the words of the summary: a run whose edits overlap unstaged lines changes work-tree files only.
  package var place: RunSummary.Written {
    if commit != nil { return .commit }
    return files.contains(where: \.changesIndex) ? .index : .workTree
  }
}
