internal import HoneCore
internal import HoneGit
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The user's own test of a result: a shell command that must exit 0 on a checkout of it.
///
/// The checkout is a temporary folder that is removed afterwards; the user's work tree and index are not touched.
struct GateCommand {
  let command: String
  /// How many bytes of the end of what a command prints are kept.
  private static let outputLimit = 8 << 10
  let repository: Repository

  /// - Throws: a `RunFailure` with the end of what the command printed, or `interrupted` where a signal came meanwhile: the
  ///   command and all that it started is ended then, and the checkout removed.
  func check(_ writes: [FileWrite]) throws {
    let (output, isStopped) = try StopSignals.catching { stop in
      try TemporaryFolder.with("git-hone-gate") { folder -> ChildProcess.Output? in
        try repository.exportTree(with: writes, to: folder)
        guard !StopSignals.haveArrived else { return nil }
        // The variables that tie a command to the user's repository would lead it away from the checkout.
        var environment = Environment.current.withoutRepository
        environment["HONE_GATE"] = "1"
        var child = ChildProcess.Command("sh", ["-c", command], environment: environment, directory: folder)
        child.isShieldedFromTerminal = true
        child.joinsErrorToOutput = true
        child.outputLimit = Self.outputLimit
        child.stop = stop
        return try ChildProcess.run(child)
      }
    }
    guard let output, !isStopped else {
      throw RunFailure(.interrupted, code: "interrupted", "interrupted while the gate ran; nothing was written")
    }
    guard !output.status.isSuccess else { return }
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).suffix(5).joined(separator: " | ")
    throw RunFailure(
      output.status == .signalled(SIGINT) ? .interrupted : .partial, code: "gate",
      "the gate `\(command)` failed on the result: \(lines.isEmpty ? "it printed nothing" : lines)",
      remedy: "nothing was written; see the proposal with --patch and without --gate")
  }
}
