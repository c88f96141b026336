internal import HoneCore

/// Reads what `git diff-index`, `diff-files` and `diff-tree` print with `--raw -z --no-abbrev`.
///
/// The form, from git's diff-format documentation: `:100644 100755 <id> <id> M` NUL `path` NUL. Without rename
/// detection each record has one path.
enum RawDiff {
  /// - Returns: the changes in git's order; `nil` when the bytes are not of that form. A record whose path Hone never
  ///   writes (it could not have been checked out safely) is left out.
  static func parse(_ bytes: [UInt8]) -> [FileChange]? {
    guard let fields = ZeroTerminated.fields(bytes), fields.count.isMultiple(of: 2) else { return nil }
    var changes: [FileChange] = []
    for index in stride(from: 0, to: fields.count, by: 2) {
      guard let header = header(fields[index]) else { return nil }
      guard let path = try? RepositoryPath(bytes: fields[index + 1]) else { continue }
      changes.append(
        FileChange(
          path: path, status: header.status, oldMode: header.oldMode, newMode: header.newMode, oldID: header.oldID,
          newID: header.newID))
    }
    return changes
  }

  /// Why records were left out: their paths are ones that Hone never writes.
  static func refusals(_ bytes: [UInt8]) -> [Refusal] {
    let fields = ZeroTerminated.fields(bytes) ?? []
    return stride(from: 1, to: fields.count, by: 2).compactMap { index in
      do throws(Refusal) {
        _ = try RepositoryPath(bytes: fields[index])
        return nil
      } catch {
        return error
      }
    }
  }

  private static func header(
    _ field: ArraySlice<UInt8>
  ) -> (status: FileChange.Status, oldMode: FileMode, newMode: FileMode, oldID: ObjectID, newID: ObjectID)? {
    guard field.first == UInt8(ascii: ":") else { return nil }
    let words = String(decoding: field.dropFirst(), as: UTF8.self).split(
      separator: " ", omittingEmptySubsequences: false)
    guard words.count == 5, let oldMode = FileMode(octal: words[0]), let newMode = FileMode(octal: words[1]),
      let oldID = ObjectID(hex: words[2]), let newID = ObjectID(hex: words[3]), let letter = words[4].utf8.first,
      let status = FileChange.Status(rawValue: letter)
    else { return nil }
    return (status, oldMode, newMode, oldID, newID)
  }
}

/// Splits the output of git's `-z` options.
enum ZeroTerminated {
  /// - Returns: the fields without their NULs; `nil` when the last one is not ended, which means that git was cut off.
  static func fields(_ bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
    guard let last = bytes.last else { return [] }
    guard last == 0 else { return nil }
    return bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
  }
}
