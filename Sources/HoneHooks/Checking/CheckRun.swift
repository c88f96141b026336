package import HoneChecks
package import HoneCore
package import HoneGit
internal import HoneScan
internal import HoneSystem

/// One run of checks over what a scope holds: `git hone check`, and what the hooks do.
package struct CheckRun {
  private let repository: Repository
  private let scope: CheckScope
  private let options: CheckOptions

  package init(repository: Repository, scope: CheckScope, options: CheckOptions = CheckOptions()) {
    self.repository = repository
    self.scope = scope
    self.options = options
  }

  /// Checks, and with `options.fixes` stages the safe fixes.
  /// - Throws: what reading the repository throws; `missingObject` when something changed and nothing of it could be
  ///   read; `settings` for settings that cannot be understood; what `Repository.write` throws for fixes and the baseline.
  package func run() throws(Refusal) -> CheckReport {
    var check = try begin()
    return try check.finish()
  }

  /// The same up to where an engine may be asked.
  package func begin() throws(Refusal) -> OpenCheck {
    let start = Moment.now
    let targets = try CheckTargets(scope, paths: options.paths, in: repository)
    let untracked = options.refusesUnknownPaths ? try unknownPaths(targets) : []
    let configuration = try CheckConfiguration(
      repository, targets: targets, isStaged: scope == .staged, options: options)
    var session = CheckSession(repository, configuration, options, deadline: options.budget.map { start + $0 })
    session.report.unchecked += targets.unchecked
    session.report.notes += configuration.unknownNames
    session.report.notes += untracked.map {
      "\($0) is not tracked, and checks look at what git has: git add it"
    }
    try session.check(targets.targets)
    try session.checkTree(targets)
    if session.report.files == 0, targets.targets.contains(where: { $0.version.entry.mode.isRegularFile }),
      session.unreadable != nil || session.report.unchecked.isEmpty
    {
      let reason = session.unreadable.map { ": \($0)" } ?? ""
      throw Refusal(
        .missingObject, "something changed, and nothing of it could be read\(reason)", remedy: "run git fsck")
    }
    if options.fixes, scope == .staged, !options.updatesBaseline { try session.writeFixes() }
    return OpenCheck(session, targets, scope: scope, start: start)
  }

  /// The paths of the user that git has nothing of.
  /// - Throws: `notAFile` for one where there is nothing in the work tree either.
  private func unknownPaths(_ targets: CheckTargets) throws(Refusal) -> [RepositoryPath] {
    let present = SortedPaths(targets.targets.map(\.path) + targets.deleted + targets.unchecked.compactMap(\.path))
    return try NamedPaths.untracked(among: options.paths.filter { !present.holdsAny(in: $0) }, in: repository)
  }
}
