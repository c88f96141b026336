package import HoneChecks
package import HoneCore
package import HoneGit

/// One run of checks over what a scope holds: `git hone check`, and what the hooks do.
package struct CheckRun {
  private let repository: Repository
  private let scope: CheckScope
  private let options: CheckOptions
  /// How many bytes of a file are read; larger ones are told and not read, so that memory stays bounded.
  static let readLimit = 16 << 20

  package init(repository: Repository, scope: CheckScope, options: CheckOptions = CheckOptions()) {
    self.repository = repository
    self.scope = scope
    self.options = options
  }

  /// Checks, and with `options.fixes` stages the safe fixes.
  /// - Throws: what reading the repository throws; `.missingObject` when something changed and nothing of it could be
  ///   read; `.usage` for settings that cannot be understood.
  package func run() throws(Refusal) -> CheckReport {
    let start = ContinuousClock.now
    let targets = try CheckTargets(scope, paths: options.paths, in: repository)
    let checker = Checker(StandardChecks.all(CheckSettings()))
    var report = CheckReport()
    report.unchecked = targets.unchecked
    report.rules = checker.knownRules
    for target in targets.targets {
      try check(target, with: checker, into: &report)
    }
    report.findings.sort { $0.finding < $1.finding }
    report.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
    return report
  }

  private func check(_ target: CheckTarget, with checker: Checker, into report: inout CheckReport) throws(Refusal) {
    let entry = target.version.entry
    guard entry.mode.isRegularFile else { return }
    let contents = try repository.blob(entry.id, limit: Self.readLimit)
    let file = CheckedFile(path: target.path, mode: entry.mode, contents: contents)
    let found = checker.findings(in: file)
    report.files += 1
    report.bytes += contents.count
    report.ignored += found.ignored
    guard !found.findings.isEmpty else { return }
    var bases: [[UInt8]] = []
    for base in target.version.bases where base.mode.isRegularFile {
      bases.append(try repository.blob(base.id, limit: Self.readLimit))
    }
    let new = options.checksAllLines ? found.findings : checker.new(found.findings, in: file, since: bases)
    report.findings += new.map { ReportedFinding($0, in: file, secrets: found.secrets) }
  }
}
