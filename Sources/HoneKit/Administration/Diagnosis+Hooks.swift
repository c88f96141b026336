internal import HoneCore
internal import HoneGit
internal import HoneHooks
internal import HoneSystem

extension Diagnosis {
  /// Which of Hone's hooks are installed, what keeps git from running others, and settings that mean nothing.
  static func hooks(environment: Environment) -> [Finding] {
    do throws(Refusal) {
      let host = try HookHost(at: Surroundings.currentDirectory, environment: environment)
      let hooks = try HookInstallation(host).status()
      let installed = hooks.filter { $0.state == .installed }.map(\.name.rawValue)
      var findings: [Finding] = []
      if !installed.isEmpty {
        findings.append(Finding(subject: "hooks", level: .good, message: installed.joined(separator: " ")))
      }
      var told: Set<String> = []
      for hook in hooks {
        guard let fault = hook.fault, told.insert(fault).inserted else { continue }
        // What is wrong with several is told once.
        let all = hooks.filter { $0.fault == fault }
        let names = all.map(\.name.rawValue).joined(separator: " ")
        let isRun = hook.state == .installed || hook.state == .foreign
        findings.append(
          Finding(
            subject: "hooks", level: isRun ? .note : .bad, message: "\(names): \(fault)",
            remedy: all.count == 1 ? hook.remedy : hook.remedy?.replacing(hook.name.rawValue, with: names)))
      }
      return findings + settings(host, environment, isAnyInstalled: !installed.isEmpty)
    } catch {
      // Why there is no repository is told where that is looked at.
      return []
    }
  }

  /// A value that means nothing stops every commit where hooks are installed.
  private static func settings(_ host: HookHost, _ environment: Environment, isAnyInstalled: Bool) -> [Finding] {
    do throws(Refusal) {
      _ = try HookSettings(try host.settings(below: "hone"), environment: environment)
      return []
    } catch {
      return [
        Finding(subject: "hooks", level: isAnyInstalled ? .bad : .note, message: error.message, remedy: error.remedy)
      ]
    }
  }
}
