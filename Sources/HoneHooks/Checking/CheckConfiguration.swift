internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax
internal import HoneSystem
internal import HoneYAML

/// What decides which checks run: the user's settings, the team's file and the baseline.
///
/// The two files are read as they are staged, never from the work tree.
struct CheckConfiguration {
  let checker: Checker
  /// The same for versions that only the history has: what was published once counts although it is gone.
  let historyChecker: Checker
  let baseline: Baseline
  /// What findings depend on beside the files; `nil` when nothing is to be remembered.
  let identity: RuleSetIdentity?
  /// Recipes that are checks here, that are on, and that ask an engine.
  let asking: [AskingRecipe]
  /// Recipes that should be checks and cannot be read, as sentences.
  let problems: [String]
  /// Names of rules, in settings and the team's file, that no rule has, as sentences.
  let unknownNames: [String]
  /// All rules that can be named.
  let names: RuleNames

  init(
    _ repository: Repository, targets: CheckTargets, isStaged: Bool, options: CheckOptions
  ) throws(Refusal) {
    let values = try repository.settings(below: "hone.check")
    let settings = try CheckSettings(values)
    let team = try Self.read(TeamFile.name, isStaged ? targets : nil, repository)
    let file = try team.map { text throws(Refusal) in try Self.team(text) } ?? TeamFile()
    var entries = RuleSelection.byExactness(
      file.severities.map { RuleSelection.Entry($0.rules, severity: Severity(rawValue: $0.severity.rawValue)) }
        + file.disabledRules.map { RuleSelection.Entry($0, severity: nil) })
    entries += settings.selection
    entries += options.skippedRules.map { RuleSelection.Entry($0, severity: nil) }
    let catalog = RecipeCatalog(repository: repository.reachableWorkTree, environment: repository.environment)
    let recipes = RecipeChecks(
      catalog,
      languages: targets.languages, named: file.recipes, index: Self.index(repository, options))
    problems = recipes.problems
    let checks = StandardChecks.all(settings) + recipes.checks
    // What must not be shown to an engine is no less dangerous in a repository, so secrets are looked for everywhere.
    if !file.ignoredPatterns.isEmpty {
      let rules = checks.flatMap(\.rules) + recipes.asking.map(\.rule)
      let groups = Set(rules.map { String($0.group) }).subtracting(["secret"])
      entries += groups.sorted().map { RuleSelection.Entry($0, severity: nil, files: file.ignoredPatterns) }
    }
    let selection = RuleSelection(entries)
    let checker = Checker(checks, selection: selection, asked: recipes.asking.map(\.rule))
    self.checker = checker
    asking = recipes.asking.filter { !checker.isOff($0.rule) }
    names = RuleNames(checker, catalog: catalog) { Self.index(repository, options) }
    unknownNames = Self.unknownNames(file, settings, options, among: names)
    historyChecker = Checker(checks.filter(\.countsInHistory), selection: selection)
    let words = values.map { "\($0.key)=\($0.value)" }.sorted() + [""] + options.skippedRules.sorted()
    identity =
      options.usesCache && settings.usesCache
      ? RuleSetIdentity(
        for: targets.namedLanguages,
        settings: words.map { Array($0.utf8) } + [team ?? [], [options.checksAllLines ? 1 : 0]], checks: recipes.checks,
        hash: repository.blobID) : nil
    let accepted = try Self.read(Baseline.name, isStaged ? targets : nil, repository)
    baseline = try accepted.map { found throws(Refusal) in try Baseline(found) } ?? Baseline()
  }

  /// What names no rule.
  ///
  /// A hook, which is not asked to list rules, tells of `HONE_SKIP` only, where a person has just typed it.
  private static func unknownNames(
    _ file: TeamFile, _ settings: CheckSettings, _ options: CheckOptions, among names: RuleNames
  ) -> [String] {
    var said = options.skippedRules.map { ($0, "HONE_SKIP") }
    if options.listsRules {
      said += (file.disabledRules + file.severities.map(\.rules)).map { ($0, TeamFile.name) }
      said += settings.selection.map(\.rules).map { ($0, "the settings hone.check") }
    }
    return said.compactMap { name, place in
      names.correction(of: name).map { meant in
        "`\(name)` in \(place) names no rule" + (meant.isEmpty ? "" : "; did you mean `\(meant)`?")
      }
    }
  }

  /// What is remembered of the catalogue's recipes; `nil` when nothing is to be.
  private static func index(_ repository: Repository, _ options: CheckOptions) -> CheckRecipeIndex? {
    guard options.usesCache, let folder = UserDirectories(environment: repository.environment)?.cache else {
      return nil
    }
    let program = RuleSetIdentity.stamp(of: InstalledFolder.executable ?? "")
    return CheckRecipeIndex(path: "\(folder)/check-recipes", program: String(decoding: program, as: UTF8.self))
  }

  private static func team(_ contents: [UInt8]) throws(Refusal) -> TeamFile {
    do throws(YAMLError) {
      return try TeamFile(contents)
    } catch {
      throw Refusal(
        .settings, "\(TeamFile.name):\(error.line):\(error.column): \(error.problem)", remedy: error.remedy)
    }
  }

  /// A file of the top folder, as it is staged; `nil` when it is not.
  /// - Parameter targets: what is staged, which with HEAD tells the same as the index and is known already; `nil` when the
  ///   index is to be asked.
  private static func read(
    _ name: String, _ targets: CheckTargets?, _ repository: Repository
  ) throws(Refusal) -> [UInt8]? {
    let path = try RepositoryPath(name)
    let entry: IndexEntry?
    if let targets {
      let staged = targets.targets.first { $0.path == path }?.version.entry
      if let staged {
        entry = staged
      } else {
        entry = try targets.surroundings.flatMap { head throws(Refusal) in try repository.entry(at: path, in: head) }
      }
    } else {
      entry = try repository.trackedFiles(paths: [path]).first?.entry
    }
    guard let entry, entry.mode.isRegularFile else { return nil }
    return try repository.blob(entry.id, limit: Baseline.maximumBytes)
  }
}
