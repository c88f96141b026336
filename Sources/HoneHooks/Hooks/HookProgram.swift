internal import HoneSystem

/// Where the two programs are: hooks name `hone-hook` by its absolute path, so that no `PATH` is needed.
package enum HookProgram {
  /// The name of the program that runs in hooks.
  static let name = "hone-hook"

  /// The absolute path of `hone-hook`, beside the running program or in the prefix it is installed in.
  /// - Parameter executable: the absolute path of the running program.
  /// - Returns: `nil` when it is nowhere there.
  package static func path(executable: String? = InstalledFolder.executable) -> String? {
    find(["\(name)", "../libexec/hone/\(name)"], from: executable)
  }

  /// The absolute path of `git-hone`, beside `hone-hook` or in the prefix that both are installed in.
  static func commandPath(executable: String? = InstalledFolder.executable) -> String? {
    find(["git-hone", "../../bin/git-hone"], from: executable)
  }

  /// Why a file is not the program of hooks; `nil` when it is.
  ///
  /// Another tool may have written over it, and git would run what is there now. A file that is no program of the system is
  /// not started for that.
  static func fault(of path: [UInt8]) -> String? {
    // A path through the running process, such as `/proc/self/cwd`, may lead into any repository; it is not started.
    guard !path.starts(with: "/proc/".utf8) else { return "\(HookFile.text(path)) is not where Hone is installed" }
    guard HookFile.exists(path) else { return "\(HookFile.text(path)) is not there" }
    guard HookFile.isExecutable(path) else { return "\(HookFile.text(path)) cannot be executed" }
    let isProgram = HookFile.read(path, limit: 4).map { signatures.contains($0) } ?? false
    return isProgram && tellsItsName(path) ? nil : "\(HookFile.text(path)) is not Hone's program any more"
  }

  /// How programs begin: ELF, and Mach-O of both widths and of several processors.
  private static let signatures: [[UInt8]] = [
    [0x7f, 0x45, 0x4c, 0x46], [0xcf, 0xfa, 0xed, 0xfe], [0xce, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe],
  ]

  private static func tellsItsName(_ path: [UInt8]) -> Bool {
    var command = ChildProcess.Command(String(decoding: path, as: UTF8.self), ["--version"])
    // Several times what a start takes on a machine that is very busy.
    command.timeLimit = .seconds(10)
    guard let output = try? ChildProcess.run(command), output.status.isSuccess else { return false }
    return output.standardOutput.starts(with: "\(name) ".utf8)
  }

  private static func find(_ names: [String], from executable: String?) -> String? {
    guard let executable, let slash = executable.lastIndex(of: "/") else { return nil }
    for name in names {
      let path = Array("\(executable[...slash])\(name)".utf8)
      if HookFile.isExecutable(path), let real = HookFile.resolved(path) {
        return String(decoding: real, as: UTF8.self)
      }
    }
    return nil
  }
}
