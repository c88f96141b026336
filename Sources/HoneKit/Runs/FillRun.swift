internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// `git hone fill`: writes the boilerplate that belongs at a place.
package enum FillRun {
  /// Runs the command in the current directory.
  /// - Parameter place: `path:line`, with the line counted from 1.
  package static func start(
    place: String, instruction: String?, options: RunOptions, observer: any RunObserver,
    interruption: Interruption = Interruption()
  ) async throws -> ExitStatus {
    let place = try FillPlace(place)
    let surroundings = try Surroundings.open(for: options, observer: observer)
    let session = RunSession(
      surroundings: surroundings, options: options, observer: observer, interruption: interruption, kind: "fill",
      instruction: instruction ?? "fill \(place.path):\(place.line)")
    guard let path = try session.repository.path(forArgument: ArgumentText.bytes(of: place.path)) else {
      throw RunFailure.usage("`\(place.path)` is not a file", remedy: "name a file and a line: path:line")
    }
    let file = try ChangeSelection(repository: session.repository, scope: PathArguments(files: [path])).file(at: path)
    if let obstacle = file.engineObstacle { throw obstacle }
    guard !surroundings.team.ignores(path) else {
      throw RunFailure.usage("\(path) is left out by .hone.yml", remedy: "take it out of `ignore` there")
    }
    let lines = TextLines(file.bytes)
    guard place.line <= lines.count + 1 else {
      throw RunFailure.usage("\(path) has \(lines.count) lines, so there is no line \(place.line)")
    }
    return try await fill(file, lines: lines, line: place.line - 1, instruction: instruction, session: session)
  }

  private static func fill(
    _ file: EditableFile, lines: TextLines, line: Int, instruction: String?, session: RunSession
  ) async throws -> ExitStatus {
    let engine = try await session.openEngine()
    let context = try CommitContext.read(from: session.repository, paths: [file.path], kind: .paths)
    /// The request that shows the lines around the place and takes words.
    func instructed(_ instruction: String?) -> RequestPlanner.Plan {
      // The place is told by the line above it; small models do not count lines.
      let above = (0...min(line, max(0, lines.count - 1))).last {
        $0 < lines.count && !lines[$0].allSatisfy(\.isBlankOrReturn)
      }
      let planner = RequestPlanner(
        capabilities: engine.capabilities, format: session.options.format ?? .window,
        contextLimit: session.settings.context)
      let isInDefinition =
        line < lines.count
        && Window.enclosingDefinition(ofLine: line, in: lines, fileExtension: file.path.fileExtension) != nil
      let what =
        instruction.map { above == nil ? $0 : "\($0), below that line" }
        ?? (above == nil ? "Begin this file" : "Complete the \(isInDefinition ? "function" : "code")")
      let words = "\(what). Repeat the lines that are there"
      var task = RequestPlanner.Task(instruction: words, files: [file], related: [], context: context)
      task.place = above.map { String(decoding: lines.shown($0), as: UTF8.self) }
      return planner.plan(task, window: Window.block(at: line, in: lines).lines)
    }
    var request: PlannedRequest
    if engine.capabilities.infill, instruction == nil, session.options.format == nil {
      request = InfillPlan(file: file, lines: lines, line: line, context: engine.capabilities.contextTokens).request
      request.replan = { instructed($0).requests.first }
    } else {
      let plan = instructed(instruction)
      guard let planned = plan.requests.first else {
        plan.notes.forEach(session.note)
        plan.refused.forEach(session.refuse)
        return session.conclude(.partial)
      }
      request = planned
    }
    var proposals = ProposalSet()
    proposals.open(file)
    let fence = Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: false, isInsertionOnly: true)
    try await session.ask([request], fence: fence, proposals: &proposals)
    return try await session.finish(proposals)
  }
}

/// `path:line`, with the line counted from 1.
struct FillPlace {
  let path: String
  let line: Int

  /// - Throws: a usage `RunFailure` when the text is not of that form.
  init(_ text: String) throws {
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]), line > 0,
      colon != text.startIndex
    else {
      throw RunFailure.usage("`\(text)` names no place", remedy: "name a file and a line, for example src/api.py:42")
    }
    path = String(text[..<colon])
    self.line = line
  }
}
