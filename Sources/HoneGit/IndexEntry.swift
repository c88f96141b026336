package import HoneCore

/// One entry of the index, as far as Hone compares and writes it.
package struct IndexEntry: Hashable, Sendable {
  package var mode: FileMode
  package var id: ObjectID

  package init(mode: FileMode, id: ObjectID) {
    self.mode = mode
    self.id = id
  }
}

/// A path of the index with everything git says about it.
package struct TrackedFile: Hashable, Sendable {
  /// What git may have been told about an entry, which makes it one that Hone leaves alone.
  package enum Mark: String, Hashable, Sendable {
    case skipWorktree = "skip-worktree"
    case assumeUnchanged = "assume-unchanged"
    case unmerged
  }

  package var path: RepositoryPath
  package var entry: IndexEntry
  /// 0, or 1 to 3 for the sides of a conflict.
  package var stage: UInt8
  package var mark: Mark?

  package init(path: RepositoryPath, entry: IndexEntry, stage: UInt8 = 0, mark: Mark? = nil) {
    self.path = path
    self.entry = entry
    self.stage = stage
    self.mark = mark
  }
}

/// Reads what `git ls-files -s -z` prints, with or without the tags of `-v`.
///
/// The form: an optional letter and a blank, `100644 <id> <stage>` TAB `path` NUL. Letters, from git's ls-files
/// documentation: `S` skip-worktree, `M` unmerged, lower case assume-unchanged.
enum IndexListing {
  /// - Returns: the entries in git's order; `nil` when the bytes are not of that form.
  static func parse(_ bytes: [UInt8]) -> [TrackedFile]? {
    guard let fields = ZeroTerminated.fields(bytes) else { return nil }
    var files: [TrackedFile] = []
    files.reserveCapacity(fields.count)
    for field in fields {
      guard let file = file(field) else { return nil }
      guard let path = try? RepositoryPath(bytes: file.path) else { continue }
      let mark = mark(file.tag, stage: file.stage)
      files.append(TrackedFile(path: path, entry: file.entry, stage: file.stage, mark: mark))
    }
    return files
  }

  /// Reads one field by bytes: an index may have hundreds of thousands, and a hook waits for this.
  private static func file(
    _ field: ArraySlice<UInt8>
  ) -> (tag: UInt8?, entry: IndexEntry, stage: UInt8, path: ArraySlice<UInt8>)? {
    guard let tab = field.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
    var head = field[..<tab]
    var tag: UInt8?
    let blank = UInt8(ascii: " ")
    if head.count > 2, head[head.startIndex + 1] == blank {
      tag = head.first
      head = head.dropFirst(2)
    }
    // Six octal digits, a blank, forty hexadecimal digits, a blank, one digit.
    guard head.count == 49, let mode = number(head.prefix(6), base: 8), head[head.startIndex + 6] == blank,
      let id = objectID(head.dropFirst(7).prefix(40)), head[head.startIndex + 47] == blank,
      let stage = number(head.suffix(1), base: 8), stage <= 3
    else { return nil }
    return (tag, IndexEntry(mode: FileMode(rawValue: mode), id: id), UInt8(stage), field[(tab + 1)...])
  }

  private static func objectID(_ digits: ArraySlice<UInt8>) -> ObjectID? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    for start in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
      guard let byte = number(digits[start..<(start + 2)], base: 16) else { return nil }
      bytes.append(UInt8(byte))
    }
    return ObjectID(bytes: bytes)
  }

  /// Reads digits as git writes them: lower case, no sign.
  private static func number(_ digits: ArraySlice<UInt8>, base: UInt32) -> UInt32? {
    var value: UInt32 = 0
    for byte in digits {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      guard UInt32(digit) < base else { return nil }
      value = value * base + UInt32(digit)
    }
    return value
  }

  private static func mark(_ tag: UInt8?, stage: UInt8) -> TrackedFile.Mark? {
    if stage > 0 { return .unmerged }
    guard let tag else { return nil }
    if tag == UInt8(ascii: "S") || tag == UInt8(ascii: "s") { return .skipWorktree }
    return tag >= UInt8(ascii: "a") ? .assumeUnchanged : nil
  }
}
