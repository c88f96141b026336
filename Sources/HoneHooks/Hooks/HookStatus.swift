package import HoneCore
internal import HoneGit

extension HookInstallation {
  /// How one hook is.
  package struct Status: Hashable, Sendable {
    package enum State: String, Sendable {
      case installed
      case absent
      /// Another program's hook stands there, and Hone's runs only if that starts it.
      case foreign
      /// Hone's hook is there, but the program that it starts is not, or is another.
      case broken
      /// Hone's hook is there, and git does not run it.
      case off
    }

    package var name: HookName
    package var state: State
    /// The program that it starts, or the place of the other hook; empty for an absent one.
    package var detail: String
    package var hasFormer: Bool
    /// What is wrong with it, and where; `nil` when nothing is.
    package var fault: String?
    /// What mends it; of another program's hook what makes Hone's run as well.
    package var remedy: String?
  }

  /// How each hook is.
  package func status() throws(Refusal) -> [Status] {
    let configured = try host.configuredHooks()
    // Every hook starts the same program as a rule, and asking it takes a process.
    var faults: [[UInt8]: String?] = [:]
    func judge(_ program: [UInt8], _ status: inout Status) {
      let fault = faults[program] ?? HookProgram.fault(of: program)
      faults[program] = fault
      status.state = fault == nil ? .installed : .broken
      status.detail = HookFile.text(program)
      status.fault = fault
      status.remedy = fault.map { _ in "install Hone again, and git hone hook install \(status.name.rawValue)" }
    }
    let place = HookFolder(folder, host)
    let hasForeign = HookName.allCases.contains { InstalledHook($0, in: folder).state == .foreign }
    let owner = hasForeign ? try place.owner() : nil
    return HookName.allCases.map { name in
      let hook = InstalledHook(name, in: folder)
      var status = Status(name: name, state: .absent, detail: "", hasFormer: hook.hasFormer)
      switch hook.state {
      case .own(let program):
        judge(program, &status)
        if hook.isLink, status.fault == nil {
          status.fault = "\(HookFile.text(hook.file)) is a link, through which other tools may write over the program"
          status.remedy = "git hone hook install \(name.rawValue)"
        }
      case .foreign:
        status.state = .foreign
        status.detail = HookFile.text(hook.file)
        if let aside = hook.aside.first {
          status.fault =
            "Hone's was moved to \(HookFile.text(aside)), where it runs only if that program starts it"
          status.remedy = "git hone hook install \(name.rawValue)"
        } else {
          status.remedy = companion(of: name, place, owner)
        }
      case .absent: break
      }
      let section = Self.section(name)
      guard let command = configured.command(of: section) else { return status }
      if usesConfiguration {
        if let program = Self.program(ofCommand: command, name) {
          status.remedy = nil
          judge(program, &status)
        } else {
          status.remedy = nil
          (status.state, status.detail) = (.installed, Printable.text(command))
        }
        let fault = ConfiguredHookFault(configured, name, section)
        if let text = fault.text {
          (status.state, status.fault, status.remedy) = (.off, text, fault.remedy)
        } else if case .own = hook.state, status.fault == nil {
          status.fault = "\(HookFile.text(hook.file)) is Hone's as well, so it runs twice"
          status.remedy =
            HookFolder(folder, host).isShared
            ? "git hone hook uninstall --shared" : "git hone hook install \(name.rawValue)"
        } else if case .foreign = hook.state {
          // git runs that file itself, and what once made room for Hone's file is run by nobody.
          status.hasFormer = false
          if status.fault == nil, place.runsHone(name, owner) {
            status.fault =
              "the hook in \(HookFile.text(place.written(name, owner))) starts it as well, so it runs twice"
            status.remedy = "take its line with \(HookProgram.name) away"
          }
        }
      } else if status.state == .installed, status.fault == nil {
        status.fault = "it is configured for git \(Self.configuredSince) as well, which would run it twice"
        status.remedy = "git hone hook install \(name.rawValue)"
      } else if status.state == .absent {
        status.state = .off
        status.detail = Printable.text(command)
        status.fault = "hooks are configured for git \(Self.configuredSince), and this git \(version) does not run them"
        status.remedy = "git hone hook install \(name.rawValue)"
      }
      return status
    }
  }

  /// How Hone's hook runs beside another program's; that of a manager which starts it is told so.
  private func companion(of name: HookName, _ place: HookFolder, _ owner: HookFolder.Owner?) -> String {
    if place.runsHone(name, owner) { return "it starts Hone's" }
    let install = "git hone hook install \(name.rawValue)"
    if usesConfiguration { return "\(install) makes git run Hone's before it" }
    if let owner { return place.remedy([name], owner) }
    return (place.isShared ? place.sharedRefusal(command: "install").remedy : nil) ?? "\(install) runs it before Hone's"
  }
}

/// Why git passes over a hook of its configuration.
struct ConfiguredHookFault {
  /// `nil` when git runs it.
  private(set) var text: String?
  private(set) var remedy: String?

  /// - Parameter section: the name of the hook in the configuration.
  init(_ configured: HookConfiguration, _ name: HookName, _ section: String) {
    let install = "git hone hook install \(name.rawValue)"
    if !configured.events(of: section).contains(name.rawValue) {
      text = "hook.\(section).event does not name \(name.rawValue)"
      remedy = install
    } else if let line = configured.lineThatDisables(section) {
      text = Self.words("hook.\(section).enabled", line)
      remedy = line.scope == "worktree" || line.scope == "command" ? "take that line away" : install
    } else if let line = configured.lineThatDisables(name.rawValue) {
      text = Self.words("hook.\(name.rawValue).enabled", line)
      remedy = "git config --\(line.scope) --unset-all hook.\(name.rawValue).enabled"
      if line.scope == "command" { remedy = "take that setting away" }
    }
  }

  private static func words(_ key: String, _ line: HookConfiguration.Line) -> String {
    "\(key) is \(Printable.text(line.value ?? "")) in \(Printable.text(line.place)) (\(line.scope))"
  }
}
