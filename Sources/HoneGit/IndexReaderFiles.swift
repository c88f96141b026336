#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore
internal import HoneSystem

/// A file of the index, and whether the work tree surely holds the same.
package struct IndexedFile: Hashable, Sendable {
  package var path: RepositoryPath
  package var entry: IndexEntry
  /// Whether what the index notes of the file on disk (times, size, owner, node) is still so.
  ///
  /// Where it is not, the bytes must be compared.
  package var isSettled: Bool
  /// How long the file was when git last saw that it held the same as the index, in bytes modulo 2^32; 0 where git does
  /// not vouch for it.
  package var notedLength = 0
  /// What git was told about it, where it leaves the file alone.
  package var mark: TrackedFile.Mark?
}

extension Repository {
  /// The regular files of the index, read in this process, in git's order.
  ///
  /// Conflicts, and files that git was told to leave alone (skip-worktree, assume-unchanged), are left out, and so are
  /// paths that Hone never writes. A file counts as settled by git's own rules, taken strictly: all of its data must be
  /// as noted, and it must be older than the index, or it may have been written once more in the same instant. The index
  /// is read, and the files are looked up, on all cores: both take longer than everything else about a listing.
  /// - Parameters:
  ///   - chooser: what each thread keeps from path to path, its own copy.
  ///   - isWanted: chooses by the bytes of the path; only what is chosen is looked up on disk.
  ///   - isNeeded: chooses of these by the path, and whether the file is settled.
  ///   - includesMarked: whether files that git was told to leave alone are listed too, with their marks, if they are there;
  ///     none of them counts as settled.
  /// - Returns: `nil` when something about the index is unusual, so that git must be asked.
  package func indexedFiles<Chooser: Sendable>(
    choosing chooser: Chooser, where isWanted: @escaping @Sendable (inout Chooser, UnsafeRawBufferPointer) -> Bool,
    isNeeded: @escaping @Sendable (UnsafeRawBufferPointer, Bool) -> Bool = { _, _ in true },
    includesMarked: Bool = false
  ) -> [IndexedFile]? {
    guard let file = IndexReaderFile(path: indexFile), let index = IndexReader(file.bytes, readsTrees: false),
      let written = FileIdentity(path: indexFile), let top = try? Descriptor.folder(workTree)
    else { return nil }
    let parts = IndexParts(index, includesMarked: includesMarked)
    let folder = top.number
    var files: [IndexedFile] = []
    if parts.count < IndexParts.worthThreads {
      var chooser = chooser
      for part in 0..<parts.count {
        files += parts.files(in: part, &chooser, folder, written, isWanted: isWanted, isNeeded: isNeeded)
      }
    } else {
      ParallelMap().run(
        count: parts.count, worker: { chooser },
        work: { (chooser: inout Chooser, part) in
          parts.files(in: part, &chooser, folder, written, isWanted: isWanted, isNeeded: isNeeded)
        },
        consume: { _, found in
          files += found
          return true
        })
    }
    // The mapping and the folder are used up to here.
    guard !file.bytes.isEmpty, top.number == folder else { return nil }
    return files
  }

  /// The same for a choice that keeps nothing.
  package func indexedFiles(
    where isWanted: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool,
    isNeeded: @escaping @Sendable (UnsafeRawBufferPointer, Bool) -> Bool = { _, _ in true },
    includesMarked: Bool = false
  ) -> [IndexedFile]? {
    indexedFiles(choosing: 0, where: { isWanted($1) }, isNeeded: isNeeded, includesMarked: includesMarked)
  }
}

/// An index cut into parts, which threads read.
///
/// Unchecked, since it points into the file: that is mapped to be read only, and whoever mapped it waits for the threads.
private struct IndexParts: @unchecked Sendable {
  /// At each a part begins.
  private let cursors: [IndexReaderCursor]
  private let includesMarked: Bool

  /// How many entries a part has, the last one excepted.
  private static let size = 4 * IndexReader.markInterval
  /// With fewer parts threads cost more than they bring.
  static let worthThreads = 3

  init(_ index: IndexReader, includesMarked: Bool) {
    self.includesMarked = includesMarked
    var cursors: [IndexReaderCursor] = []
    var cursor = IndexReaderCursor(index)
    while !cursor.isAtEnd {
      cursors.append(cursor)
      cursor.advance(by: Self.size)
    }
    self.cursors = cursors
  }

  var count: Int { cursors.count }

  /// The files of one part, as `Repository.indexedFiles` describes them.
  func files<Chooser>(
    in part: Int, _ chooser: inout Chooser, _ folder: Int32, _ written: FileIdentity,
    isWanted: (inout Chooser, UnsafeRawBufferPointer) -> Bool, isNeeded: (UnsafeRawBufferPointer, Bool) -> Bool
  ) -> [IndexedFile] {
    var files: [IndexedFile] = []
    var cursor = cursors[part]
    /// The name with the zero that the system wants at its end.
    var name: [UInt8] = []
    for _ in 0..<Self.size where !cursor.isAtEnd {
      defer { cursor.advance() }
      let mark = cursor.mark
      guard cursor.mode.isRegularFile, !cursor.isConflict, mark == nil || includesMarked,
        cursor.name.withUnsafeBytes({ isWanted(&chooser, $0) })
      else { continue }
      name.removeAll(keepingCapacity: true)
      name.append(contentsOf: cursor.name)
      name.append(0)
      let state = Self.state(of: name, in: folder)
      if state == nil, mark != nil { continue }
      let isSettled = mark == nil && state.map { cursor.isSettled($0, indexWritten: written) } ?? false
      guard cursor.name.withUnsafeBytes({ isNeeded($0, isSettled) }), let id = ObjectID(bytes: cursor.id),
        let path = try? RepositoryPath(bytes: cursor.name)
      else { continue }
      files.append(
        IndexedFile(
          path: path, entry: IndexEntry(mode: cursor.mode, id: id), isSettled: isSettled,
          notedLength: mark == nil ? cursor.number(at: 36) ?? 0 : 0, mark: mark))
    }
    return files
  }

  /// What the system says of a file; `nil` where there is none.
  /// - Parameter name: ends with a zero.
  private static func state(of name: [UInt8], in folder: Int32) -> stat? {
    var raw = stat()
    let code = name.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { fstatat(folder, $0, &raw, AT_SYMLINK_NOFOLLOW) } ?? -1
      }
    }
    return code == 0 ? raw : nil
  }
}

extension Repository {
  /// Tracked regular files whose bytes on disk may be others than those of the index, in git's order.
  ///
  /// Filters are not asked, so that a file may be among them which git would not call changed. New files, which were only
  /// announced to git, and deleted ones are not.
  /// - Throws: what git says, where it must be asked.
  package func possiblyEdited() throws(Refusal) -> [FileChange] {
    let empty = blobID(of: [])
    guard let open = indexedFiles(where: { _ in true }, isNeeded: { !$1 }) else { return try unstagedChanges() }
    let reader = WorkTreeReader(self)
    return open.compactMap { file in
      guard file.entry.id != empty, let bytes = (try? reader.bytes(of: file.path)) ?? nil,
        blobID(of: bytes) != file.entry.id
      else { return nil }
      return FileChange(
        path: file.path, status: .modified, oldMode: file.entry.mode, newMode: file.entry.mode, oldID: file.entry.id,
        newID: .zero)
    }
  }
}

extension IndexReaderCursor {
  /// Whether the entry is a side of a conflict.
  fileprivate var isConflict: Bool { flags & 0x3000 != 0 }

  /// What keeps git from comparing the entry with the work tree.
  fileprivate var mark: TrackedFile.Mark? {
    furtherFlags & 0x4000 != 0 ? .skipWorktree : flags & 0x8000 != 0 ? .assumeUnchanged : nil
  }

  /// Whether a file on disk has the data that the entry notes; see gitformat-index(5) for their places.
  fileprivate func isSettled(_ raw: stat, indexWritten: FileIdentity) -> Bool {
    let changed = WallTime(changed: raw)
    let isExecutable = raw.st_mode & S_IXUSR != 0
    let now = FileIdentity(raw)
    guard now.isRegular, isExecutable == (mode == .executable), furtherFlags & 0x2000 == 0 else { return false }
    func notes(_ value: Int, at offset: Int) -> Bool { number(at: offset) == value & 0xffff_ffff }
    guard notes(Int(changed.seconds), at: 0), notes(Int(changed.nanoseconds), at: 4),
      notes(Int(now.modified.seconds), at: 8), notes(Int(now.modified.nanoseconds), at: 12),
      notes(Int(truncatingIfNeeded: raw.st_ino), at: 20),
      notes(Int(raw.st_uid), at: 28), notes(Int(raw.st_gid), at: 32),
      notes(Int(truncatingIfNeeded: raw.st_size), at: 36)
    else { return false }
    return now.modified < indexWritten.modified
  }
}
