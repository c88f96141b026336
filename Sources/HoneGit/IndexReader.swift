/// The entries of an index file and its cached trees, read without git and without libgit2.
///
/// A hook asks for the staged list first. git needs about ten milliseconds for it in a repository of 27,000 files, most of
/// them for reading every entry into memory; here an entry is looked at only where the index and HEAD differ. Versions
/// 2, 3 and 4 are read. Whatever is unusual (a split or sparse index, an extension that must be understood, damage) is
/// not: the caller asks git then.
///
/// Source: git's own description of the format, `gitformat-index(5)`, sections "Index entry" and "Cache tree".
struct IndexReader {
  /// The whole file; valid as long as whoever mapped it keeps it.
  let bytes: UnsafeRawBufferPointer
  /// 2, 3 or 4.
  let version: Int
  /// How many entries there are.
  let entryCount: Int
  /// Where every 64th entry begins, in bytes, in versions 2 and 3; empty for version 4, whose names build on each other.
  let marks: [Int]
  /// How many entries lie between two marks.
  static let markInterval = 64
  /// The cached trees; `nil` when the file has none, or they were not asked for.
  let cachedTrees: IndexReaderTrees?

  /// The header: `DIRC`, the version, the number of entries.
  private static let headerSize = 12
  /// The checksum at the end, 20 bytes, which git itself does not verify when it reads.
  private static let trailerSize = 20

  /// Finds the parts of the file.
  /// - Parameter readsTrees: whether the cached trees are wanted, which takes as long as the rest.
  /// - Returns: `nil` for anything but a whole index of a known version without extensions that must be understood.
  init?(_ bytes: UnsafeRawBufferPointer, readsTrees: Bool = true) {
    guard bytes.count >= Self.headerSize + Self.trailerSize, bytes.starts(with: "DIRC".utf8),
      let version = bytes.bigEndian(at: 4), (2...4).contains(version), let count = bytes.bigEndian(at: 8)
    else { return nil }
    self.bytes = bytes
    self.version = version
    entryCount = count
    let end = bytes.count - Self.trailerSize
    // An entry takes 62 bytes at least, so a count that cannot be true reserves nothing.
    guard count <= end / 62,
      let entries = version < 4
        ? Self.entries(in: bytes, count: count, end: end) : Self.chainedEntries(in: bytes, count: count, end: end),
      let extensions = Self.extensions(in: bytes, from: entries.end, to: end)
    else { return nil }
    marks = entries.marks
    let hasTrees = readsTrees && !extensions.isEmpty
    cachedTrees = hasTrees ? IndexReaderTrees(bytes, extensions) : nil
    if cachedTrees == nil, hasTrees { return nil }
  }

  /// Where an entry of versions 2 and 3 begins, in bytes.
  func entryOffset(_ number: Int) -> Int {
    guard number < entryCount else { return bytes.count }
    return offset(number % Self.markInterval, behind: marks[number / Self.markInterval])
  }

  /// Where the entry begins that lies `count` behind the one at `offset`; the end of the file where there is none.
  func offset(_ count: Int, behind offset: Int) -> Int {
    IndexReaderEntry.skip(count, in: bytes, at: offset, end: bytes.count) ?? bytes.count
  }

  /// Runs over all entries of versions 2 and 3 without reading them.
  /// - Returns: `nil` when one reaches behind `end`.
  private static func entries(in bytes: UnsafeRawBufferPointer, count: Int, end: Int) -> (marks: [Int], end: Int)? {
    var marks: [Int] = []
    marks.reserveCapacity(count / markInterval + 1)
    var offset = headerSize
    var position = 0
    while position < count {
      marks.append(offset)
      let next = min(count, position + markInterval)
      guard let end = IndexReaderEntry.skip(next - position, in: bytes, at: offset, end: end) else { return nil }
      offset = end
      position = next
    }
    return (marks, offset)
  }

  /// The same for version 4.
  private static func chainedEntries(
    in bytes: UnsafeRawBufferPointer, count: Int, end: Int
  ) -> (marks: [Int], end: Int)? {
    var offset = headerSize
    for _ in 0..<count {
      guard let name = IndexReaderEntry.nameOffset(in: bytes, at: offset, end: end),
        let suffix = IndexReaderEntry.suffix(in: bytes, at: name, end: end)
      else { return nil }
      offset = suffix.range.upperBound + 1
    }
    return offset <= end ? ([], offset) : nil
  }

  /// Where the cached trees lie; empty when there are none, `nil` when an extension is one that must be understood.
  ///
  /// An extension whose name begins with a capital letter may be passed over.
  private static func extensions(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Range<Int>? {
    var trees = start..<start
    var offset = start
    while offset < end {
      guard end - offset >= 8, let length = bytes.bigEndian(at: offset + 4), length <= end - offset - 8 else {
        return nil
      }
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[offset]) else { return nil }
      let content = (offset + 8)..<(offset + 8 + length)
      if bytes[offset..<(offset + 4)].elementsEqual("TREE".utf8) { trees = content }
      offset = content.upperBound
    }
    return trees
  }
}

extension UnsafeRawBufferPointer {
  /// The 32-bit number at `offset`; `nil` when it does not lie within the bytes.
  func bigEndian(at offset: Int) -> Int? {
    guard offset >= 0, offset + 4 <= count else { return nil }
    return Int(UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }
}
