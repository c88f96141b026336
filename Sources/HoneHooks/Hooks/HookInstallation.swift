package import HoneCore
package import HoneGit

/// Hone's hooks in one repository: installing them, taking them away, and saying how things are.
///
/// On git 2.54 and newer a hook is a section of the repository's configuration, and the folder of the hooks is not touched.
/// On older releases it is a file in the folder that git really uses, which linked work trees share.
package struct HookInstallation {
  /// The first release of git that takes hooks from its configuration.
  static let configuredSince = GitVersion(major: 2, minor: 54)

  /// The folder in which git looks for hooks.
  package let folder: [UInt8]
  private let repository: Repository
  /// Whether git takes hooks from its configuration.
  private let usesConfiguration: Bool

  /// - Parameter version: the release of git; `nil` to ask for it.
  package init(_ repository: Repository, version: GitVersion? = nil) throws(Refusal) {
    self.repository = repository
    folder = try repository.hooksFolder()
    let used = if let version { version } else { try repository.gitVersion() }
    usesConfiguration = used >= Self.configuredSince
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
  }

  /// How one hook is.
  package struct Status: Hashable, Sendable {
    package enum State: String, Sendable {
      case installed
      case absent
      /// Another program's hook stands there, and Hone's does not run.
      case foreign
      /// Hone's hook is there, but the program that it starts is not.
      case broken
    }

    package var name: HookName
    package var state: State
    /// The program that it starts, or the place of the other hook; empty for an absent one.
    package var detail: String
    package var hasFormer: Bool
  }

  // MARK: Installing

  /// Installs hooks; one that is there already stays as it is.
  /// - Parameters:
  ///   - names: which ones.
  ///   - program: the absolute path of `hone-hook`.
  ///   - allowsShared: whether a folder of hooks that other repositories use as well may be written.
  /// - Throws: `outsideRepository` for such a folder without leave; `rejected` where two hooks are in the way;
  ///   `writeFailed`.
  package func install(_ names: [HookName], program: String, allowsShared: Bool = false) throws(Refusal) -> [Change] {
    let program = Array(program.utf8)
    if !usesConfiguration {
      try checkFolder(allowsShared: allowsShared)
      MadeFolders(of: repository).expect(folder)
    }
    var changes: [Change] = []
    for name in names {
      let hook = InstalledHook(name, in: folder)
      if usesConfiguration {
        let command = Self.command(program, name)
        let isSame = try repository.configuredHook(Self.section(name)) == command
        if !isSame { try repository.setConfiguredHook(Self.section(name), event: name.rawValue, command: command) }
        // A file of Hone's from before git was renewed would make the hook run twice.
        if case .own = hook.state { _ = try hook.uninstall() }
        changes.append(Change(name: name, kind: isSame ? .unchanged : .installed))
      } else {
        let isNew = try hook.install(program: program)
        changes.append(Change(name: name, kind: isNew ? .installed : .unchanged, hasFormer: hook.hasFormer))
      }
    }
    // A team that has a file says by it on which branches it wants checks; others have asked by installing.
    if try repository.hasTeamFile, try HookSettings(of: repository).extent == nil {
      try repository.setSetting(Self.extentKey, HookSettings.Extent.configured.rawValue)
    }
    return changes
  }

  private static let extentKey = "hone.hook.when"

  /// Takes all of Hone's hooks away, those of the folder and those of the configuration, and puts back what was there.
  /// - Returns: what became of each, and why some stay.
  package func uninstall() throws(Refusal) -> (changes: [Change], refusals: [Refusal]) {
    var changes: [Change] = []
    var refusals: [Refusal] = []
    for name in HookName.allCases {
      let hook = InstalledHook(name, in: folder)
      let hasFormer = hook.hasFormer
      do throws(Refusal) {
        if try hook.uninstall() { changes.append(Change(name: name, kind: hasFormer ? .restored : .removed)) }
      } catch {
        refusals.append(error)
      }
      if try repository.configuredHook(Self.section(name)) != nil {
        try repository.removeConfiguredHook(Self.section(name))
        changes.append(Change(name: name, kind: .removed))
      }
    }
    if refusals.isEmpty {
      try repository.removeSetting(Self.extentKey, HookSettings.Extent.configured.rawValue)
      CheckedIndex(of: repository).remove()
      MadeFolders(of: repository).removeEmpty()
    }
    return (changes, refusals)
  }

  /// How each hook is.
  package func status() throws(Refusal) -> [Status] {
    var all: [Status] = []
    for name in HookName.allCases {
      let hook = InstalledHook(name, in: folder)
      var status = Status(name: name, state: .absent, detail: "", hasFormer: hook.hasFormer)
      switch hook.state {
      case .own(let program):
        status.state = HookFile.isExecutable(program) ? .installed : .broken
        status.detail = HookFile.text(program)
      case .foreign:
        status.state = .foreign
        status.detail = HookFile.text(hook.file)
      case .absent: break
      }
      if usesConfiguration, let command = try repository.configuredHook(Self.section(name)) {
        status.state = .installed
        status.detail = Printable.text(command)
      }
      all.append(status)
    }
    return all
  }

  // MARK: Places

  /// The name of a hook in the configuration: its own for each event, so that others' stay apart.
  private static func section(_ name: HookName) -> String { "hone-\(name.rawValue)" }

  private static func command(_ program: [UInt8], _ name: HookName) -> String {
    String(decoding: ShellWord.quoted(program), as: UTF8.self) + " run \(name.rawValue)"
  }

  private func checkFolder(allowsShared: Bool) throws(Refusal) {
    guard !allowsShared else { return }
    // A folder that is not there yet is judged by the one that it will be made in.
    var place = folder
    while HookFile.resolved(place) == nil, place.count > 1 { place = HookFile.folder(of: place) }
    let real = HookFile.resolved(place) ?? place
    for own in [repository.commonDirectory, repository.workTree] {
      if let own = HookFile.resolved(own), HookFile.isBelow(real, own) { return }
    }
    throw Refusal(
      .outsideRepository,
      "git takes the hooks from \(HookFile.text(folder)), where other repositories may take theirs from as well",
      remedy: "git config --local core.hooksPath <folder> for this repository, or git hone hook install --shared")
  }
}
