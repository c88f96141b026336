internal import HoneCore
internal import HoneGit
internal import HoneYAML

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
      patterns += try TeamConfiguration(repository.blob(entry.id)).ignoredPatterns
    }
    if let file = try repository.workTreeFile(at: path) {
      patterns += try TeamConfiguration(file.bytes).ignoredPatterns
    }
    return TeamConfiguration(ignoredPatterns: patterns)
  }

  init(ignoredPatterns: [PathPattern]) {
    self.ignoredPatterns = ignoredPatterns
  }

  /// Reads the contents of the file.
  /// - Throws: a usage `RunFailure` that names the place and the remedy.
  init(_ contents: [UInt8]) throws {
    do throws(YAMLError) {
      let document = try YAML.document(in: contents[...], limits: YAMLLimits(bytes: 1 << 20))
      if document.isNull {
        self.init(ignoredPatterns: [])
        return
      }
      let mapping = try YAMLMapping(document, name: ".hone.yml")
      try mapping.rejectUnknownKeys(["ignore"])
      self.init(ignoredPatterns: try Self.patterns(mapping["ignore"]))
    } catch {
      throw RunFailure.usage(".hone.yml:\(error.line):\(error.column): \(error.problem)", remedy: error.remedy)
    }
  }

  private static func patterns(_ list: YAMLNode?) throws(YAMLError) -> [PathPattern] {
    guard let list else { return [] }
    guard let items = list.sequence else {
      throw list.unexpected(for: "ignore", expected: "a list of patterns", remedy: "start each pattern with `- `")
    }
    var patterns: [PathPattern] = []
    for item in items {
      guard let pattern = PathPattern(try item.text(for: "ignore")) else {
        throw item.unexpected(
          for: "ignore", expected: "a pattern", remedy: "write it without `!`, `[`, `]`, `\\`, `.` and `..`")
      }
      patterns.append(pattern)
    }
    return patterns
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
