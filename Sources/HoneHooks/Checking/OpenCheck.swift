package import HoneChecks
package import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax
internal import HoneSystem

/// A run of checks in which everything that needs no engine is done, before it is closed.
///
/// This module knows no engine. Whoever has one asks about the places that recipes find in `files(for:)`, and hands in what
/// comes of it; findings are counted, ignored, accepted and reported here as those of every other check.
package struct OpenCheck {
  private var session: CheckSession
  private let targets: CheckTargets
  private let scope: CheckScope
  private let start: Moment
  /// Rules that not every place was asked about for.
  private var unasked: Set<String>

  init(
    _ session: CheckSession, _ targets: CheckTargets, scope: CheckScope, start: Moment
  ) {
    self.session = session
    self.targets = targets
    self.scope = scope
    self.start = start
    unasked = Set(session.configuration.asking.map(\.rule.id))
  }

  /// When the time for checks is over; `nil` without a budget.
  package var deadline: ContinuousClock.Instant? { session.deadline.map { .now + ($0 - .now) } }

  /// The recipes to ask about, in the order in which the team names them; those that are switched off are not among them.
  package var recipes: [AskingRecipe] { session.configuration.asking }

  /// Whether all lines of a file count rather than those that changed.
  package var checksAllLines: Bool { session.options.checksAllLines }

  /// Whether what is checked is what is staged.
  package var isStaged: Bool { scope == .staged }

  /// The commit among whose files those that are checked stand; `nil` when they stand in the index.
  package var surroundings: ObjectID? {
    switch scope {
    case .staged, .blob: nil
    case .commits: targets.surroundings
    case .tree(let name): ObjectID(hex: name)
    }
  }

  // MARK: Asking

  /// The files that a recipe may have something to ask about.
  package func files(for recipe: AskingRecipe) -> [AskableFile] {
    targets.targets.compactMap { target in
      let path = target.path
      guard target.commit == nil, target.version.entry.mode.isRegularFile, path.text != Baseline.name,
        path.isOneLine, recipe.mayConcern(path), session.configuration.checker.isOn(recipe.rule, at: path)
      else { return nil }
      return AskableFile(target: target)
    }
  }

  /// What a file holds: what is staged after safe fixes, or the version of the commits or the tree, never the work tree.
  /// - Returns: `nil` for a binary file, and for one that is not read, which has been told.
  package func text(of file: AskableFile) throws(Refusal) -> AskableText? {
    let version = file.target.version
    var entry = version.entry
    let contents: [UInt8]
    if let mended = session.mended[version.path] {
      contents = mended
      entry.id = session.repository.blobID(of: mended)
    } else {
      guard let staged = try read(entry.id) else { return nil }
      contents = staged
    }
    let checked = CheckedFile(path: version.path, mode: entry.mode, contents: contents)
    guard !checked.isBinary else { return nil }
    let added = LineSet(addedTo: try session.bases(of: version), in: contents)
    return AskableText(checked: checked, entry: entry, changedLines: added.lines(of: checked.lines.count))
  }

  /// A blob that the checks have read as well; `nil` for one that they have told they could not.
  private func read(_ id: ObjectID) throws(Refusal) -> [UInt8]? {
    guard session.repository.blobSize(id).map({ $0 <= CheckWork.readLimit }) ?? true else { return nil }
    do throws(Refusal) {
      return try session.repository.blob(id, limit: CheckWork.readLimit)
    } catch {
      guard error.code == .missingObject || error.code == .notText else { throw error }
      return nil
    }
  }

  /// Whether an answer about a place would count: nobody has ignored or accepted it.
  ///
  /// To be called once for each place, since what does not count is counted.
  package mutating func counts(_ recipe: AskingRecipe, at range: Range<Int>, in text: AskableText) -> Bool {
    let finding = recipe.finding(at: range, in: text.checked)
    let counted = session.configuration.checker.counted([finding], in: text.checked)
    session.report.ignored += counted.ignored
    guard let finding = counted.findings.first else { return false }
    guard session.configuration.baseline.covers(finding, in: text.checked) else { return true }
    session.report.ignored += 1
    if session.options.updatesBaseline { accept(finding, in: text) }
    return false
  }

  /// Takes what an engine would make of a file by changing one place.
  package mutating func take(
    _ result: [UInt8], of recipe: AskingRecipe, at range: Range<Int>, in text: AskableText
  ) {
    let made = recipe.finding(at: range, in: text.checked, result: result)
    guard let finding = session.configuration.checker.selected([made]).first else { return }
    if session.options.updatesBaseline { accept(finding, in: text) }
    let secrets = session.configuration.checker.findings(in: text.checked, part: .quick).secrets
    session.report.findings.append(ReportedFile(text.checked, secrets: secrets).reported(finding))
  }

  private mutating func accept(_ finding: Finding, in text: AskableText) {
    session.accepted.lines.insert(session.accepted.baseline.insert(finding, in: text.checked))
  }

  /// Tells that something was not asked about, and why.
  package mutating func leaveOut(_ path: RepositoryPath?, _ reason: String) {
    session.report.unchecked.append(.init(path: path, reason: reason))
  }

  /// Takes note that every place of a recipe was asked about.
  package mutating func complete(_ recipe: AskingRecipe) { unasked.remove(recipe.rule.id) }

  /// Takes what asking has cost.
  package mutating func account(_ tokens: CheckReport.Tokens) { session.report.tokens = tokens }

  // MARK: Closing

  /// Accepts what was found where that is asked for, and gives the report.
  /// - Throws: what `Repository.write` throws for the baseline.
  package mutating func finish() throws(Refusal) -> CheckReport {
    if session.options.asking == .leftOut { tellLeftOut() }
    let isWhole = if case .tree = scope { session.options.paths.isEmpty } else { false }
    if session.options.updatesBaseline { try session.updateBaseline(isWhole: isWhole, unlooked: unasked) }
    var report = session.report
    if session.options.listsRules { report.rules = session.configuration.checker.knownRules }
    report.findings.sort { $0.finding < $1.finding }
    report.isStaged = scope == .staged
    if report.mendable > 0 { report.hindrance = session.repository.mendHindrance }
    report.fixed.sort()
    report.milliseconds = Int((Moment.now - start) / .milliseconds(1))
    return report.withCoveredNames
  }

  /// Whether what is staged now is what was checked, with its fixes.
  func isStagedAsChecked() throws(Refusal) -> Bool {
    var expected: Set<FileVersion> = []
    for target in targets.targets {
      var version = target.version
      if let mended = session.mended[version.path] { version.entry.id = session.repository.blobID(of: mended) }
      // What a fix has taken back altogether is not staged any more.
      if !version.bases.contains(version.entry) { expected.insert(version) }
    }
    let now = try CheckTargets(.staged, paths: session.options.paths, in: session.repository)
    return Set(now.targets.map(\.version)) == expected && Set(now.deleted) == Set(targets.deleted)
      && now.unchecked == targets.unchecked
  }

  private mutating func tellLeftOut() {
    let names = recipes.filter { recipe in
      // Where only the contents tell the language, there is most likely nothing to ask about.
      files(for: recipe).contains { Language.named(path: $0.path) != nil }
    }.map(\.recipe.name)
    guard !names.isEmpty else { return }
    let told =
      names.count == 1
      ? "the recipe \(names[0]) asks an engine; git hone check --ask runs it"
      : "the recipes \(names.joined(separator: ", ")) ask an engine; git hone check --ask runs them"
    leaveOut(nil, told)
  }
}
