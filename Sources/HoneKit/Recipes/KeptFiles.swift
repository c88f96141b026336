internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// The files that were accepted so far: small, since their bytes are spooled, or told as a patch already.
struct KeptFiles {
  /// What was accepted of one file; two where the file moves.
  private struct Item {
    var files: [AcceptedFile]
    var edits: Int
  }

  private let session: RunSession
  private let writer: ProposalWriter
  private let spool: Spool
  /// Whether each file's patch is told as soon as the file is kept.
  private let tellsPatches: Bool
  private var items: [Item] = []

  init(session: RunSession) throws {
    self.session = session
    writer = ProposalWriter(session: session)
    tellsPatches = try session.options.destination == .patch && !writer.hasGate()
    spool = Spool(folders: [String(decoding: session.repository.gitDirectory, as: UTF8.self)])
  }

  /// Keeps what was accepted of one file.
  mutating func keep(_ files: [AcceptedFile], edits: Int) throws {
    session.summary.edits += edits
    if tellsPatches { try writer.printPatch(files) }
    items.append(Item(files: try files.map { tellsPatches ? $0.emptied : try $0.spooled(in: spool) }, edits: edits))
  }

  /// Writes what was kept, and says how the command ends.
  /// - Parameter isConfirmed: whether it is settled already what an interruption leaves.
  mutating func finish(commits: CommitPlan, isConfirmed: Bool) async throws -> ExitStatus {
    if tellsPatches {
      session.summary.files = items.reduce(0) { $0 + $1.files.count }
      return session.conclude(session.status)
    }
    if !isConfirmed { try await session.confirmKeeping(count: session.summary.edits) }
    try leaveMoved()
    let accepted = items.flatMap(\.files)
    guard !accepted.isEmpty else { return session.conclude(session.status) }
    return try await session.write(accepted, commits: commits)
  }

  /// Leaves files alone that were staged anew since they were read.
  private mutating func leaveMoved() throws {
    func isRead(_ file: AcceptedFile) -> Bool { file.base?.version == .index }
    let read = items.flatMap(\.files).filter(isRead).map(\.path)
    guard !read.isEmpty else { return }
    let tracked = Dictionary(
      try session.repository.trackedFiles(paths: read).map { ($0.path, $0.entry) },
      uniquingKeysWith: { first, _ in first })
    items.removeAll { item in
      guard let moved = item.files.first(where: { isRead($0) && tracked[$0.path] != $0.base?.entry }) else {
        return false
      }
      session.summary.edits -= item.edits
      session.refuse(Refusal(.moved, path: moved.path, "was staged anew during the run", remedy: "run again"))
      return true
    }
  }
}
