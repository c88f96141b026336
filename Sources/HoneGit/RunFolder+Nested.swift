internal import HoneCore

/// Runs of hooks that a run's own commit has started, as when Hone's `pre-commit` mends what is committed.
///
/// They write to that run's copy of the index. They are no runs of their own in the ledger: nobody could take them back there,
/// since that copy is gone. When the run ends, what they did is taken over by it; when it is taken back, so are they.
extension RunFolder {
  /// The finished ones, oldest first.
  private func nestedRuns() -> [(folder: RunFolder, record: RunRecord)] {
    repository.runIDs().drop { $0 <= id }.compactMap { name in
      let folder = RunFolder(repository: repository, id: name)
      guard let bytes = folder.read(.record), let record = RunRecordText.decode(bytes)?.record,
        record.indexFile.flatMap(repository.runOwning) == id
      else { return nil }
      return (folder, record)
    }
  }

  /// Adds to the record of this run what they did.
  /// - Returns: their folders, to be forgotten once the record is on the disk.
  func adoptNestedRuns(into record: inout RunRecord) -> [RunFolder] {
    let nested = nestedRuns()
    for file in nested.flatMap({ $0.record.files }) {
      guard let index = record.files.firstIndex(where: { $0.path == file.path }) else {
        record.files.append(file)
        continue
      }
      if record.files[index].indexAfter == file.indexBefore { record.files[index].indexAfter = file.indexAfter }
      if record.files[index].workTreeAfter == file.workTreeBefore {
        record.files[index].workTreeAfter = file.workTreeAfter
      }
    }
    return nested.map { $0.folder }
  }

  /// Takes what they did to the work tree back, the last first.
  /// - Returns: a line for each thing that the user should look at.
  func takeBackNestedRuns() -> [String] {
    var remarks: [String] = []
    for (folder, record) in nestedRuns().reversed() {
      let rest = WorkTreeRecovery.takeBack(record, in: repository)
      remarks += rest.remarks
      if rest.left.isEmpty { folder.forget() } else { folder.keep(record, for: rest.left) }
    }
    return remarks
  }
}

extension RunFolder {
  /// Removes every trace of the run.
  func forget() {
    _ = try? repository.git(.writing, ["update-ref", "-d", ref]).run()
    removeAll()
  }

  /// Keeps a run in the ledger for the files that still hold what it did, so that it can be shown and taken back.
  ///
  /// Its objects stay with its ref. When it cannot be recorded its journal stays, and the next command tries again.
  func keep(_ record: RunRecord, for files: [RunFile]) {
    var rest = record
    rest.isInterrupted = true
    rest.written = .index
    (rest.headAfter, rest.undoes, rest.indexFile) = (nil, nil, nil)
    rest.files = files.map { file in
      var file = file
      // The index was never replaced.
      file.indexAfter = file.indexBefore
      return file
    }
    try? finish(rest)
  }
}
