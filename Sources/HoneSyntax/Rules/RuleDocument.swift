internal import HoneText
package import HoneYAML

/// A rule file of ast-grep, read: a rule with what is told of it.
package struct RuleDocument: Sendable {
  /// How grave a finding of the rule is.
  package enum Severity: String, CaseIterable, Hashable, Sendable {
    case hint
    case info
    case warning
    case error
    case off
  }

  /// What to mark beside the match itself.
  package struct Label: Hashable, Sendable {
    /// The metavariable that is marked.
    package var metavariable: String
    /// `primary` or `secondary`.
    package var style: String
    package var message: String?
  }

  package var rule: Rule
  /// The language as the file names it.
  package var language: String?
  /// What a finding says; may name metavariables.
  package var message: String?
  package var note: String?
  package var severity: Severity?
  package var url: String?
  /// Globs of the files that the rule is for, and of those that it is not for.
  package var files: [String]
  package var ignores: [String]
  package var labels: [Label]

  private static let keys = [
    "id", "language", "rule", "constraints", "utils", "transform", "rewriters", "fix", "message", "note", "severity",
    "url", "files", "ignores", "labels", "metadata",
  ]

  /// Reads a rule file.
  /// - Parameters:
  ///   - node: the document.
  ///   - globals: the names of the global utility rules that `matches` may name.
  ///   - templates: the parameters of those that have some, by name.
  ///   - parameters: the parameters of the rule itself, where it is such a utility.
  ///   - reach: how patterns are read; `.file` for the same matches as ast-grep.
  /// - Throws: at the first mistake, with its line and column: an unknown key, kind, field or utility, a pattern that is
  ///   no code, a metavariable that nothing captures.
  package init(
    _ node: YAMLNode, grammar: Grammar, globals: Set<String> = [], templates: [String: [String]] = [:],
    parameters: Set<String> = [], reach: Pattern.Reach = .file
  ) throws(YAMLError) {
    let mapping = try YAMLMapping(node, name: "the rule")
    try mapping.rejectUnknownKeys(Self.keys)
    let reader = RuleReader(
      grammar: grammar, reach: reach, globals: globals, templates: templates, parameters: parameters)
    rule = try reader.rule(mapping)
    language = try mapping.string("language")
    message = try mapping.string("message")
    note = try mapping.string("note")
    severity = try mapping.choice("severity")
    url = try mapping.string("url")
    files = try Self.globs(mapping, "files")
    ignores = try Self.globs(mapping, "ignores")
    labels = []
    if let entries = try mapping.mapping("labels")?.entries {
      for entry in entries {
        let label = try YAMLMapping(entry.value, name: "the label `\(entry.key)`")
        try label.rejectUnknownKeys(["style", "message"])
        guard rule.metavariables.contains(where: { $0.name == entry.key }) else {
          throw YAMLError(
            at: entry.mark, "no pattern captures `$\(entry.key)`",
            remedy: "name a metavariable of the rule without its dollar")
        }
        labels.append(
          Label(
            metavariable: entry.key, style: try label.string("style") ?? "primary", message: try label.string("message")
          ))
      }
    }
  }

  /// Globs are texts, or mappings with the key `glob`.
  private static func globs(_ mapping: YAMLMapping, _ key: String) throws(YAMLError) -> [String] {
    guard let items = mapping[key]?.sequence else { return try mapping.strings(key) }
    var globs: [String] = []
    for item in items {
      if item.mapping == nil {
        globs.append(try item.text(for: key))
      } else if let glob = try YAMLMapping(item, name: "a glob").string("glob") {
        globs.append(glob)
      }
    }
    return globs
  }
}
