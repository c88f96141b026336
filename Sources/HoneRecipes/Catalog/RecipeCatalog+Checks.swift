internal import HoneText

extension RecipeCatalog {
  private static let severity = LiteralFinder("\nseverity:")

  /// The recipes in some folders of the catalogue that are checks too, because they say a severity.
  ///
  /// Checks are made ready in hooks, where reading every recipe as YAML would take longer than running the checks: only
  /// the folders are listed, and only files that `index` does not know, and that hold the key, are read. What comes with the
  /// repository is left out, as a recipe that somebody pushed must not run by itself.
  /// - Parameters:
  ///   - names: folders of the first level, which are named by languages.
  ///   - index: what is remembered of recipes; gets what is read.
  /// - Returns: the recipes by name, and why others cannot be read.
  package func checks(
    inFolders names: [String], index: inout CheckRecipeIndex?
  ) -> (checks: [CheckRecipe], faults: [RecipeError]) {
    var result: (checks: [CheckRecipe], faults: [RecipeError]) = ([], [])
    var known: [String] = []
    for folder in folders where folder.origin != .repository {
      for name in names.sorted() {
        let place = folder.path + "/" + name
        let earlier = known.count
        for found in RecipeFolder(path: place).stampedFiles() {
          let (file, stamp) = (found.file, found.stamp)
          let recipeName = RecipeFolder.name(of: name + "/" + file)
          // Names of one folder are all different but for those of another format.
          let isOther = RecipeFolder.isRuleFile(file)
          guard !known[..<(isOther ? known.count : earlier)].contains(recipeName) else { continue }
          known.append(recipeName)
          let path = place + "/" + file
          do throws(RecipeError) {
            if let check = try check(path, recipeName, stamp, &index) { result.checks.append(check) }
          } catch {
            result.faults.append(error)
          }
        }
      }
    }
    return result
  }

  /// What a file holds; `nil` for a recipe that is no check.
  private func check(
    _ path: String, _ name: String, _ stamp: FileStamp, _ index: inout CheckRecipeIndex?
  ) throws(RecipeError) -> CheckRecipe? {
    if let remembered = index?.known(path, name: name, stamp: stamp) { return remembered }
    let bytes = try RecipeFolder.read(path)
    let recipe = Self.severity.occurs(in: bytes) ? try Recipe(bytes, name: name, file: path) : nil
    // One that asks an engine is a check only where a team names it.
    var check = recipe.flatMap { $0.header.severity == nil || $0.asks ? nil : checkRecipe($0) }
    // What a recipe is depends on those that it uses, whose files are not looked at.
    guard recipe?.header.uses.isEmpty ?? true else { return check }
    index?.insert(path, stamp: stamp, check)
    if let remembered = index?.known(path, name: name, stamp: stamp)?.flatMap(\.self) {
      check?.identity = remembered.identity
    }
    return check
  }

  /// A recipe that has been read, as a check.
  package func checkRecipe(_ recipe: Recipe) -> CheckRecipe {
    CheckRecipe(recipe, using: recipe.header.uses.compactMap { name in try? self.recipe(named: name).source })
  }
}
