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
    /// The rules as they were written, in the order of those that are ready; empty for another recipe.
    var written: [RecipeRule] = []

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
    self.recipe = recipe
    self.language = language
    self.grammar = grammar
    let importEditor = recipe.header.imports.isEmpty ? nil : ImportEditor(grammar: grammar)
    let imported = importEditor.map { editor in recipe.header.imports.add.flatMap(editor.bindings) } ?? []
    let compiler = try RuleCompiler(grammar: grammar, language: language, recipe: recipe, imported: imported)
    var steps: [Step] = []
    for step in recipe.steps {
      switch step.action {
      case .rules(let rules):
        if let matcher = try compiler.matcher(rules) {
          steps.append(
            Step(action: .rules(Rewriter(matcher)), paths: step.paths, written: rules.filter(compiler.applies)))
        }
      case .use(let name):
        let users = users + [recipe.name]
        let used = try Self.used(name, by: recipe, at: step.mark, users, named)
        guard used.supports(language) else { continue }
        let program = try RecipeProgram(used, language: language, grammar: grammar, named: named, users: users)
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
    self.importEditor = importEditor
    try checkImports()
    try checkFence()
  }

  /// The recipe that another one uses, with its parameters filled.
  /// - Parameter users: those that lead to it.
  private static func used(
    _ name: String, by recipe: Recipe, at mark: YAMLMark, _ users: [String],
    _ named: (String) throws(RecipeError) -> Recipe
  ) throws(RecipeError) -> Recipe {
    let used: Recipe
    do throws(RecipeError) { used = try named(name).filled(with: []) } catch {
      // What is wrong inside of the other's file is told with its place there.
      guard error.line == 0 else { throw error }
      throw RecipeError(
        file: recipe.file, at: mark, "`uses` names `\(name.prefix(60))`: \(error.problem)", remedy: error.remedy)
    }
    guard !users.contains(used.name) else {
      throw RecipeError(
        file: recipe.file, at: mark, "the recipe uses itself: \((users + [used.name]).joined(separator: ", "))",
        remedy: "take one of the `uses` away")
    }
    return used
  }

  /// Sees that what an answer may change is found by every rule of an asking recipe: where a hole stood for nothing, all
  /// that was found would be free.
  private func checkFence() throws(RecipeError) {
    guard let fence = recipe.header.asking?.fence else { return }
    for case .hole(let name) in fence.nodes {
      let rules = targets?.rules ?? []
      let known = rules.map { Set($0.metavariables.compactMap(\.name)) }
      guard known.isEmpty || !known.allSatisfy({ $0.contains(name) }) else { continue }
      let nearest = NearestName.of(name, in: known.reduce(into: Set()) { $0.formUnion($1) }.sorted())
      throw RecipeError(
        file: recipe.file, at: fence.holeMarks[name] ?? YAMLMark(offset: 0, line: 2, column: 1),
        known.isEmpty
          ? "`fence` names the hole `$\(name)`, and the recipe has no `match`"
          : "`fence` names the hole `$\(name)`, which \(known.count == 1 ? "`match` has not" : "not every rule of `match` has")",
        remedy: nearest.flatMap { $0 == name ? nil : "did you mean `$\($0)`?" }
          ?? "name a hole of the pattern, or `match`")
    }
  }

  private func checkImports() throws(RecipeError) {
    let imports = recipe.header.imports
    guard !imports.isEmpty else { return }
    guard let importEditor else {
      throw RecipeError(
        file: recipe.file, at: imports.mark ?? YAMLMark(offset: 0, line: 2, column: 1),
        "the imports of \(language.title) cannot be changed",
        remedy: "leave `imports` out; known are: \(ImportEditor.languages.joined(separator: ", "))")
    }
    for (text, mark) in imports.marked {
      do throws(ImportError) { try importEditor.check(text) } catch {
        throw RecipeError(
          file: recipe.file, at: mark ?? YAMLMark(offset: 0, line: 2, column: 1), error.problem,
          remedy: "write a whole import statement")
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
