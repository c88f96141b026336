internal import HoneCore
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The hook that was there before Hone's was installed: it stays beside it, under a name of its own, and still runs.
///
/// Some hooks look at the name that they were started by to find what to run: those of husky and overcommit, and many that run
/// all files of a folder. So a program is told the name that git would have told it, and so is a script of the shell, which is
/// read by a shell of that name. A script of another language sees the name of its file; one that asks for the last part of it
/// is started through a link of the hook's name, in a folder of Hone's in the git directory.
struct FormerHook {
  /// What is put behind the name of a hook that makes room.
  static let suffix = ".before-hone"

  /// Tells a former hook which process has started it: one that is Hone's own program must not take itself for another hook.
  private static let variable = "HONE_FORMER"

  /// The path by which git has started Hone's hook, or would have where a manager has moved that aside.
  private let file: [UInt8]
  private let path: [UInt8]

  /// - Parameter file: the path by which git, or a manager, has started Hone's hook.
  /// - Returns: `nil` when there was none, or one that git would not have run, and in a former hook.
  init?(besides file: [UInt8], _ environment: Environment) {
    let place = HookName.withoutSuffix(file)
    self.file = Self.withFolder(place)
    path = self.file + Array(Self.suffix.utf8)
    if place == file {
      guard environment[Self.variable] != String(getppid()) else { return nil }
    } else {
      // A manager runs Hone's hook: if it is itself the former one, or was started by it, they would start each other for ever.
      guard environment[Self.variable] == nil, !InstalledHook.areSame(self.file, path) else { return nil }
    }
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
    do throws(SystemError) {
      if let input { try HookInput.replace(with: input) }
    } catch {
      HookOutput.say("\(String(decoding: path, as: UTF8.self)) was not started: \(error)")
      return HookRunner.refused
    }
    var environment = environment
    environment[Self.variable] = String(getpid())
    let name = String(decoding: path, as: UTF8.self)
    do throws(SystemError) {
      let bytes = HookFile.read(path, limit: HookScript.limit)
      let script = bytes.flatMap { HookScript($0) }
      let link = script == nil && (bytes.map { HookScript.asksForLastPart($0) } ?? false) ? link(environment) : nil
      return try status(of: command(script, link ?? path, arguments, environment))
    } catch  where error.code == ENOEXEC {
      // A script without `#!`, which git hands to the shell.
      return (try? status(of: command(HookScript.plain, path, arguments, environment))) ?? HookRunner.refused
    } catch {
      HookOutput.say("\(name) cannot be started: \(error)")
      return HookRunner.refused
    }
  }

  private func command(
    _ script: HookScript?, _ program: [UInt8], _ arguments: [[UInt8]], _ environment: Environment
  ) -> ChildProcess.Command {
    var command = ChildProcess.Command(
      String(decoding: program, as: UTF8.self), [], environment: environment, directory: nil)
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

  // MARK: The link

  /// The folder of the links in a git directory.
  static func linkFolder(in gitDirectory: [UInt8]) -> [UInt8] { gitDirectory + Array("/hone/former".utf8) }

  /// The path of a link to the hook that has the name of the hook; `nil` where none can be made.
  private func link(_ environment: Environment) -> [UInt8]? {
    let gitDirectory = environment[bytes: "GIT_DIR"] ?? Array(".git".utf8)
    guard HookFile.exists(gitDirectory + Array("/HEAD".utf8)),
      let target = HookFile.resolved(HookFile.folder(of: path))
    else { return nil }
    let folder = Self.linkFolder(in: gitDirectory)
    let name = file[((file.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    let link = folder + [UInt8(ascii: "/")] + name
    let wanted = target + [UInt8(ascii: "/")] + name + Array(Self.suffix.utf8)
    if HookFile.target(of: link) == wanted { return link }
    HookFile.makeFolder(folder)
    let new = link + Array(".hone-\(getpid())".utf8)
    do throws(SystemError) {
      try HookFile.link(new, to: wanted)
      try HookFile.rename(new, to: link)
      return link
    } catch {
      HookFile.remove(new)
      return nil
    }
  }

  /// Takes the links of a git directory away.
  static func removeLinks(in gitDirectory: [UInt8]) {
    let folder = linkFolder(in: gitDirectory)
    for name in HookName.allCases { HookFile.remove(folder + Array("/\(name.rawValue)".utf8)) }
    HookFile.removeFolder(folder)
  }

  private func status(of command: ChildProcess.Command) throws(SystemError) -> Int32 {
    switch try ChildProcess.run(command).status {
    case .exited(let code): code
    case .signalled(let signal): 128 + signal
    }
  }
}
