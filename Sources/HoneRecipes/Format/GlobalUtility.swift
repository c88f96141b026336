internal import HoneYAML

/// A global utility rule of an ast-grep project: what its rule files may name in `matches`.
struct GlobalUtility: Sendable {
  let id: String
  let language: String
  /// The names of its parameters; ast-grep calls these experimental.
  let parameters: [String]
  /// The file, for messages.
  let file: String
  /// A mapping with the key `rule` and maybe `constraints` and `utils`.
  let node: YAMLNode
  /// The names that it may call.
  let called: Set<String>

  private static let keys = ["id", "language", "rule", "constraints", "utils", "arguments"]
  /// What tells people about a rule, and means nothing in a utility.
  private static let notes = ["message", "note", "severity", "url", "metadata"]

  /// Reads the utilities of a file, one a document.
  /// - Throws: `RecipeError` for a file that holds anything else.
  static func all(in bytes: [UInt8], file: String) throws(RecipeError) -> [GlobalUtility] {
    do throws(YAMLError) {
      var utilities: [GlobalUtility] = []
      for document in try YAML.documents(in: bytes[...]) where !document.isNull {
        let mapping = try YAMLMapping(document, name: "the utility")
        try mapping.rejectUnknownKeys(keys + notes)
        guard let id = try mapping.string("id"), let language = try mapping.string("language"), mapping["rule"] != nil
        else {
          throw YAMLError(
            at: mapping.start, "the utility lacks `id`, `language` or `rule`", remedy: "write all three")
        }
        let node = YAMLNode(
          content: .mapping(
            (document.mapping ?? []).filter { ["rule", "constraints", "utils"].contains($0.key.string) }),
          start: document.start, end: document.end)
        utilities.append(
          GlobalUtility(
            id: id, language: language, parameters: try mapping.strings("arguments"), file: file, node: node,
            called: called(in: node)))
      }
      return utilities
    } catch {
      throw RecipeError(file: file, error)
    }
  }

  /// The names after `matches`, wherever it stands.
  private static func called(in node: YAMLNode) -> Set<String> {
    var names: Set<String> = []
    for item in node.sequence ?? [] { names.formUnion(called(in: item)) }
    for entry in node.mapping ?? [] {
      if entry.key.string == "matches" {
        if let name = entry.value.string { names.insert(name) }
        names.formUnion((entry.value.mapping ?? []).compactMap(\.key.string))
      }
      names.formUnion(called(in: entry.value))
    }
    return names
  }
}
