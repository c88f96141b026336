package import HoneYAML

/// One step of a recipe; each runs until it finds nothing more to change, then comes the next.
package struct RecipeStep: Sendable {
  /// What the step does.
  package enum Action: Sendable {
    /// Tries rules in order at each place; the first that matches is taken.
    case rules([RecipeRule])
    /// Runs another recipe.
    case use(String)
  }

  /// The keys of an entry of `steps`.
  package static let keys = ["block", "uses", "when"]

  package var action: Action
  /// The rules of the step; empty for a step that runs another recipe.
  package var rules: [RecipeRule] { if case .rules(let rules) = action { rules } else { [] } }
  /// A parameter, and the value it must have for the step to run; `nil` when it always runs.
  package var condition: Condition?
  /// The files that the step is for; `nil` for all that the recipe searches.
  package var paths: RulePaths?
  /// Where the step stands, for errors.
  package var mark: YAMLMark

  /// That a parameter has a value.
  package struct Condition: Hashable, Sendable {
    package var parameter: String
    package var value: String
  }

  /// An entry of `steps` before its block is looked up.
  struct Entry {
    /// A block by its number from 1, or by the word after `hone`.
    let block: String?
    let uses: String?
    let condition: Condition?
    let mark: YAMLMark

    init(_ node: YAMLNode, parameters: [RecipeParameter]) throws(YAMLError) {
      let mapping = try YAMLMapping(node, name: "a step")
      try mapping.rejectUnknownKeys(RecipeStep.keys)
      block = mapping["block"]?.scalar?.text
      uses = try mapping.string("uses")
      mark = uses == nil ? node.start : mapping["uses"]?.start ?? node.start
      guard (block == nil) != (uses == nil) else {
        throw YAMLError(
          at: node.start, "the step names not exactly one of `block` and `uses`", remedy: "name a block or a recipe")
      }
      condition = try mapping["when"].map { value throws(YAMLError) in
        try Condition(value, parameters: parameters)
      }
    }
  }
}

extension RecipeStep.Condition {
  /// Reads `name`, `not name` or `name=value`.
  fileprivate init(_ node: YAMLNode, parameters: [RecipeParameter]) throws(YAMLError) {
    let text = try node.text(for: "when")
    let isNegated = text.hasPrefix("not ")
    let parts = (isNegated ? String(text.dropFirst(4)) : text).split(separator: "=", maxSplits: 1)
    let name = parts.first.map { String($0).trimmed } ?? ""
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      throw YAMLError(
        at: node.start, "there is no parameter `\(name.prefix(60))`",
        remedy: NearestName.of(name, in: parameters.map(\.name)).map { "did you mean `\($0)`?" }
          ?? "declare it under `parameters`")
    }
    let written = parts.dropFirst().first.map { String($0).trimmed } ?? (isNegated ? "false" : "true")
    guard let value = parameter.normalized(written) else {
      throw YAMLError(
        at: node.start, "the parameter `\(name)` is never `\(written)`: it takes \(parameter.expectation)",
        remedy: "write `\(name)=value` with a value that it takes")
    }
    self.init(parameter: name, value: value)
  }
}
