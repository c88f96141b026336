package import HoneCore

/// What GitHub's linguist is told of a file in `.gitattributes`, which tools for code commonly follow.
package struct LinguistAttributes: Hashable, Sendable {
  /// Whether a program made the file; `nil` when it is not said.
  package var isGenerated: Bool?
  /// Whether the file comes from elsewhere; `nil` when it is not said.
  package var isVendored: Bool?
  /// The language that the file is in, whatever its name.
  package var language: String?

  package init(isGenerated: Bool? = nil, isVendored: Bool? = nil, language: String? = nil) {
    self.isGenerated = isGenerated
    self.isVendored = isVendored
    self.language = language
  }
}

extension Repository {
  /// What linguist is told of each path; paths of which nothing is said are left out.
  package func linguistAttributes(of paths: [RepositoryPath]) throws(Refusal) -> [RepositoryPath: LinguistAttributes] {
    guard !paths.isEmpty else { return [:] }
    var command = git(
      .reading, ["check-attr", "-z", "--stdin", "linguist-generated", "linguist-vendored", "linguist-language"])
    command.setInput(paths.flatMap { $0.bytes + [0] })
    guard let fields = ZeroTerminated.fields(try command.output()), fields.count.isMultiple(of: 3) else {
      throw Refusal(.gitFailed, "git check-attr answered in a form that Hone does not know")
    }
    var attributes: [RepositoryPath: LinguistAttributes] = [:]
    for index in stride(from: 0, to: fields.count, by: 3) {
      let value = String(decoding: fields[index + 2], as: UTF8.self)
      guard value != "unspecified", let path = try? RepositoryPath(bytes: fields[index]) else { continue }
      let isSet = value == "set" || value == "true"
      switch fields[index + 1].last {
      case UInt8(ascii: "d") where fields[index + 1].elementsEqual("linguist-generated".utf8):
        attributes[path, default: LinguistAttributes()].isGenerated = isSet
      case UInt8(ascii: "d"): attributes[path, default: LinguistAttributes()].isVendored = isSet
      default: attributes[path, default: LinguistAttributes()].language = isSet || value == "unset" ? nil : value
      }
    }
    return attributes
  }

  /// Files of the work tree that git neither tracks nor ignores.
  /// - Parameter paths: files or folders to look at; empty for all.
  package func untrackedFiles(paths: [RepositoryPath] = []) throws(Refusal) -> [RepositoryPath] {
    var command = git(.reading, ["ls-files", "--others", "--exclude-standard", "-z"])
    command.append(paths: paths)
    guard let fields = ZeroTerminated.fields(try command.output()) else {
      throw Refusal(.gitFailed, "git ls-files answered in a form that Hone does not know")
    }
    return fields.compactMap { try? RepositoryPath(bytes: $0) }
  }
}
