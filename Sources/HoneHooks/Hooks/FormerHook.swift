internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The hook that was there before Hone's was installed: it stays beside it, under a name of its own, and still runs.
///
/// Some hooks look at the name that they were started by to find what to run: those of husky, and many that run all files of
/// a folder. So a program is told the name that git would have told it, and so is a script of the
/// shell, which is read by a shell of that name. Scripts of other languages see the name of their file.
struct FormerHook {
  /// What is put behind the name of a hook that makes room.
  static let suffix = ".before-hone"

  /// Tells a former hook which process has started it: one that is Hone's own program must not take itself for another hook.
  private static let variable = "HONE_FORMER"

  /// The path by which git has started Hone's hook.
  private let file: [UInt8]
  private let path: [UInt8]

  /// - Parameter file: the path by which git has started Hone's hook.
  /// - Returns: `nil` when there was none, or one that git would not have run, and in a former hook.
  init?(besides file: [UInt8], _ environment: Environment) {
    guard environment[Self.variable] != String(getppid()) else { return nil }
    self.file = Self.withFolder(file)
    path = self.file + Array(Self.suffix.utf8)
    guard HookFile.isExecutable(path) else { return nil }
  }

  /// A name without a slash would be looked for in `PATH`.
  private static func withFolder(_ path: [UInt8]) -> [UInt8] {
    path.contains(UInt8(ascii: "/")) ? path : Array("./".utf8) + path
  }

  /// Runs it as git would have.
  /// - Parameter input: what it reads from standard input; `nil` for what git has put there.
  /// - Returns: its exit status; 128 and the signal when it was killed.
  func run(arguments: [[UInt8]], input: [UInt8]?, environment: Environment) -> Int32 {
    if let input { HookInput.replace(with: input) }
    var environment = environment
    environment[Self.variable] = String(getpid())
    let name = String(decoding: path, as: UTF8.self)
    do throws(SystemError) {
      let script = HookFile.read(path, limit: HookScript.limit).flatMap { HookScript($0) }
      return try status(of: command(script, arguments, environment))
    } catch  where error.code == ENOEXEC {
      // A script without `#!`, which git hands to the shell.
      return (try? status(of: command(HookScript.plain, arguments, environment))) ?? HookRunner.refused
    } catch {
      HookOutput.say("\(name) cannot be started: \(error)")
      return HookRunner.refused
    }
  }

  private func command(
    _ script: HookScript?, _ arguments: [[UInt8]], _ environment: Environment
  ) -> ChildProcess.Command {
    var command = ChildProcess.Command(
      String(decoding: path, as: UTF8.self), [], environment: environment, directory: nil)
    command.sharesTerminal = true
    if let script {
      command.program = script.shell
      command.arguments =
        script.options + [Array("-c".utf8), Array(". ".utf8) + ShellWord.quoted(path), file] + arguments
    } else {
      command.name = file
      command.arguments = arguments
    }
    return command
  }

  private func status(of command: ChildProcess.Command) throws(SystemError) -> Int32 {
    switch try ChildProcess.run(command).status {
    case .exited(let code): code
    case .signalled(let signal): 128 + signal
    }
  }
}
