internal import HoneChecks
internal import HoneRecipes
internal import HoneSyntax
internal import HoneYAML

/// The names that rules can be called by, and what a mistyped one was meant to be.
///
/// Recipes for languages that a change does not hold are not among the checks, and are read only where a name is looked for
/// that no check has.
final class RuleNames {
  private let checker: Checker
  private let catalog: RecipeCatalog
  private let index: () -> CheckRecipeIndex?
  private lazy var loaded = checker.knownRules.map(\.id)
  private lazy var all = loaded + others()

  /// - Parameter index: opens what is remembered of the catalogue's recipes.
  init(_ checker: Checker, catalog: RecipeCatalog, index: @escaping () -> CheckRecipeIndex?) {
    self.checker = checker
    self.catalog = catalog
    self.index = index
  }

  /// What `name` was meant to be, empty when nothing is like it; `nil` when it covers a rule.
  func correction(of name: String) -> String? {
    if loaded.contains(where: { RuleSelection.name(name, covers: $0) }) { return nil }
    if all.contains(where: { RuleSelection.name(name, covers: $0) }) { return nil }
    let groups = Set(all.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
    if let nearest = NearestName.of(name, in: name.contains("/") ? all : groups) { return nearest }
    let parts = name.split(separator: "/")
    // Of a name whose group is mistyped too much for the whole, the group is told; or a rule of that name in another group.
    if parts.count == 2, let rule = all.first(where: { $0.hasSuffix("/\(parts[1])") }) { return rule }
    return parts.first.flatMap { NearestName.of(String($0), in: groups) }.map { $0 + "/*" } ?? ""
  }

  private func others() -> [String] {
    let recipes = RecipeChecks(catalog, languages: Language.all, named: [], index: index())
    return Set(recipes.checks.flatMap(\.rules).map(\.id)).subtracting(loaded).sorted()
  }
}
