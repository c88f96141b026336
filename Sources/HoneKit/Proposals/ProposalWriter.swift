internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// Brings accepted files to where the run writes: a patch, the index, or a commit.
struct ProposalWriter {
  let session: RunSession

  /// Whether a command decides about the whole result.
  func hasGate() throws -> Bool { try gate != nil }

  /// Hands the unified diff of `files` to the observer, file by file.
  func printPatch(_ files: [AcceptedFile]) throws {
    try runGate(files)
    let moved = Set(files.compactMap(\.origin))
    for file in files where !moved.contains(file.path) {
      // A moved file is one change: the old name, the new name, and what differs.
      let base = file.origin.flatMap { origin in files.first { $0.path == origin }?.base } ?? file.base
      let mode = base?.entry.mode ?? file.newMode
      let repository = session.repository
      let diff = UnifiedDiff(
        path: file.path, oldPath: file.origin,
        old: try base.map { .init(bytes: try repository.bytes(of: $0.contents), mode: mode, id: $0.id) },
        new: try file.result.map {
          let bytes = try repository.bytes(of: $0)
          return .init(bytes: bytes, mode: mode, id: repository.blobID(of: bytes))
        })
      session.observer.report(.patch(diff.bytes()))
    }
  }

  /// Writes `files` to the index and the work tree.
  func stage(_ files: [AcceptedFile], summary: RunSummary) throws -> RunSummary {
    try runGate(files)
    return try write(files, to: .index, summary: summary)
  }

  /// Writes `files` as one commit of the index.
  func commit(_ files: [AcceptedFile], message: String?) async throws -> RunSummary {
    try runGate(files)
    var text = try await proposedMessage(for: files, given: message)
    if session.observer.isInteractive, !session.options.acceptsAll, message == nil {
      guard let edited = await session.observer.edit(message: text) else {
        throw RunFailure(.partial, code: "declined", "the commit message was left empty; nothing was written")
      }
      text = edited
    }
    return try write(
      files,
      to: .commit(
        message: message == nil ? Array(text.utf8) : ArgumentText.bytes(of: text), head: try head(),
        coAuthor: session.settings.coAuthor),
      // What the message took is in it.
      summary: session.summary)
  }

  /// Writes `files` as the commits of a plan: all of them, or none.
  func commit(_ files: [AcceptedFile], as plan: CommitPlan, summary: RunSummary) throws -> RunSummary {
    try runGate(files)
    let parts = plan.commits(files).map { commit in
      CommitPart(message: Array(commit.message.utf8), paths: commit.files.map(\.path))
    }
    return try write(
      files,
      to: .commits(parts, head: try head(), coAuthor: session.settings.coAuthor),
      summary: summary)
  }

  /// The commit that a commit of this run comes after: where HEAD is now, on the branch on which the run began.
  /// - Throws: a `Refusal` with the code `headMoved` when another branch was checked out meanwhile.
  private func head() throws(Refusal) -> ObjectID? {
    let now = try session.repository.head()
    guard let start = session.startingHead, !now.isPlace(of: start) else { return now.commit }
    let place = start.branchName ?? start.commit?.abbreviated ?? "HEAD"
    throw Refusal(
      .headMoved, "HEAD is no longer at \(place), where the run began; nothing was written",
      remedy: "git switch back, and ask again")
  }

  private func proposedMessage(for files: [AcceptedFile], given: String?) async throws -> String {
    if let given { return given }
    let proposal = CommitMessage(session: session)
    return try await proposal.text(for: files)
  }

  private func write(
    _ files: [AcceptedFile], to destination: WriteDestination, summary: RunSummary
  ) throws(Refusal) -> RunSummary {
    var summary = summary
    var details = RunDetails(
      kind: session.kind, instruction: session.instruction, engine: session.engine?.description.name ?? "",
      model: session.engine?.description.model ?? "", promptTokens: summary.tokens.prompt,
      cachedTokens: summary.tokens.cached, completionTokens: summary.tokens.completion,
      duration: Int64(session.elapsed.milliseconds))
    details.areTokensEstimated = summary.tokens.isEstimated
    details.engineTime = Int64(summary.engineTime.milliseconds)
    details.serverTimes.queue = summary.queueTime.map { Int64($0.milliseconds) }
    details.serverTimes.prompt = summary.promptTime.map { Int64($0.milliseconds) }
    details.serverTimes.completion = summary.completionTime.map { Int64($0.milliseconds) }
    details.firstToken = summary.firstToken.map { Int64($0.milliseconds) }
    details.cost = session.settings.cost(of: summary.tokens, engine: details.engine)
    let outcome = try session.repository.write(files.map(\.write), to: destination, details: details)
    for note in outcome.notes { session.note(note) }
    for file in outcome.files {
      for place in [file.index, file.workTree] {
        guard case .left(let refusal) = place else { continue }
        summary.refused += 1
        session.observer.report(.refusal(refusal.at(file.path)))
      }
    }
    if outcome.run.commit != nil { refuseUncommitted(outcome, files, &summary) }
    summary.run = outcome.run.id
    summary.commit = outcome.run.commit
    summary.commits = outcome.commits.count
    if outcome.commits.count > 1 {
      for commit in outcome.commits {
        let subject = (try? session.repository.subject(of: commit)) ?? []
        session.note("\(commit.abbreviated) \(String(decoding: subject, as: UTF8.self))")
      }
    }
    let isIndexChanged = outcome.files.contains { $0.index == .changed }
    summary.written = outcome.run.commit != nil ? .commit : isIndexChanged ? .index : .workTree
    if summary.written != .workTree {
      summary.filesOnlyInWorkTree += outcome.files.count { $0.index != .changed && $0.workTree == .changed }
    }
    return summary
  }

  /// Tells of files that a hook took out of the commit again; their edits are not counted as done.
  private func refuseUncommitted(_ outcome: WriteOutcome, _ files: [AcceptedFile], _ summary: inout RunSummary) {
    let staged = Set(outcome.files.lazy.filter { $0.index == .changed }.map(\.path))
    for file in outcome.run.files where staged.contains(file.path) && !file.changesIndex {
      summary.refused += 1
      summary.files -= 1
      summary.edits -= files.first { $0.path == file.path }?.edits ?? 0
      session.observer.report(
        .refusal(
          Refusal(
            .rejected, path: file.path, "a hook of the commit took the edit out of it",
            remedy: "see what the hook says of the file")))
    }
  }

  private var gate: String? {
    get throws { try session.options.gate ?? session.teamGate() }
  }

  /// Runs the gate command on a checkout of the result.
  private func runGate(_ files: [AcceptedFile]) throws {
    guard let command = try gate else { return }
    try GateCommand(command: command, repository: session.repository).check(files.map(\.write))
  }
}
