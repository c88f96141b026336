/// What is known of a recipe that is a check before it is read: enough to tell which files it may find something in.
package struct CheckRecipe: Sendable {
  /// The path of its file, absolute.
  package var file: String
  /// How it is called in the catalogue.
  package var name: String
  /// The id of the check.
  package var ruleID: String
  /// What the recipe says of its severity.
  package var severity: RecipeSeverity?
  package var summary: String
  /// The names of languages, as written.
  package var languages: [String]
  /// What a file must hold.
  package var words: WordSearch
  /// What must stand in a place itself that the recipe finds.
  package var ownWords: WordSearch
  /// How much of a file around a match decides whether it is one.
  package var reach: MatchReach
  /// How much of a file a match may be.
  package var extent: MatchReach
  /// What tells this state of the recipe from every other one.
  package var identity: [UInt8]
  /// The recipe, where it has been read already.
  private var known: Recipe?

  /// A recipe that has been read.
  /// - Parameter used: the texts of the recipes that it uses.
  package init(_ recipe: Recipe, using used: [[UInt8]] = []) {
    file = recipe.file
    name = recipe.name
    ruleID = recipe.ruleID
    severity = recipe.header.severity
    summary = recipe.header.summary
    languages = recipe.header.languages
    words = WordSearch(RequiredWords.of(recipe, in: .file))
    ownWords = WordSearch(RequiredWords.of(recipe, in: .match))
    reach = MatchReach(of: recipe)
    extent = MatchReach(extentOf: recipe)
    identity = Array(([recipe.source] + used).joined(separator: [0]))
    known = recipe
  }

  /// A recipe that an index tells of.
  init(
    file: String, name: String, ruleID: String, severity: RecipeSeverity, summary: String, languages: [String],
    words: WordSearch, ownWords: WordSearch, reach: MatchReach, extent: MatchReach, identity: [UInt8]
  ) {
    self.file = file
    self.name = name
    self.ruleID = ruleID
    self.severity = severity
    self.summary = summary
    self.languages = languages
    self.words = words
    self.ownWords = ownWords
    self.reach = reach
    self.extent = extent
    self.identity = identity
  }

  /// The recipe itself, read when it was not yet.
  /// - Throws: the fault of the file.
  package func recipe() throws(RecipeError) -> Recipe {
    if let known { return known }
    return try Recipe(RecipeFolder.read(file), name: name, file: file)
  }
}
