internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax

/// What an answer must pass beside its fence: it parses, the checks find nothing new, commands succeed on a checkout.
struct AnswerGates {
  let demandsParsing: Bool
  private let checker: Checker?
  private let commands: [GateCommand]
  private let interruption: Interruption

  /// - Parameters:
  ///   - catalog: finds the recipes that are checks.
  ///   - languages: those of the files that will be tried.
  ///   - source: where they stand; commands run on the index, so that they can say nothing of a commit.
  init(
    _ recipe: Recipe, languages: Set<Language>, source: ContextSource, catalog: RecipeCatalog, session: RunSession
  ) throws {
    interruption = session.interruption
    let gates = recipe.header.asking?.gates ?? []
    demandsParsing = gates.contains(.parses)
    checker =
      gates.contains(.noNewFindings) ? try Self.checker(languages: languages, catalog: catalog, session: session) : nil
    let words = gates.compactMap { gate -> String? in if case .command(let words) = gate { words } else { nil } }
    let isTrusted = try words.isEmpty || Self.isTrusted(recipe, catalog: catalog, session: session)
    if !isTrusted {
      if let word = words.first, session.options.acceptsAll, session.options.destination != .patch {
        // What it would refuse must not be taken unseen.
        throw RunFailure.usage(
          "the gate `\(word)` of \(recipe.name) may not run here",
          remedy: "look at it with git hone trust --show, allow it with git hone trust; or review the edits, without -y"
        )
      }
      for word in words {
        session.note(
          "the gate `\(word)` of \(recipe.name) was not run: look at it with git hone trust --show, allow it with "
            + "git hone trust")
      }
    }
    if isTrusted, case .commit = source {
      for word in words { session.note("the gate `\(word)` of \(recipe.name) was not run: it tries what is staged") }
      commands = []
      return
    }
    commands = isTrusted ? words.map { GateCommand(command: $0, repository: session.repository) } : []
  }

  private static func checker(
    languages: Set<Language>, catalog: RecipeCatalog, session: RunSession
  ) throws -> Checker {
    let settings = try CheckSettings(session.repository.settings(below: "hone.check"))
    let team = session.team.file
    let recipes = RecipeChecks(catalog, languages: Array(languages), named: team.recipes)
    let disabled = team.disabledRules.map { RuleSelection.Entry($0, severity: nil) }
    return Checker(
      StandardChecks.all(settings) + recipes.checks, selection: RuleSelection(disabled + settings.selection))
  }

  /// Whether the user lets the commands of a recipe run here.
  ///
  /// They run what the repository holds, whoever wrote the recipe; a recipe that is only a file belongs to nobody.
  private static func isTrusted(_ recipe: Recipe, catalog: RecipeCatalog, session: RunSession) throws -> Bool {
    guard catalog.entries().contains(where: { $0.file == recipe.file }) else { return false }
    return try Trust(repository: session.repository, environment: session.environment).isGranted()
  }

  // MARK: Trying

  /// What every edit of an engine must meet, whatever a recipe says.
  func checkText(_ file: AskedFile, result: [UInt8]) throws(Refusal) {
    try Gates.check(LineDiff.hunks(from: file.text, to: result), in: file.now, result: result)
  }

  /// Refuses a window that lost most of its lines.
  func checkWindow(_ file: AskedFile, _ window: Range<Int>, _ replacements: [Replacement]) throws(Refusal) {
    let result = try AppliedEdits(replacements, to: file.lines).bytes
    try Gates.checkWindow(LineDiff.hunks(from: file.text, to: result), lines: window, in: file.now)
  }

  /// - Throws: a `Refusal` `gate` with what is found, or with the end of what a command printed.
  func check(_ file: AskedFile, result: [UInt8]) throws(Refusal) {
    if let checker {
      let checked = CheckedFile(path: file.path, contents: result)
      let found = checker.findings(in: checked).findings
      if let first = checker.new(found, in: checked, since: [file.text]).first {
        throw Refusal(
          .gate, "a check finds something new in it: \(first.rule) at line \(first.start.line): \(first.message)",
          remedy: "edit the place by hand")
      }
    }
    for command in commands { try run(command, file, result: result) }
  }

  private func run(_ command: GateCommand, _ file: AskedFile, result: [UInt8]) throws(Refusal) {
    let base = file.file
    let write = FileWrite(
      path: base.path, base: base.base == .workTree ? .workTree : .staged, entry: base.isTracked ? base.entry : nil,
      original: base.bytes, result: result)
    do {
      try command.check([write])
    } catch {
      let failure = RunFailure(error)
      // A signal that ends a command ends the run.
      if failure.status == .interrupted { interruption.raise() }
      throw Refusal(.gate, failure.message, remedy: "edit the place by hand")
    }
  }
}

extension AskedFile {
  /// The file as it is with the answers so far.
  fileprivate var now: EditableFile {
    var now = file
    now.bytes = text
    return now
  }
}
