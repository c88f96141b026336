import HoneYAML
import Testing

@testable import HoneRecipes

/// As much of JSON Schema as the published schema uses.
private struct Schema {
  let root: YAMLNode

  init() throws {
    // JSON is YAML.
    root = try YAML.document(in: RecipeFolder.read(catalogueFolder + "/recipe.schema.json")[...])
  }

  /// The keys of an object of the schema.
  func keys(_ path: String...) -> Set<String> {
    let node = path.reduce(Optional(root)) { node, key in node?[key] }
    return Set(node?["properties"]?.mapping?.compactMap(\.key.string) ?? [])
  }

  /// What is wrong with a value, and where.
  func faults(of value: YAMLNode, _ schema: YAMLNode) -> [String] {
    if let reference = schema["$ref"]?.string {
      let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
      return target.map { faults(of: value, $0) } ?? ["\(reference) is nowhere"]
    }
    if let alternatives = schema["oneOf"]?.sequence {
      let fitting = alternatives.filter { faults(of: value, $0).isEmpty }.count
      return fitting == 1 ? [] : ["\(value.line): \(value.shown) fits \(fitting) alternatives"]
    }
    if let words = schema["enum"]?.sequence, !words.contains(where: { $0.content == value.content }) {
      return ["\(value.line): \(value.shown) is none of the words"]
    }
    let types = schema["type"].map { $0.sequence ?? [$0] }?.compactMap(\.string) ?? []
    guard types.isEmpty || types.contains(type(of: value)) else {
      return ["\(value.line): \(value.shown) is not of type \(types)"]
    }
    return (value.sequence ?? []).flatMap { faults(of: $0, schema["items"] ?? schema) }
      + (value.mapping.map { memberFaults(of: value, $0, schema) } ?? [])
  }

  private func memberFaults(of value: YAMLNode, _ entries: [YAMLEntry], _ schema: YAMLNode) -> [String] {
    let missing = (schema["required"]?.sequence ?? []).filter { required in !entries.contains { $0.key == required } }
    return missing.map { "\(value.line): \($0.shown) is missing" }
      + entries.flatMap { entry -> [String] in
        if let member = schema["properties"]?[entry.key.string ?? ""] { return faults(of: entry.value, member) }
        guard let others = schema["additionalProperties"] else { return [] }
        return others.mapping == nil
          ? ["\(value.line): \(entry.key.shown) is not known"] : faults(of: entry.value, others)
      }
  }

  private func type(of value: YAMLNode) -> String {
    switch value.content {
    case .mapping: "object"
    case .sequence: "array"
    case .scalar(let scalar):
      switch scalar.value {
      case .null: "null"
      case .bool: "boolean"
      case .integer: "integer"
      case .float: "number"
      case .string: "string"
      }
    }
  }
}

struct RecipeSchemaTests {
  @Test func `The published schema has the keys that are decoded`() throws {
    let schema = try Schema()
    #expect(schema.keys() == Set(RecipeHeader.keys))
    #expect(schema.keys("$defs", "parameter") == Set(RecipeParameter.keys))
    #expect(schema.keys("$defs", "imports") == Set(ImportChanges.keys))
    #expect(schema.keys("$defs", "step") == Set(RecipeStep.keys))
    #expect(schema.keys("$defs", "rename") == Set(FileRename.keys))
    #expect(schema.keys("$defs", "create") == Set(FileCreation.keys))
    #expect(schema.keys("$defs", "fence") == Set(AskingFence.keys))
  }

  @Test func `The published schema has the words that are decoded`() throws {
    let root = try Schema().root
    func words(_ path: String...) -> [String]? {
      path.reduce(Optional(root)) { $0?[$1] }?["enum"]?.sequence?.compactMap(\.string)
    }
    #expect(words("properties", "severity") == RecipeSeverity.allCases.map(\.rawValue))
    #expect(words("properties", "commit") == CommitPolicy.allCases.map(\.rawValue))
    #expect(words("properties", "each") == AskingPart.Unit.allCases.map(\.rawValue))
    #expect(words("$defs", "parameter", "properties", "type") == RecipeParameter.kinds)
    #expect(words("$defs", "condition") == OperationCondition.allCases.map(\.rawValue))
    #expect(words("$defs", "context") == AskingPart.Context.allCases.map(\.rawValue))
  }

  @Test(arguments: [
    ("language: python\nsummary: x", true), ("summary: x", false), ("language: python\nsummary: 3", false),
    ("language: python\nsummary: x\nnope: 1", false), ("language: [a, b]\nsummary: x\nfence: {lines: 3}", true),
    ("language: a\nsummary: x\nfence: {line: 3}", false),
    ("language: a\nsummary: x\ngates: [{command: c}, parses]", true),
    ("language: a\nsummary: x\ngates: [{comand: c}]", false), ("language: a\nsummary: x\nseverity: fatal", false),
    ("language: a\nsummary: x\nparameters: {p: {type: choice, choices: [a], default: a}}", true),
  ])
  func `The schema tells sound front matter from faulty`(text: String, isSound: Bool) throws {
    let schema = try Schema()
    #expect(schema.faults(of: try YAML.document(in: ArraySlice(text.utf8)), schema.root).isEmpty == isSound)
  }

  @Test func `The front matter of every recipe fits the schema`() throws {
    let schema = try Schema()
    for entry in RecipeCatalog(folders: [(catalogueFolder, .catalogue)]).entries() where entry.file.hasSuffix(".md") {
      let document = try RecipeDocument(RecipeFolder.read(entry.file), file: entry.name)
      let node = try YAML.document(in: document.frontMatter.contents, firstLine: document.frontMatter.firstLine)
      #expect(schema.faults(of: node, schema.root) == [], "\(entry.name)")
    }
  }
}

struct RecipeDocumentationTests {
  @Test func `The documentation names every key, and its whole recipe is sound`() throws {
    let bytes = try RecipeFolder.read(catalogueFolder + "/README.md")
    let text = String(decoding: bytes, as: UTF8.self)
    for key in RecipeHeader.keys + AskingFence.keys + ImportChanges.keys {
      #expect(text.contains("`\(key)`") || text.contains(".\(key)`"), "\(key)")
    }
    let document = try RecipeDocument(Array("---\n---\n".utf8) + bytes, file: "README.md")
    let blocks = document.elements.compactMap { if case .fence(let fence) = $0 { fence } else { nil } }
    let whole = try #require(blocks.first { $0.info == ["markdown"] })
    let recipe = try recipe(String(decoding: whole.contents, as: UTF8.self))
    #expect(recipe.examples.count == 2)
  }
}
