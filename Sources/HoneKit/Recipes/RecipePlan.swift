internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax

/// Recipes made ready for every language that they are written for, in the order in which they run.
struct RecipePlan: Sendable {
  let recipes: [Recipe]
  /// By language, in the order of `recipes`.
  let programs: [Language: [RecipeProgram]]
  /// Which programs of a language may find something in a file, where there are so many that asking each takes longer.
  let sieves: [Language: RecipeSieve]
  /// Languages that are left out because their grammar is not installed, with the reason.
  let missing: [String]

  /// - Parameter named: finds the recipes that `uses` names.
  /// - Throws: `RunFailure` for recipes that cannot be run; `RecipeError` for those that cannot be used.
  init(
    _ recipes: [Recipe], library: GrammarLibrary = .standard, named: (String) throws(RecipeError) -> Recipe
  ) throws {
    var programs: [Language: [RecipeProgram]] = [:]
    var missing: [String] = []
    if recipes.count > 1, let asking = recipes.first(where: \.asks) {
      throw RunFailure.usage(
        "\(asking.name) asks an engine about each place, and runs alone", remedy: "run one recipe after the other")
    }
    for recipe in recipes {
      try Self.checkRewrites(recipe)
      let made = try Self.programs(of: recipe, library: library, named: named)
      for program in made.programs { programs[program.language, default: []].append(program) }
      missing += made.missing
    }
    self.recipes = recipes
    self.programs = programs
    sieves = programs.filter { $0.value.count >= Self.manyPrograms }.compactMapValues { RecipeSieve($0) }
    self.missing = missing
  }

  private static let manyPrograms = 4

  /// A recipe made ready for each of its languages, and why some of these are left out.
  /// - Parameter provesEnding: whether a rule that matches its own result is refused; where nothing is written it need not be.
  /// - Throws: when no grammar is there; `RecipeError` when the recipe cannot be used.
  static func programs(
    of recipe: Recipe, library: GrammarLibrary = .standard, provesEnding: Bool = true,
    named: (String) throws(RecipeError) -> Recipe
  ) throws -> (programs: [RecipeProgram], missing: [String]) {
    var programs: [RecipeProgram] = []
    var missing: [String] = []
    var failure: GrammarError?
    for name in recipe.header.languages {
      let language = try Self.language(name, of: recipe)
      do throws(GrammarError) {
        _ = try library.grammar(for: language)
      } catch {
        failure = error
        missing.append(error.message)
        continue
      }
      programs.append(try Self.program(recipe, language, library.grammar(for: language), provesEnding, named))
    }
    if programs.isEmpty, let failure { throw RunFailure.usage(failure.message, remedy: failure.remedy) }
    return (programs, missing)
  }

  private static func checkRewrites(_ recipe: Recipe) throws {
    if recipe.onlyFinds {
      throw RunFailure.usage(
        "\(recipe.name) only finds, and rewrites nothing",
        remedy: "see what it finds with git hone search \(recipe.name)")
    }
  }

  private static func language(_ name: String, of recipe: Recipe) throws -> Language {
    if let language = Language.named(name) { return language }
    throw RunFailure.usage(
      "there is no language `\(name.prefix(60))`", remedy: "known are: \(Language.knownNames)")
  }

  private static func program(
    _ recipe: Recipe, _ language: Language, _ grammar: Grammar, _ provesEnding: Bool,
    _ named: (String) throws(RecipeError) -> Recipe
  ) throws -> RecipeProgram {
    do throws(RecipeError) {
      return try RecipeProgram(
        recipe, language: language, grammar: grammar, provesEnding: provesEnding, named: named)
    } catch {
      throw RunFailure(recipe: error.pointing(into: recipe))
    }
  }

  /// The recipe, where it asks an engine.
  var asking: Recipe? { recipes.first { $0.asks } }

  /// The asking recipe for a file; `nil` where it does not search the file.
  /// - Parameter language: `nil` where only the contents can tell.
  func asking(_ path: RepositoryPath, _ bytes: [UInt8], language: Language?) -> RecipeProgram? {
    guard let language = language ?? Language.detect(path: path, contents: bytes) ?? Language.remainder(of: bytes),
      let program = programs[language]?.first, program.recipe.searches(path)
    else { return nil }
    return program
  }

  /// What is run, in words for the ledger.
  var title: String { recipes.map(\.name).joined(separator: ", ") }

  /// How patterns were read, each line once.
  var readings: [String] {
    var lines: [String] = []
    for program in programs.values.joined() {
      for line in program.readings where !lines.contains(line) { lines.append(line) }
    }
    return lines.sorted()
  }

  /// Whether what a file becomes depends on its bytes alone, and not on its path.
  var isPathless: Bool {
    programs.values.joined().flatMap(\.recipes).allSatisfy {
      !$0.hasPaths && $0.header.renames.isEmpty && $0.header.creations.isEmpty
    }
  }

  /// Whether recipes are looked at in files that hold code of other languages.
  ///
  /// What asks an engine looks at files of its own language only.
  var looksIntoHosts: Bool { asking == nil && !Language.embedded.isDisjoint(with: programs.keys) }

  /// The languages whose files are looked at.
  var fileLanguages: Set<Language> { looksIntoHosts ? Set(programs.keys).withHosts : Set(programs.keys) }

  /// The languages whose recipes decide what becomes of a file of one language.
  func languages(within language: Language) -> [Language] {
    [language] + (language == .host && looksIntoHosts ? Language.embedded.sorted { $0.name < $1.name } : [])
  }

  /// Whether the words of a recipe stand in a file that may hold code of its language.
  func mayMatchEmbedded(_ bytes: [UInt8], at path: RepositoryPath) -> Bool {
    Language.embedded.contains { language in
      guard let programs = programs[language], programs.contains(where: { $0.recipe.searches(path) }) else {
        return false
      }
      return sieves[language]?.holdsWords(bytes) ?? programs.contains { $0.prefilter.mayMatch(bytes) }
    }
  }

  /// Everything that the result of code in one language depends on beside its bytes.
  func identity(of language: Language, settings: [(name: String, value: String)]) -> [UInt8] {
    var identity: [UInt8] = []
    for text in (programs[language] ?? []).flatMap(\.recipes).map(\.source)
      + settings.map({ Array("\($0.name)=\($0.value)".utf8) })
    {
      identity += Array("\(text.count)\n".utf8) + text
    }
    return identity
  }
}

extension RecipeError {
  /// The same error; with its place in the pattern or the rewrite where these come from the command line, so that there is no
  /// file to point into.
  func pointing(into recipe: Recipe) -> RecipeError {
    guard recipe.file.isEmpty else { return self }
    let lines: [ArraySlice<UInt8>] = recipe.source.split(separator: 0x0a, omittingEmptySubsequences: false)
    guard line > 0, line <= lines.count, let sign = lines[line - 1].first,
      sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    else { return RecipeError(file: "the pattern", line: 0, problem, remedy: remedy) }
    let above = lines[..<(line - 1)].reversed().prefix { $0.first == sign }.count
    return RecipeError(
      file: sign == UInt8(ascii: "-") ? "the pattern" : "the rewrite", line: above + 1, column: max(1, column - 1),
      problem, remedy: remedy)
  }
}

extension String {
  fileprivate var firstLine: Substring { split(whereSeparator: \.isNewline).first ?? "" }
}
