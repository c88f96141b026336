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
    let tip = try repository.head().commit
    guard let tip, tip != head else { throw refusal(output) }
    // A hook may have gone on from the commit, and a hook may have taken the trailer out of its message.
    let made = try repository.commit(ofRun: folder.id, from: tip, after: head)
    guard made != nil || output.status.isSuccess else { throw refusal(output) }
    let commit = made ?? tip
    let parent = try repository.parents(of: commit).first
    guard parent == head else {
      // Only a commit of this run is ever taken off the branch.
      if made == tip { try repository.moveHead(from: tip, to: parent, reason: "hone: HEAD moved while committing") }
      let kept = made.flatMap { $0 == tip ? nil : "; \($0.abbreviated) stays, since others follow it" } ?? ""
      throw Refusal(
        .headMoved, "HEAD moved while the commit was made\(kept)", remedy: "ask again, from HEAD as it is now")
    }
    // Where git failed after it had made the commit, that is rolled back, unless others have gone on from it.
    guard output.status.isSuccess || made != tip else { throw refusal(output) }
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
  /// How many commits people and hooks may have made upon a run's own before it is looked for no more.
  private static let lookback = 20

  /// The commit that a run has made, among `tip` and its first parents; of several the last.
  /// - Parameter base: where the search ends at the latest: the commit that HEAD named before the run.
  func commit(ofRun id: String, from tip: ObjectID?, after base: ObjectID?) throws(Refusal) -> ObjectID? {
    var commit = tip
    for _ in 0..<Self.lookback {
      guard let candidate = commit, candidate != base else { return nil }
      if try self.commit(candidate, isOfRun: id) { return candidate }
      commit = try parents(of: candidate).first
    }
    return nil
  }

  /// Whether `commit` was made by the run of that id.
  func commit(_ commit: ObjectID, isOfRun id: String) throws(Refusal) -> Bool {
    try message(of: commit).split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual("Hone-Run: \(id)".utf8) }
  }
}
