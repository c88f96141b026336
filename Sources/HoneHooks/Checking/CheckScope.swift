package import HoneCore

/// Which versions of which files are checked; never the work tree.
package enum CheckScope: Hashable, Sendable {
  /// What is staged, against HEAD; during a merge against every parent.
  case staged
  /// What commits added: those that `include` reaches and `exclude` does not, in the words of `git rev-list`.
  ///
  /// A push of a branch is `include: [tip], exclude: ["--remotes"]`, one commit `include: [id], exclude: [id^@]`.
  case commits(include: [String], exclude: [String])
  /// Every file of a commit or tree, whoever wrote it and when.
  case tree(String)
  /// One blob, under a name that is told in place of a path.
  case blob(ObjectID, name: RepositoryPath)
}

/// How a check is run.
package struct CheckOptions: Sendable {
  /// The files and folders to keep to; empty for all.
  package var paths: [RepositoryPath] = []
  /// Whether a path that names nothing is a mistake of whoever has named it.
  package var refusesUnknownPaths = false
  /// Whether findings on lines that the change did not touch count as well.
  package var checksAllLines = false
  /// Whether safe fixes are staged; only what is staged can be fixed.
  package var fixes = false
  /// Whether everything that is found goes into the baseline file.
  package var updatesBaseline = false
  /// When to stop; what is not checked by then is told.
  package var budget: Duration?
  /// Whether versions in which nothing was found before are passed over; `hone.check.cache` can forbid it.
  package var usesCache = true
  /// Whether the report lists every rule that was looked for.
  package var listsRules = false
  /// What becomes of recipes that ask an engine.
  package var asking = AskingRecipes.passedOver
  /// Rules and groups that are left out this time, for example by `HONE_SKIP`.
  package var skippedRules: [String] = []

  package init() {}

  /// What becomes of the recipes that a team names as checks and that ask an engine.
  package enum AskingRecipes: Sendable {
    /// Nothing is said of them, as in hooks, which never ask.
    case passedOver
    /// That they were left out is told, where the change holds a file for them.
    case leftOut
    /// Whoever has the run asks about them, between `CheckRun.begin` and `OpenCheck.finish`.
    case asked
  }
}
