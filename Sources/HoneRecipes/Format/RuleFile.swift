internal import HoneYAML

/// Reads a rule file as ast-grep takes it, one rule a document, as a recipe.
///
/// Rules for the same files are alternatives of one step; those for others follow as a step of their own. Rules that are
/// switched `off` are left out, as ast-grep leaves them out.
enum RuleFile {
  private static let keys =
    RecipeRule.objectKeys + [
      "id", "language", "message", "note", "severity", "url", "metadata", "files", "ignores", "labels",
    ]

  static func recipe(_ bytes: [UInt8], name: String, file: String) throws(RecipeError) -> Recipe {
    do throws(YAMLError) {
      let documents = try YAML.documents(in: bytes[...])
      var header = RecipeHeader()
      // A rule file does not say whether its edits keep the meaning: who names it and says so has them written, and a hook
      // proposes them.
      header.isSafe = false
      var rules: [RecipeRule] = []
      var steps: [RecipeStep] = []
      var titles: [String] = []
      for document in documents where !document.isNull {
        let mapping = try YAMLMapping(document, name: "the rule")
        try mapping.rejectUnknownKeys(keys)
        let rule = try rule(mapping, document)
        if mapping["severity"]?.scalar?.text == "off" { continue }
        if let report = rule.report { titles.append(report.message ?? report.id) }
        for language in rule.languages where !header.languages.contains(language) { header.languages.append(language) }
        if let severity = rule.report?.severity { header.severity = header.severity ?? severity }
        rules.append(rule)
        let paths = try RulePaths(mapping)
        if let last = steps.last, last.paths == paths {
          steps[steps.count - 1].action = .rules(last.rules + [rule])
        } else {
          steps.append(RecipeStep(action: .rules([rule]), paths: paths, mark: rule.node.start))
        }
      }
      guard let first = rules.first else {
        throw YAMLError(
          line: 1, column: 1, problem: "the file holds no rule", remedy: "add a rule with `id`, `language` and `rule`")
      }
      header.summary = titles.first ?? name
      header.message = first.report?.message
      return Recipe(
        name: name, file: file, title: header.summary, prose: first.report?.note ?? "", header: header, steps: steps)
    } catch {
      throw RecipeError(file: file, error)
    }
  }

  private static func rule(_ mapping: YAMLMapping, _ document: YAMLNode) throws(YAMLError) -> RecipeRule {
    guard let id = try mapping.string("id"), let language = try mapping.string("language"), mapping["rule"] != nil
    else {
      throw YAMLError(
        at: mapping.start, "the rule lacks `id`, `language` or `rule`", remedy: "write all three")
    }
    try LanguageName.check(language, at: mapping["language"]?.start ?? mapping.start)
    let kept = mapping.entries.filter { RecipeRule.objectKeys.contains($0.key) }.map(\.key)
    let node = YAMLNode(
      content: .mapping((document.mapping ?? []).filter { entry in entry.key.string.map(kept.contains) ?? false }),
      start: document.start, end: document.end)
    let severity = try mapping.string("severity")
    if let severity, severity != "off", RecipeSeverity(ruleFileWord: severity) == nil {
      throw (mapping["severity"] ?? document).unexpected(
        for: "severity", expected: "one of error, warning, info, hint, off", remedy: "write one of these words")
    }
    return RecipeRule(
      node: node, languages: [language],
      report: RecipeRule.Report(
        id: id, severity: severity.flatMap(RecipeSeverity.init(ruleFileWord:)),
        message: try mapping.string("message")?.trimmed, note: try mapping.string("note")?.trimmed,
        url: try mapping.string("url")))
  }
}
