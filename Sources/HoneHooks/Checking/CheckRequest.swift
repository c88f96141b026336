package import HoneChecks
package import HoneCore
package import HoneGit

/// `git hone check` as a user asks for it.
package struct CheckRequest: Sendable {
  /// `a..b`: the commits that `b` has and `a` has not; either may be left out and is HEAD then.
  package var range: String?
  /// Whether every tracked file of HEAD is checked.
  package var isWholeTree = false
  /// The files and folders to keep to, as they were typed.
  package var paths: [[UInt8]] = []
  package var options = CheckOptions()

  package init() {}

  /// Checks in `repository`; recipes that ask an engine are left out, and told.
  /// - Throws: `settings` for a range that is none; what `CheckRun.run` throws.
  package func run(in repository: Repository) throws(Refusal) -> CheckReport {
    try checkRun(in: repository, .leftOut).run()
  }

  /// Checks in `repository` all that needs no engine, and leaves the rest to the caller.
  /// - Throws: as `run`.
  package func begin(in repository: Repository) throws(Refusal) -> OpenCheck {
    try checkRun(in: repository, .asked).begin()
  }

  private func checkRun(
    in repository: Repository, _ asking: CheckOptions.AskingRecipes
  ) throws(Refusal) -> CheckRun {
    var options = options
    options.asking = asking
    options.paths = []
    for word in paths {
      // The whole work tree was named: nothing is narrowed.
      guard let path = try repository.path(forArgument: word) else {
        options.paths = []
        break
      }
      options.paths.append(path)
    }
    options.refusesUnknownPaths = true
    if isWholeTree { options.checksAllLines = true }
    options.listsRules = true
    return try CheckRun(repository: repository, scope: scope(in: repository), options: options)
  }

  private func scope(in repository: Repository) throws(Refusal) -> CheckScope {
    if isWholeTree {
      // Before the first commit the tree is empty.
      return .tree(try repository.head().commit?.hex ?? ObjectID.emptyTree.hex)
    }
    guard let range else { return .staged }
    let names = range.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 2, !names.contains(where: { $0.hasPrefix("-") || $0.hasPrefix(".") }), names != ["", ""]
    else {
      throw Refusal(.settings, "`\(range)` is no range of commits", remedy: "write it as main..HEAD")
    }
    let ends = names.map { $0.isEmpty ? "HEAD" : $0 }
    // Services name what a new branch was before by zeros: everything on it is new.
    let isNew = ObjectID(hex: ends[0])?.isZero ?? false
    return .commits(include: [ends[1]], exclude: isNew ? [] : [ends[0]])
  }
}
