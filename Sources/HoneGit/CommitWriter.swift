internal import HoneCore
internal import HoneSystem

extension Repository {
  /// Commits the prepared copy of a run's index the way the user's own `git commit` would: with their identity, signing,
  /// hooks, and conventions of messages.
  ///
  /// The index lock is held meanwhile, so the hooks see an index that nobody else changes; they see it through
  /// `GIT_INDEX_FILE`, and what they add to it becomes part of the commit and of the index.
  /// - Parameters:
  ///   - message: the message without trailers.
  ///   - expectedHead: the commit that must become the parent.
  /// - Returns: the new commit.
  /// - Throws: `rejected` with the words of the hook or of git; `headMoved` when something else became the parent.
  func commit(
    message: [UInt8], expectedHead: ObjectID?, coAuthor: String?, folder: RunFolder
  ) throws -> ObjectID {
    try folder.write(.message, message)
    var command = git(.committing, ["commit", "--quiet"], indexFile: folder.path(.index))
    var arguments: [[UInt8]] = [Array("-F".utf8), folder.path(.message)]
    for trailer in trailers(folder.id, coAuthor: coAuthor) {
      arguments += [Array("--trailer".utf8), Array(trailer.utf8)]
    }
    command.append(arguments)
    let output = try command.run()
    guard output.status.isSuccess, let commit = try head().commit, commit != expectedHead else {
      let words = output.message.isEmpty ? String(decoding: output.standardOutput, as: UTF8.self) : output.message
      throw Refusal(
        .rejected, "git commit refused: \(words)", remedy: "see to what the hook or git says, then ask again")
    }
    let parent = try parents(of: commit).first
    guard parent == expectedHead else {
      try moveHead(from: commit, to: parent, reason: "hone: HEAD moved while committing")
      throw Refusal(.headMoved, "HEAD moved while the commit was made", remedy: "ask again, from HEAD as it is now")
    }
    return commit
  }

  private func trailers(_ run: String, coAuthor: String?) -> [String] {
    let first = "Hone-Run: \(run)"
    return coAuthor.map { [first, "Co-authored-by: \($0)"] } ?? [first]
  }

  /// Whether `commit` was made by the run of that id.
  func commit(_ commit: ObjectID, isOfRun id: String) -> Bool {
    guard let message = try? message(of: commit) else { return false }
    return message.split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual("Hone-Run: \(id)".utf8) }
  }
}
