internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneYAML

/// What `.hone.yml` says, as it is staged and as it stands in the work tree: where it takes away, both count.
struct TeamConfiguration {
  let file: TeamFile

  /// - Throws: a usage `RunFailure` with the line and column of the fault.
  static func read(from repository: Repository) throws -> TeamConfiguration {
    let path = try RepositoryPath(TeamFile.name)
    var file = TeamFile()
    if let found = try repository.workTreeFile(at: path) { file = try TeamConfiguration(found.bytes).file }
    if let entry = try repository.trackedFiles(paths: [path]).first?.entry, entry.mode.isRegularFile {
      file = file.joined(with: try TeamConfiguration(repository.blob(entry.id)).file)
    }
    return TeamConfiguration(file: file)
  }

  init(file: TeamFile) {
    self.file = file
  }

  /// Reads the contents of the file.
  /// - Throws: a usage `RunFailure` that names the place and the remedy.
  init(_ contents: [UInt8]) throws {
    do throws(YAMLError) {
      file = try TeamFile(contents)
    } catch {
      throw RunFailure.usage("\(TeamFile.name):\(error.line):\(error.column): \(error.problem)", remedy: error.remedy)
    }
  }

  func ignores(_ path: RepositoryPath) -> Bool { file.ignoredPatterns.contains { $0.matches(path) } }

  /// The files that may be shown to an engine; the others are told to `refuse`.
  func filter(_ files: [EditableFile], refuse: (Refusal) -> Void) -> [EditableFile] {
    files.filter { file in
      guard ignores(file.path) else { return true }
      refuse(Refusal(.outsideFence, path: file.path, "is left out by .hone.yml"))
      return false
    }
  }
}
