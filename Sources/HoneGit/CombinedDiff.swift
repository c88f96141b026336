internal import HoneCore

/// Reads what `git diff-tree --stdin -c --raw -z --no-abbrev` prints.
///
/// The form, from git's diff-format documentation: the id of a commit and NUL, then its records; a record of a commit with
/// one parent is that of `RawDiff`; that of a merge begins with one colon for each parent, and has one mode and one id for
/// each parent before those of the result.
enum CombinedDiff {
  /// - Returns: the commits in git's order; `nil` when the bytes are not of that form.
  static func parse(_ bytes: [UInt8]) -> [CommitVersions]? {
    guard let fields = ZeroTerminated.fields(bytes) else { return nil }
    var commits: [CommitVersions] = []
    var iterator = fields.makeIterator()
    while let field = iterator.next() {
      guard field.first == UInt8(ascii: ":") else {
        guard let id = ObjectID(hex: String(decoding: field, as: UTF8.self)) else { return nil }
        commits.append(CommitVersions(commit: id, versions: []))
        continue
      }
      guard !commits.isEmpty, let path = iterator.next(), let entries = entries(field) else { return nil }
      do throws(Refusal) {
        let path = try RepositoryPath(bytes: path)
        commits[commits.count - 1].versions.append(
          FileVersion(path: path, entry: entries.result, bases: entries.parents.filter { $0.mode != .absent }))
      } catch {
        if entries.result.mode != .absent { commits[commits.count - 1].refused.append(error) }
      }
    }
    return commits
  }

  private static func entries(_ field: ArraySlice<UInt8>) -> (parents: [IndexEntry], result: IndexEntry)? {
    let parents = field.prefix { $0 == UInt8(ascii: ":") }.count
    let words = String(decoding: field.dropFirst(parents), as: UTF8.self).split(separator: " ")
    guard words.count == 2 * parents + 3 else { return nil }
    var entries: [IndexEntry] = []
    for index in 0...parents {
      guard let mode = FileMode(octal: words[index]), let id = ObjectID(hex: words[parents + 1 + index]) else {
        return nil
      }
      entries.append(IndexEntry(mode: mode, id: id))
    }
    guard let result = entries.popLast() else { return nil }
    return (entries, result)
  }
}
