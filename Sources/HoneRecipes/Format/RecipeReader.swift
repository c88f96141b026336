internal import HoneYAML

/// Puts a recipe together from its Markdown file.
struct RecipeReader {
  /// What messages call the file.
  let file: String

  func read(_ bytes: [UInt8], name: String) throws(RecipeError) -> Recipe {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw RecipeError(file: file, "the file is not UTF-8", remedy: "save it as UTF-8")
    }
    let document = try RecipeDocument(bytes, file: file)
    let (contents, firstLine) = document.frontMatter
    let mapping = try yaml { () throws(YAMLError) in
      try YAMLMapping(YAML.document(in: contents, firstLine: firstLine), name: "the front matter")
    }
    var header = try yaml { () throws(YAMLError) in try RecipeHeader(mapping) }
    try fillTemplates(&header, from: document)
    let conditions = try conditions(mapping)
    let blocks = try blocks(of: document, conditions: conditions)
    let steps = try steps(mapping, header: header, blocks: blocks)
    let targets = try targets(mapping, header: header, blocks: blocks)
    let languages = header.languages
    let examples = try RecipeExample.examples(
      of: document, isLanguage: { language in languages.contains { LanguageName.areSame($0, language) } }, file: file)
    let recipe = Recipe(
      name: name, file: file, title: title(of: document) ?? header.summary, prose: prose(of: document), header: header,
      steps: header.asking == nil ? steps : [], targets: targets, examples: examples)
    try check(recipe, conditions: conditions)
    return recipe
  }

  private func yaml<Value>(_ body: () throws(YAMLError) -> Value) throws(RecipeError) -> Value {
    do throws(YAMLError) { return try body() } catch { throw RecipeError(file: file, error) }
  }

  // MARK: Rules

  /// A `hone` block.
  private struct Block {
    let name: String?
    let rules: [RecipeRule]
    let mark: YAMLMark
  }

  private func conditions(_ mapping: YAMLMapping) throws(RecipeError) -> PatchConditions {
    try yaml { () throws(YAMLError) in
      _ = try mapping.mapping("constraints")
      _ = try mapping.mapping("where")
      return PatchConditions(
        constraints: mapping["constraints"]?.mapping ?? [], rule: mapping["where"]?.mapping ?? [])
    }
  }

  private func blocks(of document: RecipeDocument, conditions: PatchConditions) throws(RecipeError) -> [Block] {
    var blocks: [Block] = []
    for case .fence(let fence) in document.elements where fence.info.first == "hone" {
      blocks.append(
        Block(
          name: fence.info.dropFirst().first,
          rules: try RecipeRule.rules(in: fence, conditions: conditions, file: file),
          mark: YAMLMark(offset: fence.contents.startIndex, line: fence.line, column: 1)))
    }
    return blocks
  }

  private func steps(
    _ mapping: YAMLMapping, header: RecipeHeader, blocks: [Block]
  ) throws(RecipeError) -> [RecipeStep] {
    let items = try yaml { () throws(YAMLError) in try mapping.list("uses") }
    let used = zip(header.uses, items).map { RecipeStep(action: .use($0), mark: $1.start) }
    guard mapping["steps"] != nil else {
      return used + blocks.map { RecipeStep(action: .rules($0.rules), mark: $0.mark) }
    }
    let entries = try yaml { () throws(YAMLError) in
      var entries: [RecipeStep.Entry] = []
      for node in try mapping.list("steps") {
        entries.append(try RecipeStep.Entry(node, parameters: header.parameters))
      }
      return entries
    }
    var steps = used
    var unused = Set(blocks.indices)
    for entry in entries {
      if let name = entry.uses {
        steps.append(RecipeStep(action: .use(name), condition: entry.condition, mark: entry.mark))
        continue
      }
      let name = entry.block ?? ""
      guard let index = blocks.indices.first(where: { blocks[$0].name == name || String($0 + 1) == name }) else {
        throw RecipeError(
          file: file, at: entry.mark, "there is no hone block `\(name.prefix(60))`",
          remedy: "name a block by its number, or by the word after ```hone")
      }
      unused.remove(index)
      steps.append(
        RecipeStep(action: .rules(blocks[index].rules), condition: entry.condition, mark: blocks[index].mark))
    }
    if let index = unused.min() {
      throw RecipeError(
        file: file, at: blocks[index].mark, "no step uses this block",
        remedy: "add `- block: \(blocks[index].name ?? String(index + 1))` to `steps`, or take the block away")
    }
    return steps
  }

  /// The rules that find the places of an asking recipe: `match`, and the `hone` blocks.
  private func targets(
    _ mapping: YAMLMapping, header: RecipeHeader, blocks: [Block]
  ) throws(RecipeError) -> [RecipeRule] {
    guard header.asking != nil else { return [] }
    let nodes = try yaml { () throws(YAMLError) in try mapping.list("match") }
    var rules: [RecipeRule] = []
    for node in nodes {
      func mapping(_ key: String, _ value: YAMLNode) -> YAMLNode {
        let name = YAMLScalar(text: key, style: .plain, value: .string)
        let entry = YAMLEntry(key: YAMLNode(content: .scalar(name), start: node.start, end: node.start), value: value)
        return YAMLNode(content: .mapping([entry]), start: node.start, end: node.end)
      }
      let isWhole = node["rule"] != nil
      rules.append(
        RecipeRule(node: isWhole ? node : mapping("rule", node.mapping == nil ? mapping("pattern", node) : node)))
    }
    rules += blocks.flatMap(\.rules)
    if let rewriting = rules.first(where: \.rewrites) {
      throw RecipeError(
        file: file, at: rewriting.node.start, "a rule of an asking recipe says what the place becomes",
        remedy: "leave that to the instruction: write context lines, or take `fix` away")
    }
    return rules
  }

  // MARK: Prose

  private func title(of document: RecipeDocument) -> String? {
    for case .heading(let heading) in document.elements where heading.level == 1 { return heading.text }
    return nil
  }

  /// The prose up to the first heading of level two.
  private func prose(of document: RecipeDocument) -> String {
    var prose = ""
    for element in document.elements {
      switch element {
      case .heading(let heading) where heading.level >= 2: return prose.trimmed
      case .prose(let bytes): prose += String(decoding: bytes, as: UTF8.self)
      case .heading, .fence: continue
      }
    }
    return prose.trimmed
  }

  private func fillTemplates(_ header: inout RecipeHeader, from document: RecipeDocument) throws(RecipeError) {
    for index in header.creations.indices {
      let name = header.creations[index].template
      var template: ArraySlice<UInt8>?
      for case .fence(let fence) in document.elements where fence.info == ["template", name] {
        template = fence.contents
      }
      guard let template else {
        throw RecipeError(
          file: file, at: header.creations[index].mark, "there is no template `\(name.prefix(60))`",
          remedy: "add a fenced block that starts with ```template \(name.prefix(60))")
      }
      header.creations[index].contents = Array(template)
    }
  }

  // MARK: Checks of the whole

  private func check(_ recipe: Recipe, conditions: PatchConditions) throws(RecipeError) {
    let header = recipe.header
    if recipe.asks, recipe.targets.isEmpty == (header.asking?.unit == nil) {
      throw RecipeError(
        file: file, line: 2, "the asking recipe does not say what places it asks about, or says it twice",
        remedy: "add either `match:` with a pattern, or `each: function`, `type` or `hunk`")
    }
    if !recipe.asks, recipe.steps.isEmpty, header.renames.isEmpty, header.creations.isEmpty {
      throw RecipeError(
        file: file, "the recipe does nothing", remedy: "add a block ```hone with a patch, or `uses:`, or `ask:`")
    }
    let rules = recipe.allRules
    let patches = rules.filter(\.isPatch)
    let holes = patches.reduce(into: Set<String>()) {
      $0.formUnion(HoleNames.all(in: $1.pattern ?? ""))
    }
    for entry in conditions.constraints {
      guard let hole = entry.key.string, !holes.contains(hole) else { continue }
      throw RecipeError(
        file: file, at: entry.key.start, "no patch has the hole `$\(hole)` that is constrained",
        remedy: NearestName.of(hole, in: holes.sorted()).map { "did you mean `\($0)`?" } ?? "take the constraint away")
    }
    if let first = conditions.rule.first, patches.isEmpty {
      throw RecipeError(
        file: file, at: first.key.start, "`where` is for patches, and the recipe has none",
        remedy: "write the conditions into the rule object")
    }
    try recipe.checkParameters()
  }
}
