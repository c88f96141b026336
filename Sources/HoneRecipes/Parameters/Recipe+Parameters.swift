internal import HoneYAML

extension Recipe {
  /// The recipe with every parameter's hole filled.
  /// - Parameter settings: values by the names of parameters, as `--set` gives them.
  /// - Throws: when a name is not known, a value does not fit, or a parameter without default has none.
  package func filled(with settings: [(name: String, value: String)]) throws(RecipeError) -> Recipe {
    let values = try parameterValues(settings)
    return filled(holes: values)
  }

  /// The recipe as its own examples are run: with `example` values where there are some.
  package func filledForExamples() throws(RecipeError) -> Recipe {
    try filled(
      with: header.parameters.compactMap { parameter in parameter.exampleValue.map { (parameter.name, $0) } })
  }

  /// The values of all parameters, by name.
  func parameterValues(_ settings: [(name: String, value: String)]) throws(RecipeError) -> [String: String] {
    var values: [String: String] = [:]
    for setting in settings {
      guard let parameter = header.parameters.first(where: { $0.name == setting.name }) else {
        let names = header.parameters.map(\.name)
        throw RecipeError(
          file: file, line: 0, "the recipe has no parameter `\(setting.name.prefix(60))`",
          remedy: NearestName.of(setting.name, in: names).map { "did you mean `\($0)`?" }
            ?? (names.isEmpty ? "leave it out: the recipe has none" : "it has: \(names.joined(separator: ", "))"))
      }
      guard let value = parameter.normalized(setting.value) else {
        throw RecipeError(
          file: file, line: 0, "the parameter `\(parameter.name)` cannot be `\(setting.value.prefix(60))`",
          remedy: "set it to \(parameter.expectation)")
      }
      values[parameter.name] = value
    }
    for parameter in header.parameters where values[parameter.name] == nil {
      guard let value = parameter.defaultValue else {
        throw RecipeError(
          file: file, line: 0, "the parameter `\(parameter.name)` has no value",
          remedy: "set it with `--set \(parameter.name)=...`: \(parameter.expectation)")
      }
      values[parameter.name] = value
    }
    return values
  }

  private func filled(holes values: [String: String]) -> Recipe {
    guard !header.parameters.isEmpty else { return self }
    let byHole = Dictionary(uniqueKeysWithValues: header.parameters.map { ($0.hole, values[$0.name] ?? "") })
    func fill(_ text: String) -> String { HoleNames.fill(text, with: byHole) }
    func fill(_ rules: [RecipeRule]) -> [RecipeRule] {
      rules.map { rule in
        var rule = rule
        rule.node = rule.node.mapTexts(fill)
        return rule
      }
    }
    var recipe = self
    recipe.targets = fill(targets)
    recipe.steps = steps.compactMap { step in
      if let condition = step.condition, values[condition.parameter] != condition.value { return nil }
      return step.rules.isEmpty ? step : RecipeStep(action: .rules(fill(step.rules)), mark: step.mark)
    }
    recipe.header.message = header.message.map(fill)
    recipe.header.commitMessage = header.commitMessage.map(fill)
    recipe.header.imports.add = header.imports.add.map(fill)
    recipe.header.imports.remove = header.imports.remove.map(fill)
    recipe.header.asking?.instruction = fill(header.asking?.instruction ?? "")
    for index in header.creations.indices {
      recipe.header.creations[index].path = fill(header.creations[index].path)
      recipe.header.creations[index].contents = Array(
        fill(String(decoding: header.creations[index].contents, as: UTF8.self)).utf8)
    }
    for index in header.renames.indices {
      recipe.header.renames[index].from = fill(header.renames[index].from)
      recipe.header.renames[index].to = fill(header.renames[index].to)
    }
    return recipe
  }

  /// - Throws: when a parameter fills nothing and decides nothing.
  func checkParameters() throws(RecipeError) {
    for parameter in header.parameters where !uses(parameter) {
      throw RecipeError(
        file: file, line: 2, "the parameter `\(parameter.name)` is not used",
        remedy: "use it as `$\(parameter.hole)`, or in `when:` of a step, or take it away")
    }
  }

  private func uses(_ parameter: RecipeParameter) -> Bool {
    if steps.contains(where: { $0.condition?.parameter == parameter.name }) { return true }
    let texts =
      header.imports.add + header.imports.remove + header.renames.flatMap { [$0.from, $0.to] }
      + header.creations.flatMap { [$0.path, String(decoding: $0.contents, as: UTF8.self)] }
      + [header.asking?.instruction, header.message, header.commitMessage].compactMap(\.self)
    return texts.contains { HoleNames.all(in: $0).contains(parameter.hole) }
      || allRules.contains { $0.node.texts.contains { HoleNames.all(in: $0).contains(parameter.hole) } }
  }
}

extension YAMLNode {
  /// The value with every text in it, keys left out, put through `transform`.
  func mapTexts(_ transform: (String) -> String) -> YAMLNode {
    let content: Content =
      switch self.content {
      case .scalar(let scalar):
        scalar.value == .string
          ? .scalar(YAMLScalar(text: transform(scalar.text), style: scalar.style, value: .string)) : self.content
      case .sequence(let items): .sequence(items.map { $0.mapTexts(transform) })
      case .mapping(let entries):
        .mapping(entries.map { YAMLEntry(key: $0.key, value: $0.value.mapTexts(transform)) })
      }
    // Where a text has changed its bytes stand elsewhere.
    return YAMLNode(
      content: content, tag: tag, start: start, end: end, textLines: content == self.content ? textLines : [])
  }

  /// Every text in the value, keys left out.
  var texts: [String] {
    switch content {
    case .scalar: string.map { [$0] } ?? []
    case .sequence(let items): items.flatMap(\.texts)
    case .mapping(let entries): entries.flatMap { $0.value.texts }
    }
  }
}
