internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneSystem

/// `git hone edit`: proposes edits for the change at hand.
package enum EditRun {
  /// How many files beside the change at hand are shown at most because they mention what the instruction names.
  private static let maximumRelated = 8

  /// Runs the command in the current directory.
  /// - Parameters:
  ///   - instruction: the first word after the options; a path when it names a file and nothing reads as a sentence.
  ///   - paths: further words before `--`.
  ///   - pathsAfterTerminator: words after `--`.
  package static func start(
    instruction: String?, paths: [String], pathsAfterTerminator: [String], options: RunOptions,
    observer: any RunObserver, interruption: Interruption = Interruption()
  ) async throws -> ExitStatus {
    let surroundings = try Surroundings.open(isWriting: options.destination != .patch, observer: observer)
    let arguments = EditArguments(
      instruction: instruction, paths: paths + pathsAfterTerminator, exists: surroundings.fileExists)
    let session = RunSession(
      surroundings: surroundings, options: options, observer: observer, interruption: interruption, kind: "edit",
      instruction: arguments.instruction ?? "")
    let scope = try arguments.paths.compactMap { try session.repository.path(forArgument: $0) }
    let selection = ChangeSelection(repository: session.repository, paths: scope)
    guard let change = try selection.select() else {
      observer.report(
        .note("there is no change at hand: stage or edit something, or name files after --"))
      return session.conclude(.done)
    }
    change.refused.forEach(session.refuse)
    let shareable = surroundings.ignores.filter(change.files, refuse: session.refuse)
    guard !shareable.isEmpty else { return session.conclude(session.summary.refused > 0 ? .partial : .done) }
    return try await interruption.listening {
      try await propose(shareable, kind: change.kind, instruction: arguments.instruction, session: session)
    }
  }

  private static func propose(
    _ files: [EditableFile], kind: ChangeAtHand.Kind, instruction: String?, session: RunSession
  ) async throws -> ExitStatus {
    let engine = try await session.openEngine()
    let format = session.options.format ?? engine.capabilities.bestFormat
    let related = try instruction.map { try self.related(to: files, instruction: $0, session: session) } ?? []
    let context = try CommitContext.read(from: session.repository, paths: files.map(\.path), kind: kind)
    let planner = RequestPlanner(
      capabilities: engine.capabilities, format: format, contextLimit: session.settings.context)
    let plan = planner.plan(
      RequestPlanner.Task(instruction: instruction, files: files, related: related, context: context))
    plan.notes.forEach(session.note)
    let fence = Fence(
      paths: Set((files + related).map(\.path)), isChangedLinesOnly: instruction == nil && kind != .paths,
      allowsNewFiles: instruction != nil)
    var proposals = ProposalSet()
    (files + related).forEach { proposals.open($0) }
    try await session.ask(plan.requests, fence: fence, proposals: &proposals)
    return try await session.finish(proposals)
  }

  /// Tracked files outside of the change that mention a name which the instruction and the change share, so that callers
  /// can follow a rename.
  private static func related(
    to files: [EditableFile], instruction: String, session: RunSession
  ) throws -> [EditableFile] {
    let names = InstructionNames(instruction).words.filter { name in
      files.contains { $0.bytes.containsWord(name) }
    }
    var paths: [RepositoryPath] = []
    for name in names {
      let found = try session.repository.files(
        mentioning: String(decoding: name, as: UTF8.self), limit: maximumRelated + files.count + 1)
      for path in found where !paths.contains(path) && !files.contains(where: { $0.path == path }) {
        paths.append(path)
      }
    }
    if paths.count > maximumRelated {
      session.note("\(paths.count - maximumRelated) more files mention these names; name them after -- to include them")
    }
    guard !paths.isEmpty else { return [] }
    return try ChangeSelection(repository: session.repository, paths: Array(paths.prefix(maximumRelated))).named().files
  }
}
