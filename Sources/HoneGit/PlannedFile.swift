internal import HoneCore

/// One file of a write, worked out: what each place holds and what it will hold.
struct PlannedFile {
  var path: RepositoryPath
  var indexBefore: IndexEntry?
  var indexAfter: IndexEntry?
  /// The bytes on disk, before any filter; `nil` for no file.
  var workTreeBefore: WorkTreeFile?
  /// The bytes that the work-tree file becomes; `nil` for no file.
  var workTreeAfter: [UInt8]?
  /// The permission bits of a work-tree file that is made anew.
  var permissions: UInt32 = 0o644
  /// Why the index does not get the change.
  var indexLeft: Refusal?
  /// Why the work-tree file does not get the change.
  var workTreeLeft: Refusal?

  var changesIndex: Bool { indexBefore != indexAfter }
  var changesWorkTree: Bool { workTreeBefore?.bytes != workTreeAfter }

  var outcome: FileOutcome {
    FileOutcome(
      path: path,
      index: indexLeft.map { .left($0) } ?? (changesIndex ? .changed : .unchanged),
      workTree: workTreeLeft.map { .left($0) } ?? (changesWorkTree ? .changed : .unchanged))
  }
}
