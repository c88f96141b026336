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
  let repository: Repository

  /// - Throws: a `RunFailure` with the end of what the command printed.
  func check(_ writes: [FileWrite]) throws {
    let folder = try Self.makeFolder()
    defer { Self.remove(folder) }
    try repository.exportTree(with: writes, to: folder)
    // The variables that tie a command to the user's repository would lead it away from the checkout.
    var environment = Environment.current.withoutRepository
    environment["HONE_GATE"] = "1"
    let output = try ChildProcess.run(
      ChildProcess.Command("sh", ["-c", command], environment: environment, directory: folder))
    guard !output.status.isSuccess else { return }
    let text = String(decoding: output.standardError + output.standardOutput, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).suffix(5).joined(separator: " | ")
    throw RunFailure(
      output.status == .signalled(SIGINT) ? .interrupted : .partial, code: "gate",
      "the gate `\(command)` failed on the result: \(lines.isEmpty ? "it printed nothing" : lines)",
      remedy: "nothing was written; see the proposal with --patch and without --gate")
  }

  private static func makeFolder() throws -> String {
    var template = Array("\(Environment.current["TMPDIR"] ?? "/tmp")/git-hone-gate-XXXXXX".utf8CString)
    guard let folder = mkdtemp(&template) else { throw SystemError("make a temporary folder") }
    return String(cString: folder)
  }

  private static func remove(_ folder: String) {
    _ = try? ChildProcess.run(ChildProcess.Command("rm", ["-rf", "--", folder]))
  }
}
