package import HoneCore
package import HoneGit
internal import HoneSyntax

/// Why files that a user named are not looked at, for each reason together.
package struct LeftOutFiles: Sendable {
  /// A reason of a scan's own, or of whoever asked for it.
  package enum Reason: Hashable, Sendable {
    case marked(TrackedFile.Mark)
    case keptElsewhere
    case vendored
    case generated
    /// `.hone.yml` takes the file away.
    case ignoredByTeam
    /// The recipe is for other paths.
    case otherPaths
    /// The folder has nothing in a language that is looked at, or the file is in none.
    case otherLanguage
  }

  /// In the order in which they were first found; paths in the order in which they were named.
  private var groups: [(reason: Reason, paths: [RepositoryPath])] = []
  /// The same of folders, which are named for what else is in them too.
  private var folders: [(reason: Reason, paths: [RepositoryPath])] = []
  private let languages: Set<Language>

  init(languages: Set<Language>) { self.languages = languages }

  mutating func add(_ path: RepositoryPath, _ reason: Reason) {
    if let index = groups.firstIndex(where: { $0.reason == reason }) {
      groups[index].paths.append(path)
    } else {
      groups.append((reason, [path]))
    }
  }

  mutating func add(folder: RepositoryPath, _ reason: Reason) {
    if let index = folders.firstIndex(where: { $0.reason == reason }) {
      if folders[index].paths.last != folder { folders[index].paths.append(folder) }
    } else {
      folders.append((reason, [folder]))
    }
  }

  /// What there is something to do about: files that were named themselves.
  package var refusals: [Refusal] {
    groups.compactMap { reason, paths in
      guard let first = paths.first else { return nil }
      let isOne = paths.count == 1
      let be = isOne ? "is" : "are"
      let (code, message, remedy): (Refusal.Code, String, String)
      switch reason {
      case .marked(let mark):
        (code, message, remedy) = (
          .indexFlag, "\(be) marked \(mark.rawValue) in the index, and so left out",
          mark == .unmerged ? "resolve the conflict first" : "git update-index --no-\(mark.rawValue)"
        )
      case .keptElsewhere:
        (code, message, remedy) = (
          .filtered, "\(be) kept by git-lfs, of which git has only a pointer, and so left out",
          "keep it in git itself: git lfs untrack"
        )
      case .vendored:
        (code, message, remedy) = (
          .leftOut, "\(be) vendored, by a folder of the path or linguist-vendored, and so left out", "give --generated"
        )
      case .generated:
        (code, message, remedy) = (
          .leftOut, "\(be) generated, by the name or linguist-generated, and so left out", "give --generated"
        )
      case .ignoredByTeam:
        (code, message, remedy) = (
          .leftOut, "\(be) left out by .hone.yml", "take the pattern out of its `ignore`"
        )
      case .otherPaths:
        (code, message, remedy) = (
          .leftOut, "\(be) left out by the paths that the recipe is for", "see its `files` with git hone recipe show"
        )
      case .otherLanguage: return nil
      }
      return isOne
        ? Refusal(code, path: first, message, remedy: remedy)
        : Refusal(code, "\(Self.list(paths)) \(message)", remedy: remedy)
    }
  }

  /// What says itself: a recipe for one language has nothing to do in files of others, which whoever names `*` names too.
  package var notes: [String] {
    let foreign = groups.compactMap { reason, paths -> String? in
      guard reason == .otherLanguage else { return nil }
      let names = languages.map(\.title).sorted()
      let titles = names.count > 4 ? "any of \(names.count) languages" : names.joined(separator: ", ")
      return "left out, since nothing there is in \(titles): \(Self.list(paths))"
    }
    return foreign
      + folders.map { reason, paths in "left out, since what is there \(Self.words(reason)): \(Self.list(paths))" }
  }

  private static func words(_ reason: Reason) -> String {
    switch reason {
    case .marked(let mark): "is marked \(mark.rawValue) in the index"
    case .keptElsewhere: "is kept by git-lfs"
    case .vendored: "is vendored (--generated takes it)"
    case .generated: "is generated (--generated takes it)"
    case .ignoredByTeam: "is in `ignore` of .hone.yml"
    case .otherPaths: "is outside of the recipe's `files`"
    case .otherLanguage: "is in other languages"
    }
  }

  /// So many paths are told by name.
  private static let most = 10

  private static func list(_ paths: [RepositoryPath]) -> String {
    let names = paths.prefix(most).map { "\($0)" }.joined(separator: ", ")
    return paths.count > most ? "\(names) and \(paths.count - most) more" : names
  }
}

extension Refusal.Code {
  /// A file that was named is one of those that are looked at only when asked for.
  package static let leftOut = Self(rawValue: "left-out")
}

extension FileListing {
  /// Says of the paths that a user named, and of which no file is looked at, why that is.
  ///
  /// A file that did not change is not told where only changed ones are asked for.
  /// - Parameters:
  ///   - files: those that are looked at.
  ///   - other: the reasons of whoever asks for the scan.
  /// - Throws: what git says.
  package func leftOut(
    beside files: [ScanFile], in repository: Repository,
    other: (RepositoryPath) -> LeftOutFiles.Reason? = { _ in nil }
  ) throws(Refusal) -> LeftOutFiles {
    var leftOut = LeftOutFiles(languages: languages)
    guard !paths.isEmpty else { return leftOut }
    let seen = SortedPaths(files.map(\.path))
    let open = paths.filter { !seen.holdsAny(in: $0) }
    guard !open.isEmpty else { return leftOut }
    let reader = WorkTreeReader(repository)
    var found = try repository.trackedFiles(paths: open).filter { $0.entry.mode.isRegularFile }
    if includesUntracked {
      found += try repository.untrackedFiles(paths: open).map {
        TrackedFile(path: $0, entry: IndexEntry(mode: .regular, id: .zero))
      }
    }
    let attributes = try repository.linguistAttributes(of: found.map(\.path))
    let byPath = Dictionary(found.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for path in open {
      let scope = NamedScope([path])
      let inside = byPath[path].map { [$0] } ?? found.filter { scope.contains($0.path) }
      let reasons = inside.compactMap { file in
        reason(file, attributes[file.path] ?? LinguistAttributes(), reader, other).map { (file.path, $0) }
      }
      // A folder with some files of other languages and others that are left out is named for the latter.
      let telling = reasons.filter { $0.1 != .otherLanguage }
      for (file, reason) in telling {
        if file == path { leftOut.add(file, reason) } else { leftOut.add(folder: path, reason) }
      }
      if telling.isEmpty, !reasons.isEmpty, reasons.count == inside.count { leftOut.add(path, .otherLanguage) }
    }
    return leftOut
  }

  private func reason(
    _ file: TrackedFile, _ told: LinguistAttributes, _ reader: WorkTreeReader,
    _ other: (RepositoryPath) -> LeftOutFiles.Reason?
  ) -> LeftOutFiles.Reason? {
    let bytes = { ((try? reader.bytes(of: file.path)) ?? nil) ?? [] }
    let language =
      Language.detect(path: file.path, attribute: told.language, contents: bytes())
      ?? (languages.contains(.text) ? .text : nil)
    guard let language, languages.contains(language) else { return .otherLanguage }
    if let mark = file.mark { return .marked(mark) }
    if told.isKeptElsewhere { return .keptElsewhere }
    if !includesGenerated, let kind = ForeignFiles(file.path, told: told) {
      return kind == .vendored ? .vendored : .generated
    }
    return other(file.path)
  }
}
