internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// A file as it shall be written, after review.
struct AcceptedFile {
  /// What a file was made from.
  struct Base {
    var entry: IndexEntry
    var isTracked: Bool
    var version: EditableFile.Base
    /// The blob id of `contents`.
    var id: ObjectID
    var contents: FileContents
  }

  var path: RepositoryPath
  /// `nil` for a new file.
  var base: Base?
  /// `nil` for a file that goes away.
  var result: FileContents?
  /// The mode of a new file.
  var newMode = FileMode.regular
  /// The file that a new one was moved from.
  var origin: RepositoryPath?
  /// How many edits are in it, as the summary counts them.
  var edits: Int

  init(
    path: RepositoryPath, base: EditableFile?, result: [UInt8]?, newMode: FileMode = .regular,
    origin: RepositoryPath? = nil, edits: Int = 0
  ) {
    self.path = path
    self.edits = edits
    self.base = base.map {
      Base(entry: $0.entry, isTracked: $0.isTracked, version: $0.base, id: $0.id, contents: .bytes($0.bytes))
    }
    self.result = result.map { .bytes($0) }
    self.newMode = newMode
    self.origin = origin
  }

  /// The same file with its bytes put away.
  ///
  /// What the index holds is read from there again.
  /// - Throws: `SystemError` when there is no room for them.
  func spooled(in spool: Spool) throws(SystemError) -> AcceptedFile {
    var file = self
    if let base {
      file.base?.contents =
        base.version == .index && base.id == base.entry.id ? .blob(base.id) : try base.contents.spooled(in: spool)
    }
    file.result = try result.map { contents throws(SystemError) in try contents.spooled(in: spool) }
    return file
  }

  /// The same file without its bytes, once they are needed no more.
  var emptied: AcceptedFile {
    var file = self
    file.base?.contents = .bytes([])
    file.result = result.map { _ in .bytes([]) }
    return file
  }

  /// What HoneGit is told to write.
  var write: FileWrite {
    var write = FileWrite(
      path: path, base: base?.version == .workTree ? .workTree : .staged,
      entry: base.flatMap { $0.isTracked ? $0.entry : nil }, from: base?.contents, to: result, newMode: newMode)
    write.origin = origin
    return write
  }
}

extension FileContents {
  fileprivate func spooled(in spool: Spool) throws(SystemError) -> FileContents {
    guard case .bytes(let bytes) = self else { return self }
    return .spooled(try spool.put(bytes))
  }
}
