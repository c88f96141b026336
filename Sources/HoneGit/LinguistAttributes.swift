package import HoneCore

/// What GitHub's linguist is told of a file in `.gitattributes`, which tools for code commonly follow.
package struct LinguistAttributes: Hashable, Sendable {
  /// Whether a program made the file; `nil` when it is not said.
  package var isGenerated: Bool?
  /// Whether the file comes from elsewhere; `nil` when it is not said.
  package var isVendored: Bool?
  /// The language that the file is in, whatever its name.
  package var language: String?
  /// Whether git-lfs keeps the file: git itself has only a pointer to it.
  package var isKeptElsewhere = false
  /// Whether a filter, an encoding or `$Id$` may make the bytes on disk others than those of the blob.
  package var isConverted = false
  /// Whether `-text`, `binary` or an encoding makes it a file that is not edited.
  package var isStoredOtherwise = false

  package init(isGenerated: Bool? = nil, isVendored: Bool? = nil, language: String? = nil) {
    self.isGenerated = isGenerated
    self.isVendored = isVendored
    self.language = language
  }
}

extension Repository {
  private static let scanAttributes = [
    "linguist-generated", "linguist-vendored", "linguist-language", "filter", "ident", "working-tree-encoding", "text",
  ]

  /// What linguist is told of each path, and whether git changes it on its way to the disk; paths of which nothing is said are
  /// left out.
  package func linguistAttributes(of paths: [RepositoryPath]) throws(Refusal) -> [RepositoryPath: LinguistAttributes] {
    guard !paths.isEmpty else { return [:] }
    var command = git(
      .reading, ["check-attr", "-z", "--stdin"] + Self.scanAttributes)
    command.setInput(paths.flatMap { $0.bytes + [0] })
    guard let fields = ZeroTerminated.fields(try command.output()), fields.count.isMultiple(of: 3) else {
      throw Refusal(.gitFailed, "git check-attr answered in a form that Hone does not know")
    }
    var attributes: [RepositoryPath: LinguistAttributes] = [:]
    for index in stride(from: 0, to: fields.count, by: 3) {
      let value = String(decoding: fields[index + 2], as: UTF8.self)
      guard value != "unspecified", let path = try? RepositoryPath(bytes: fields[index]) else { continue }
      let isSet = value == "set" || value == "true"
      var found = attributes[path] ?? LinguistAttributes()
      switch String(decoding: fields[index + 1], as: UTF8.self) {
      case "linguist-generated": found.isGenerated = isSet
      case "linguist-vendored": found.isVendored = isSet
      case "linguist-language": found.language = isSet || value == "unset" ? nil : value
      case "filter" where value == "lfs": found.isKeptElsewhere = true
      case "text": found.isStoredOtherwise = found.isStoredOtherwise || value == "unset"
      default: found.isConverted = found.isConverted || value != "unset"
      }
      attributes[path] = found
    }
    return attributes
  }

  /// Files of the work tree that git neither tracks nor ignores.
  /// - Parameter paths: files or folders to look at; empty for all.
  package func untrackedFiles(paths: [RepositoryPath] = []) throws(Refusal) -> [RepositoryPath] {
    var command = git(.reading, ["ls-files", "--others", "--exclude-standard", "-z"])
    let isNarrow = fitsCommandLine(paths)
    if isNarrow { command.append(paths: paths) }
    guard let fields = ZeroTerminated.fields(try command.output()) else {
      throw Refusal(.gitFailed, "git ls-files answered in a form that Hone does not know")
    }
    let found = fields.compactMap { try? RepositoryPath(bytes: $0) }
    guard !isNarrow else { return found }
    let scope = NamedScope(paths)
    return found.filter { scope.contains($0) }
  }

  /// Those of some untracked files and folders in which git sees no file: it ignores them, or there is none.
  package func ignoredPaths(among paths: [RepositoryPath]) throws(Refusal) -> Set<RepositoryPath> {
    guard !paths.isEmpty else { return [] }
    var command = git(
      .reading, ["ls-files", "--others", "--exclude-standard", "--directory", "--no-empty-directory", "-z"])
    if fitsCommandLine(paths) { command.append(paths: paths) }
    guard let seen = ZeroTerminated.fields(try command.output()) else { return [] }
    let slash = UInt8(ascii: "/")
    return Set(
      paths.filter { path in
        !seen.contains { field in
          // A folder that is untracked as a whole stands for all in it, and so does another repository.
          field.elementsEqual(path.bytes) || field.starts(with: path.bytes + [slash])
            || field.last == slash && path.bytes.starts(with: field)
        }
      })
  }
}
