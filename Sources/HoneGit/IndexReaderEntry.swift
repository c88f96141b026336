#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore

/// The layout of one entry of an index file; all numbers are big-endian, all offsets are bytes from the file's start.
///
/// 24 bytes of times, device and node; mode; owner, group and size; 20 bytes of object id; 2 bytes of flags, and 2 more
/// when bit 14 of the flags is set; the name.
enum IndexReaderEntry {
  private static let modeOffset = 24
  private static let idOffset = 40
  private static let flagsOffset = 60
  private static let nameOffset = 62

  /// Bit 14 of the flags: two more bytes of flags follow.
  private static let extendedFlag = 0x4000
  /// Bits 12 and 13 of the flags: the side of a conflict.
  private static let stageMask = 0x3000
  /// Bit 13 of the further flags: `git add --intent-to-add`.
  private static let intentToAdd = 0x2000
  /// The lower 12 bits of the flags: the length of the name, or this value when it is longer.
  private static let lengthMask = 0xfff
  /// How many bytes ahead entries are asked for: some eight of them.
  private static let prefetchDistance = 1024

  /// Where the name of the entry at `offset` begins; `nil` when the entry reaches behind `end`.
  static func nameOffset(in bytes: UnsafeRawBufferPointer, at offset: Int, end: Int) -> Int? {
    guard offset + nameOffset <= end else { return nil }
    let start = offset + (flags(in: bytes, at: offset) & extendedFlag == 0 ? nameOffset : nameOffset + 2)
    return start <= end ? start : nil
  }

  /// Where the entry begins that lies `count` behind the one at `offset`, in versions 2 and 3; `nil` when one of those
  /// between reaches behind `end`.
  static func skip(_ count: Int, in bytes: UnsafeRawBufferPointer, at offset: Int, end: Int) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    var offset = offset
    for _ in 0..<count {
      // Where an entry begins is known only from the one before, so each would be waited for.
      hone_prefetch(start + (offset &+ prefetchDistance))
      guard offset &+ nameOffset <= end else { return nil }
      let flags = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset &+ flagsOffset, as: UInt16.self)))
      let length = flags & lengthMask
      if flags & extendedFlag == 0, length < lengthMask {
        offset = offset &+ (nameOffset &+ length &+ 8) & ~7
      } else {
        guard let name = self.nameOffset(in: bytes, at: offset, end: end),
          let length = nameLength(in: bytes, at: offset, name: name, end: end)
        else { return nil }
        offset += (name - offset + length + 8) & ~7
      }
    }
    return offset <= end ? offset : nil
  }

  /// The length of the name in versions 2 and 3.
  static func nameLength(in bytes: UnsafeRawBufferPointer, at offset: Int, name: Int, end: Int) -> Int? {
    let length = flags(in: bytes, at: offset) & lengthMask
    guard length == lengthMask else { return name + length < end ? length : nil }
    return bytes[name..<end].firstIndex(of: 0).map { $0 - name }
  }

  /// What follows the header in version 4: how many bytes of the previous name are dropped, and what is put in their place.
  ///
  /// The number is written as in the offsets of packed objects: seven bits a byte, the first byte the highest, one added
  /// for each further byte.
  static func suffix(in bytes: UnsafeRawBufferPointer, at offset: Int, end: Int) -> (drop: Int, range: Range<Int>)? {
    var position = offset
    guard position < end else { return nil }
    var drop = Int(bytes[position] & 0x7f)
    while bytes[position] & 0x80 != 0 {
      position += 1
      // No path is longer than 2 to the 28th bytes.
      guard position < end, position - offset < 4 else { return nil }
      drop = (drop + 1) << 7 | Int(bytes[position] & 0x7f)
    }
    let start = position + 1
    guard let zero = bytes[start..<end].firstIndex(of: 0) else { return nil }
    return (drop, start..<zero)
  }

  /// The mode of the entry at `offset`.
  static func mode(in bytes: UnsafeRawBufferPointer, at offset: Int) -> FileMode {
    FileMode(rawValue: UInt32(bytes.bigEndian(at: offset + modeOffset) ?? 0))
  }

  /// The 20 bytes of the object id of the entry at `offset`.
  static func id(in bytes: UnsafeRawBufferPointer, at offset: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[(offset + idOffset)..<(offset + idOffset + 20)])
  }

  /// Whether the entry is a side of a conflict, or only announced; git treats both in ways of their own.
  static func isSpecial(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    let flags = flags(in: bytes, at: offset)
    if flags & stageMask != 0 { return true }
    guard flags & extendedFlag != 0 else { return false }
    return (Int(bytes[offset + nameOffset]) << 8) & intentToAdd != 0
  }

  /// The second two bytes of flags; 0 where the entry has none.
  static func furtherFlags(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
    guard flags(in: bytes, at: offset) & extendedFlag != 0 else { return 0 }
    return Int(bytes[offset + nameOffset]) << 8 | Int(bytes[offset + nameOffset + 1])
  }

  static func flags(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
    Int(bytes[offset + flagsOffset]) << 8 | Int(bytes[offset + flagsOffset + 1])
  }
}

/// Walks over the entries of an index in their order.
struct IndexReaderCursor {
  private let index: IndexReader
  /// How many entries lie behind.
  private(set) var position = 0
  /// Where the entry begins, in bytes from the start of the file.
  private var offset = 12
  /// The name of the entry; empty at the end.
  private(set) var name: [UInt8] = []
  /// The name of an entry before, whose memory the next one may have.
  private var former: [UInt8] = []
  /// Where the next entry begins.
  private var next = 12

  init(_ index: IndexReader) {
    self.index = index
    load()
  }

  var isAtEnd: Bool { position >= index.entryCount }
  var mode: FileMode { IndexReaderEntry.mode(in: index.bytes, at: offset) }
  var id: UnsafeRawBufferPointer { IndexReaderEntry.id(in: index.bytes, at: offset) }
  var isSpecial: Bool { IndexReaderEntry.isSpecial(in: index.bytes, at: offset) }
  var flags: Int { IndexReaderEntry.flags(in: index.bytes, at: offset) }
  var furtherFlags: Int { IndexReaderEntry.furtherFlags(in: index.bytes, at: offset) }

  /// The 32-bit number at an offset from where the entry begins.
  func number(at position: Int) -> Int? { index.bytes.bigEndian(at: offset + position) }

  /// Goes on by `count` entries, or to the end.
  mutating func advance(by count: Int = 1) {
    let target = min(position + count, index.entryCount)
    guard position < target else { return }
    if index.version < 4 {
      var known = position + 1
      let mark = target / IndexReader.markInterval
      if mark * IndexReader.markInterval > known, mark < index.marks.count {
        known = mark * IndexReader.markInterval
        next = index.marks[mark]
      }
      next = index.offset(target - known, behind: next)
      position = target
      load()
    } else {
      // Every name builds on the one before.
      while position < target {
        position += 1
        load()
      }
    }
  }

  /// Goes on to the next entry.
  /// - Returns: whether its name is greater than the one before, or there is none.
  mutating func advanceInOrder() -> Bool {
    swap(&name, &former)
    // In version 4 every name builds on the one before.
    if index.version == 4 { name = former }
    advance()
    guard !isAtEnd else { return true }
    let order = former.withUnsafeBytes { first in
      name.withUnsafeBytes { second in
        guard let left = first.baseAddress, let right = second.baseAddress else { return Int32(0) }
        return memcmp(left, right, min(first.count, second.count))
      }
    }
    return order < 0 || order == 0 && former.count < name.count
  }

  private mutating func load() {
    guard !isAtEnd else { return name.removeAll() }
    let bytes = index.bytes
    offset = next
    guard let start = IndexReaderEntry.nameOffset(in: bytes, at: offset, end: bytes.count) else { return }
    if index.version < 4 {
      let length = IndexReaderEntry.nameLength(in: bytes, at: offset, name: start, end: bytes.count) ?? 0
      name.removeAll(keepingCapacity: true)
      name.append(contentsOf: bytes[start..<(start + length)])
      next = index.offset(1, behind: offset)
    } else if let suffix = IndexReaderEntry.suffix(in: bytes, at: start, end: bytes.count) {
      name.removeLast(min(suffix.drop, name.count))
      name.append(contentsOf: bytes[suffix.range])
      next = suffix.range.upperBound + 1
    }
  }
}
