internal import HoneCore

/// Renamed files, so that what only moved is not taken for new.
///
/// git's own detection decides (`-M`, its default of half the content), and is asked only where something was added and
/// something else deleted.
extension Repository {
  /// Gives versions without a base the file that they were renamed from.
  /// - Parameter head: what the versions differ from.
  func withRenames(_ versions: [FileVersion], since head: ObjectID?) throws(Refusal) -> [FileVersion] {
    guard let head, Self.mayHoldRenames(versions) else { return versions }
    let output = try git(
      .reading, ["diff-index", "--cached", "-M", "--diff-filter=R", "--raw", "-z", "--no-abbrev", head.hex]
    ).output()
    guard let fields = ZeroTerminated.fields(output), let renames = Renames(fields) else {
      throw Refusal(.gitFailed, "git diff-index answered in a form that Hone does not know")
    }
    return renames.applied(to: versions)
  }

  /// The same for what commits changed; merges are left as they are, since the sides hold the renames.
  func withRenames(_ commits: [CommitVersions]) throws(Refusal) -> [CommitVersions] {
    let asked = commits.filter { Self.mayHoldRenames($0.versions) }
    guard !asked.isEmpty else { return commits }
    var command = git(
      .reading,
      ["diff-tree", "--stdin", "-r", "--root", "-M", "--diff-filter=R", "--raw", "-z", "--no-abbrev"])
    command.setInput(asked.flatMap { Array(($0.commit.hex + "\n").utf8) })
    guard let fields = ZeroTerminated.fields(try command.output()),
      let renames = Renames.ofCommits(fields)
    else {
      throw Refusal(.gitFailed, "git diff-tree answered in a form that Hone does not know")
    }
    return commits.map { commit in
      guard let renames = renames[commit.commit] else { return commit }
      var commit = commit
      commit.versions = renames.applied(to: commit.versions)
      return commit
    }
  }

  private static func mayHoldRenames(_ versions: [FileVersion]) -> Bool {
    versions.contains { $0.entry.mode == .absent } && versions.contains { $0.bases.isEmpty && $0.entry.mode != .absent }
  }
}

/// Which files were renamed, and from what.
///
/// The form, from git's diff-format documentation: `:100644 100644 <id> <id> R086` NUL `old` NUL `new` NUL.
struct Renames {
  private var bases: [RepositoryPath: IndexEntry] = [:]

  private init() {}

  /// - Returns: `nil` for fields of another form.
  init?(_ fields: [ArraySlice<UInt8>]) {
    var iterator = fields.makeIterator()
    while let header = iterator.next() {
      guard insert(header, iterator.next(), iterator.next()) else { return nil }
    }
  }

  /// Reads what is told of several commits, each behind its id.
  static func ofCommits(_ fields: [ArraySlice<UInt8>]) -> [ObjectID: Renames]? {
    var all: [ObjectID: Renames] = [:]
    var current: ObjectID?
    var iterator = fields.makeIterator()
    while let field = iterator.next() {
      if field.first == UInt8(ascii: ":") {
        guard let current, all[current, default: Renames()].insert(field, iterator.next(), iterator.next()) else {
          return nil
        }
      } else {
        guard let id = ObjectID(hex: String(decoding: field, as: UTF8.self)) else { return nil }
        current = id
      }
    }
    return all
  }

  private mutating func insert(
    _ header: ArraySlice<UInt8>, _ old: ArraySlice<UInt8>?, _ new: ArraySlice<UInt8>?
  ) -> Bool {
    let words = String(decoding: header.dropFirst(), as: UTF8.self).split(separator: " ")
    guard header.first == UInt8(ascii: ":"), old != nil, let new, words.count == 5, words[4].hasPrefix("R"),
      let mode = FileMode(octal: words[0]), let id = ObjectID(hex: words[2])
    else { return false }
    // A name that Hone never writes is refused elsewhere.
    if let path = try? RepositoryPath(bytes: new) { bases[path] = IndexEntry(mode: mode, id: id) }
    return true
  }

  /// The versions, with what they were before.
  func applied(to versions: [FileVersion]) -> [FileVersion] {
    versions.map { version in
      guard version.bases.isEmpty, version.entry.mode != .absent, let base = bases[version.path] else { return version }
      var version = version
      version.bases = [base]
      return version
    }
  }
}
