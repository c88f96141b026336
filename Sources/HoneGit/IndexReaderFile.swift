#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore
internal import HoneSystem

/// An index file in memory.
///
/// It is mapped, as git does it: whoever writes an index writes another file and renames it, so what is mapped stays whole.
struct IndexReaderFile: ~Copyable {
  let bytes: UnsafeRawBufferPointer

  /// - Returns: `nil` when there is no such file, or none that can be mapped.
  init?(path: [UInt8]) {
    guard let descriptor = try? Descriptor(path.withCString { open($0, O_RDONLY | O_CLOEXEC) }, operation: "open"),
      let status = try? descriptor.status(), status.isRegular, status.size > 0,
      let address = mmap(nil, Int(status.size), PROT_READ, Self.flags, descriptor.number, 0), address != MAP_FAILED
    else { return nil }
    bytes = UnsafeRawBufferPointer(start: address, count: Int(status.size))
  }

  /// All of the file is going to be read, so the system maps it in one step rather than in fifty.
  #if canImport(Glibc)
    private static let flags = MAP_PRIVATE | MAP_POPULATE
  #else
    private static let flags = MAP_PRIVATE
  #endif

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }
}

extension IndexReaderComparison {
  /// The records as changes, and why those with names that Hone never writes are not among them.
  static func changes(_ records: [Record]) -> (changes: [FileChange], refused: [Refusal]) {
    var changes: [FileChange] = []
    var refused: [Refusal] = []
    for record in records {
      do throws(Refusal) {
        let old = record.old ?? IndexEntry(mode: .absent, id: .zero)
        let new = record.new ?? IndexEntry(mode: .absent, id: .zero)
        let status: FileChange.Status =
          record.old == nil
          ? .added
          : record.new == nil
            ? .deleted : old.mode.isRegularFile == new.mode.isRegularFile ? .modified : .typeChanged
        changes.append(
          FileChange(
            path: try RepositoryPath(bytes: record.path), status: status, oldMode: old.mode, newMode: new.mode,
            oldID: old.id, newID: new.id))
      } catch {
        refused.append(error)
      }
    }
    return (changes, refused)
  }
}

extension Repository {
  /// The staged list, read in this process.
  /// - Returns: the differences between HEAD and the index in the order of their paths; `nil` when something about the
  ///   index, HEAD's trees or the repository is unusual, so that git must be asked.
  func stagedRecords(since head: HeadState) -> [IndexReaderComparison.Record]? {
    guard !replacesObjects, let file = IndexReaderFile(path: indexFile), let index = IndexReader(file.bytes),
      // Without cached trees every tree of HEAD would have to be read, which git does faster.
      index.cachedTrees != nil, let database = try? ObjectDatabase(of: pointer)
    else { return nil }
    do {
      var tree: ObjectID?
      if let commit = head.commit {
        guard let found = treeOfCommit(commit) else { return nil }
        tree = found
      }
      return try IndexReaderComparison.records(index: index, tree: tree) { id in
        id == .emptyTree ? [] : database.content(of: id, type: GIT_OBJECT_TREE)
      }
    } catch {
      return nil
    }
  }

  /// Whether git may show other objects than those that were named (`git replace`), which libgit2 does not know.
  private var replacesObjects: Bool {
    if environment["GIT_REPLACE_REF_BASE"] != nil { return true }
    let folder = commonDirectory + Array("/refs/replace".utf8)
    if FileIdentity(path: folder) != nil { return true }
    guard let packed = IndexReaderFile(path: commonDirectory + Array("/packed-refs".utf8)) else { return false }
    // Each line is 40 digits, a blank and the name of a ref, in which there are no blanks.
    var rest = packed.bytes[...]
    while let blank = rest.firstIndex(of: UInt8(ascii: " ")) {
      rest = rest[(blank + 1)...]
      if rest.starts(with: "refs/replace/".utf8) { return true }
    }
    return false
  }

  private func treeOfCommit(_ commit: ObjectID) -> ObjectID? {
    var raw = commit.raw
    var found: OpaquePointer?
    guard git_commit_lookup(&found, pointer, &raw) == 0, let found else { return nil }
    defer { git_commit_free(found) }
    return git_commit_tree_id(found).map { ObjectID($0.pointee) }
  }
}
