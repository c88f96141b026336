internal import HoneCore

/// What a write does to the branch.
extension WriteTransaction {
  /// Sees that the branch is where the write expects it.
  func checkHead() throws {
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

  /// Makes the commits, or moves the branch back.
  mutating func moveReference() throws {
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

  /// Sees whether the branch was moved by a git that could not say so any more, or could not be asked.
  mutating func noteUnseenMove() {
    guard case .commits = reference, movedTo == nil else { return }
    do {
      guard let commit = try repository.head().commit, commit != record.headBefore else { return }
      if try repository.commit(commit, isOfRun: record.id) { movedTo = .some(commit) }
    } catch {
      notes.append("whether the branch was moved could not be seen (\(error))")
    }
  }

  /// What the hooks of a commit made of a file belongs to the run, so that taking the run back takes it back as well.
  /// - Returns: the folders of the runs that Hone's own hooks were, to be forgotten once this one is recorded.
  mutating func adoptChangesOfHooks() throws(Refusal) -> [RunFolder] {
    guard case .commits = reference else { return [] }
    let nested = folder.adoptNestedRuns(into: &record)
    var isChanged = !nested.isEmpty
    guard try repository.head().commit == record.headAfter else {
      if isChanged { try repository.anchor(record, in: folder) }
      return nested
    }
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
    return nested
  }
}
