internal import HoneRecipes
internal import HoneSyntax
internal import HoneSystem

extension Diagnosis {
  /// Whether the grammar of every language is where it can be loaded from.
  ///
  /// Without one nothing that needs syntax works in that language: recipes find nothing, and checks say so.
  static func grammars(environment: Environment) -> [Finding] {
    let library = GrammarLibrary.standard
    let missing = library.missing
    guard let first = missing.first else {
      return [Finding(subject: "grammars", level: .good, message: "all \(Language.all.count) languages")]
    }
    return [
      Finding(
        subject: "grammars", level: .bad, message: "missing: \(missing.map(\.name).joined(separator: ", "))",
        remedy: remedy(for: "HONE_GRAMMARS", in: environment)
          ?? GrammarError.missing(name: first.name, searched: library.folders).remedy)
    ]
  }

  /// Whether the catalogue of recipes is where it can be found.
  static func recipes(environment: Environment) -> [Finding] {
    let catalog = RecipeCatalog(repository: nil, environment: environment)
    let entries = catalog.entries()
    guard entries.isEmpty else {
      return [Finding(subject: "recipes", level: .good, message: "\(entries.count) in the catalogue")]
    }
    let folders = catalog.folders.map(\.path).joined(separator: ", ")
    return [
      Finding(
        subject: "recipes", level: .bad, message: "there are none in \(folders)",
        remedy: remedy(for: "HONE_RECIPES", in: environment) ?? "make install installs them")
    ]
  }

  private static func remedy(for variable: String, in environment: Environment) -> String? {
    environment[variable].flatMap { folder in
      folder.isEmpty ? nil : "\(variable) names \(folder), and no other folder is searched: correct it, or unset it"
    }
  }
}
