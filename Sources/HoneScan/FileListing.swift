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
  /// Only these, where it is known already in which files a scan can find something.
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
    let scripts = languages.contains { !$0.interpreters.isEmpty }
    let names = among.map { Set($0.map(\.bytes)) }
    var guesses = LanguageGuesses(languages, scripts: scripts)
    func isWanted(_ path: ArraySlice<UInt8>) -> Bool { isInScope(path) && names?.contains(Array(path)) ?? true }
    let staged = onlyChanged || since != nil ? Set(try repository.stagedChanges(paths: paths).map(\.path)) : []
    let stagedNames = Set(staged.map(\.bytes))
    func isNeeded(_ path: ArraySlice<UInt8>, isSettled: Bool) -> Bool {
      // What is as in the index and in HEAD has not changed; attributes count in any case.
      !onlyChanged || since != nil || !isSettled || isAttributes(path)
        || stagedNames.contains(Array(path))
    }
    func isAttributes(_ path: ArraySlice<UInt8>) -> Bool { name(of: path).elementsEqual(".gitattributes".utf8) }
    func name(of path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      path[((path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex - 1) + 1)...]
    }
    let indexed = repository.indexedFiles(
      where: { isAttributes($0) || isWanted($0) && guesses.mayBeWanted(name: name(of: $0)) },
      isNeeded: isNeeded)
    var listed = try tracked(indexed, in: repository, &guesses)
    let reader = WorkTreeReader(repository)
    // git lists only what is in scope, and the attributes may be written above of it.
    let isTold = indexed == nil && !paths.isEmpty || listed.files.contains { isTelling($0, reader) }
    if isTold, indexed != nil {
      // Any file may be in any language.
      listed = try tracked(repository.indexedFiles(where: isWanted, isNeeded: isNeeded), in: repository, &guesses)
    }
    var candidates = listed.files
    let executable = listed.executable
    if !paths.isEmpty || names != nil { candidates.removeAll { !isWanted($0.path.bytes[...]) } }
    if onlyChanged || since != nil {
      // Where filters may stand between the two, git says whether a file differs.
      let certain = isTold ? [] : listed.differing
      let open = candidates.filter { $0.id == nil && !certain.contains($0.path) }.map(\.path)
      let unstaged = open.isEmpty ? certain : certain.union(try repository.unstagedChanges(paths: open).map(\.path))
      let changed = try changedPaths(in: repository, staged.union(unstaged))
      candidates.removeAll { !changed.contains($0.path) }
    }
    if includesUntracked {
      candidates += try repository.untrackedFiles(paths: paths).map {
        ScanFile(path: $0, language: Language.named(path: $0))
      }
    }
    apply(isTold ? try repository.linguistAttributes(of: candidates.map(\.path)) : [:], to: &candidates)
    return candidates.filter { file in
      if let language = file.language { return languages.contains(language) }
      if languages.contains(.text) { return true }
      // Only its first line can tell, and only a program has one that does.
      return scripts && executable.contains(file.path) && !file.path.name.dropFirst().contains(UInt8(ascii: "."))
    }
  }

  /// Whether a path is one of `paths` or lies below one.
  private func isInScope(_ path: ArraySlice<UInt8>) -> Bool {
    guard !paths.isEmpty else { return true }
    return paths.contains { scope in
      path.starts(with: scope.bytes)
        && (path.count == scope.bytes.count || path[path.startIndex + scope.bytes.count] == UInt8(ascii: "/"))
    }
  }

  /// The tracked files that are there to be read.
  private struct Listed {
    var files: [ScanFile]
    var executable: Set<RepositoryPath>
    /// Files that hold other bytes than the index, also as git would stage them where no attribute speaks of them.
    var differing: Set<RepositoryPath> = []
  }

  /// Lists the tracked files.
  /// - Parameter indexed: what the index says; `nil` asks git.
  private func tracked(
    _ indexed: [IndexedFile]?, in repository: Repository, _ guesses: inout LanguageGuesses
  ) throws(Refusal) -> Listed {
    guard let indexed else {
      let listed = try repository.trackedFiles(paths: paths).filter {
        $0.stage == 0 && $0.mark == nil && $0.entry.mode.isRegularFile
      }
      let unstaged = Set(try repository.unstagedChanges(paths: paths).map(\.path))
      let files = listed.map { file in
        ScanFile(
          path: file.path, language: Language.named(path: file.path),
          id: unstaged.contains(file.path) ? nil : file.entry.id, mode: file.entry.mode)
      }
      return Listed(files: files, executable: Set(listed.lazy.filter { $0.entry.mode == .executable }.map(\.path)))
    }
    let reader = WorkTreeReader(repository)
    var differing: Set<RepositoryPath> = []
    let files = indexed.map { file in
      var isSame = file.isSettled
      if !isSame, let bytes = (try? reader.bytes(of: file.path)) ?? nil {
        isSame = repository.blobID(of: bytes) == file.entry.id
        // git may take carriage returns out before it compares.
        if !isSame, !bytes.contains(0x0d) { differing.insert(file.path) }
      }
      return ScanFile(
        path: file.path, language: guesses.language(ofName: file.path.name), id: isSame ? file.entry.id : nil,
        mode: file.entry.mode)
    }
    return Listed(
      files: files, executable: Set(indexed.lazy.filter { $0.entry.mode == .executable }.map(\.path)),
      differing: differing)
  }

  private func changedPaths(
    in repository: Repository, _ changed: Set<RepositoryPath>
  ) throws(Refusal) -> Set<RepositoryPath> {
    guard let since else { return changed }
    return changed.union(try repository.rangeChanges(from: since, to: "HEAD", paths: paths).map(\.path))
  }

  // MARK: Attributes

  /// Whether a file is one of git's attributes that says what counts here; where there is none, git is not asked.
  private func isTelling(_ file: ScanFile, _ reader: WorkTreeReader) -> Bool {
    guard file.path.name.elementsEqual(".gitattributes".utf8), let bytes = try? reader.bytes(of: file.path) else {
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
