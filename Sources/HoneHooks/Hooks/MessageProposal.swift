internal import HoneCore
internal import HoneSystem

/// `prepare-commit-msg`: lets `git hone` propose a message where it is switched on and there is none yet.
///
/// An engine is asked for it, and engines are no part of this program; so `git-hone` is started, and only when the user
/// will see an editor with an empty message.
struct MessageProposal {
  private let context: HookContext

  init(_ context: HookContext) {
    self.context = context
  }

  /// - Returns: 0, whatever becomes of the proposal: a message is nothing to stop a commit for.
  func run() throws(Refusal) -> Int32 {
    // The second argument says where a message comes from: -m, a template, a merge, a squash, another commit.
    guard context.arguments.count == 1, let file = context.arguments.first, context.environment["GIT_EDITOR"] != ":",
      Self.isEmpty(HookFile.read(file, limit: 1 << 20) ?? []), try HookSettings(of: context.repository).proposesMessage
    else { return 0 }
    guard let program = HookProgram.command else {
      HookOutput.say("no message is proposed: git-hone is not installed beside hone-hook")
      return 0
    }
    var command = ChildProcess.Command(
      program, ["hook", "run", HookName.prepareCommitMessage.rawValue], environment: context.environment)
    command.arguments.append(file)
    command.sharesTerminal = true
    _ = try? ChildProcess.run(command)
    return 0
  }

  /// Whether a message has nothing but blank lines and comments.
  static func isEmpty(_ message: [UInt8]) -> Bool {
    message.split(separator: UInt8(ascii: "\n")).allSatisfy { line in
      line.first == UInt8(ascii: "#") || line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
    }
  }
}
