internal import HoneYAML

/// A refactoring that is found by structure and applied across a repository.
package struct Recipe: Sendable {
  /// How the recipe is called: `python/assert-equals`, or the path it was read from.
  package var name: String
  /// The file, for messages.
  package var file: String
  /// The first heading; the summary when there is none.
  package var title: String
  /// The prose below the first heading, as Markdown.
  package var prose: String
  package var header: RecipeHeader
  package var steps: [RecipeStep]
  /// The rules that find the places of an asking recipe; empty when units are asked about.
  package var targets: [RecipeRule]
  package var examples: [RecipeExample]
  /// The bytes that it was read from, which tell it from every other version of it.
  package private(set) var source: [UInt8] = []
  /// Global utility rules that its rules may name.
  private(set) var utilities: [GlobalUtility] = []

  /// All rules: of the steps, and those that find places to ask about.
  package var allRules: [RecipeRule] { targets + steps.flatMap(\.rules) }

  /// Whether an engine is asked at each place.
  package var asks: Bool { header.asking != nil }

  /// Whether nothing is rewritten by rule: the recipe only finds.
  package var onlyFinds: Bool {
    !asks && header.renames.isEmpty && header.creations.isEmpty
      && steps.allSatisfy { !$0.rules.isEmpty && !$0.rules.contains(where: \.rewrites) }
  }

  /// Whether it was read from a rule file as ast-grep takes it.
  package var isRuleFile: Bool { file.hasSuffix(".yml") || file.hasSuffix(".yaml") }

  /// The id of the check that the recipe is, `<group>/<last part of the name>`.
  package var ruleID: String { "\(header.group)/\(name.split(separator: "/").last ?? "")" }

  /// Reads a recipe: Markdown, or for a path that ends in `.yml` or `.yaml` a rule file as ast-grep takes it.
  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: how the recipe is called.
  ///   - file: what messages call the file.
  package init(_ bytes: [UInt8], name: String, file: String) throws(RecipeError) {
    let isRuleFile = file.hasSuffix(".yml") || file.hasSuffix(".yaml")
    self =
      try isRuleFile ? RuleFile.recipe(bytes, name: name, file: file) : RecipeReader(file: file).read(bytes, name: name)
    source = bytes
  }

  /// Lets the rules name the utilities of the project that the file belongs to.
  /// - Parameter path: where the file is.
  mutating func useProject(around path: String) throws(RecipeError) {
    guard let project = try RuleProject(around: path) else { return }
    let (utilities, source) = try project.utilities()
    self.utilities = utilities
    // They belong to what the recipe does.
    self.source += source
  }

  init(
    name: String, file: String, title: String, prose: String, header: RecipeHeader, steps: [RecipeStep],
    targets: [RecipeRule] = [], examples: [RecipeExample] = []
  ) {
    self.name = name
    self.file = file
    self.title = title
    self.prose = prose
    self.header = header
    self.steps = steps
    self.targets = targets
    self.examples = examples
  }
}
