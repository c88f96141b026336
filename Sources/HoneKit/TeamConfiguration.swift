internal import HoneCore
internal import HoneGit
internal import Yams

/// `.hone.yml` at the top of the repository: what a team shares.
///
/// It comes with the repository, so it can only take away: it names files that are never shown to an engine. It cannot name
/// an engine or run a command.
struct TeamConfiguration {
  /// Patterns of paths that are left out, in the form of `.gitignore` without negation.
  let ignoredPatterns: [PathPattern]

  /// Reads the file as it is staged and as it stands in the work tree: since it can only take away, both count.
  /// - Throws: a usage `RunFailure` with the line and column of the fault.
  static func read(from repository: Repository) throws -> TeamConfiguration {
    let path = try RepositoryPath(".hone.yml")
    var patterns: [PathPattern] = []
    if let entry = try repository.trackedFiles(paths: [path]).first?.entry, entry.mode.isRegularFile {
      patterns += try TeamConfiguration(text: String(decoding: repository.blob(entry.id), as: UTF8.self))
        .ignoredPatterns
    }
    if let file = try repository.workTreeFile(at: path) {
      patterns += try TeamConfiguration(text: String(decoding: file.bytes, as: UTF8.self)).ignoredPatterns
    }
    return TeamConfiguration(ignoredPatterns: patterns)
  }

  init(ignoredPatterns: [PathPattern]) {
    self.ignoredPatterns = ignoredPatterns
  }

  init(text: String) throws {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        self.init(ignoredPatterns: [])
        return
      }
      guard case .mapping(let mapping) = node else {
        throw RunFailure.usage(".hone.yml is not a mapping", remedy: "write `ignore:` and a list of patterns below it")
      }
      var patterns: [PathPattern] = []
      for (key, value) in mapping {
        guard key.string == "ignore" else {
          throw Self.fault("the key `\((key.string ?? "?").prefix(60))` is not known; known is: ignore", at: key.mark)
        }
        guard case .sequence(let sequence) = value else { throw Self.fault("`ignore` is not a list", at: value.mark) }
        for item in sequence {
          guard let pattern = item.string.flatMap(PathPattern.init) else {
            throw Self.fault(
              "an entry of `ignore` is not a pattern of this form: no `!`, `[`, `]`, `\\`, `.` or `..`", at: item.mark)
          }
          patterns.append(pattern)
        }
      }
      self.init(ignoredPatterns: patterns)
    } catch let error as YamlError {
      let line = "\(error)".split(whereSeparator: \.isNewline).first ?? ""
      throw RunFailure.usage(".hone.yml cannot be read: \(line.prefix(200))", remedy: "mend the file")
    }
  }

  private static func fault(_ message: String, at mark: Mark?) -> RunFailure {
    let place = mark.map { ":\($0.line):\($0.column)" } ?? ""
    return .usage(".hone.yml\(place): \(message)", remedy: "mend the file and stage it")
  }

  func ignores(_ path: RepositoryPath) -> Bool { ignoredPatterns.contains { $0.matches(path) } }

  /// The files that may be shown to an engine; the others are told to `refuse`.
  func filter(_ files: [EditableFile], refuse: (Refusal) -> Void) -> [EditableFile] {
    files.filter { file in
      guard ignores(file.path) else { return true }
      refuse(Refusal(.outsideFence, path: file.path, "is left out by .hone.yml"))
      return false
    }
  }
}
