package import HoneCore
package import HoneGit
package import HoneSyntax
internal import HoneSystem

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
  /// Also files that git was told to leave alone (skip-worktree, assume-unchanged) and that are there; git calls them
  /// unchanged, so they are none of `onlyChanged` and `since`.
  package var includesMarked = false
  /// Files of other languages are left out.
  package var languages: Set<Language> = []

  package init() {}

  /// Asks git.
  ///
  /// Symbolic links, submodules, files that git-lfs keeps and files in conflict are left out.
  /// - Throws: what git says, such as that it does not know `since`.
  package func files(in repository: Repository) throws(Refusal) -> [ScanFile] {
    let scripts = languages.contains { !$0.interpreters.isEmpty }
    let names = among.map { Set($0.map(\.bytes)) }
    let guesses = LanguageGuesses(languages, scripts: scripts)
    let scopes = paths.map(\.bytes)
    let isInScope: @Sendable (UnsafeRawBufferPointer) -> Bool = { path in
      (scopes.isEmpty || scopes.contains { Self.isInside($0, path) }) && names?.contains(Array(path)) ?? true
    }
    let staged = onlyChanged || since != nil ? Set(try repository.stagedChanges(paths: paths).map(\.path)) : []
    let stagedNames = Set(staged.map(\.bytes))
    let takesSettled = !onlyChanged || since != nil
    let takesMarked = includesMarked && !onlyChanged && since == nil
    let isNeeded: @Sendable (UnsafeRawBufferPointer, Bool) -> Bool = { path, isSettled in
      // What is as in the index and in HEAD has not changed; attributes count in any case.
      takesSettled || !isSettled || Self.isAttributes(path)
        || !stagedNames.isEmpty && stagedNames.contains(Array(path))
    }
    let indexed = repository.indexedFiles(
      choosing: guesses,
      where: { guesses, path in
        Self.isAttributes(path) || isInScope(path) && guesses.mayBeWanted(name: Self.name(of: path))
      }, isNeeded: isNeeded, includesMarked: takesMarked)
    var candidates = try tracked(indexed, in: repository, guesses, takesMarked)
    let reader = WorkTreeReader(repository)
    // git lists only what is in scope, and the attributes may be written above of it.
    let isTold = indexed == nil && !paths.isEmpty || candidates.contains { isTelling($0, reader) }
    if isTold, indexed != nil {
      // Any file may be in any language.
      let all = repository.indexedFiles(where: isInScope, isNeeded: isNeeded, includesMarked: takesMarked)
      candidates = try tracked(all, in: repository, guesses, takesMarked)
    }
    if !paths.isEmpty || names != nil {
      candidates.removeAll { file in file.path.bytes.withUnsafeBytes { !isInScope($0) } }
    }
    if onlyChanged || since != nil {
      // Where filters may stand between the two, git says whether a file differs.
      func isCertain(_ file: ScanFile) -> Bool { file.isOther && !isTold }
      let open = candidates.filter { $0.id == nil && !isCertain($0) }.map(\.path)
      let unstaged = open.isEmpty ? staged : staged.union(try repository.unstagedChanges(paths: open).map(\.path))
      let changed = try changedPaths(in: repository, unstaged)
      candidates.removeAll { !isCertain($0) && !changed.contains($0.path) }
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
      // Only its first line can tell; a hidden file that no program starts holds settings.
      let name = file.path.name
      return scripts && !name.dropFirst().contains(UInt8(ascii: "."))
        && (file.mode == .executable || name.first != UInt8(ascii: "."))
    }
  }

  // MARK: Paths as bytes

  private static let attributesName = Array(".gitattributes".utf8)

  /// Whether a path is a scope or lies below it.
  private static func isInside(_ scope: [UInt8], _ path: UnsafeRawBufferPointer) -> Bool {
    path.starts(with: scope) && (path.count == scope.count || path[scope.count] == UInt8(ascii: "/"))
  }

  /// Whether a path is one of git's files of attributes.
  private static func isAttributes(_ path: UnsafeRawBufferPointer) -> Bool {
    let start = path.count - attributesName.count
    guard start >= 0, start == 0 || path[start - 1] == UInt8(ascii: "/") else { return false }
    return path[start...].elementsEqual(attributesName)
  }

  /// The last component of a path.
  private static func name(of path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return UnsafeRawBufferPointer(rebasing: path[start...])
  }

  /// Lists the tracked files that are there to be read.
  /// - Parameter indexed: what the index says; `nil` asks git.
  private func tracked(
    _ indexed: [IndexedFile]?, in repository: Repository, _ guesses: LanguageGuesses, _ takesMarked: Bool
  ) throws(Refusal) -> [ScanFile] {
    var guesses = guesses
    guard let indexed else {
      let reader = WorkTreeReader(repository)
      let listed = try repository.trackedFiles(paths: paths).filter {
        $0.stage == 0 && ($0.mark == nil || takesMarked && reader.exists($0.path)) && $0.entry.mode.isRegularFile
      }
      let unstaged = Set(try repository.unstagedChanges(paths: paths).map(\.path))
      return listed.map { file in
        ScanFile(
          path: file.path, language: Language.named(path: file.path),
          id: unstaged.contains(file.path) || file.mark != nil ? nil : file.entry.id, mode: file.entry.mode,
          mark: file.mark)
      }
    }
    let states = Self.states(of: indexed, WorkTreeReader(repository))
    return zip(indexed, states).map { file, state in
      ScanFile(
        path: file.path, language: guesses.language(of: file.path), id: state == .same ? file.entry.id : nil,
        mode: file.entry.mode, isOther: state == .differs, mark: file.mark)
    }
  }

  /// What a file on disk is beside that of the index.
  private enum FileState: Sendable {
    case same
    /// Also as git would stage it, where no attribute speaks of it.
    case differs
    /// git may take carriage returns out before it compares; or the file cannot be read.
    case unknown
  }

  /// Compares the files of which the index does not tell that they are as they were, on all cores where there are many.
  private static func states(of files: [IndexedFile], _ reader: WorkTreeReader) -> [FileState] {
    var states = [FileState](repeating: .same, count: files.count)
    let open = files.filter { !$0.isSettled }
    let places = files.indices.filter { !files[$0].isSettled }
    ParallelMap().run(
      count: open.count, worker: {},
      work: { (_: inout Void, item) -> FileState in
        guard let bytes = (try? reader.bytes(of: open[item].path)) ?? nil else { return .unknown }
        return Self.state(of: bytes, beside: open[item])
      },
      consume: { item, state in
        states[places[item]] = state
        return true
      })
    return states
  }

  private static func state(of bytes: [UInt8], beside file: IndexedFile) -> FileState {
    let hasReturns = bytes.contains(0x0d)
    if !hasReturns, file.notedLength > 0 {
      // The file that git saw was as long as the blob, or longer by a carriage return for some of its lines. So had these
      // bytes, which have none, been the blob, the noted length would be at least theirs, and at most that and their lines.
      let spare = file.notedLength - bytes.count
      if spare < 0 || spare > 0 && spare > bytes.count(where: { $0 == 0x0a }) { return .differs }
    }
    if Repository.blobID(of: bytes) == file.entry.id { return .same }
    return hasReturns ? .unknown : .differs
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
    if ["linguist-", "filter", "ident", "encoding"].contains(where: text.contains) { return true }
    return ["-text", "binary"].contains(where: text.contains)
      && text.split(whereSeparator: \.isNewline).contains(where: isTellingOfSource)
  }

  /// Whether a line calls files no text that may be in one of the languages, as `*.png binary` does not.
  private func isTellingOfSource(_ line: Substring) -> Bool {
    guard line.contains("-text") || line.contains("binary"), let pattern = line.split(separator: " ").first,
      !pattern.hasPrefix("#")
    else { return false }
    guard let dot = pattern.lastIndex(of: "."), !pattern.hasPrefix("\""), !languages.contains(.text) else {
      return true
    }
    let ending = pattern[dot...].dropFirst()
    guard !ending.isEmpty, ending.allSatisfy({ $0.isLetter || $0.isNumber }),
      let name = try? RepositoryPath("name.\(ending)")
    else { return true }
    return Language.named(path: name).map(languages.contains) ?? false
  }

  private func apply(_ attributes: [RepositoryPath: LinguistAttributes], to files: inout [ScanFile]) {
    files = files.compactMap { file in
      var file = file
      let told = attributes[file.path] ?? LinguistAttributes()
      if told.isKeptElsewhere { return nil }
      if told.isConverted { file.id = nil }
      file.isStoredOtherwise = told.isStoredOtherwise
      if !includesGenerated, ForeignFiles(file.path, told: told) != nil { return nil }
      if let language = told.language {
        guard let named = Language.named(language) else { return nil }
        file.language = named
      }
      return file
    }
  }
}
