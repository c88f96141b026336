internal import HoneCore
internal import HoneSystem

/// Commits the prepared copy of a run's index the way the user's own `git commit` would: with their identity, signing,
/// hooks, and conventions of messages.
///
/// The index lock is held meanwhile, so the hooks see an index that nobody else changes; they see it through
/// `GIT_INDEX_FILE`, and what they add to it becomes part of the commit and of the index.
struct CommitWriter {
  let repository: Repository
  let folder: RunFolder
  /// The commit that must become the parent.
  let head: ObjectID?
  let coAuthor: String?

  /// Makes the commits and moves HEAD to the last one, in one step.
  /// - Returns: the commits, oldest first.
  /// - Throws: `rejected` with the words of the hook or of git; `headMoved` when something else became the parent.
  func make(_ parts: [CommitPart]) throws -> [ObjectID] {
    guard parts.count != 1 else { return [try commit(parts[0].message)] }
    return try CommitChain(writer: self).make(parts)
  }

  /// One commit: git makes it.
  private func commit(_ message: [UInt8]) throws -> ObjectID {
    try folder.write(.message, message)
    var command = repository.git(.committing, ["commit", "--quiet"], indexFile: folder.path(.index))
    command.append([Array("-F".utf8), folder.path(.message)] + trailers)
    let output = try command.run()
    guard output.status.isSuccess, let commit = try repository.head().commit, commit != head else {
      throw refusal(output)
    }
    let parent = try repository.parents(of: commit).first
    guard parent == head else {
      try repository.moveHead(from: commit, to: parent, reason: "hone: HEAD moved while committing")
      throw Refusal(.headMoved, "HEAD moved while the commit was made", remedy: "ask again, from HEAD as it is now")
    }
    return commit
  }

  /// The arguments by which git adds the trailers of this run.
  var trailers: [[UInt8]] {
    let run = ["--trailer", "Hone-Run: \(folder.id)"]
    return (run + (coAuthor.map { ["--trailer", "Co-authored-by: \($0)"] } ?? [])).map { Array($0.utf8) }
  }

  /// What git or a hook says against a commit.
  func refusal(_ output: ChildProcess.Output) -> Refusal {
    let words = output.message.isEmpty ? String(decoding: output.standardOutput, as: UTF8.self) : output.message
    return Refusal(
      .rejected, "git commit refused: \(words)", remedy: "see to what the hook or git says, then ask again")
  }
}

extension Repository {
  /// Whether `commit` was made by the run of that id.
  func commit(_ commit: ObjectID, isOfRun id: String) throws(Refusal) -> Bool {
    try message(of: commit).split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual("Hone-Run: \(id)".utf8) }
  }
}
