internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The hook that was there before Hone's was installed: it stays beside it, under a name of its own, and still runs.
struct FormerHook {
  /// What is put behind the name of a hook that makes room.
  static let suffix = ".before-hone"

  private let path: [UInt8]

  /// - Parameter file: the path by which git has started Hone's hook.
  /// - Returns: `nil` when there was none, or one that git would not have run.
  init?(besides file: [UInt8]) {
    path = file + Array(Self.suffix.utf8)
    guard HookFile.isExecutable(path) else { return nil }
  }

  /// Runs it as git would have.
  /// - Parameter input: what it reads from standard input; `nil` for what git has put there.
  /// - Returns: its exit status; 128 and the signal when it was killed.
  func run(arguments: [[UInt8]], input: [UInt8]?, environment: Environment) -> Int32 {
    if let input { HookInput.replace(with: input) }
    let name = String(decoding: path, as: UTF8.self)
    // A name without a slash would be looked for in PATH.
    var command = ChildProcess.Command(
      name.contains("/") ? name : "./" + name, [], environment: environment, directory: nil)
    command.arguments = arguments
    command.sharesTerminal = true
    do throws(SystemError) {
      return try status(of: command)
    } catch  where error.code == ENOEXEC {
      // A script without `#!`, which git hands to the shell.
      command.program = "/bin/sh"
      command.arguments = [Array((name.hasPrefix("-") ? "./" + name : name).utf8)] + arguments
      return (try? status(of: command)) ?? HookRunner.refused
    } catch {
      HookOutput.say("\(name) cannot be started: \(error)")
      return HookRunner.refused
    }
  }

  private func status(of command: ChildProcess.Command) throws(SystemError) -> Int32 {
    switch try ChildProcess.run(command).status {
    case .exited(let code): code
    case .signalled(let signal): 128 + signal
    }
  }
}
