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
  ///   - words: the words before `--`: an instruction, then paths; paths alone where the first word names a file and nothing
  ///     reads as a sentence.
  ///   - pathsAfterTerminator: the words after `--`.
  ///   - asksForInstruction: whether the observer is asked what is to change, where the words do not say it.
  package static func start(
    words: [String], pathsAfterTerminator: [String], options: RunOptions, observer: any RunObserver,
    asksForInstruction: Bool = false, interruption: Interruption = Interruption()
  ) async throws -> ExitStatus {
    let surroundings = try Surroundings.open(for: options, observer: observer)
    let arguments = EditArguments(
      words: words, pathsAfterTerminator: pathsAfterTerminator, exists: surroundings.fileExists)
    let session = RunSession(
      surroundings: surroundings, options: options, observer: observer, interruption: interruption, kind: "edit",
      instruction: arguments.instruction ?? "")
    // A script whose variable is empty did not ask for improvements.
    guard arguments.instruction != "" else { throw Self.noInstruction("the instruction is empty") }
    let isQuoted = arguments.instruction != nil && words.count == 1
    let scope = try PathArguments(
      arguments.paths, in: surroundings,
      remedy: isQuoted
        ? "name files and folders as they are on disk" : "put the instruction in quotes, and paths after --")
    let selection = ChangeSelection(repository: session.repository, scope: scope)
    guard let change = try selection.select() else {
      let isDeletion = try !session.repository.stagedChanges(paths: scope.scope).isEmpty
      session.note(
        isDeletion
          ? "the change at hand only deletes files; there is nothing in it to edit"
          : "there is no change at hand: stage or edit something, or name files after --")
      return session.conclude(.done)
    }
    change.refused.forEach(session.refuse)
    for path in scope.files where change.kind != .paths && !change.covers(path) {
      session.note("\(path) has no \(change.kind.rawValue) change and was not looked at")
    }
    let files = surroundings.team.filter(change.files, refuse: session.refuse).filter { file in
      if let obstacle = file.engineObstacle { session.refuse(obstacle) }
      return file.engineObstacle == nil
    }
    guard !files.isEmpty else { return session.conclude(session.summary.refused > 0 ? .partial : .done) }
    return try await propose(
      files, kind: change.kind, instruction: arguments.instruction, asks: asksForInstruction, session: session)
  }

  private static func propose(
    _ files: [EditableFile], kind: ChangeAtHand.Kind, instruction given: String?, asks: Bool, session: RunSession
  ) async throws -> ExitStatus {
    let engine = try await session.openEngine()
    let format = session.options.format ?? engine.capabilities.bestFormat
    let context = try CommitContext.read(from: session.repository, paths: files.map(\.path), kind: kind)
    let planner = RequestPlanner(
      capabilities: engine.capabilities, format: format, contextLimit: session.settings.context)
    var instruction = given
    if asks, given == nil {
      let ahead = planner.plan(.init(instruction: nil, files: files, related: [], context: context))
      instruction = await EngineWarmUp.reading(ahead.requests, by: engine) { await session.observer.instruction() }
      guard let instruction else { throw Self.noInstruction("no instruction was given") }
      session.instruction = instruction
    }
    let related = try instruction.map { try self.related(to: files, instruction: $0, session: session) } ?? []
    let plan = planner.plan(
      RequestPlanner.Task(instruction: instruction, files: files, related: related, context: context))
    plan.notes.forEach(session.note)
    plan.refused.forEach(session.refuse)
    let fence = Fence(
      paths: Set((files + related).map(\.path)), isChangedLinesOnly: instruction == nil && kind != .paths,
      allowsFileOperations: instruction != nil, isOccupied: session.isOccupied,
      holdsFile: { (try? session.holdsFile($0)) == true })
    var proposals = ProposalSet()
    (files + related).forEach { proposals.open($0) }
    try await session.ask(plan.requests, fence: fence, proposals: &proposals)
    return try await session.finish(proposals)
  }

  private static func noInstruction(_ message: String) -> RunFailure {
    .usage(message, remedy: "say what to change, or leave it out to ask for improvements of the changed lines")
  }

  /// Tracked files outside of the change that mention a name which the instruction and the change share.
  ///
  /// So callers can follow a rename. Files that the team leaves out are not among them.
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
      for path in found
      where !paths.contains(path) && !files.contains(where: { $0.path == path }) && !session.team.ignores(path) {
        paths.append(path)
      }
    }
    if paths.count > maximumRelated {
      session.note("\(paths.count - maximumRelated) more files mention these names; name them after -- to include them")
    }
    guard !paths.isEmpty else { return [] }
    let scope = PathArguments(files: Array(paths.prefix(maximumRelated)))
    return try ChangeSelection(repository: session.repository, scope: scope).named().files.filter {
      $0.engineObstacle == nil
    }
  }
}
