package import HoneCore
internal import HoneYAML

/// The front matter of a recipe.
package struct RecipeHeader: Sendable {
  /// The names of languages, as written.
  package var languages: [String] = []
  /// One line.
  package var summary = ""
  package var why: String?
  package var links: [String] = []
  /// When set, the recipe is a check too.
  package var severity: RecipeSeverity?
  /// What the check says; the summary when it says nothing else.
  package var message: String?
  /// The first part of the check's rule id.
  package var group = "recipe"
  /// Whether the edits keep the meaning of every program, so that nobody need look at them.
  package var isSafe = true
  /// Which files are searched; empty for all of the languages.
  package var files: [PathPattern] = []
  /// Names that must mean at a place what they mean everywhere, such as those that a language brings.
  package var names: [String] = []
  /// Where `names` stands; `nil` where it does not.
  var namesMark: YAMLMark?
  package var parameters: [RecipeParameter] = []
  package var imports = ImportChanges()
  /// Recipes that run before the recipe's own steps.
  package var uses: [String] = []
  package var renames: [FileRename] = []
  package var creations: [FileCreation] = []
  package var commit: CommitPolicy = .one
  package var commitMessage: String?
  /// The asking part, without the rules that find its places.
  package var asking: AskingPart?

  /// Every key that front matter may have.
  package static let keys = [
    "language", "summary", "why", "links", "severity", "message", "group", "safe", "files", "names", "parameters",
    "imports",
    "uses", "steps", "constraints", "where", "rename", "create", "commit", "commit-message", "ask", "match", "each",
    "fence", "gates", "context",
  ]

  /// A header without a word, for rule files.
  init() {}

  /// Decodes the keys that stand for themselves; `steps`, `constraints`, `where` and `match` belong to the rules.
  init(_ mapping: YAMLMapping) throws(YAMLError) {
    try mapping.rejectUnknownKeys(Self.keys)
    languages = try mapping.strings("language")
    for (name, node) in zip(languages, try mapping.list("language")) { try LanguageName.check(name, at: node.start) }
    guard !languages.isEmpty else {
      throw YAMLError(
        at: mapping.start, "the front matter names no language", remedy: "add `language: python`, or another")
    }
    guard let summary = try mapping.string("summary"), !summary.trimmed.isEmpty else {
      throw YAMLError(at: mapping.start, "the front matter has no summary", remedy: "add `summary:` with one line")
    }
    self.summary = summary.trimmed
    why = try mapping.string("why")?.trimmed
    links = try mapping.strings("links")
    severity = try mapping.choice("severity")
    message = try mapping.string("message")
    group = try mapping.string("group") ?? group
    isSafe = try mapping.bool("safe") ?? isSafe
    files = try Self.patterns(mapping["files"])
    names = try mapping.strings("names")
    namesMark = mapping["names"]?.start
    for entry in try mapping.mapping("parameters")?.entries ?? [] {
      parameters.append(try RecipeParameter(name: entry.key, at: entry.mark, entry.value))
    }
    if let node = mapping["imports"] { imports = try ImportChanges(node) }
    uses = try mapping.strings("uses")
    for node in try mapping.list("rename") { renames.append(try FileRename(node)) }
    for node in try mapping.list("create") { creations.append(try FileCreation(node)) }
    commit = try mapping.choice("commit") ?? commit
    commitMessage = try mapping.string("commit-message")
    if let commitMessage, let node = mapping["commit-message"] {
      try CommitPlaceholder.check(commitMessage, node, parameters: parameters)
    }
    asking = try AskingPart(mapping)
    if asking != nil { isSafe = false }
  }

  private static func patterns(_ node: YAMLNode?) throws(YAMLError) -> [PathPattern] {
    guard let node else { return [] }
    var patterns: [PathPattern] = []
    for item in node.sequence ?? [node] {
      guard let pattern = PathPattern(try item.text(for: "files")) else {
        throw item.unexpected(
          for: "files", expected: "a pattern of paths", remedy: "write it without `!`, `[`, `]`, `\\`, `.` and `..`")
      }
      patterns.append(pattern)
    }
    return patterns
  }
}

extension YAMLMapping {
  /// The items of a key that is a list, or the one value that stands for a list of one.
  func list(_ key: String) throws(YAMLError) -> [YAMLNode] {
    guard let value = self[key] else { return [] }
    return value.sequence ?? [value]
  }
}
