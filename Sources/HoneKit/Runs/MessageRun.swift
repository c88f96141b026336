internal import HoneCore
internal import HoneGit

/// `git hone hook message`: proposes a message for the commit of what is staged.
package enum MessageRun {
  /// Asks the engine, within the budget of `options`.
  /// - Returns: the message, with a final line feed.
  /// - Throws: a `RunFailure` when nothing is staged, or the engine has proposed nothing usable in time.
  package static func message(
    options: RunOptions, observer: any RunObserver, interruption: Interruption = Interruption()
  ) async throws -> String {
    let surroundings = try Surroundings.open(isWriting: false, observer: observer)
    let session = RunSession(
      surroundings: surroundings, options: options, observer: observer, interruption: interruption, kind: "message",
      instruction: "")
    guard try !surroundings.repository.stagedChanges().isEmpty else {
      throw RunFailure.usage(
        "nothing is staged, so there is nothing to propose a message for", remedy: "git add it first")
    }
    guard let message = try await CommitMessage(session: session).proposal(for: []) else {
      throw RunFailure(
        .engineFailed, code: "engine-no-message", "the engine proposed no message",
        remedy: "give it more time with --budget, or choose another with --engine")
    }
    return message
  }
}
