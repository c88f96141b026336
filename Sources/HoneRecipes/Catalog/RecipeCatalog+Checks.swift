internal import HoneText

extension RecipeCatalog {
  private static let severity = LiteralFinder("\nseverity:")

  /// The recipes in some folders of the catalogue that are checks too, because they say a severity.
  ///
  /// Checks are made ready in hooks, where reading every recipe as YAML would take longer than running the checks: only
  /// the folders are listed, and only files that hold the key are read. What comes with the repository is left out, as
  /// a recipe that somebody pushed must not run by itself.
  /// - Parameter names: folders of the first level, which are named by languages.
  /// - Returns: each recipe, or why it cannot be read, by name.
  package func checks(inFolders names: Set<String>) -> [Result<Recipe, RecipeError>] {
    var found: [Result<Recipe, RecipeError>] = []
    var known: Set<String> = []
    for folder in folders where folder.origin != .repository {
      for name in names.sorted() {
        for file in RecipeFolder(path: "\(folder.path)/\(name)").files() {
          let path = "\(folder.path)/\(name)/\(file)"
          guard known.insert(RecipeFolder.name(of: "\(name)/\(file)")).inserted else { continue }
          do throws(RecipeError) {
            let bytes = try RecipeFolder.read(path)
            guard Self.severity.occurs(in: bytes) else { continue }
            let recipe = try Recipe(bytes, name: RecipeFolder.name(of: "\(name)/\(file)"), file: path)
            if recipe.header.severity != nil { found.append(.success(recipe)) }
          } catch {
            found.append(.failure(error))
          }
        }
      }
    }
    return found
  }
}
