internal import HoneCore

/// Works out, before any lock is taken, what a write does to the index and to the work tree.
///
/// Comparing and merging is done in the staged form of a file. The bytes for the work tree are made from it only where
/// that way there and back is exact; else the work-tree file is left as it is and the user is told.
struct WritePlanner {
  let repository: Repository
  private let tracked: [RepositoryPath: TrackedFile]
  private let conversions: [RepositoryPath: Result<Conversion, Refusal>]
  private let clashes: IndexClashes?

  /// Reads what is needed about all files of a write at once.
  init(_ writes: [FileWrite], in repository: Repository) throws(Refusal) {
    self.repository = repository
    let paths = writes.map(\.path)
    guard Set(paths).count == paths.count else {
      throw Refusal(.malformed, "a run may change each file only once")
    }
    var tracked: [RepositoryPath: TrackedFile] = [:]
    for file in try repository.trackedFiles(paths: paths) {
      // An unmerged path has several entries; any of them says so.
      if tracked[file.path] == nil || file.stage > 0 { tracked[file.path] = file }
    }
    self.tracked = tracked
    let origins = writes.compactMap { write in write.origin.map { (write.path, $0) } }
    conversions = try repository.conversions(
      of: paths, movedFrom: Dictionary(origins, uniquingKeysWith: { first, _ in first }))
    let created = writes.filter { $0.original == nil }.map(\.path)
    clashes = created.isEmpty ? nil : try IndexClashes(of: repository, and: created)
  }

  /// Plans one file.
  /// - Throws: `moved` when the index entry or, for an edit of it, the work-tree file is not the one that the write was
  ///   made from; `indexFlag`, `notAFile`, `filtered`, `notText` or `unsafePath` when the file may not be edited.
  func plan(_ write: FileWrite) throws(Refusal) -> PlannedFile {
    do throws(Refusal) {
      let original = try write.original.map { contents throws(Refusal) in try repository.bytes(of: contents) }
      let result = try write.result.map { contents throws(Refusal) in try repository.bytes(of: contents) }
      let conversion = try check(write, original: original, result: result)
      switch (original, result) {
      case (nil, nil): throw Refusal(.malformed, "the write has neither an old nor a new content")
      case (nil, .some(let result)): return try creation(of: write, result: result, conversion: conversion)
      case (.some(let original), nil): return try deletion(of: write, original: original, conversion: conversion)
      case (.some(let original), .some(let result)):
        return try change(of: write, from: original, to: result, conversion: conversion)
      }
    } catch {
      throw error.at(write.path)
    }
  }

  // MARK: Checks

  private func check(_ write: FileWrite, original: [UInt8]?, result: [UInt8]?) throws(Refusal) -> Conversion {
    let found = tracked[write.path]
    if let mark = found?.mark {
      throw Refusal(
        .indexFlag, "is marked \(mark.rawValue) in the index", remedy: Self.remedy(for: mark))
    }
    guard found?.entry == write.entry else {
      throw Refusal(
        .moved, "was staged anew since the change was proposed", remedy: "ask again, from what is staged now")
    }
    if let entry = found?.entry {
      guard entry.mode.isRegularFile else {
        throw Refusal(.notAFile, entry.mode == .submodule ? "is a submodule" : "is a symbolic link")
      }
      if entry.id == .emptyBlob, try repository.isIntentToAdd(write.path) {
        throw Refusal(.indexFlag, "is marked intent-to-add in the index", remedy: "git add it first")
      }
    }
    let conversion = try conversions[write.path]?.get() ?? .none
    if case .program(let driver) = conversion, original?.starts(with: Self.pointer) ?? false {
      throw Refusal(.filtered, "is stored by git-lfs through the filter \(driver), which Hone does not edit")
    }
    for bytes in [original, result].compactMap(\.self) {
      guard bytes.count <= TextLimit.bytes, !TextLimit.isBinary(bytes) else {
        throw Refusal(.notText, "is binary or larger than \(TextLimit.bytes) bytes")
      }
    }
    return conversion
  }

  /// How the text begins that git-lfs stores in place of a file.
  ///
  /// Source: the specification of git-lfs, docs/spec.md, "The Pointer".
  private static let pointer = Array("version https://git-lfs.github.com/spec/v1\n".utf8)

  private static func remedy(for mark: TrackedFile.Mark) -> String {
    switch mark {
    case .skipWorktree: "git update-index --no-skip-worktree it, or widen the sparse checkout"
    case .assumeUnchanged: "git update-index --no-assume-unchanged it"
    case .unmerged: "resolve the conflict and git add it"
    }
  }

  // MARK: Kinds of writes

  private func creation(
    of write: FileWrite, result: [UInt8], conversion: Conversion
  ) throws(Refusal) -> PlannedFile {
    guard write.newMode.isRegularFile else { throw Refusal(.notAFile, "only regular files are created") }
    if let clash = clashes?.clash(with: write.path) { throw clash }
    guard write.entry == nil, try repository.workTreeFile(at: write.path) == nil else {
      throw Refusal(.moved, "exists already", remedy: "ask for a change of it instead")
    }
    let staged = try stage(result, of: write, conversion: conversion)
    let isExecutable = write.newMode == .executable
    return PlannedFile(
      path: write.path, indexBefore: nil, indexAfter: IndexEntry(mode: write.newMode, id: staged.id),
      workTreeBefore: nil, workTreeAfter: try after(staged.workTree, staged: staged),
      permissions: isExecutable ? 0o755 : 0o644)
  }

  private func deletion(
    of write: FileWrite, original: [UInt8], conversion: Conversion
  ) throws(Refusal) -> PlannedFile {
    var plan = PlannedFile(path: write.path, indexBefore: write.entry, indexAfter: nil)
    let side = try workTreeSide(write.path, conversion: conversion)
    plan.workTreeBefore = try before(side, write: write, original: original)
    plan.workTreeAfter = nil
    if write.base == .workTree {
      guard side.staged == original else { throw Self.workTreeMoved }
      if let entry = write.entry, try repository.blob(entry.id) != original {
        plan.indexAfter = entry
        plan.indexLeft = Refusal(
          .unstagedOverlap, path: write.path, "what is staged differs, so it stays staged", remedy: "git rm --cached it"
        )
      }
    } else if side.file != nil, side.staged != original {
      plan.workTreeAfter = plan.workTreeBefore?.unchanged
      plan.workTreeLeft = side.refusal ?? Self.overlap(write.path, "so the file is kept in the work tree")
    }
    if side.refusal != nil { plan.workTreeLeft = side.refusal }
    return plan
  }

  private func change(
    of write: FileWrite, from original: [UInt8], to result: [UInt8], conversion: Conversion
  ) throws(Refusal) -> PlannedFile {
    var plan = PlannedFile(path: write.path, indexBefore: write.entry, indexAfter: write.entry)
    let staged = try stage(result, of: write, conversion: conversion)
    let side = try workTreeSide(write.path, conversion: conversion)
    if write.base == .workTree { guard side.staged == original else { throw Self.workTreeMoved } }
    try planIndex(of: &plan, write: write, from: original, to: staged)
    plan.workTreeBefore = try before(side, write: write, original: original)
    try planWorkTree(of: &plan, side: side, from: original, to: staged, conversion: conversion)
    return plan
  }

  private func planIndex(
    of plan: inout PlannedFile, write: FileWrite, from original: [UInt8], to staged: StagedResult
  ) throws(Refusal) {
    // A file that is not tracked is changed in the work tree only.
    guard let entry = write.entry else { return }
    // Bytes that were read from the entry's own blob need not be compared with it.
    let blob = write.original == .blob(entry.id) ? original : try repository.blob(entry.id)
    if blob == original {
      plan.indexAfter = IndexEntry(mode: entry.mode, id: staged.id)
    } else if write.base == .staged {
      throw Refusal(
        .moved, "was staged anew since the change was proposed", remedy: "ask again, from what is staged now")
    } else if let merged = TextMerge.merge(base: original, ours: blob, theirs: staged.bytes) {
      plan.indexAfter = IndexEntry(mode: entry.mode, id: try repository.writeBlob(merged))
    } else {
      plan.indexLeft = Refusal(
        .unstagedOverlap, path: write.path, "the edit overlaps lines that are not staged, so only the file was changed",
        remedy: "git add it when it is right")
    }
  }

  private func planWorkTree(
    of plan: inout PlannedFile, side: WorkTreeSide, from original: [UInt8], to staged: StagedResult,
    conversion: Conversion
  ) throws(Refusal) {
    plan.workTreeAfter = plan.workTreeBefore?.unchanged
    plan.workTreeLeft = side.refusal
    guard let file = side.file, let current = side.staged else { return }
    guard let merged = TextMerge.merge(base: original, ours: current, theirs: staged.bytes) else {
      plan.workTreeLeft = Self.overlap(plan.path, "so only the staged version was changed")
      return
    }
    if merged == current { return }
    if let bytes = workTreeBytes(merged, replacing: current, in: file, path: plan.path, conversion: conversion) {
      plan.workTreeAfter = try after(bytes, staged: staged)
    } else {
      plan.workTreeLeft = Refusal(
        .filtered, path: plan.path,
        "its filters do not lead back to the file as it is, so only the staged version was changed",
        remedy: "git checkout the file when you do not need it as it is")
    }
  }

  // MARK: Forms of a file

  /// A result in both forms.
  private struct StagedResult {
    var id: ObjectID
    var bytes: [UInt8]
    var workTree: [UInt8]
    /// Where `bytes` are soonest had.
    var contents: FileContents
  }

  /// The current work-tree file in both forms; the staged form is missing when it cannot be worked out.
  private struct WorkTreeSide {
    var file: WorkTreeFile?
    var staged: [UInt8]?
    var refusal: Refusal?
  }

  /// Stores a result as the blob that `git add` would store for the work-tree file that git would write for it.
  private func stage(
    _ bytes: [UInt8], of write: FileWrite, conversion: Conversion
  ) throws(Refusal) -> StagedResult {
    let id = try repository.writeBlob(bytes)
    guard !conversion.keeps(bytes) else {
      return StagedResult(id: id, bytes: bytes, workTree: bytes, contents: write.result ?? .blob(id))
    }
    let filter = ContentFilter(repository: repository, path: write.path)
    let workTree = try filter.smudge(id)
    let staged = try filter.clean(workTree)
    return StagedResult(id: staged.id, bytes: staged.bytes, workTree: workTree, contents: .blob(staged.id))
  }

  /// Stores the bytes on disk, which may be the only ones of their kind.
  private func before(
    _ side: WorkTreeSide, write: FileWrite, original: [UInt8]
  ) throws(Refusal) -> PlannedFile.Before? {
    guard let file = side.file else { return nil }
    if case .blob(let id) = write.original, file.bytes == original {
      return PlannedFile.Before(id: id, identity: file.identity)
    }
    return PlannedFile.Before(id: try repository.writeBlob(file.bytes), identity: file.identity)
  }

  /// Stores bytes for the work tree; those of the result are stored already.
  private func after(_ bytes: [UInt8], staged: StagedResult) throws(Refusal) -> PlannedFile.After {
    if bytes == staged.bytes { return PlannedFile.After(id: staged.id, contents: staged.contents) }
    let id = try repository.writeBlob(bytes)
    return PlannedFile.After(id: id, contents: .blob(id))
  }

  /// Reads the work-tree file.
  ///
  /// What stands in its place or in its way is a reason to leave it alone, not to fail. Of a file that cannot be read nobody
  /// knows what would be left.
  private func workTreeSide(_ path: RepositoryPath, conversion: Conversion) throws(Refusal) -> WorkTreeSide {
    let file: WorkTreeFile
    do {
      guard let found = try repository.workTreeFile(at: path) else { return WorkTreeSide() }
      file = found
    } catch {
      if [.moved, .unsafePath, .unreadable].contains(error.code) { throw error }
      return WorkTreeSide(refusal: error.at(path))
    }
    guard !TextLimit.isBinary(file.bytes) else {
      return WorkTreeSide(file: file, refusal: Refusal(.notText, path: path, "is binary in the work tree"))
    }
    guard !conversion.keeps(file.bytes) else { return WorkTreeSide(file: file, staged: file.bytes) }
    do {
      return WorkTreeSide(
        file: file, staged: try ContentFilter(repository: repository, path: path).clean(file.bytes).bytes)
    } catch {
      return WorkTreeSide(file: file, refusal: error)
    }
  }

  /// The bytes on disk for `merged`, the staged form that replaces `current`; `nil` when no way there is exact.
  private func workTreeBytes(
    _ merged: [UInt8], replacing current: [UInt8], in file: WorkTreeFile, path: RepositoryPath, conversion: Conversion
  ) -> [UInt8]? {
    if conversion.keeps(file.bytes), conversion.keeps(merged) { return merged }
    let filter = ContentFilter(repository: repository, path: path)
    if let before = try? repository.writeBlob(current), let back = try? filter.smudge(before), back == file.bytes {
      guard let after = try? repository.writeBlob(merged) else { return nil }
      return try? filter.smudge(after)
    }
    // The file is on disk as it would be staged, for example with LF where git would check out CRLF: it stays so.
    guard current == file.bytes, let clean = try? filter.clean(merged), clean.bytes == merged else { return nil }
    return merged
  }

  private static let workTreeMoved = Refusal(
    .moved, "changed in the work tree since the change was proposed", remedy: "ask again, from the file as it is now")

  private static func overlap(_ path: RepositoryPath, _ consequence: String) -> Refusal {
    Refusal(
      .unstagedOverlap, path: path, "the edit overlaps lines that are not staged, \(consequence)",
      remedy: "git diff shows both; settle it by hand")
  }
}

extension ObjectID {
  /// The id of the empty blob, which an intent-to-add entry carries.
  static let emptyBlob = ObjectID(hex: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391") ?? .zero
}
