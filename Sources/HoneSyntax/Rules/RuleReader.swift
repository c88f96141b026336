internal import HoneText
internal import HoneYAML

/// Reads rules from YAML, in the format of ast-grep.
struct RuleReader {
  static let conditionKeys = [
    "pattern", "kind", "regex", "nthChild", "range", "inside", "has", "precedes", "follows", "all", "any", "not",
    "matches",
  ]

  let grammar: Grammar
  let reach: Pattern.Reach
  /// The names of global utility rules.
  let globals: Set<String>
  /// The parameters of global utility rules that have some, by the name of the rule.
  let templates: [String: [String]]
  /// The parameters of the utility that is read.
  let parameters: Set<String>
  /// The names of the rule's own utilities.
  var utilities: Set<String> = []
  /// The metavariables that the rule at hand computes.
  private var computed: Set<String> = []
  /// The names of the rewriters around a rewriter, which may name one another and itself.
  var rewriters: [String] = []

  init(
    grammar: Grammar, reach: Pattern.Reach, globals: Set<String>, templates: [String: [String]] = [:],
    parameters: Set<String> = []
  ) {
    self.grammar = grammar
    self.reach = reach
    self.globals = globals
    self.templates = templates
    self.parameters = parameters
  }

  // MARK: Rules

  /// Reads a rule with its constraints, utilities, transforms and fixes.
  /// - Parameter outer: metavariables that the rule may use though it does not capture them.
  func rule(_ mapping: YAMLMapping, outer: [Metavariable] = []) throws(YAMLError) -> Rule {
    guard let node = mapping["rule"] else {
      throw YAMLError(at: mapping.start, "the rule says not what to find", remedy: "add `rule:` with a `pattern`")
    }
    var reader = self
    let utilityEntries = try mapping.mapping("utils")?.entries ?? []
    reader.utilities.formUnion(utilityEntries.map(\.key))
    var utilities: [Rule.Named] = []
    for entry in utilityEntries { utilities.append(Rule.Named(entry.key, try reader.condition(entry.value))) }
    try checkRecursion(utilities, utilityEntries)
    var rule = Rule(id: try mapping.string("id") ?? "", try reader.condition(node), utilities: utilities)
    for entry in try mapping.mapping("constraints")?.entries ?? [] {
      rule.constraints.append(Rule.Named(entry.key, try reader.condition(entry.value)))
    }
    let captured = rule.metavariables + outer
    for entry in try mapping.mapping("constraints")?.entries ?? [] {
      guard captured.contains(where: { $0.name == entry.key }) else {
        throw unknown(entry.key, at: entry.mark, among: captured, remedy: "constrain a metavariable of the pattern")
      }
      // ast-grep passes over such a constraint, and here every node would have to meet it: the file cannot mean both.
      if reach == .file, captured.allSatisfy({ $0.name != entry.key || $0.isMany }) {
        throw YAMLError(
          at: entry.mark, "`$$$\(entry.key)` stands for any number of nodes, and a constraint is for one",
          remedy: "take the constraint away, or write `$\(entry.key)` for one node")
      }
    }
    rule.rewriters = try reader.rewriters(mapping, outer: captured)
    let names = rule.rewriters.map(\.id) + rewriters
    rule.transforms = try TransformReader(captured: captured, rewriters: names).transforms(mapping)
    let computed = rule.transforms.map { Metavariable.one(name: $0.name, isNamed: true) }
    reader.computed = Set(rule.transforms.map(\.name))
    rule.fixes = try reader.fixes(mapping["fix"], captured: captured + computed)
    return rule
  }

  private func rewriters(_ mapping: YAMLMapping, outer: [Metavariable]) throws(YAMLError) -> [Rule] {
    guard let node = mapping["rewriters"] else { return [] }
    guard let items = node.sequence else {
      throw node.unexpected(for: "rewriters", expected: "a list of rules", remedy: "write `- id: ...` items")
    }
    var reader = self
    reader.rewriters += items.compactMap { $0["id"]?.string }
    var rules: [Rule] = []
    for item in items {
      let mapping = try YAMLMapping(item, name: "the rewriter")
      try mapping.rejectUnknownKeys(["id", "rule", "constraints", "utils", "transform", "fix", "language"])
      let rule = try reader.rule(mapping, outer: outer)
      guard !rule.id.isEmpty, rule.fixes.count == 1 else {
        throw YAMLError(at: item.start, "a rewriter needs an `id` and one `fix`", remedy: "add them")
      }
      rules.append(rule)
    }
    return rules
  }

  /// Refuses utilities that lead back to themselves at the same node.
  private func checkRecursion(
    _ utilities: [Rule.Named], _ entries: [(key: String, mark: YAMLMark, value: YAMLNode)]
  ) throws(YAMLError) {
    for (utility, entry) in zip(utilities, entries) {
      var reached: Set<String> = []
      var open = [utility.condition]
      while let condition = open.popLast() {
        condition.visit { part in
          switch part {
          case .matches(let name):
            if reached.insert(name).inserted, let next = utilities.first(where: { $0.name == name }) {
              open.append(next.condition)
            }
            return false
          case .all, .any, .not: return true
          default: return false
          }
        }
      }
      if reached.contains(utility.name) {
        throw YAMLError(
          at: entry.mark, "the utility `\(utility.name)` leads back to itself",
          remedy: "let it name itself only inside of `has`, `inside`, `follows` or `precedes`")
      }
    }
  }

  // MARK: Fixes

  private func fixes(_ node: YAMLNode?, captured: [Metavariable]) throws(YAMLError) -> [Fix] {
    guard let node else { return [] }
    if let items = node.sequence {
      var fixes: [Fix] = []
      for item in items {
        let fix = try fix(item, captured: captured)
        guard fix.title != nil else {
          throw YAMLError(at: item.start, "a fix of a list has no title", remedy: "add `title:`, to choose it by")
        }
        fixes.append(fix)
      }
      return fixes
    }
    return [try fix(node, captured: captured)]
  }

  private func fix(_ node: YAMLNode, captured: [Metavariable]) throws(YAMLError) -> Fix {
    guard node.mapping != nil else {
      return Fix(try template(try node.text(for: "fix"), in: node, captured: captured, isWhole: true))
    }
    let mapping = try YAMLMapping(node, name: "the fix")
    try mapping.rejectUnknownKeys(["template", "expandStart", "expandEnd", "title"])
    guard let text = try mapping.string("template"), let place = mapping["template"] else {
      throw YAMLError(at: node.start, "the fix has no `template`", remedy: "add the text to write")
    }
    let isWhole = mapping["expandStart"] == nil && mapping["expandEnd"] == nil
    return Fix(
      try template(text, in: place, captured: captured, isWhole: isWhole),
      expandStart: try mapping["expandStart"].map(relation),
      expandEnd: try mapping["expandEnd"].map(relation), title: try mapping.string("title"))
  }

  /// - Parameter isWhole: whether the text takes the place of whole nodes, and not of what stands beside them as well.
  private func template(
    _ text: String, in node: YAMLNode, captured: [Metavariable], isWhole: Bool
  ) throws(YAMLError) -> FixTemplate {
    let template = FixTemplate(text, grammar: grammar)
    for hole in template.holes {
      let mark = node.mark(at: hole.offset) ?? node.start
      let written = (hole.isMany ? "$$$" : "$") + hole.name
      let others = captured.filter { $0.name == hole.name }
      if others.contains(where: { $0.isMany == hole.isMany }) { continue }
      if let other = others.first {
        throw YAMLError(
          at: mark, "the fix writes `\(written)`, and the rule captures `\(other)`", remedy: "write `\(other)`")
      }
      throw unknown(hole.name, at: mark, among: captured, remedy: "capture it in a pattern, or take it out of the fix")
    }
    // A rule file is taken as ast-grep takes it; what a rewriter writes, or computes, may be a part of something.
    let isCode =
      reach == .everywhere && isWhole && rewriters.isEmpty && template.holes.allSatisfy { !computed.contains($0.name) }
    if isCode, let offset = template.unpairedBracket(grammar: grammar) {
      let mark = node.mark(at: offset)
      let bracket = String(decoding: template.text[offset...offset], as: UTF8.self)
      let line = text.utf8.prefix(offset).count { $0 == 0x0a } + 1
      throw YAMLError(
        at: mark ?? node.start,
        "the `\(bracket)` of the rewrite has no partner" + (mark == nil ? " (line \(line) of the rewrite)" : ""),
        remedy: "complete the code")
    }
    return template
  }

  private func unknown(
    _ name: String, at mark: YAMLMark, among captured: [Metavariable], remedy: String
  ) -> YAMLError {
    let nearest = NearestName.of(name, in: captured.compactMap(\.name))
    return YAMLError(
      at: mark, "no pattern captures `$\(name)`", remedy: nearest.map { "did you mean `$\($0)`?" } ?? remedy)
  }
}
