internal import HoneCore

/// One file of a write, worked out: what each place holds and what it will hold.
///
/// It holds no bytes, so that a write of many files takes no more memory than one of few.
struct PlannedFile {
  /// The work-tree file that was read.
  struct Before {
    /// The blob of its bytes on disk, which is stored.
    var id: ObjectID
    var identity: FileIdentity

    /// The same file as it is.
    var unchanged: After { After(id: id, contents: .blob(id)) }
  }

  /// The work-tree file that is to be.
  struct After {
    /// The blob of its bytes on disk, which is stored.
    var id: ObjectID
    /// Where these bytes are soonest had.
    var contents: FileContents
  }

  var path: RepositoryPath
  var indexBefore: IndexEntry?
  var indexAfter: IndexEntry?
  /// The file on disk; `nil` for no file.
  var workTreeBefore: Before?
  /// What the work-tree file becomes, before any filter; `nil` for no file.
  var workTreeAfter: After?
  /// The permission bits of a work-tree file that is made anew.
  var permissions: UInt32 = 0o644
  /// The file whose owner, group and permissions one that is made anew takes; `nil` for those that any new file gets.
  var likeness: FileIdentity?
  /// Why the index does not get the change.
  var indexLeft: Refusal?
  /// Why the work-tree file does not get the change.
  var workTreeLeft: Refusal?

  var changesIndex: Bool { indexBefore != indexAfter }
  var changesWorkTree: Bool { workTreeBefore?.id != workTreeAfter?.id }

  var outcome: FileOutcome {
    FileOutcome(
      path: path,
      index: indexLeft.map { .left($0) } ?? (changesIndex ? .changed : .unchanged),
      workTree: workTreeLeft.map { .left($0) } ?? (changesWorkTree ? .changed : .unchanged))
  }
}
