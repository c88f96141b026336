package import HoneRecipes
package import HoneSyntax

/// The recipes that are checks.
package struct RecipeChecks {
  package private(set) var checks: [RecipeCheck] = []
  /// Named recipes that ask an engine, which no check does by itself.
  package private(set) var asking: [AskingRecipe] = []
  /// Recipes that cannot be read, as sentences.
  package private(set) var problems: [String] = []

  /// Folders of the catalogue that hold recipes for a language beside the folder of its own name.
  private static func shared(_ language: String) -> [String] {
    switch language {
    case "cpp": ["c"]
    case "html": ["css", "javascript", "tsx", "typescript"]
    case "tsx": ["javascript", "typescript"]
    case "typescript": ["javascript"]
    default: []
    }
  }

  /// Reads the recipes for some languages: those of the catalogue that say a severity, and those that are named.
  ///
  /// A recipe that comes with the repository counts only when the team's file names it. Recipes of the catalogue stand in
  /// folders named by language, so that the others need not be read.
  /// - Parameter index: what is remembered of the catalogue's recipes; without it all are read.
  package init(
    _ catalog: RecipeCatalog, languages: [Language], named: [String], index: CheckRecipeIndex? = nil
  ) {
    var folders: [String] = []
    for language in languages {
      for name in [language.name] + Self.shared(language.name) where !folders.contains(name) { folders.append(name) }
    }
    var index = index
    var recipes: [CheckRecipe]
    let found = catalog.checks(inFolders: folders, index: &index)
    recipes = found.checks
    problems = found.faults.map { "the recipe \($0)" }
    index?.write()
    for name in named {
      guard let recipe = read({ () throws(RecipeError) in try catalog.recipe(named: name) }) else { continue }
      recipes.removeAll { $0.ruleID == recipe.ruleID }
      asking.removeAll { $0.rule.id == recipe.ruleID }
      if let question = AskingRecipe(recipe) {
        asking.append(question)
      } else {
        recipes.append(catalog.checkRecipe(recipe))
      }
    }
    // Text is the language of no file by name, so no change is known to hold some.
    let known = Set(languages + [.text]).withHosted.sorted { $0.name < $1.name }
    for recipe in recipes {
      for language in known where recipe.languages.contains(where: { Language.named($0) == language }) {
        checks.append(RecipeCheck(recipe, language: language, severity: .warning, catalog: catalog))
      }
    }
  }

  private mutating func read<Value>(_ body: () throws(RecipeError) -> Value) -> Value? {
    do throws(RecipeError) {
      return try body()
    } catch {
      problems.append("the recipe \(error)")
      return nil
    }
  }
}
