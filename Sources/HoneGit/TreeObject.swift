#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore

/// A tree object as git stores it: for each entry its mode in octal, a blank, its name, NUL, and the 20 bytes of its id.
///
/// libgit2's own trees cost an allocation an entry, which a hook that reads a hundred of them would notice.
struct TreeObject {
  /// One entry.
  struct Entry {
    let mode: FileMode
    /// Where the name stands in the object.
    let name: Range<Int>
  }

  let bytes: [UInt8]
  /// The entries in their stored order.
  let entries: [Entry]

  /// Reads the tree with `readTree`.
  /// - Throws: `Unusual` when it is missing or damaged.
  init(_ id: ObjectID, _ readTree: (ObjectID) -> [UInt8]?) throws(IndexReaderComparison.Unusual) {
    guard let bytes = readTree(id), let entries = Self.entries(in: bytes) else {
      throw IndexReaderComparison.Unusual()
    }
    self.bytes = bytes
    self.entries = entries
  }

  /// The id of an entry.
  func id(of entry: Entry) -> ObjectID {
    ObjectID(bytes: bytes[(entry.name.upperBound + 1)..<(entry.name.upperBound + 21)]) ?? .zero
  }

  /// Whether the id of an entry is `id`, 20 bytes.
  func hasID(_ id: UnsafeRawBufferPointer, _ entry: Entry) -> Bool {
    bytes.withUnsafeBytes { own in
      guard let first = own.baseAddress, let second = id.baseAddress else { return false }
      return memcmp(first + entry.name.upperBound + 1, second, 20) == 0
    }
  }

  private static func entries(in bytes: [UInt8]) -> [Entry]? {
    var entries: [Entry] = []
    var offset = 0
    while offset < bytes.count {
      var mode: UInt32 = 0
      while offset < bytes.count, bytes[offset] != UInt8(ascii: " ") {
        guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[offset]), mode < 1 << 20 else { return nil }
        mode = mode << 3 | UInt32(bytes[offset] - UInt8(ascii: "0"))
        offset += 1
      }
      let start = offset + 1
      guard start < bytes.count, let zero = bytes[start...].firstIndex(of: 0), zero > start, zero + 21 <= bytes.count
      else { return nil }
      entries.append(Entry(mode: canonical(mode), name: start..<zero))
      offset = zero + 21
    }
    return entries
  }

  /// The mode as git treats it: old trees hold others, such as 100664.
  private static func canonical(_ mode: UInt32) -> FileMode {
    switch mode & 0o170000 {
    case 0o100000: mode & 0o100 == 0 ? .regular : .executable
    case 0o120000: .symbolicLink
    case 0o040000: .directory
    default: .submodule
    }
  }
}
