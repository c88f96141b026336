package import HoneCore
package import HoneGit
internal import HoneRecipes

/// Hone's hooks in one repository: installing them and taking them away.
///
/// On git 2.54 and newer a hook is a section of the repository's configuration, and the folder of the hooks is not touched.
/// On older releases it is a file in the folder that git really uses, which linked work trees share.
package struct HookInstallation {
  /// The first release of git that takes hooks from its configuration.
  static let configuredSince = GitVersion(major: 2, minor: 54)

  /// The folder in which git looks for hooks.
  package let folder: [UInt8]
  let host: HookHost
  let version: GitVersion
  /// Whether git takes hooks from its configuration.
  var usesConfiguration: Bool { version >= Self.configuredSince }

  /// - Parameter version: the release of git; `nil` to ask for it.
  package init(_ host: HookHost, version: GitVersion? = nil) throws(Refusal) {
    self.host = host
    folder = try host.hooksFolder()
    self.version = if let version { version } else { try host.gitVersion() }
  }

  package init(_ repository: Repository, version: GitVersion? = nil) throws(Refusal) {
    try self.init(repository.hookHost, version: version)
  }

  /// What became of one hook.
  package struct Change: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case installed
      case unchanged
      case removed
      /// Hone's hook is gone and the former one is back.
      case restored
    }

    package var name: HookName
    package var kind: Kind
    /// Whether another hook of that name runs before Hone's.
    package var hasFormer = false
    /// Why git does not run it, or runs it twice, all the same; `nil` when all is well.
    package var fault: String?
  }

  // MARK: Installing

  /// Installs hooks; one that is there already stays as it is.
  /// - Parameters:
  ///   - names: which ones.
  ///   - program: the absolute path of `hone-hook`.
  ///   - allowsShared: whether a folder of hooks that other repositories use as well may be written.
  /// - Throws: `outsideRepository` for such a folder without leave; `rejected` where two hooks are in the way, and for a folder
  ///   that another program writes or that is tracked; `writeFailed`.
  package func install(_ names: [HookName], program: String, allowsShared: Bool = false) throws(Refusal) -> [Change] {
    let program = Array(program.utf8)
    if !usesConfiguration {
      let place = HookFolder(folder, host)
      if place.isShared, !allowsShared { throw place.sharedRefusal(command: "install") }
      try place.checkOwner(names)
      MadeFolders(in: host.commonDirectory).expect(folder)
    }
    let configured = try host.configuredHooks()
    var changes: [Change] = []
    for name in names {
      if usesConfiguration {
        changes.append(try configure(name, program, configured, allowsShared: allowsShared))
      } else {
        let hook = InstalledHook(name, in: folder)
        let isNew = try hook.install(program: program)
        // Sections from before git was put back by a release would make a newer git run the hook twice.
        if configured.isLocal(Self.section(name)) { try host.removeConfiguredHook(Self.section(name)) }
        changes.append(Change(name: name, kind: isNew ? .installed : .unchanged, hasFormer: hook.hasFormer))
      }
    }
    try setExtent()
    return changes
  }

  /// Makes a hook a section of the configuration, switched on.
  private func configure(
    _ name: HookName, _ program: [UInt8], _ configured: HookConfiguration, allowsShared: Bool
  ) throws(Refusal) -> Change {
    let section = Self.section(name)
    let command = Self.command(program, name)
    var isSame = configured.command(of: section) == command && configured.events(of: section) == [name.rawValue]
    if !isSame {
      // What a broader scope says of events would add to this one.
      try host.setConfiguredHook(section, event: name.rawValue, command: command)
    }
    if let line = configured.lineThatDisables(section) {
      isSame = false
      if line.scope == "local" {
        try host.removeSetting("hook.\(section).enabled")
      } else {
        try host.setSetting("hook.\(section).enabled", "true")
      }
    }
    var change = Change(name: name, kind: isSame ? .unchanged : .installed)
    // A file of Hone's from before git was renewed makes the hook run twice.
    let hook = InstalledHook(name, in: folder)
    if case .own = hook.state {
      if allowsShared || !HookFolder(folder, host).isShared {
        _ = try hook.uninstall()
      } else {
        change.fault =
          "runs twice: \(HookFile.text(hook.file)) is Hone's as well; git hone hook uninstall --shared takes that away"
          + " from all repositories that use it"
      }
    }
    if let fault = ConfiguredHookFault(try host.configuredHooks(), name, section).text { change.fault = fault }
    return change
  }

  /// A team that has a file says by it on which branches it wants checks; others have asked by installing.
  private func setExtent() throws(Refusal) {
    var isTeam = HookFile.exists(host.workTree + Array("/\(TeamFile.name)".utf8))
    if !isTeam { isTeam = try host.hasCommitted(TeamFile.name) }
    guard isTeam, try host.settings(below: "hone")[Self.extentKey] == nil else { return }
    try host.setSetting(Self.extentKey, HookSettings.Extent.configured.rawValue)
    HookFile.makeFolder(HookFile.folder(of: extentNote))
    HookFile.write(Array("\(HookSettings.Extent.configured.rawValue)\n".utf8), to: extentNote)
  }

  private static let extentKey = "hone.hook.when"

  /// Says that installing has set `hone.hook.when`: what the user has set stays when the hooks go.
  private var extentNote: [UInt8] { host.commonDirectory + Array("/hone/set-when".utf8) }

  // MARK: Taking away

  /// Takes all of Hone's hooks away, those of the folder and those of the configuration, and puts back what was there.
  /// - Parameter allowsShared: whether those in a folder that other repositories use as well go too.
  /// - Returns: what became of each, and why some stay.
  package func uninstall(allowsShared: Bool = false) throws(Refusal) -> (changes: [Change], refusals: [Refusal]) {
    var changes: [Change] = []
    var refusals: [Refusal] = []
    let configured = try host.configuredHooks()
    let place = HookFolder(folder, host)
    let staysShared = place.isShared && !allowsShared
    for name in HookName.allCases {
      let hook = InstalledHook(name, in: folder)
      let hasFormer = hook.hasFormer
      do throws(Refusal) {
        if staysShared {
          if case .own = hook.state, refusals.isEmpty { refusals.append(place.sharedRefusal(command: "uninstall")) }
        } else if try hook.uninstall() {
          changes.append(Change(name: name, kind: hasFormer ? .restored : .removed))
        }
      } catch {
        refusals.append(error)
      }
      if configured.isLocal(Self.section(name)) {
        try host.removeConfiguredHook(Self.section(name))
        changes.append(Change(name: name, kind: .removed))
      }
    }
    if refusals.isEmpty {
      if HookFile.exists(extentNote) {
        try host.removeSetting(Self.extentKey, HookSettings.Extent.configured.rawValue)
        HookFile.remove(extentNote)
      }
      for directory in [host.gitDirectory, host.commonDirectory] { FormerHook.removeLinks(in: directory) }
      CheckedIndex.remove(in: host.gitDirectory)
      MadeFolders(in: host.commonDirectory).removeEmpty()
    }
    return (changes, refusals)
  }

  // MARK: Names

  /// The name of a hook in the configuration: its own for each event, so that others' stay apart.
  static func section(_ name: HookName) -> String { "hone-\(name.rawValue)" }

  private static func command(_ program: [UInt8], _ name: HookName) -> String {
    String(decoding: ShellWord.quoted(program), as: UTF8.self) + commandEnd(name)
  }

  private static func commandEnd(_ name: HookName) -> String { " run \(name.rawValue)" }

  /// The program that a command of this form starts; `nil` for one that somebody has written.
  static func program(ofCommand command: String, _ name: HookName) -> [UInt8]? {
    let end = commandEnd(name)
    guard command.hasPrefix("'"), command.hasSuffix("'" + end) else { return nil }
    let program = ShellWord.unquoted(Array(command.utf8)[...].dropFirst().dropLast(end.utf8.count + 1))
    return Self.command(program, name) == command ? program : nil
  }
}
