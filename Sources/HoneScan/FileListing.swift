package import HoneCore
package import HoneGit
package import HoneSyntax

/// Which files of a repository a scan looks at.
package struct FileListing {
  /// Files and folders to keep to; empty for all.
  package var paths: [RepositoryPath] = []
  /// Also files that git does not track yet; ignored ones never.
  package var includesUntracked = false
  /// Also files that programs made, and those that come from elsewhere.
  package var includesGenerated = false
  /// Only files that differ from the last commit.
  package var onlyChanged = false
  /// Only files that differ from this revision.
  package var since: String?
  /// Only these, where it is known already which files a scan can find something in; what it finds is not remembered.
  package var among: Set<RepositoryPath>?
  /// Files of other languages are left out.
  package var languages: Set<Language> = []

  package init() {}

  /// Asks git.
  ///
  /// Symbolic links, submodules, files that git-lfs keeps, files in conflict and those that are marked skip-worktree are
  /// left out.
  /// - Throws: what git says, such as that it does not know `since`.
  package func files(in repository: Repository) throws(Refusal) -> [ScanFile] {
    let tracked = try repository.trackedFiles(paths: paths).filter {
      $0.stage == 0 && $0.mark == nil && $0.entry.mode.isRegularFile
        && (among?.contains($0.path) ?? true || isAttributes($0.path))
    }
    let unstaged = among == nil ? Set(try repository.unstagedChanges(paths: paths).map(\.path)) : []
    var candidates = tracked.map { file in
      ScanFile(
        path: file.path, language: Language.named(path: file.path),
        id: among != nil || unstaged.contains(file.path) ? nil : file.entry.id)
    }
    if includesUntracked {
      candidates += try repository.untrackedFiles(paths: paths).map {
        ScanFile(path: $0, language: Language.named(path: $0))
      }
    }
    if let changed = try changedPaths(in: repository, unstaged: unstaged) {
      candidates.removeAll { file in !changed.contains(file.path) && (file.id != nil || unstaged.contains(file.path)) }
    }
    try apply(attributes(of: candidates, in: repository), to: &candidates)
    let executable = Set(tracked.lazy.filter { $0.entry.mode == .executable }.map(\.path))
    return candidates.filter { file in
      if let language = file.language { return languages.contains(language) }
      if languages.contains(.text) { return true }
      // Only its first line can tell, and only a program has one that does.
      return executable.contains(file.path) && !file.path.name.dropFirst().contains(UInt8(ascii: "."))
        && languages.contains { !$0.interpreters.isEmpty }
    }
  }

  private func changedPaths(
    in repository: Repository, unstaged: Set<RepositoryPath>
  ) throws(Refusal) -> Set<RepositoryPath>? {
    guard onlyChanged || since != nil else { return nil }
    var changed = unstaged.union(try repository.stagedChanges(paths: paths).map(\.path))
    if let since { changed.formUnion(try repository.rangeChanges(from: since, to: "HEAD", paths: paths).map(\.path)) }
    return changed
  }

  // MARK: Attributes

  /// What `.gitattributes` says of the files; nothing is asked where no such file of the repository says what counts here.
  private func attributes(
    of files: [ScanFile], in repository: Repository
  ) throws(Refusal) -> [RepositoryPath: LinguistAttributes] {
    guard !paths.isEmpty || files.contains(where: { isTelling($0, WorkTreeReader(repository)) }) else { return [:] }
    return try repository.linguistAttributes(of: files.map(\.path))
  }

  private func isAttributes(_ path: RepositoryPath) -> Bool { path.name.elementsEqual(".gitattributes".utf8) }

  private func isTelling(_ file: ScanFile, _ reader: WorkTreeReader) -> Bool {
    guard isAttributes(file.path), let bytes = try? reader.bytes(of: file.path) else {
      return false
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return ["linguist-", "filter", "ident", "encoding"].contains(where: text.contains)
  }

  private func apply(_ attributes: [RepositoryPath: LinguistAttributes], to files: inout [ScanFile]) {
    files = files.compactMap { file in
      var file = file
      let told = attributes[file.path] ?? LinguistAttributes()
      if told.isKeptElsewhere { return nil }
      if told.isConverted { file.id = nil }
      if !includesGenerated {
        let isVendored = told.isVendored ?? Self.isVendored(file.path)
        let isGenerated = told.isGenerated ?? Self.isGenerated(file.path)
        if isVendored || isGenerated { return nil }
      }
      if let language = told.language {
        guard let named = Language.named(language) else { return nil }
        file.language = named
      }
      return file
    }
  }

  /// Folders that hold other people's code, by linguist's custom.
  private static let vendorFolders: Set<String> = [
    "bower_components", "node_modules", "third_party", "third-party", "vendor", "vendored", "Pods", "Carthage",
  ]

  private static func isVendored(_ path: RepositoryPath) -> Bool {
    path.components.dropLast().contains { vendorFolders.contains(String(decoding: $0, as: UTF8.self)) }
  }

  /// Names of files that programs make, by linguist's custom.
  private static func isGenerated(_ path: RepositoryPath) -> Bool {
    let name = String(decoding: path.name, as: UTF8.self)
    return [".min.js", ".min.css", ".pb.go", ".pb.cc", ".pb.h", "_pb2.py", ".g.cs", ".designer.cs"].contains {
      name.lowercased().hasSuffix($0)
    }
  }
}
