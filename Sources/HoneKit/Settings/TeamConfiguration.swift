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
    let found = try repository.workTreeFile(at: path)?.bytes
    var file = try found.map { try TeamConfiguration($0).file } ?? TeamFile()
    if let entry = try repository.trackedFiles(paths: [path]).first?.entry, entry.mode.isRegularFile {
      let staged = try repository.blob(entry.id)
      do {
        if staged != found { file = file.joined(with: try TeamConfiguration(staged).file) }
      } catch let failure as RunFailure {
        // Its lines are not those that the user sees.
        throw RunFailure.usage(
          failure.message + " (as it is staged)",
          remedy: found == nil ? failure.remedy : repository.addCommand(for: path) + ", where it is mended already")
      }
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
