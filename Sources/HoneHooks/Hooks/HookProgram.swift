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
