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

  /// The runs of this work tree, newest first, and those that were interrupted and wait for the next command that writes.
  package static func runs() throws -> (runs: [RunRecord], unfinished: [RecoveryNote]) {
    let repository = try Repository.open(at: Surroundings.currentDirectory)
    return (try repository.runs(), repository.unfinishedRuns())
  }

  /// One run with its diff; one that was interrupted is told.
  /// - Parameter name: an id or the beginning of one; `nil` for the newest that is not undone, or else the newest.
  package static func detail(of name: String?, observer: any RunObserver) throws -> Detail {
    let repository = try Repository.open(at: Surroundings.currentDirectory)
    for note in repository.unfinishedRuns() { observer.report(.note(note.text)) }
    let run = try name.map { try repository.run(named: $0) } ?? shown(in: repository)
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
    // What is in the way of taking a run back depends on the run, and is looked at when it is known.
    let surroundings = try Surroundings.open(isWriting: true, checksState: false, observer: observer)
    let repository = surroundings.repository
    // The newest run is the one that has just been taken back; the one before it was not meant.
    let isMeant = { (id: String) in
      guard let name else { return true }
      return try !name.isEmpty && id.hasPrefix(name) && !repository.runs().contains { $0.id.hasPrefix(name) }
    }
    if let note = try surroundings.recovered.first(where: { try $0.resolution == .rolledBack && isMeant($0.run) }) {
      var summary = RunSummary()
      summary.undo = .interrupted
      summary.run = note.run
      summary.total = clock.now - start
      observer.report(.summary(summary))
      return .done
    }
    let run = try name.map { try repository.run(named: $0) } ?? newest(in: repository)
    let outcome = try repository.undo(run)
    for note in outcome.notes { observer.report(.note(note)) }
    observer.report(.note("run \(run.id): \(run.details.instruction)"))
    var summary = RunSummary()
    summary.undo = outcome.files.isEmpty && outcome.run.written == .index ? .nothingLeft : .takenBack
    if !outcome.files.isEmpty {
      summary.written = outcome.files.contains { $0.index == .changed } ? .index : .workTree
    } else {
      summary.written = outcome.run.written == .commit ? .commit : .none
    }
    summary.run = outcome.run.id
    summary.files = outcome.files.count
    summary.edits = outcome.files.count
    summary.total = clock.now - start
    observer.report(.summary(summary))
    return .done
  }

  private static func shown(in repository: Repository) throws -> RunRecord {
    let runs = try repository.runs()
    guard let run = runs.first(where: { !$0.isUndone && $0.undoes == nil }) ?? runs.first else {
      throw Refusal(.noSuchRun, "there is no run to show", remedy: "git hone log lists the runs that wrote something")
    }
    return run
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
    if files.isEmpty { return .none }
    return files.contains(where: \.changesIndex) ? .index : .workTree
  }
}
