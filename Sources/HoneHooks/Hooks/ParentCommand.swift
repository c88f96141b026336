#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The command line of the git that has started a hook: the only place where `--amend` shows.
enum ParentCommand {
  /// Whether git was called with `--amend`; `false` where the system does not tell.
  static var amends: Bool {
    guard let bytes = HookFile.read(Array("/proc/\(getppid())/cmdline".utf8), limit: 65_536) else { return false }
    return amends(commandLine: bytes)
  }

  /// - Parameter commandLine: the words, each ended by a NUL.
  static func amends(commandLine: [UInt8]) -> Bool {
    commandLine.split(separator: 0).prefix { !$0.elementsEqual("--".utf8) }.contains {
      $0.elementsEqual("--amend".utf8)
    }
  }
}
