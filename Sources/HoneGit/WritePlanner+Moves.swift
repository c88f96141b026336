internal import HoneCore

/// The new place of a file that is moved.
///
/// Index and work tree move apart, as with `git mv`: what is not staged at the old place is not staged at the new one either.
extension WritePlanner {
  /// - Parameters:
  ///   - source: the write that takes the file from its old place.
  ///   - staged: the result, stored.
  /// - Throws: `unstagedOverlap` when the edit falls on lines that are not staged; `moved`, and what else `check` says of
  ///   the old place.
  func move(
    _ source: FileWrite, by write: FileWrite, to staged: WriteForms.StagedResult, conversion: Conversion
  ) throws(Refusal) -> PlannedFile {
    let original = try source.original.map { contents throws(Refusal) in try repository.bytes(of: contents) } ?? []
    var plan = PlannedFile(path: write.path)
    plan.indexAfter = try movedEntry(source, from: original, to: staged)
    let side: WriteForms.WorkTreeSide
    do throws(Refusal) {
      let conversion = try conditions.check(source, original: original, result: nil)
      side = try forms.workTreeSide(source.path, conversion: conversion)
      if let refusal = side.refusal { throw refusal }
      guard source.base == .workTree || source.entry == nil || side.file != nil else {
        throw Refusal(
          .unstagedOverlap, "was deleted, and that is not staged, so it is not moved",
          remedy: "git rm it, or bring it back")
      }
      if source.base == .workTree { guard side.staged == original else { throw Self.workTreeMoved } }
    } catch {
      throw error.at(source.path)
    }
    plan.likeness = side.file?.identity
    plan.permissions = side.file.map { $0.identity.mode & 0o777 } ?? (write.newMode == .executable ? 0o755 : 0o644)
    plan.workTreeAfter = try movedFile(side, by: write, from: original, to: staged, conversion: conversion)
    return plan
  }

  /// - Returns: `nil` for a file that is not tracked.
  private func movedEntry(
    _ source: FileWrite, from original: [UInt8], to staged: WriteForms.StagedResult
  ) throws(Refusal) -> IndexEntry? {
    guard let entry = source.entry else { return nil }
    let blob = source.original == .blob(entry.id) ? original : try repository.blob(entry.id)
    if blob == original { return IndexEntry(mode: entry.mode, id: staged.id) }
    if source.base == .staged { throw Self.stagedMoved }
    guard let merged = TextMerge.merge(base: original, ours: blob, theirs: staged.bytes) else {
      throw Self.unmovable(source.path)
    }
    return IndexEntry(mode: entry.mode, id: try repository.writeBlob(merged))
  }

  private func movedFile(
    _ side: WriteForms.WorkTreeSide, by write: FileWrite, from original: [UInt8], to staged: WriteForms.StagedResult,
    conversion: Conversion
  ) throws(Refusal) -> PlannedFile.After {
    // A file may be the staged bytes, and be staged otherwise now: where an attribute forbids the CRLF that it holds.
    guard let current = side.staged, current != original, side.file?.bytes != original else {
      return try forms.after(staged.workTree, staged: staged)
    }
    guard let merged = TextMerge.merge(base: original, ours: current, theirs: staged.bytes) else {
      throw Self.unmovable(write.origin ?? write.path)
    }
    let id = try repository.writeBlob(merged)
    guard !conversion.keeps(merged) else { return PlannedFile.After(id: id, contents: .blob(id)) }
    return try forms.after(ContentFilter(repository: repository, path: write.path).smudge(id), staged: staged)
  }

  private static func unmovable(_ path: RepositoryPath) -> Refusal {
    Refusal(
      .unstagedOverlap, path: path, "the edit overlaps lines that are not staged, so the file is not moved",
      remedy: "git add it first")
  }
}
