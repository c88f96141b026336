package import HoneCore
package import HoneYAML

/// `.hone.yml` at the top of a repository: what a team shares.
///
/// It comes with the repository, so what it says is taken as far as it cannot harm: it may take files away, switch rules off
/// and name recipes as checks. It cannot name an engine; its `gate` is a command, and nothing runs it before the user
/// has said `git hone trust`.
package struct TeamFile: Sendable {
  package static let name = ".hone.yml"
  /// A larger file is refused.
  private static let maximumBytes = 1 << 20

  /// `ignore`: paths that Hone leaves alone, in the form of `.gitignore` without negation.
  package var ignoredPatterns: [PathPattern] = []
  /// `recipes`: recipes by name or path that are checks here.
  package var recipes: [String] = []
  /// `checks: {off: [...]}`: ids of rules (`secret/aws-access-key`) or of groups (`leftover`) that are not applied.
  package var disabledRules: [String] = []
  /// `checks: {error: [...], warning: [...], note: [...]}`: the severity that rules or groups get here.
  package var severities: [(rules: String, severity: RecipeSeverity)] = []
  /// `gate`: the command that must exit 0 on a checkout of a result.
  package var gate: String?

  package init() {}

  /// Reads the contents of the file; an empty one says nothing.
  /// - Throws: a `YAMLError` with the place and the remedy.
  package init(_ contents: [UInt8]) throws(YAMLError) {
    let document = try YAML.document(in: contents[...], limits: YAMLLimits(bytes: Self.maximumBytes))
    if document.isNull { return }
    let mapping = try YAMLMapping(document, name: Self.name)
    try mapping.rejectUnknownKeys(["ignore", "recipes", "checks", "gate"])
    ignoredPatterns = try Self.patterns(mapping["ignore"])
    recipes = try mapping.strings("recipes")
    if let checks = try mapping.mapping("checks") {
      try checks.rejectUnknownKeys(["off"] + RecipeSeverity.allCases.map(\.rawValue))
      disabledRules = try checks.strings("off")
      for severity in RecipeSeverity.allCases {
        severities += try checks.strings(severity.rawValue).map { ($0, severity) }
      }
    }
    gate = try mapping.string("gate")
  }

  private static func patterns(_ list: YAMLNode?) throws(YAMLError) -> [PathPattern] {
    guard let list else { return [] }
    guard let items = list.sequence else {
      throw list.unexpected(for: "ignore", expected: "a list of patterns", remedy: "start each pattern with `- `")
    }
    var patterns: [PathPattern] = []
    for item in items {
      guard let pattern = PathPattern(try item.text(for: "ignore")) else {
        throw item.unexpected(
          for: "ignore", expected: "a pattern", remedy: "write it without `!`, `[`, `]`, `\\`, `.` and `..`")
      }
      patterns.append(pattern)
    }
    return patterns
  }

  /// What both say together: the staged file and the one of the work tree may differ, and both take away.
  package func joined(with other: TeamFile) -> TeamFile {
    var both = self
    both.ignoredPatterns += other.ignoredPatterns
    both.recipes += other.recipes.filter { !recipes.contains($0) }
    both.disabledRules += other.disabledRules.filter { !disabledRules.contains($0) }
    both.severities += other.severities
    both.gate = gate ?? other.gate
    return both
  }
}
