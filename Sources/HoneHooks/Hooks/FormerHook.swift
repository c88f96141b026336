internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The hook that was there before Hone's was installed: it stays beside it, under a name of its own, and still runs.
///
/// Some hooks look at the name that they were started by to find what to run: those of husky and of overcommit, and many
/// that run all files of a folder. So a program is told the name that git would have told it, and so is a script of the
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

/// A hook that is written for the shell and looks at its own name.
///
/// POSIX: `sh -c '. file' name arguments` runs the commands of a file with `$0` as the name. A script that compares its name
/// with `BASH_SOURCE`, to tell whether it is run or read, is left alone.
struct HookScript {
  /// How many bytes of a hook are looked at.
  static let limit = 1 << 20
  /// What git does with a script that names no interpreter.
  static let plain = HookScript(shell: "/bin/sh", options: [])

  /// The program that reads the script.
  let shell: String
  /// Its options, before those that Hone adds.
  let options: [[UInt8]]

  private init(shell: String, options: [[UInt8]]) {
    self.shell = shell
    self.options = options
  }

  /// - Returns: `nil` for what is no script of the shell, or one that does not ask for its name.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: "#!".utf8), let end = bytes.firstIndex(of: 0x0a), end < 128 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let asks = ["$0", "${0"].contains { text.contains($0) }
    guard asks, !text.contains("BASH_SOURCE") else { return nil }
    var words = String(decoding: bytes[2..<end], as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "\r" }
      .map(String.init)
    guard words.count <= 2, !words.isEmpty else { return nil }
    let program = words.removeFirst()
    let name = program.split(separator: "/").last.map(String.init) ?? ""
    if name == "env" {
      guard words.count == 1, Self.shells.contains(words[0]) else { return nil }
    } else {
      guard Self.shells.contains(name) else { return nil }
    }
    self.init(shell: program, options: words.map { Array($0.utf8) })
  }

  private static let shells: Set<String> = ["sh", "bash", "dash", "ash", "ksh"]
}
