#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore
internal import HoneGit

/// What `git hone hook` does, for the repository in which it is called.
package enum HookCommands {
  /// Installs hooks and says what became of each.
  package static func install(_ names: [HookName], allowsShared: Bool) throws(Refusal) -> [HookInstallation.Change] {
    // What Hone checks nothing in gets no hooks.
    try HookInstallation(try Repository.open(at: ".")).install(names, program: program(), allowsShared: allowsShared)
  }

  /// What a user should know of where the installed hooks act; `nil` when that is every branch.
  package static func extentNote() throws(Refusal) -> String? {
    let repository = try Repository.open(at: ".")
    guard try HookSettings(of: repository).extent == .configured else { return nil }
    return "they act on branches that have a .hone.yml; git config hone.hook.when always makes that all branches"
  }

  /// What a user should know of hooks that a setting asks for and that are not installed; `nil` when there are none.
  package static func missingNote() throws(Refusal) -> String? {
    guard let settings = try? HookSettings(try HookHost(at: ".").settings(below: "hone")), settings.givesHints,
      try status().contains(where: { $0.name == .postCommit && $0.state == .absent })
    else { return nil }
    return "hone.hook.hint needs post-commit, which is not installed: git hone hook install post-commit"
  }

  /// Takes Hone's hooks away.
  /// - Parameter allowsShared: whether those in a folder that other repositories use as well go too.
  package static func uninstall(
    allowsShared: Bool
  ) throws(Refusal) -> (changes: [HookInstallation.Change], refusals: [Refusal]) {
    try installation().uninstall(allowsShared: allowsShared)
  }

  /// Says how each hook is.
  package static func status() throws(Refusal) -> [HookInstallation.Status] {
    try installation().status()
  }

  /// Becomes `hone-hook`, so that a hook that is run by hand is the very one that git runs.
  /// - Throws: `rejected` when the program is missing or cannot be started.
  package static func run(_ name: HookName, arguments: [String]) throws(Refusal) -> Never {
    let program = try program()
    var words = ([HookProgram.name, "run", name.rawValue] + arguments).map { strdup($0) } + [nil]
    execv(program, &words)
    throw Refusal(
      .rejected, "\(program) cannot be started: \(String(cString: strerror(errno)))", remedy: "install Hone again")
  }

  /// Runs a hook in this process, as `hone-hook` would, and tells `listener` what was found.
  /// - Returns: the exit status that git would be given.
  package static func run(
    _ name: HookName, arguments: [String], listener: @escaping (HookResult) -> Void
  ) -> Int32 {
    HookRunner.run(name, file: nil, arguments: arguments.map { Array($0.utf8) }, listener: listener)
  }

  private static func installation() throws(Refusal) -> HookInstallation {
    try HookInstallation(try HookHost(at: "."))
  }

  private static func program() throws(Refusal) -> String {
    guard let path = HookProgram.path() else {
      throw Refusal(
        .rejected, "hone-hook, the program that runs in hooks, is not installed beside git-hone",
        remedy: "make install puts it there; in a checkout make build makes it")
    }
    if let fault = HookProgram.fault(of: Array(path.utf8)) {
      throw Refusal(.rejected, fault, remedy: "install Hone again")
    }
    return path
  }
}
