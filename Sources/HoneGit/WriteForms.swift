internal import HoneCore

/// The forms that a file of a write has: as it is staged, and as it stands in the work tree.
///
/// They differ where git converts line endings or runs filters. Each form that is made here is stored as a blob.
struct WriteForms {
  let repository: Repository

  /// A result in both forms.
  struct StagedResult {
    var id: ObjectID
    var bytes: [UInt8]
    var workTree: [UInt8]
    /// Where `bytes` are soonest had.
    var contents: FileContents
  }

  /// The current work-tree file in both forms; the staged form is missing when it cannot be worked out.
  struct WorkTreeSide {
    var file: WorkTreeFile?
    var staged: [UInt8]?
    var refusal: Refusal?
  }

  /// Stores a result as the blob that `git add` would store for the work-tree file that git would write for it.
  func stage(
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
  func before(
    _ side: WorkTreeSide, write: FileWrite, original: [UInt8]
  ) throws(Refusal) -> PlannedFile.Before? {
    guard let file = side.file else { return nil }
    if case .blob(let id) = write.original, file.bytes == original {
      return PlannedFile.Before(id: id, identity: file.identity)
    }
    return PlannedFile.Before(id: try repository.writeBlob(file.bytes), identity: file.identity)
  }

  /// Stores bytes for the work tree; those of the result are stored already.
  func after(_ bytes: [UInt8], staged: StagedResult) throws(Refusal) -> PlannedFile.After {
    if bytes == staged.bytes { return PlannedFile.After(id: staged.id, contents: staged.contents) }
    let id = try repository.writeBlob(bytes)
    return PlannedFile.After(id: id, contents: .blob(id))
  }

  /// Reads the work-tree file.
  ///
  /// What stands in its place or in its way is a reason to leave it alone, not to fail. Of a file that cannot be read nobody
  /// knows what would be left.
  func workTreeSide(_ path: RepositoryPath, conversion: Conversion) throws(Refusal) -> WorkTreeSide {
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
  func workTreeBytes(
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
}
