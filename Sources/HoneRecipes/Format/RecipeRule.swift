internal import HoneCore
package import HoneYAML

/// One alternative of a step: a rule object in ast-grep's words, however it was written.
package struct RecipeRule: Sendable {
  /// What the rule says of what it finds, when it is a check by itself; only rule files say so.
  package struct Report: Hashable, Sendable {
    package var id: String
    package var severity: RecipeSeverity?
    package var message: String?
    package var note: String?
    package var url: String?
  }

  /// A mapping with the key `rule` and maybe `constraints`, `utils`, `transform`, `rewriters` and `fix`.
  ///
  /// Its places are places of the recipe's file.
  package var node: YAMLNode
  /// The languages it is written for; empty for those of the recipe.
  package var languages: [String] = []
  package var report: Report?
  /// Whether it was written as a patch with holes.
  package var isPatch = false

  /// The keys of a rule object that say what is found and what it becomes.
  static let objectKeys = ["rule", "constraints", "utils", "transform", "rewriters", "fix"]

  /// The pattern of a rule that is one; `nil` for rules that say more.
  package var pattern: String? { node["rule"]?["pattern"]?.string }

  /// The text that is written in place of what is found; `nil` when nothing is, and for fixes that say more.
  package var rewrite: String? { node["fix"]?.string }

  /// Whether something takes the place of what is found.
  package var rewrites: Bool { node["fix"] != nil }

  /// Reads the alternatives of a `hone` block: patches and rule objects, separated by lines `---`.
  static func rules(
    in fence: RecipeDocument.Fence, conditions: PatchConditions, file: String
  ) throws(RecipeError) -> [RecipeRule] {
    var parts: [[LineCursor.Line]] = [[]]
    var lines = LineCursor(fence.contents, firstLine: fence.line + 1)
    while let line = lines.next() {
      if line.text.elementsEqual("---".utf8) { parts.append([]) } else { parts[parts.count - 1].append(line) }
    }
    var rules: [RecipeRule] = []
    for part in parts {
      let meaningful = part.filter { $0.text.first != UInt8(ascii: "#") }
      guard meaningful.contains(where: { !$0.text.allSatisfy(\.isBlank) }), let first = part.first else {
        throw RecipeError(
          file: file, line: part.first?.number ?? fence.line, "the block holds an empty rule",
          remedy: "write a patch or a rule object, or take a `---` away")
      }
      if RecipePatch.isPatch(meaningful) {
        rules.append(try conditions.rule(for: RecipePatch(meaningful, file: file)))
      } else {
        let end = part.last.map { $0.text.endIndex } ?? first.start
        rules.append(try object(fence.contents[first.start..<end], firstLine: first.number, file: file))
      }
    }
    return rules
  }

  private static func object(
    _ bytes: ArraySlice<UInt8>, firstLine: Int, file: String
  ) throws(RecipeError) -> RecipeRule {
    do throws(YAMLError) {
      let node = try YAML.document(in: bytes, firstLine: firstLine)
      let mapping = try YAMLMapping(node, name: "the rule")
      try mapping.rejectUnknownKeys(objectKeys)
      guard mapping["rule"] != nil else {
        throw YAMLError(at: node.start, "the rule object has no `rule`", remedy: "add `rule:` with what is searched")
      }
      return RecipeRule(node: node)
    } catch {
      throw RecipeError(file: file, error)
    }
  }
}

/// What the front matter demands of the places that patches find.
struct PatchConditions {
  /// `constraints`: by the name of a hole, rule objects that what it stands for must match.
  var constraints: [YAMLEntry] = []
  /// `where`: keys of a rule object that hold beside the pattern.
  var rule: [YAMLEntry] = []

  /// The rule object that says the same as a patch.
  ///
  /// A constraint goes to the patches that have its hole.
  func rule(for patch: RecipePatch) -> RecipeRule {
    func text(_ string: String, _ lines: [YAMLNode.TextLine] = []) -> YAMLNode {
      let start = lines.first?.start ?? patch.mark
      return YAMLNode(
        content: .scalar(YAMLScalar(text: string, style: .literal, value: .string)), start: start, end: start,
        textLines: lines)
    }
    func mapping(_ entries: [YAMLEntry]) -> YAMLNode {
      YAMLNode(content: .mapping(entries), start: patch.mark, end: patch.mark)
    }
    var entries = [
      YAMLEntry(
        key: text("rule"),
        value: mapping([YAMLEntry(key: text("pattern"), value: text(patch.pattern, patch.patternLines))] + rule))
    ]
    let holes = HoleNames.all(in: patch.pattern)
    let applying = constraints.filter { entry in entry.key.string.map(holes.contains) ?? false }
    if !applying.isEmpty { entries.append(YAMLEntry(key: text("constraints"), value: mapping(applying))) }
    if let rewrite = patch.rewrite {
      entries.append(YAMLEntry(key: text("fix"), value: text(rewrite, patch.rewriteLines)))
    }
    return RecipeRule(node: mapping(entries), isPatch: true)
  }
}
