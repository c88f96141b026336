internal import HoneCore

/// Works out, before any lock is taken, what a write does to the index and to the work tree.
///
/// Comparing and merging is done in the staged form of a file. The bytes for the work tree are made from it only where
/// that way there and back is exact; else the work-tree file is left as it is and the user is told.
struct WritePlanner {
  let repository: Repository
  let conditions: WriteConditions
  let forms: WriteForms
  /// What takes a file that is moved from its old place, by that place.
  private let departures: [RepositoryPath: FileWrite]

  /// Reads what is needed about all files of a write at once.
  init(_ writes: [FileWrite], in repository: Repository) throws(Refusal) {
    self.repository = repository
    conditions = try WriteConditions(writes, in: repository)
    forms = WriteForms(repository: repository)
    let origins = Set(writes.compactMap(\.origin))
    let leaving = writes.filter { $0.result == nil && origins.contains($0.path) }
    departures = Dictionary(leaving.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Plans one file.
  /// - Throws: `moved` when the index entry or, for an edit of it, the work-tree file is not the one that the write was
  ///   made from; `indexFlag`, `notAFile`, `filtered`, `notText` or `unsafePath` when the file may not be edited.
  func plan(_ write: FileWrite) throws(Refusal) -> PlannedFile {
    do throws(Refusal) {
      let original = try write.original.map { contents throws(Refusal) in try repository.bytes(of: contents) }
      let result = try write.result.map { contents throws(Refusal) in try repository.bytes(of: contents) }
      let conversion = try conditions.check(write, original: original, result: result)
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

  // MARK: Kinds of writes

  private func creation(
    of write: FileWrite, result: [UInt8], conversion: Conversion
  ) throws(Refusal) -> PlannedFile {
    guard write.newMode.isRegularFile else { throw Refusal(.notAFile, "only regular files are created") }
    if let clash = conditions.clash(with: write.path) { throw clash }
    guard write.entry == nil, try repository.workTreeFile(at: write.path) == nil else {
      throw Refusal(.moved, "exists already", remedy: "ask for a change of it instead")
    }
    let staged = try forms.stage(result, of: write, conversion: conversion)
    if let source = write.origin.flatMap({ departures[$0] }) {
      return try move(source, by: write, to: staged, conversion: conversion)
    }
    let isExecutable = write.newMode == .executable
    return PlannedFile(
      path: write.path, indexBefore: nil, indexAfter: IndexEntry(mode: write.newMode, id: staged.id),
      workTreeBefore: nil, workTreeAfter: try forms.after(staged.workTree, staged: staged),
      permissions: isExecutable ? 0o755 : 0o644)
  }

  private func deletion(
    of write: FileWrite, original: [UInt8], conversion: Conversion
  ) throws(Refusal) -> PlannedFile {
    var plan = PlannedFile(path: write.path, indexBefore: write.entry, indexAfter: nil)
    let side = try forms.workTreeSide(write.path, conversion: conversion)
    plan.workTreeBefore = try forms.before(side, write: write, original: original)
    plan.workTreeAfter = nil
    // Lines that are not staged have gone to the new place as well.
    if departures[write.path] != nil {
      if let refusal = side.refusal { throw refusal }
      if write.base == .workTree { guard side.staged == original else { throw Self.workTreeMoved } }
      return plan
    }
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
    let staged = try forms.stage(result, of: write, conversion: conversion)
    let side = try forms.workTreeSide(write.path, conversion: conversion)
    if write.base == .workTree { guard side.staged == original else { throw Self.workTreeMoved } }
    try planIndex(of: &plan, write: write, from: original, to: staged)
    plan.workTreeBefore = try forms.before(side, write: write, original: original)
    try planWorkTree(of: &plan, side: side, from: original, to: staged, conversion: conversion)
    return plan
  }

  private func planIndex(
    of plan: inout PlannedFile, write: FileWrite, from original: [UInt8], to staged: WriteForms.StagedResult
  ) throws(Refusal) {
    // A file that is not tracked is changed in the work tree only.
    guard let entry = write.entry else { return }
    // Bytes that were read from the entry's own blob need not be compared with it.
    let blob = write.original == .blob(entry.id) ? original : try repository.blob(entry.id)
    if blob == original {
      plan.indexAfter = IndexEntry(mode: entry.mode, id: staged.id)
    } else if write.base == .staged {
      throw Self.stagedMoved
    } else if let merged = TextMerge.merge(base: original, ours: blob, theirs: staged.bytes) {
      plan.indexAfter = IndexEntry(mode: entry.mode, id: try repository.writeBlob(merged))
    } else {
      plan.indexLeft = Refusal(
        .unstagedOverlap, path: write.path, "the edit overlaps lines that are not staged, so only the file was changed",
        remedy: "git add it when it is right")
    }
  }

  private func planWorkTree(
    of plan: inout PlannedFile, side: WriteForms.WorkTreeSide, from original: [UInt8],
    to staged: WriteForms.StagedResult, conversion: Conversion
  ) throws(Refusal) {
    plan.workTreeAfter = plan.workTreeBefore?.unchanged
    plan.workTreeLeft = side.refusal
    guard let file = side.file, let current = side.staged else { return }
    guard let merged = TextMerge.merge(base: original, ours: current, theirs: staged.bytes) else {
      plan.workTreeLeft = Self.overlap(plan.path, "so only the staged version was changed")
      return
    }
    if merged == current { return }
    if let bytes = forms.workTreeBytes(merged, replacing: current, in: file, path: plan.path, conversion: conversion) {
      plan.workTreeAfter = try forms.after(bytes, staged: staged)
    } else {
      plan.workTreeLeft = Refusal(
        .filtered, path: plan.path,
        "its filters do not lead back to the file as it is, so only the staged version was changed",
        remedy: "git checkout the file when you do not need it as it is")
    }
  }

  // MARK: Reasons

  static let workTreeMoved = Refusal(
    .moved, "changed in the work tree since the change was proposed", remedy: "ask again, from the file as it is now")

  static let stagedMoved = Refusal(
    .moved, "was staged anew since the change was proposed", remedy: "ask again, from what is staged now")

  private static func overlap(_ path: RepositoryPath, _ consequence: String) -> Refusal {
    Refusal(
      .unstagedOverlap, path: path, "the edit overlaps lines that are not staged, \(consequence)",
      remedy: "git diff shows both; settle it by hand")
  }
}
