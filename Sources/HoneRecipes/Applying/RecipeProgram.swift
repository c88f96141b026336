package import HoneCore
package import HoneSyntax

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

  /// After how many passes over a file there must be fewer matches; and how often all steps are tried one after the other.
  ///
  /// Nested matches need a pass a level.
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
  let importEditor: ImportEditor?

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
}
