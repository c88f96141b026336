/// A recipe that is about to be written: from a pattern, or from code before and after a change.
package struct RecipeDraft: Sendable {
  /// A patch with holes.
  package struct Patch: Sendable {
    package var pattern: String
    /// `nil` for a patch that only finds, empty for one that deletes.
    package var rewrite: String?

    package init(pattern: String, rewrite: String?) {
      self.pattern = pattern
      self.rewrite = rewrite
    }
  }

  /// Code before and after, or code that stays as it is.
  package struct Example: Sendable {
    package var title: String
    package var before: String
    package var after: String?

    package init(title: String, before: String, after: String?) {
      self.title = title
      self.before = before
      self.after = after
    }
  }

  /// A name that takes another's place where a node of some kind holds it.
  package struct Rename: Sendable {
    package var from: String
    package var to: String
    /// At least one.
    package var kinds: [String]

    package init(from: String, to: String, kinds: [String]) {
      self.from = from
      self.to = to
      self.kinds = kinds
    }
  }

  package var language: String
  package var summary: String
  /// Why, as Markdown.
  package var prose: String
  /// Alternatives of one step.
  package var patches: [Patch]
  /// A name that takes another's place, in place of patches.
  package var rename: Rename?
  package var examples: [Example]
  /// Rule objects in YAML, one a line, of places that the patches or the rule object find and that stay as they are.
  package var exceptions: [String] = []
  /// Entries of a rule object in YAML that places must fit which the patches find.
  package var conditions: [String] = []
  /// Patterns of the paths that are searched; empty for all files of the language.
  package var files: [String] = []
  /// What comes and goes at the top of a file with the edit.
  package var imports = ImportChanges()

  package init(language: String, summary: String, prose: String, patches: [Patch], examples: [Example]) {
    self.language = language
    self.summary = summary
    self.prose = prose
    self.patches = patches
    self.examples = examples
  }

  /// A draft from one pattern, with an example that has a name in each hole.
  package init(language: String, pattern: String, rewrite: String?) {
    func instance(_ text: String) -> String {
      let holes = HoleNames.holes(in: Array(text.utf8))
      let names = holes.reduce(into: [:]) { $0[$1.name] = $1.name.lowercased() }
      return HoleNames.fillAll(text, with: names)
    }
    let before = instance(pattern)
    let example = Example(
      title: rewrite == nil ? "Finds 1: what the pattern finds" : "Example: what changes", before: before,
      after: rewrite.map(instance))
    self.init(
      language: language, summary: rewrite == nil ? "Say in one line what is found." : "Say in one line what changes.",
      prose: "Say why: what goes wrong with the code as it was, and where its language's documentation says so.",
      patches: [Patch(pattern: pattern, rewrite: rewrite)], examples: [example])
  }

  /// The recipe file.
  package var text: String {
    var text = "---\nlanguage: \(language)\nsummary: \(Self.quoted(summary))\n"
    if rename == nil, patches.allSatisfy({ $0.rewrite == nil }) { text += "severity: warning\n" }
    if !files.isEmpty { text += "files:\n" + files.map { "  - \(Self.quoted($0))\n" }.joined() }
    if rename == nil, !conditions.isEmpty || !exceptions.isEmpty {
      text += "where:\n" + conditions.map { "  \($0)\n" }.joined() + exceptionLines(indent: "  ")
    }
    if !imports.isEmpty {
      func list(_ key: String, _ statements: [String]) -> String {
        statements.isEmpty ? "" : "  \(key):\n" + statements.map { "    - \(Self.quoted($0))\n" }.joined()
      }
      text += "imports:\n" + list("add", imports.add) + list("remove", imports.remove)
    }
    text += "---\n# \(summary.hasSuffix(".") ? String(summary.dropLast()) : summary)\n\n\(prose)\n\n"
    let block = rename.map(lines) ?? patches.map(Self.lines).joined(separator: "---\n")
    text += Self.fenced("hone", block)
    for example in examples {
      text += "\n## \(example.title)\n" + Self.fenced(language, example.before)
      if let after = example.after { text += Self.fenced(language, after) }
    }
    return text
  }

  private func lines(of rename: Rename) -> String {
    let name = rename.from.replacing("$", with: "\\$")
    let kinds = rename.kinds.map { "    - {kind: \($0), regex: '^\(name)$'}\n" }.joined()
    return "rule:\n  any:\n\(kinds)" + exceptionLines(indent: "  ") + "fix: \(rename.to)\n"
  }

  private func exceptionLines(indent: String) -> String {
    guard !exceptions.isEmpty else { return "" }
    return indent + "not:\n" + indent + "  any:\n" + exceptions.map { "\(indent)    - \($0)\n" }.joined()
  }

  private static func lines(of patch: Patch) -> String {
    func signed(_ sign: Character, _ text: String) -> String {
      guard !text.isEmpty else { return "" }
      let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.map { "\(sign)\($0)\n" }.joined()
    }
    guard let rewrite = patch.rewrite else { return signed(" ", patch.pattern) }
    return signed("-", patch.pattern) + signed("+", rewrite)
  }

  /// A block whose fence is longer than any in it.
  private static func fenced(_ info: String, _ text: String) -> String {
    let lines: [Substring] = text.split(separator: "\n")
    let longest = lines.map { line in line.prefix { $0 == "`" }.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(info)\n\(text)\(text.isEmpty || text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }

  /// A text as a scalar of YAML on one line.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || " .,".unicodeScalars.contains($0) }
    guard !isPlain || text.isEmpty else { return text }
    return "'" + text.flatMap { $0 == "'" ? "''" : $0.isNewline ? " " : String($0) } + "'"
  }
}
