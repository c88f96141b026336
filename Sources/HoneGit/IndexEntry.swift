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
      guard let tab = field.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
      var words = String(decoding: field[..<tab], as: UTF8.self)
        .split(separator: " ", omittingEmptySubsequences: false)[...]
      var tag: Character?
      if words.count == 4 { tag = words.removeFirst().first }
      guard words.count == 3, let mode = FileMode(octal: words[words.startIndex]),
        let id = ObjectID(hex: words[words.startIndex + 1]), let stage = UInt8(words[words.startIndex + 2]), stage <= 3
      else { return nil }
      guard let path = try? RepositoryPath(bytes: field[(tab + 1)...]) else { continue }
      files.append(
        TrackedFile(path: path, entry: IndexEntry(mode: mode, id: id), stage: stage, mark: mark(tag, stage: stage)))
    }
    return files
  }

  private static func mark(_ tag: Character?, stage: UInt8) -> TrackedFile.Mark? {
    if stage > 0 { return .unmerged }
    guard let tag else { return nil }
    if tag == "S" || tag == "s" { return .skipWorktree }
    return tag.isLowercase ? .assumeUnchanged : nil
  }
}
