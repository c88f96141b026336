#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// `prepare-commit-msg`: puts a message that the engine proposes into an empty one, for the user to change in the editor.
///
/// The engine is asked by `git hone hook message`, a program of its own, so that nothing of networks is linked here. What goes
/// wrong is not told: whoever commits has not asked for a proposal just now.
struct MessageProposal {
  /// How much longer than its budget the program may take, for its start and its end.
  private static let slack = Duration.milliseconds(500)
  /// A larger file is no empty message.
  private static let limit = 4 << 20

  private let context: HookContext

  init(_ context: HookContext) {
    self.context = context
  }

  /// - Returns: 0; a commit is never stopped for want of a proposal.
  func run(_ settings: HookSettings) throws(Refusal) -> Int32 {
    // A second argument says where a message comes from: -m, a template, a merge, a squash, another commit. Without an
    // editor nobody would see what is proposed.
    guard context.arguments.count == 1, let file = context.arguments.first, context.environment["GIT_EDITOR"] != ":",
      let before = HookFile.read(file, limit: Self.limit), before.count < Self.limit,
      Self.isEmpty(before, comment: try comment), let proposal = proposal(within: settings.budget)
    else { return 0 }
    // A message that somebody has written meanwhile stays.
    guard HookFile.read(file, limit: Self.limit) == before else { return 0 }
    let new = file + Array(".hone-\(getpid())".utf8)
    do {
      try HookFile.make(new, proposal + before, mode: 0o644)
      try HookFile.rename(new, to: file)
    } catch {
      HookFile.remove(new)
    }
    return 0
  }

  /// What begins a comment: `core.commentChar`, or `core.commentString` of newer releases.
  private var comment: [UInt8] {
    get throws(Refusal) {
      let values = try context.repository.settings(below: "core")
      let text = values["core.commentstring"] ?? values["core.commentchar"] ?? "#"
      // With `auto` git takes another character only where a line of the message begins with this one.
      return Array((text == "auto" || text.isEmpty ? "#" : text).utf8)
    }
  }

  /// Whether a message holds comments and empty lines only.
  ///
  /// Below git's line of scissors stands the diff of `git commit --verbose`.
  static func isEmpty(_ message: [UInt8], comment: [UInt8]) -> Bool {
    for line in message.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: comment) {
        if line.dropFirst(comment.count).elementsEqual(" ------------------------ >8 ------------------------".utf8) {
          return true
        }
      } else if !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }) {
        return false
      }
    }
    return true
  }

  private func proposal(within budget: Duration) -> [UInt8]? {
    guard let program = HookProgram.commandPath() else { return nil }
    let milliseconds = Int(budget / .milliseconds(1))
    var command = ChildProcess.Command(
      program, ["hook", "message", "--budget", "\(milliseconds)ms"], environment: context.environment)
    command.timeLimit = budget + Self.slack
    guard let output = try? ChildProcess.run(command), output.status.isSuccess,
      output.standardOutput.contains(where: { $0 > UInt8(ascii: " ") })
    else { return nil }
    return output.standardOutput
  }
}
