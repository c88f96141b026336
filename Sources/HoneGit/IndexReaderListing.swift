internal import HoneCore

/// Entries of an index file by path, as `git ls-files -s -v` tells them, read in this process.
///
/// A write asks three times for a few entries, between the last byte of a reply and the end of the command; a git child takes
/// longer for each than all of this.
struct IndexReaderListing: ~Copyable {
  private let file: IndexReaderFile
  private let index: IndexReader

  /// - Returns: `nil` when something about the file is unusual, so that git must be asked; also for version 4, whose names build
  ///   on each other and so cannot be searched.
  init?(path: [UInt8]) {
    guard let file = IndexReaderFile(path: path), let index = IndexReader(file.bytes, readsTrees: false),
      index.version < 4
    else {
      return nil
    }
    self.file = file
    self.index = index
  }

  /// The first side of a conflict; `nil` for none.
  func firstUnmerged() -> TrackedFile? {
    var offset = index.entryOffset(0)
    for _ in 0..<index.entryCount {
      if stage(at: offset) > 0 { return entry(at: offset) }
      offset = index.offset(1, behind: offset)
    }
    return nil
  }

  /// The entries of some files, and of all files below some folders, in git's order.
  ///
  /// Names that Hone never writes are left out.
  func entries(of paths: [RepositoryPath]) -> [TrackedFile] {
    var numbers: Set<Int> = []
    for path in paths {
      var number = firstEntry(notBefore: path.bytes)
      while number < index.entryCount, name(of: number).elementsEqual(path.bytes) {
        numbers.insert(number)
        number += 1
      }
      let folder = path.bytes + [UInt8(ascii: "/")]
      number = firstEntry(notBefore: folder)
      while number < index.entryCount, name(of: number).starts(with: folder) {
        numbers.insert(number)
        number += 1
      }
    }
    var files: [TrackedFile] = []
    for number in numbers.sorted() {
      if let file = entry(at: index.entryOffset(number)) { files.append(file) }
    }
    return files
  }

  /// The number of the first entry whose name is `name` or comes after it; the entries are sorted by the bytes of their names.
  private func firstEntry(notBefore name: [UInt8]) -> Int {
    var (low, high) = (0, index.entryCount)
    while low < high {
      let middle = (low + high) / 2
      if self.name(of: middle).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func name(of number: Int) -> UnsafeRawBufferPointer { name(at: index.entryOffset(number)) }

  private func name(at offset: Int) -> UnsafeRawBufferPointer {
    let bytes = index.bytes
    // The reader has gone over all entries, so each has its name.
    guard let start = IndexReaderEntry.nameOffset(in: bytes, at: offset, end: bytes.count),
      let length = IndexReaderEntry.nameLength(in: bytes, at: offset, name: start, end: bytes.count)
    else { return UnsafeRawBufferPointer(rebasing: bytes[0..<0]) }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
  }

  private func stage(at offset: Int) -> UInt8 {
    UInt8(IndexReaderEntry.flags(in: index.bytes, at: offset) >> 12 & 3)
  }

  private func entry(at offset: Int) -> TrackedFile? {
    let bytes = index.bytes
    guard let path = try? RepositoryPath(bytes: Array(name(at: offset))),
      let id = ObjectID(bytes: IndexReaderEntry.id(in: bytes, at: offset))
    else { return nil }
    let stage = stage(at: offset)
    let mark: TrackedFile.Mark? =
      if stage > 0 {
        .unmerged
      } else if IndexReaderEntry.furtherFlags(in: bytes, at: offset) & 0x4000 != 0 {
        .skipWorktree
      } else if IndexReaderEntry.flags(in: bytes, at: offset) & 0x8000 != 0 {
        .assumeUnchanged
      } else {
        nil
      }
    return TrackedFile(
      path: path, entry: IndexEntry(mode: IndexReaderEntry.mode(in: bytes, at: offset), id: id), stage: stage,
      mark: mark)
  }
}
