internal import HoneCore
internal import HoneGit
internal import HoneHooks
internal import HoneSystem

extension Diagnosis {
  /// Which of Hone's hooks are installed, and which of them git passes over because the program is gone.
  static func hooks(environment: Environment) -> [Finding] {
    do throws(Refusal) {
      let repository = try Repository.open(at: Surroundings.currentDirectory, environment: environment)
      let hooks = try HookInstallation(repository).status()
      func names(_ state: HookInstallation.Status.State) -> String {
        hooks.filter { $0.state == state }.map(\.name.rawValue).joined(separator: " ")
      }
      var findings: [Finding] = []
      let (installed, broken) = (names(.installed), names(.broken))
      if !installed.isEmpty { findings.append(Finding(subject: "hooks", level: .good, message: installed)) }
      if let program = hooks.first(where: { $0.state == .broken })?.detail {
        findings.append(
          Finding(
            subject: "hooks", level: .bad,
            message: "\(broken): \(program) is not there, so git runs nothing and says nothing",
            remedy: "git hone hook install \(broken)"))
      }
      return findings
    } catch {
      // Why there is no repository is told where that is looked at.
      return []
    }
  }
}
