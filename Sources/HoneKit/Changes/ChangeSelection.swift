internal import HoneCore
internal import HoneGit

/// Chooses what a run works on: the staged diff; if there is none the unstaged one; if there is none the named files.
struct ChangeSelection {
  let repository: Repository
  let scope: PathArguments

  private var paths: [RepositoryPath] { scope.scope }

  /// - Returns: `nil` when there is nothing at hand.
  func select() throws(Refusal) -> ChangeAtHand? {
    let atHand = try repository.staged(paths: paths)
    let staged = atHand.changes.filter { $0.status != .deleted }
    let unwritable = scope.isNamed ? [] : atHand.refused
    if !staged.isEmpty || !unwritable.isEmpty {
      var change = try change(.staged, staged)
      change.refused += unwritable
      return change
    }
    let unstaged = try repository.unstagedChanges(paths: paths).filter { $0.status != .deleted }
    if !unstaged.isEmpty { return try change(.unstaged, unstaged) }
    guard scope.isNamed else { return nil }
    return try named()
  }

  /// The named files as they are, whether they changed or not.
  func named() throws(Refusal) -> ChangeAtHand {
    let tracked = try repository.trackedFiles(paths: paths)
    var refused: [Refusal] = []
    for path in paths where !tracked.contains(where: { $0.path == path || $0.path.isInside(path) }) {
      refused.append(Refusal(.untracked, path: path, "is not tracked by git", remedy: repository.addCommand(for: path)))
    }
    let read = try read(tracked.map { Candidate(file: $0, base: nil, old: nil) })
    return ChangeAtHand(kind: .paths, files: read.files, refused: refused + read.refused)
  }

  /// One tracked file, for a command that names a place in it.
  func file(at path: RepositoryPath) throws(Refusal) -> EditableFile {
    let change = try ChangeSelection(repository: repository, scope: PathArguments(files: [path])).named()
    if let file = change.files.first(where: { $0.path == path }) { return file }
    if change.refused.first?.code == .untracked, try repository.workTreeFile(at: path) == nil {
      throw Refusal(.notAFile, path: path, "there is no such file", remedy: "name a file as it is on disk")
    }
    throw change.refused.first ?? Refusal(.notAFile, path: path, "is not a file", remedy: "name a file")
  }

  private func change(_ kind: ChangeAtHand.Kind, _ changes: [FileChange]) throws(Refusal) -> ChangeAtHand {
    let tracked = Dictionary(
      try repository.trackedFiles(paths: changes.map(\.path)).map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first })
    var candidates: [Candidate] = []
    var refused: [Refusal] = []
    for change in changes {
      guard let file = tracked[change.path] else {
        refused.append(
          Refusal(.untracked, path: change.path, "is not in the index", remedy: repository.addCommand(for: change.path))
        )
        continue
      }
      if kind == .unstaged, change.status == .added {
        refused.append(
          Refusal(
            .indexFlag, path: change.path, "is only announced to git (intent to add)",
            remedy: repository.addCommand(for: change.path)))
        continue
      }
      candidates.append(Candidate(file: file, base: kind == .staged ? .index : .workTree, old: change.oldID))
    }
    let read = try read(candidates)
    return ChangeAtHand(kind: kind, files: read.files, refused: refused + read.refused)
  }

  // MARK: Reading

  private struct Candidate {
    var file: TrackedFile
    /// Which version is edited; `nil` takes the index where the work tree holds the same, else the work tree.
    var base: EditableFile.Base?
    /// The blob before the change at hand, zero for a new file; `nil` when the whole file is at hand.
    var old: ObjectID?
  }

  private func read(_ candidates: [Candidate]) throws(Refusal) -> (files: [EditableFile], refused: [Refusal]) {
    let conversions = try repository.conversions(of: candidates.map(\.file.path))
    var files: [EditableFile] = []
    var refused: [Refusal] = []
    for candidate in candidates {
      let path = candidate.file.path
      do throws(Refusal) {
        try Self.checkEntry(candidate.file)
        if let announcement = try repository.announcement(of: candidate.file) { throw announcement }
        let conversion = try (conversions[path] ?? .success(.none)).get()
        files.append(try read(candidate, conversion: conversion))
      } catch {
        refused.append(error.at(path))
      }
    }
    return (files, refused)
  }

  private func read(_ candidate: Candidate, conversion: Conversion) throws(Refusal) -> EditableFile {
    let file = candidate.file
    let staged = try repository.blob(file.entry.id)
    // The work-tree file is read, compared and edited as git would stage it; the write brings it back to its own form. Where
    // the staged blob is edited it is not looked at, so that no filter has to run for it.
    let workTree = candidate.base == .index ? nil : try repository.stagedForm(at: file.path, conversion: conversion)
    let kind = candidate.base ?? (workTree == nil || workTree == staged ? .index : .workTree)
    let bytes = kind == .index ? staged : workTree ?? staged
    guard !TextLimit.isBinary(bytes) else { throw Refusal(.notText, path: file.path, "is a binary file") }
    var changed: [ClosedRange<Int>] = []
    if let old = candidate.old {
      let before = old.isZero ? [] : try repository.blob(old)
      changed = Self.changedLines(from: before, to: bytes)
    }
    return EditableFile(
      path: file.path, entry: file.entry, base: kind, bytes: bytes,
      id: bytes == staged ? file.entry.id : repository.blobID(of: bytes), changedLines: changed)
  }

  /// The lines of `after` that differ from `before`, counted from 1.
  private static func changedLines(from before: [UInt8], to after: [UInt8]) -> [ClosedRange<Int>] {
    let lines = TextLines(after)
    guard lines.count == TextLines(after, convention: .git).count else {
      // Lines that end in bare carriage returns are one line to a diff: any change is a change of all of them.
      return before == after || lines.count == 0 ? [] : [1...lines.count]
    }
    return LineDiff.hunks(from: before, to: after).filter { $0.resultCount > 0 }
      .map { $0.resultStart...($0.resultStart + $0.resultCount - 1) }
  }

  /// Refuses entries that are no plain file, or that git was told to treat in a special way.
  private static func checkEntry(_ file: TrackedFile) throws(Refusal) {
    if let mark = file.mark {
      throw Refusal(
        .indexFlag, path: file.path, "is marked \(mark.rawValue) in the index",
        remedy: mark == .unmerged ? "resolve the conflict first" : "git update-index --no-\(mark.rawValue) \(file.path)"
      )
    }
    guard file.entry.mode.isRegularFile else {
      throw Refusal(.notAFile, path: file.path, "is \(file.entry.mode.noun), which has no text to edit")
    }
  }
}

extension RepositoryPath {
  /// Whether the path lies below `folder`.
  func isInside(_ folder: RepositoryPath) -> Bool {
    bytes.count > folder.bytes.count && bytes.starts(with: folder.bytes)
      && bytes[folder.bytes.count] == UInt8(ascii: "/")
  }
}
