package import HoneCore
package import HoneSyntax
internal import HoneYAML

/// A recipe made ready for the files of one language.
///
/// Steps run in order. Each is tried again on its own result until it changes nothing, so that matches inside of others
/// get their turn; then imports are brought in line, if anything changed.
package struct RecipeProgram: Sendable {
  /// A step, ready to run.
  struct Step: Sendable {
    enum Action: Sendable {
      case rules(Rewriter)
      case program(RecipeProgram)
    }

    var action: Action
    /// The files that it is for; `nil` for all.
    var paths: RulePaths?

    var rules: [Rule] {
      switch action {
      case .rules(let rewriter): rewriter.matcher.rules
      case .program(let program): program.steps.flatMap(\.rules)
      }
    }
  }

  /// How often a step is tried on one file: nested matches need a pass a level, and code nests less deeply.
  package static let passLimit = 64

  package let recipe: Recipe
  package let language: Language
  package let grammar: Grammar
  private(set) var steps: [Step]
  /// What finds the places of an asking recipe; `nil` for others.
  package let targets: Matcher?
  /// Says of most files that they hold no place, without parsing them.
  package let prefilter: Prefilter
  /// Whether its rules name utilities that stand in other files.
  let usesGlobals: Bool
  private let importEditor: ImportEditor?

  /// Compiles a recipe whose parameters are filled.
  /// - Parameters:
  ///   - provesEnding: whether each rule is tried on its own result. What only finds, and what was tried when it was
  ///     written, can go without: an endless rewrite is stopped in any case.
  ///   - named: finds the recipes that `uses` names.
  /// - Throws: `RecipeError` with the place of the first rule or import that cannot be used.
  package init(
    _ recipe: Recipe, language: Language, grammar: Grammar, provesEnding: Bool = true,
    named: (String) throws(RecipeError) -> Recipe
  ) throws(RecipeError) {
    try self.init(recipe, language: language, grammar: grammar, named: named, users: [])
    if provesEnding { try checkEnding() }
  }

  private init(
    _ recipe: Recipe, language: Language, grammar: Grammar, named: (String) throws(RecipeError) -> Recipe,
    users: [String]
  ) throws(RecipeError) {
    guard !users.contains(recipe.name) else {
      throw RecipeError(
        file: recipe.file, "the recipe uses itself: \((users + [recipe.name]).joined(separator: ", "))",
        remedy: "take one of the `uses` away")
    }
    self.recipe = recipe
    self.language = language
    self.grammar = grammar
    let compiler = try RuleCompiler(
      grammar: grammar, language: language, file: recipe.file, utilities: recipe.utilities)
    var steps: [Step] = []
    for step in recipe.steps {
      switch step.action {
      case .rules(let rules):
        if let matcher = try compiler.matcher(rules) {
          steps.append(Step(action: .rules(Rewriter(matcher)), paths: step.paths))
        }
      case .use(let name):
        let used = try named(name).filled(with: [])
        guard used.supports(language) else { continue }
        let program = try RecipeProgram(
          used, language: language, grammar: grammar, named: named, users: users + [recipe.name])
        steps.append(Step(action: .program(program)))
      }
    }
    self.steps = steps
    usesGlobals =
      compiler.hasUtilities
      || steps.contains { step in
        if case .program(let program) = step.action { program.usesGlobals } else { false }
      }
    targets = try compiler.matcher(recipe.targets)
    prefilter = Prefilter(anyOf: steps.flatMap(\.rules) + (targets?.rules ?? []), grammar: grammar)
    importEditor = recipe.header.imports.isEmpty ? nil : ImportEditor(grammar: grammar)
    try checkImports()
  }

  private func checkImports() throws(RecipeError) {
    guard !recipe.header.imports.isEmpty else { return }
    guard let importEditor else {
      throw RecipeError(
        file: recipe.file, "the imports of \(language.title) cannot be changed",
        remedy: "leave `imports` out; known are: \(ImportEditor.languages.joined(separator: ", "))")
    }
    for text in recipe.header.imports.add + recipe.header.imports.remove {
      do throws(ImportError) { try importEditor.check(text) } catch {
        throw RecipeError(file: recipe.file, error.problem, remedy: "write a whole import statement")
      }
    }
  }

  // MARK: Paths

  /// Whether what it finds in a file depends on the file's path, beside whether the recipe searches it.
  package var dependsOnPath: Bool {
    steps.contains { step in
      if case .program(let program) = step.action, program.dependsOnPath || program.hasRestrictedSteps { return true }
      return recipe.steps.count > 1 && step.paths != nil
    }
  }

  private var hasRestrictedSteps: Bool { steps.contains { $0.paths != nil } }

  /// The program without the steps that are not for a file.
  package func restricted(to path: RepositoryPath) -> RecipeProgram {
    guard hasRestrictedSteps || dependsOnPath else { return self }
    var program = self
    program.steps = steps.compactMap { step in
      guard step.paths?.includes(path) ?? true else { return nil }
      guard case .program(let used) = step.action else { return step }
      var step = step
      step.action = .program(used.restricted(to: path))
      return step
    }
    return program
  }

  // MARK: Applying

  /// Applies the recipe to a file.
  ///
  /// A result that parses worse than the file is never given back.
  /// - Parameters:
  ///   - isReviewed: whether somebody looks at every edit. Otherwise places under a parse error, and those that would
  ///     lose a comment, are left and told.
  ///   - bench: what the thread keeps from one call to the next; a file that several recipes look at is parsed once.
  package func apply(
    to bytes: [UInt8], isReviewed: Bool = false, bench: RecipeBench = RecipeBench()
  ) -> RecipeOutcome {
    guard prefilter.mayMatch(bytes) else { return RecipeOutcome(result: bytes) }
    let made = bench.withSession(of: grammar, isReviewed: isReviewed) { session in
      var outcome = RecipeOutcome(result: bytes)
      session.begin()
      do throws(RecipeInterruption) {
        try run(&session, &outcome)
      } catch {
        // All of the file or nothing: half of an endless rewrite helps nobody.
        outcome = RecipeOutcome(result: bytes, refused: [error.place])
      }
      outcome.isChanged = outcome.result != bytes
      return outcome
    }
    return made ?? RecipeOutcome(result: bytes)
  }

  private func run(_ session: inout RecipeSession, _ outcome: inout RecipeOutcome) throws(RecipeInterruption) {
    let before = outcome.result
    let refusedBefore = outcome.refused.count
    for _ in 0..<Self.passLimit {
      let start = outcome.result
      for step in steps {
        switch step.action {
        case .rules(let rewriter): try session.settle(rewriter, &outcome)
        case .program(let program): try program.run(&session, &outcome)
        }
      }
      // A later step may have mended what kept an earlier one from a place.
      guard steps.count > 1, outcome.result != start, outcome.refused.count > refusedBefore else { break }
      outcome.refused.removeSubrange(refusedBefore...)
    }
    guard outcome.result != before, let importEditor else { return }
    do throws(ImportError) {
      outcome.result = try importEditor.applying(recipe.header.imports, to: outcome.result)
    } catch {
      throw RecipeInterruption(RefusedPlace(reason: .imports, line: 1, column: 1, message: error.problem))
    }
  }

  // MARK: Finding

  /// All rules, those of recipes that are used among them.
  package var rules: [Rule] { steps.flatMap(\.rules) + (targets?.rules ?? []) }

  /// The matches of all rules of the recipe in a file as it is, by place.
  ///
  /// A match that lies in another of the same rule counts too.
  package func matches(in tree: SyntaxTree) -> [Match] {
    let matches = steps.flatMap { step in
      switch step.action {
      case .rules(let rewriter): rewriter.matcher.matches(in: tree)
      case .program(let program): program.matches(in: tree)
      }
    }
    return (matches + (targets?.matches(in: tree) ?? [])).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Parses a file in the recipe's language.
  package func tree(of bytes: [UInt8]) throws -> SyntaxTree {
    var parser = try SyntaxParser(grammar)
    return try parser.parse(bytes)
  }

  /// The recipes that the program is made of: those that are used, then its own.
  package var recipes: [Recipe] {
    steps.flatMap { step -> [Recipe] in
      if case .program(let program) = step.action { return program.recipes }
      return []
    } + [recipe]
  }

  /// How the patterns of the rules were read, one line each.
  package var readings: [String] {
    rules.flatMap { rule in
      rule.nodePatterns.flatMap { pattern in
        pattern.readings.map { "`\(pattern.firstLine)` is read as \($0.kind) (\($0.place)) in \(language.title)" }
      }
    }
  }

  // MARK: Ending

  /// Runs each rule on its own pattern, holes filled with names.
  /// - Throws: when a rule goes on matching its result.
  private func checkEnding() throws(RecipeError) {
    for step in recipe.steps {
      for rule in step.rules where rule.rewrites {
        guard let pattern = rule.pattern else { continue }
        let names = HoleNames.holes(in: Array(pattern.utf8)).reduce(into: [:]) {
          $0[$1.name] = "hole" + $1.name.lowercased()
        }
        let instance = HoleNames.fillAll(pattern, with: names)
        let outcome = apply(to: Array(instance.utf8))
        if let place = outcome.refused.first, place.reason == .endless {
          throw RecipeError(
            file: recipe.file, at: rule.node.start, "the rule matches its own result for ever",
            remedy: "constrain a hole, or write a rewrite that the pattern does not match")
        }
      }
    }
  }
}

extension Recipe {
  /// Whether the recipe is written for a language.
  package func supports(_ language: Language) -> Bool {
    header.languages.contains { Language.named($0) == language }
  }

  /// Whether the recipe searches a file, by its path; of which language it is, is not asked.
  package func searches(_ path: RepositoryPath) -> Bool {
    (header.files.isEmpty || header.files.contains { $0.matches(path) })
      && (steps.isEmpty || steps.contains { $0.paths?.includes(path) ?? true })
  }

  /// Whether there are files of its languages that it does not search.
  package var hasPaths: Bool { !header.files.isEmpty || steps.contains { $0.paths != nil } }
}

extension Pattern {
  /// The first line of the text, with dots where more follow.
  fileprivate var firstLine: String {
    let lines = text.split(separator: "\n", maxSplits: 1)
    return lines.count > 1 ? "\(lines[0]) ..." : text
  }
}

/// That a file is left as it is.
struct RecipeInterruption: Error {
  let place: RefusedPlace

  init(_ place: RefusedPlace) {
    self.place = place
  }
}
