#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The cached trees of an index: for each folder the tree that its entries make, as far as git knows it.
///
/// In the file they stand in pre-order: name, NUL, number of entries below (negative when the folder has changed since),
/// blank, number of folders in it, line feed, then the tree's id unless the number of entries is negative.
struct IndexReaderTrees {
  /// One folder, as small as can be: there are thousands, and each page that they fill takes time.
  struct Folder {
    fileprivate let nameStart: UInt32
    fileprivate let nameEnd: UInt32
    /// -1 when git does not know the folder's tree.
    fileprivate let entries: Int32
    fileprivate let idStart: UInt32
    fileprivate let children: UInt32
    fileprivate var last: UInt32

    /// Its name within its parent, as a range of the file.
    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    /// How many entries of the index lie below it, at any depth; `nil` when git does not know its tree.
    var entryCount: Int? { entries < 0 ? nil : Int(entries) }
    /// Where the 20 bytes of the tree's id are.
    var id: Int { Int(idStart) }
    /// How many folders lie in it, not counting those further below.
    var childCount: Int { Int(children) }
    /// The position behind the last folder below it.
    var end: Int { Int(last) }
  }

  private let bytes: UnsafeRawBufferPointer
  /// All folders in pre-order; the first is the top.
  private let folders: [Folder]

  /// Reads the extension's content; `nil` when it is damaged.
  init?(_ bytes: UnsafeRawBufferPointer, _ content: Range<Int>) {
    self.bytes = bytes
    // Places are kept in 32 bits.
    guard bytes.count <= Int(UInt32.max) else { return nil }
    var folders: [Folder] = []
    // One takes 24 bytes at least, but for those that have changed, which are few.
    folders.reserveCapacity(content.count / 24)
    // The folders that are still open, and how many of each one's own are to come.
    var (open, missing): ([Int], [Int]) = ([], [])
    var offset = content.lowerBound
    repeat {
      guard let (folder, next) = Self.folder(in: bytes, at: offset, end: content.upperBound) else { return nil }
      offset = next
      if !missing.isEmpty { missing[missing.count - 1] -= 1 }
      open.append(folders.count)
      missing.append(folder.childCount)
      folders.append(folder)
      while let last = open.last, missing.last == 0 {
        folders[last].last = UInt32(truncatingIfNeeded: folders.count)
        open.removeLast()
        missing.removeLast()
      }
    } while !open.isEmpty
    self.folders = folders
  }

  /// The folder at a position of the pre-order.
  subscript(position: Int) -> Folder { folders[position] }

  /// The 20 bytes of the id of a folder's tree.
  func id(of folder: Folder) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[folder.id..<(folder.id + 20)])
  }

  /// The positions of the folders that lie in the folder at `position`, shorter names first, as git stores them.
  func children(of position: Int) -> [Int] {
    var children: [Int] = []
    children.reserveCapacity(folders[position].childCount)
    var isSorted = true
    var child = position + 1
    while child < folders[position].end {
      if let last = children.last, Self.order(name(of: last), name(of: child)) >= 0 { isSorted = false }
      children.append(child)
      child = folders[child].end
    }
    if !isSorted { children.sort { Self.order(name(of: $0), name(of: $1)) < 0 } }
    return children
  }

  /// The one of some folders that has a name; `nil` when none has.
  func child(named name: UnsafeRawBufferPointer, among children: [Int]) -> Int? {
    var range = 0..<children.count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      let order = Self.order(self.name(of: children[middle]), name)
      if order == 0 { return children[middle] }
      range = order < 0 ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  private func name(of position: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[folders[position].name])
  }

  private static func order(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Int {
    if first.count != second.count { return first.count - second.count }
    guard let left = first.baseAddress, let right = second.baseAddress else { return 0 }
    return Int(memcmp(left, right, first.count))
  }

  private static func folder(
    in bytes: UnsafeRawBufferPointer, at start: Int, end: Int
  ) -> (Folder, next: Int)? {
    guard start < end, let zero = position(of: 0, in: bytes, from: start, to: end),
      let (entries, blank) = number(in: bytes, at: zero &+ 1, until: UInt8(ascii: " "), end: end),
      let (children, feed) = number(in: bytes, at: blank &+ 1, until: UInt8(ascii: "\n"), end: end), children >= 0
    else { return nil }
    let id = feed &+ 1
    let next = entries < 0 ? id : id &+ 20
    guard next <= end else { return nil }
    let folder = Folder(
      nameStart: UInt32(truncatingIfNeeded: start), nameEnd: UInt32(truncatingIfNeeded: zero),
      entries: entries < 0 ? -1 : Int32(truncatingIfNeeded: entries), idStart: UInt32(truncatingIfNeeded: id),
      children: UInt32(truncatingIfNeeded: children), last: 0)
    return (folder, next)
  }

  private static func position(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
    var offset = start
    while offset < end {
      if bytes[offset] == byte { return offset }
      offset &+= 1
    }
    return nil
  }

  /// Reads a decimal number of at most nine digits that `terminator` ends.
  private static func number(
    in bytes: UnsafeRawBufferPointer, at start: Int, until terminator: UInt8, end: Int
  ) -> (value: Int, end: Int)? {
    guard start < end else { return nil }
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let first = isNegative ? start &+ 1 : start
    let limit = min(end, first &+ 10)
    var value = 0
    var offset = first
    while offset < limit {
      let byte = bytes[offset]
      if byte == terminator { return offset > first ? (isNegative ? -value : value, offset) : nil }
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
      offset &+= 1
    }
    return nil
  }
}
