internal import HoneCore
internal import HoneRecipes

/// What `git hone run` is asked to do.
package struct RecipeRequest: Sendable {
  /// A rewrite that is no recipe.
  package struct Rewrite: Sendable {
    package var pattern: String
    package var rewrite: String
    package var language: String

    package init(pattern: String, rewrite: String, language: String) {
      self.pattern = pattern
      self.rewrite = rewrite
      self.language = language
    }
  }

  /// The words before `--`: recipes, then paths; paths alone where a rewrite is given.
  package var words: [String]
  /// The words after `--`.
  package var pathsAfterTerminator: [String]
  /// A rewrite in place of recipes.
  package var rewrite: Rewrite?
  /// Values of parameters, by name; each recipe takes those that it has.
  package var settings: [(name: String, value: String)] = []
  /// Only files that differ from the last commit.
  package var onlyChanged = false
  /// Only files that differ from this revision.
  package var since: String?
  package var includesUntracked = false
  package var includesGenerated = false
  /// Whether to tell how patterns were read.
  package var explains = false
  /// Whether files without a place are remembered from run to run.
  package var usesCache = true

  package init(words: [String], pathsAfterTerminator: [String] = [], rewrite: Rewrite? = nil) {
    self.words = words
    self.pathsAfterTerminator = pathsAfterTerminator
    self.rewrite = rewrite
  }

  /// Reads `name=value`.
  /// - Returns: `nil` without a name or `=`.
  package static func setting(_ text: String) -> (name: String, value: String)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    return (String(parts[0]), String(parts[1]))
  }

  /// Tells recipes from paths, as git tells revisions from paths: the first word is a recipe, and so are the next ones until
  /// one names no recipe but a file.
  /// - Throws: `RecipeError` for a recipe that is not known or cannot be used.
  func resolve(
    in catalog: RecipeCatalog, exists: (String) -> Bool
  ) throws(RecipeError) -> (recipes: [Recipe], paths: [String]) {
    if let rewrite { return ([try Recipe(rewrite)], words + pathsAfterTerminator) }
    var recipes: [Recipe] = []
    var rest = words[...]
    while let word = rest.first {
      do throws(RecipeError) {
        let entry = try catalog.entry(named: word)
        recipes.append(try catalog.recipe(for: entry))
      } catch {
        guard !recipes.isEmpty, error.line == 0, exists(word) else { throw error }
        break
      }
      rest.removeFirst()
    }
    return (try fill(recipes), Array(rest) + pathsAfterTerminator)
  }

  /// The recipes with their parameters filled; a value must belong to one of them.
  private func fill(_ recipes: [Recipe]) throws(RecipeError) -> [Recipe] {
    var filled: [Recipe] = []
    for recipe in recipes {
      // A value that no recipe knows is told by the first.
      let own = settings.filter { setting in
        let owners = recipes.filter { $0.header.parameters.contains { $0.name == setting.name } }
        return owners.isEmpty || owners.contains { $0.name == recipe.name }
      }
      filled.append(try recipe.filled(with: own))
    }
    return filled
  }
}

extension Recipe {
  /// A recipe of one patch.
  init(_ rewrite: RecipeRequest.Rewrite) throws(RecipeError) {
    let draft = RecipeDraft(
      language: rewrite.language, summary: "Rewrite a pattern.", prose: "",
      patches: [RecipeDraft.Patch(pattern: rewrite.pattern, rewrite: rewrite.rewrite)], examples: [])
    do throws(RecipeError) {
      self = try Recipe(Array(draft.text.utf8), name: rewrite.pattern, file: "")
    } catch {
      throw RecipeError(file: "the pattern", line: 0, error.problem, remedy: error.remedy)
    }
    title = "Rewrite \(rewrite.pattern) to \(rewrite.rewrite)".replacing("\n", with: " ")
  }
}
