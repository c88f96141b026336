import HoneChecks
import HoneCore
import HoneGit
import HoneHooks
import HoneTestSupport

/// A scripted repository that is checked.
struct CheckedRepository {
  let scripted: ScriptedRepository

  /// A repository with one commit of `files`; before the first commit when there are none.
  init(_ files: [String: String] = [:]) throws {
    scripted = try ScriptedRepository()
    for (name, text) in files { try scripted.write(name, text) }
    if !files.isEmpty { try scripted.commit("first") }
  }

  /// Writes a file and stages it.
  func stage(_ name: String, _ text: String) throws {
    try scripted.write(name, text)
    try scripted.stage(name)
  }

  /// Checks as `git hone check` does.
  func check(_ change: (inout CheckRequest) -> Void = { _ in }) throws(Refusal) -> CheckReport {
    var request = CheckRequest()
    change(&request)
    return try request.run(in: Repository.open(at: scripted.path, environment: scripted.environment))
  }

  /// What a check finds, each as `path:line rule`.
  func found(_ change: (inout CheckRequest) -> Void = { _ in }) throws(Refusal) -> [String] {
    try check(change).findings.map(\.finding).map { finding in
      let place = finding.path.map { "\($0):\(finding.start.line)" } ?? "commit"
      return "\(place) \(finding.rule)"
    }
  }
}
