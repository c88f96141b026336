internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax
internal import HoneSystem
internal import HoneYAML

/// What decides which checks run: the user's settings, the team's file and the baseline.
///
/// The two files are read as they are going to be committed, or as HEAD has them; never from the work tree.
struct CheckConfiguration {
  let checker: Checker
  /// The same for versions that only the history has: what was published once counts although it is gone.
  let historyChecker: Checker
  let baseline: Baseline
  /// The index entry of the baseline file; `nil` when there is none.
  let baselineEntry: IndexEntry?
  /// Recipes that should be checks and cannot be read, as sentences.
  let problems: [String]

  init(_ repository: Repository, targets: CheckTargets, options: CheckOptions) throws(Refusal) {
    let settings = try CheckSettings(repository.settings(below: "hone.check"))
    let team = try Self.read(TeamFile.name, targets, repository)
    let file = try Self.team(team?.contents ?? [])
    var entries = file.disabledRules.map { RuleSelection.Entry($0, severity: nil) }
    entries += settings.selection
    entries += options.skippedRules.map { RuleSelection.Entry($0, severity: nil) }
    let recipes = RecipeChecks(
      RecipeCatalog(repository: String(decoding: repository.workTree, as: UTF8.self), environment: .current),
      languages: targets.languages, named: file.recipes)
    problems = recipes.problems
    let checks = StandardChecks.all(settings) + recipes.checks
    // What must not be shown to an engine is no less dangerous in a repository, so secrets are looked for everywhere.
    let groups = Set(checks.flatMap(\.rules).map { String($0.group) }).subtracting(["secret"])
    if !file.ignoredPatterns.isEmpty {
      entries += groups.sorted().map { RuleSelection.Entry($0, severity: nil, files: file.ignoredPatterns) }
    }
    let selection = RuleSelection(entries)
    checker = Checker(checks, selection: selection)
    historyChecker = Checker(checks.filter { $0.rules.contains(where: \.countsInHistory) }, selection: selection)
    let accepted = try Self.read(Baseline.name, targets, repository)
    baseline = try accepted.map { found throws(Refusal) in try Baseline(found.contents) } ?? Baseline()
    baselineEntry = accepted?.entry
  }

  private static func team(_ contents: [UInt8]) throws(Refusal) -> TeamFile {
    do throws(YAMLError) {
      return try TeamFile(contents)
    } catch {
      throw Refusal(
        .settings, "\(TeamFile.name):\(error.line):\(error.column): \(error.problem)", remedy: error.remedy)
    }
  }

  /// A file of the top folder: the version that is checked, or that of HEAD.
  private static func read(
    _ name: String, _ targets: CheckTargets, _ repository: Repository
  ) throws(Refusal) -> (contents: [UInt8], entry: IndexEntry)? {
    let path = try RepositoryPath(name)
    let entry: IndexEntry?
    if let target = targets.targets.first(where: { $0.path == path && $0.commit == nil }) {
      entry = target.version.entry
    } else {
      entry = try repository.headEntry(at: path)
    }
    guard let entry, entry.mode.isRegularFile else { return nil }
    return (try repository.blob(entry.id, limit: Baseline.maximumBytes), entry)
  }
}
