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
}

extension Repository {
  /// The regular files of the index, read in this process, in git's order.
  ///
  /// Conflicts, and files that git was told to leave alone (skip-worktree, assume-unchanged), are left out, and so are
  /// paths that Hone never writes. A file counts as settled by git's own rules, taken strictly: all of its data must be
  /// as noted, and it must be older than the index, or it may have been written once more in the same instant.
  /// - Parameters:
  ///   - isWanted: chooses by the bytes of the path; only what is chosen is looked up on disk.
  ///   - isNeeded: chooses of these by the path, and whether the file is settled.
  /// - Returns: `nil` when something about the index is unusual, so that git must be asked.
  package func indexedFiles(
    where isWanted: (ArraySlice<UInt8>) -> Bool, isNeeded: (ArraySlice<UInt8>, Bool) -> Bool = { _, _ in true }
  ) -> [IndexedFile]? {
    guard let file = IndexReaderFile(path: indexFile), let index = IndexReader(file.bytes),
      let written = FileIdentity(path: indexFile), let top = try? Descriptor.folder(workTree)
    else { return nil }
    var wanted: [IndexReaderCursor] = []
    var cursor = IndexReaderCursor(index)
    while !cursor.isAtEnd {
      if cursor.mode.isRegularFile, !cursor.isLeftAlone, isWanted(cursor.name[...]) { wanted.append(cursor) }
      cursor.advance()
    }
    var files: [IndexedFile] = []
    Self.forEachState(of: wanted.map(\.name), in: top.number) { position, state in
      let entry = wanted[position]
      let isSettled = state.map { entry.isSettled($0, indexWritten: written) } ?? false
      if isNeeded(entry.name[...], isSettled), let id = ObjectID(bytes: entry.id),
        let path = try? RepositoryPath(bytes: entry.name)
      {
        files.append(IndexedFile(path: path, entry: IndexEntry(mode: entry.mode, id: id), isSettled: isSettled))
      }
    }
    return files
  }

  /// How many files a thread looks up at a time; fewer are not worth a thread.
  private static let lookups = 256

  /// Looks files up on disk, many on all cores: that takes longer than reading the index.
  /// - Parameter take: takes what the system says of each, in order; `nil` where nothing is.
  private static func forEachState(of names: [[UInt8]], in folder: Int32, take: (Int, stat?) -> Void) {
    guard names.count > 2 * lookups else {
      for (position, name) in names.enumerated() { take(position, state(of: name, in: folder)) }
      return
    }
    ParallelMap().run(
      count: (names.count + lookups - 1) / lookups, worker: {},
      work: { (_: inout Void, part) -> [stat?] in
        names[(part * lookups)..<min(names.count, (part + 1) * lookups)].map { state(of: $0, in: folder) }
      },
      consume: { part, states in
        for (index, state) in states.enumerated() { take(part * lookups + index, state) }
        return true
      })
  }

  private static func state(of name: [UInt8], in folder: Int32) -> stat? {
    var raw = stat()
    var text = name
    text.append(0)
    let code = text.withUnsafeBufferPointer { bytes in
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
  /// Whether the entry is a side of a conflict, or one that git does not compare with the work tree.
  fileprivate var isLeftAlone: Bool { flags & 0xb000 != 0 || furtherFlags & 0x4000 != 0 }

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
