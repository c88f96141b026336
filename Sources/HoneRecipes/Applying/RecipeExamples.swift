internal import HoneCore
package import HoneSyntax

/// Runs the examples of a recipe: they are its tests.
package struct RecipeExamples {
  /// How one example went.
  package struct Result: Sendable {
    package var example: RecipeExample
    /// What is wrong, in one line; `nil` when the example holds.
    package var problem: String?
    /// The difference between what was shown and what came out, as a unified diff; empty when there is none to show.
    package var diff: [UInt8] = []
  }

  private let library: GrammarLibrary
  private let named: (String) throws(RecipeError) -> Recipe

  /// - Parameters:
  ///   - library: where grammars are found.
  ///   - named: finds the recipes that `uses` names.
  package init(library: GrammarLibrary, named: @escaping (String) throws(RecipeError) -> Recipe) {
    self.library = library
    self.named = named
  }

  /// Runs every example.
  ///
  /// Two blocks must be before and after, one block must stay as it is; every result must parse, and a second run must
  /// leave it alone. A recipe that only finds must find as many places as the title says, or none.
  /// - Throws: `RecipeError` when the recipe cannot be used in a language it is written for.
  package func run(_ recipe: Recipe) throws(RecipeError) -> [Result] {
    let recipe = try recipe.filledForExamples()
    var programs: [Language: RecipeProgram] = [:]
    for name in recipe.header.languages {
      let language = try language(named: name, of: recipe)
      programs[language] = try program(recipe, language)
    }
    return recipe.examples.map { example in
      guard let program = Language.named(example.language).flatMap({ programs[$0] }) else {
        return Result(example: example, problem: "there is no language `\(example.language)`")
      }
      return result(of: example, program)
    }
  }

  private func language(named name: String, of recipe: Recipe) throws(RecipeError) -> Language {
    guard let language = Language.named(name) else {
      throw RecipeError(
        file: recipe.file, line: 2, "there is no grammar for the language `\(name.prefix(60))`",
        remedy: "known are: \(Language.knownNames)")
    }
    return language
  }

  private func program(_ recipe: Recipe, _ language: Language) throws(RecipeError) -> RecipeProgram {
    let grammar: Grammar
    do throws(GrammarError) {
      grammar = try library.grammar(for: language)
    } catch {
      throw RecipeError(file: recipe.file, "\(error)", remedy: "see `git hone doctor`")
    }
    return try RecipeProgram(recipe, language: language, grammar: grammar, named: named)
  }

  private func result(of example: RecipeExample, _ program: RecipeProgram) -> Result {
    if program.recipe.asks || program.recipe.onlyFinds { return finding(example, program) }
    let outcome = program.apply(to: example.before)
    guard outcome.result == example.after else {
      let reasons = outcome.refused.map { "line \($0.line): \($0.message)" }.joined(separator: "; ")
      return Result(
        example: example,
        problem: example.isUnchanged
          ? "the code does not stay as it is"
          : "the result differs from what is shown" + (reasons.isEmpty ? "" : " (left alone: \(reasons))"),
        diff: diff(example, from: example.after, to: outcome.result))
    }
    guard let tree = try? program.tree(of: outcome.result), !tree.hasError else {
      return Result(example: example, problem: "the result does not parse")
    }
    let again = program.apply(to: outcome.result)
    guard !again.isChanged else {
      return Result(
        example: example, problem: "a second run changes the result again",
        diff: diff(example, from: outcome.result, to: again.result))
    }
    return Result(example: example)
  }

  /// An example of a recipe that rewrites nothing by rule.
  private func finding(_ example: RecipeExample, _ program: RecipeProgram) -> Result {
    guard let tree = try? program.tree(of: example.before) else {
      return Result(example: example, problem: "the code takes too long to parse")
    }
    guard program.recipe.header.asking?.unit == nil else {
      return Result(example: example, problem: tree.hasError ? "the code does not parse" : nil)
    }
    let found = program.matches(in: tree).count
    // An asking recipe shows what an answer may look like: its code before holds a place.
    let expected = example.places ?? (example.isUnchanged ? 0 : nil)
    if let expected, found != expected {
      return Result(example: example, problem: "\(found) places are found where \(expected) should be")
    }
    return Result(example: example, problem: expected == nil && found == 0 ? "no place is found" : nil)
  }

  private func diff(_ example: RecipeExample, from old: [UInt8], to new: [UInt8]) -> [UInt8] {
    guard let path = try? RepositoryPath(example.path ?? "example") else { return [] }
    let diff = UnifiedDiff(path: path, old: UnifiedDiff.Side(bytes: old), new: UnifiedDiff.Side(bytes: new))
    return diff.bytes()
  }
}
