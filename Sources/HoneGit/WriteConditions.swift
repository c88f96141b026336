internal import HoneCore

/// Whether the files of a write may be edited, by what git says of all of them at once.
struct WriteConditions {
  private let repository: Repository
  private let tracked: [RepositoryPath: TrackedFile]
  private let conversions: [RepositoryPath: Result<Conversion, Refusal>]
  private let clashes: IndexClashes?

  /// Reads the index and the attributes of all files of a write.
  /// - Throws: `malformed` when two writes are of one path.
  init(_ writes: [FileWrite], in repository: Repository) throws(Refusal) {
    self.repository = repository
    let paths = writes.map(\.path)
    guard Set(paths).count == paths.count else {
      throw Refusal(.malformed, "a run may change each file only once")
    }
    var tracked: [RepositoryPath: TrackedFile] = [:]
    for file in try repository.trackedFiles(paths: paths) {
      // An unmerged path has several entries; any of them says so.
      if tracked[file.path] == nil || file.stage > 0 { tracked[file.path] = file }
    }
    self.tracked = tracked
    let origins = writes.compactMap { write in write.origin.map { (write.path, $0) } }
    conversions = try repository.conversions(
      of: paths, movedFrom: Dictionary(origins, uniquingKeysWith: { first, _ in first }))
    let created = writes.filter { $0.original == nil }.map(\.path)
    clashes = created.isEmpty ? nil : try IndexClashes(of: repository, and: created)
  }

  /// Why a file cannot be made at a path: its name is one with that of another file, or below one.
  func clash(with path: RepositoryPath) -> Refusal? { clashes?.clash(with: path) }

  /// What git does to the bytes of a file between its staged form and the work tree, once it may be edited.
  /// - Parameters:
  ///   - original: the bytes of `write.original`.
  ///   - result: the bytes of `write.result`.
  /// - Throws: `moved`, `indexFlag`, `notAFile`, `filtered` or `notText`.
  func check(_ write: FileWrite, original: [UInt8]?, result: [UInt8]?) throws(Refusal) -> Conversion {
    let found = tracked[write.path]
    if let mark = found?.mark {
      throw Refusal(
        .indexFlag, "is marked \(mark.rawValue) in the index", remedy: Self.remedy(for: mark))
    }
    guard found?.entry == write.entry else {
      throw Refusal(
        .moved, "was staged anew since the change was proposed", remedy: "ask again, from what is staged now")
    }
    if let found {
      guard found.entry.mode.isRegularFile else {
        throw Refusal(.notAFile, found.entry.mode == .submodule ? "is a submodule" : "is a symbolic link")
      }
      if let announced = try repository.announcement(of: found) { throw announced }
    }
    let conversion = try conversions[write.path]?.get() ?? .none
    if case .program(let driver) = conversion, original?.starts(with: Self.pointer) ?? false {
      throw Refusal(.filtered, "is stored by git-lfs through the filter \(driver), which Hone does not edit")
    }
    for bytes in [original, result].compactMap(\.self) {
      guard bytes.count <= TextLimit.bytes else {
        let verb = bytes == result ? "would be" : "is"
        throw Refusal(.notText, "\(verb) \(bytes.count) bytes long, and Hone writes files up to \(TextLimit.bytes)")
      }
      guard !TextLimit.isBinary(bytes) else { throw Refusal(.notText, "is binary") }
    }
    return conversion
  }

  /// How the text begins that git-lfs stores in place of a file.
  ///
  /// Source: the specification of git-lfs, docs/spec.md, "The Pointer".
  private static let pointer = Array("version https://git-lfs.github.com/spec/v1\n".utf8)

  private static func remedy(for mark: TrackedFile.Mark) -> String {
    switch mark {
    case .skipWorktree: "git update-index --no-skip-worktree it, or widen the sparse checkout"
    case .assumeUnchanged: "git update-index --no-assume-unchanged it"
    case .unmerged: "resolve the conflict and git add it"
    }
  }
}
