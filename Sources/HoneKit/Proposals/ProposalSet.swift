internal import HoneCore
internal import HoneGit

/// All that a run proposes so far: values, so that a reply that turns out void is dropped by keeping the set from before it.
struct ProposalSet {
  private(set) var files: [RepositoryPath: WorkingFile]
  private(set) var created: [RepositoryPath: NewFile] = [:]
  /// The files that go away, each with the number under which that was told.
  private var deletions: [RepositoryPath: Int] = [:]
  /// A file that an edit makes.
  struct NewFile {
    var bytes: [UInt8]
    var mode: FileMode
    /// The file whose place it takes, when it was moved.
    var origin: RepositoryPath?
    /// How often the user had redirected the engine before.
    var generation = 0
    /// Under which number it was told.
    var number = 0
  }

  /// Under which number the next edit is told, so that it can be said later which of them are gone.
  var nextNumber = 0

  /// Under which numbers the edits were told that are in the set.
  var numbers: Set<Int> {
    Set(files.values.flatMap(\.numbers)).union(created.values.map(\.number)).union(deletions.values)
  }

  /// How often the user has redirected the engine so far.
  private(set) var generation: Int

  init() {
    self.init(files: [:], generation: 0)
  }

  private init(files: [RepositoryPath: WorkingFile], generation: Int) {
    self.files = files
    self.generation = generation
  }

  /// How many edits are in it.
  private(set) var editCount = 0
  /// What differs in files of which that was known when their only edit was added.
  private var knownHunks: [RepositoryPath: [LineDiff.Hunk]] = [:]

  var isEmpty: Bool { changedPaths.isEmpty }

  /// The paths that would change, in git's order.
  var changedPaths: [RepositoryPath] {
    let changed = files.filter { !$0.value.replacements.isEmpty && deletions[$0.key] == nil }.keys
    return (Array(changed) + Array(created.keys) + Array(deletions.keys)).sorted()
  }

  mutating func open(_ file: EditableFile) {
    if files[file.path] == nil { files[file.path] = WorkingFile(file: file) }
  }

  /// Tells that the user redirects the engine: edits so far give way to later ones of the same lines.
  /// - Parameter keepsEdits: whether they stay at all.
  /// - Returns: how many edits are dropped.
  mutating func redirect(keepsEdits: Bool) -> Int {
    generation += 1
    guard !keepsEdits else { return 0 }
    defer { self = ProposalSet(files: files.mapValues { WorkingFile(file: $0.file) }, generation: generation) }
    return editCount
  }

  /// Tells how far the open section of a patch has come in a file.
  mutating func note(_ section: PatchProgress, at path: RepositoryPath) { files[path]?.section = section }

  mutating func add(_ replacements: [Replacement], at path: RepositoryPath) throws(Refusal) {
    guard var file = files[path] else { return }
    let displaced = try file.add(replacements, generation: generation, number: nextNumber)
    try put(file, displacing: displaced)
  }

  /// Adds all that differs in a file, as one edit.
  /// - Parameter hunks: against the base of the file.
  mutating func add(_ hunks: [LineDiff.Hunk], at path: RepositoryPath) throws(Refusal) {
    guard let file = files[path] else { return }
    let lines = TextLines(file.file.bytes, convention: .git)
    let replacements = hunks.map { hunk in
      let range = lines.start(of: hunk.baseIndex)..<lines.start(of: hunk.baseIndex + hunk.baseCount)
      return Replacement(range: range, bytes: Array(hunk.added.joined()))
    }
    try add(replacements, at: path)
    if file.replacements.isEmpty { knownHunks[path] = hunks }
  }

  /// What differs between the file at `path` and what it becomes.
  func hunks(at path: RepositoryPath) -> [LineDiff.Hunk] {
    knownHunks[path] ?? LineDiff.hunks(from: base(at: path)?.bytes ?? [], to: result(at: path) ?? [])
  }

  /// Takes a file of the set to which one more edit was added.
  /// - Parameter displaced: how many edits gave way to it.
  mutating func put(_ file: WorkingFile, displacing displaced: Int) throws(Refusal) {
    guard deletions[file.file.path] == nil else {
      throw Refusal(.overlap, path: file.file.path, "another edit of this run deletes the file")
    }
    files[file.file.path] = file
    knownHunks[file.file.path] = nil
    editCount += 1 - displaced
  }

  mutating func create(_ bytes: [UInt8], at path: RepositoryPath) throws(Refusal) {
    if let earlier = created[path], earlier.generation < generation, earlier.origin == nil {
      created[path] = nil
      editCount -= 1
    }
    try create(NewFile(bytes: bytes, mode: .regular, generation: generation, number: nextNumber), at: path)
  }

  private mutating func create(_ file: NewFile, at path: RepositoryPath) throws(Refusal) {
    guard created[path] == nil else { throw Refusal(.overlap, path: path, "two edits of this run create the file") }
    created[path] = file
    editCount += 1
  }

  /// Moves a file that no other edit touches, and gives it new contents; its mode goes with it.
  mutating func move(_ path: RepositoryPath, to target: RepositoryPath, bytes: [UInt8]) throws(Refusal) {
    var changed = self
    try changed.delete(path)
    try changed.create(
      NewFile(bytes: bytes, mode: base(at: path)?.entry.mode ?? .regular, origin: path, number: nextNumber), at: target)
    changed.editCount -= 1
    self = changed
  }

  /// The files that go away because they are moved.
  var movedAway: Set<RepositoryPath> { Set(created.values.compactMap(\.origin)) }

  mutating func delete(_ path: RepositoryPath) throws(Refusal) {
    guard files[path]?.replacements.isEmpty ?? false, deletions[path] == nil else {
      throw Refusal(.overlap, path: path, "the file is both edited and deleted")
    }
    deletions[path] = nextNumber
    editCount += 1
  }

  /// Takes a new file out again, or leaves a file that was to be moved where it is.
  mutating func dropCreation(at path: RepositoryPath) {
    guard let file = created.removeValue(forKey: path) else { return }
    if let origin = file.origin { deletions[origin] = nil }
    editCount -= 1
  }

  /// Keeps only some edits of the file at `path`.
  /// - Parameter numbers: which, from 0, in the order in which they were added.
  mutating func keep(_ numbers: [Int], ofFileAt path: RepositoryPath) {
    guard let file = files[path], let some = try? file.keeping(numbers) else { return }
    files[path] = some
    knownHunks[path] = nil
    editCount -= file.editCount - numbers.count
  }

  /// The file at `path` with all edits so far; `nil` when it is deleted.
  func result(at path: RepositoryPath) -> [UInt8]? {
    deletions[path] != nil ? nil : created[path]?.bytes ?? files[path]?.result
  }

  /// What the file at `path` was; `nil` when it is new.
  func base(at path: RepositoryPath) -> EditableFile? { files[path]?.file }
}
