internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// What a hook manager asks about that is not staged: `pre-commit run --all-files` and `--files` hand over names,
/// `--from-ref` and `--to-ref` a range.
///
/// That is how managers are run in CI, where nothing is staged.
struct ManagerCheck {
  private let context: HookContext

  init(_ context: HookContext) { self.context = context }

  func run() throws(Refusal) -> Int32 {
    if let range { return try run(range, CheckOptions()) }
    let paths = try namedPaths()
    guard !paths.isEmpty, let head = try context.repository.head().commit else { return 0 }
    var options = CheckOptions()
    options.paths = paths
    options.checksAllLines = true
    return try run(.tree(head.hex), options)
  }

  /// The commits between the names that pre-commit and prek are given.
  private var range: CheckScope? {
    func name(_ key: String) -> String? { context.environment[key].flatMap { $0.isEmpty ? nil : $0 } }
    guard let from = name("PRE_COMMIT_FROM_REF"), let to = name("PRE_COMMIT_TO_REF"), !from.hasPrefix("-"),
      !to.hasPrefix("-")
    else { return nil }
    return .commits(include: [to], exclude: [from])
  }

  /// The files that were named and are not staged; those that are have been checked.
  private func namedPaths() throws(Refusal) -> [RepositoryPath] {
    var paths: [RepositoryPath] = []
    for word in context.arguments {
      if let path = try? context.repository.path(forArgument: word) { paths.append(path) }
    }
    guard !paths.isEmpty else { return [] }
    let staged = Set(try context.repository.stagedVersions().versions.map(\.path))
    return paths.filter { !staged.contains($0) }
  }

  private func run(_ scope: CheckScope, _ options: CheckOptions) throws(Refusal) -> Int32 {
    var options = options
    options.skippedRules = context.skippedRules
    var report = try CheckRun(repository: context.repository, scope: scope, options: options).run()
    // Notes stop nothing, and of code that is there they are many.
    report.findings.removeAll { $0.finding.severity == .note }
    let hasSpoken = context.show(report, showsFixes: false)
    if hasSpoken { HookOutput.say("\(TextReport.extent(of: report)) checked") }
    return report.isClean && !report.isNothingChecked ? 0 : HookRunner.refused
  }
}
