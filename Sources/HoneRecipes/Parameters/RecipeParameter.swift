internal import HoneYAML

/// Something that a recipe leaves to whoever runs it: `--set name=value`.
///
/// A parameter `max-length` is the hole `$MAX_LENGTH`, filled before anything is searched. So there is no second notation,
/// and a parameter can no more be mistaken for code than a hole.
package struct RecipeParameter: Hashable, Sendable {
  /// What values it takes.
  package enum Kind: Hashable, Sendable {
    case string
    case integer
    case boolean
    case choice([String])
  }

  /// The words that front matter uses for kinds.
  package static let kinds = ["string", "integer", "boolean", "choice"]
  /// The keys of a parameter.
  package static let keys = ["type", "default", "summary", "choices", "example"]

  /// Lower case, with hyphens: as on the command line.
  package var name: String
  package var kind: Kind
  /// The value when none is set; `nil` when one must be.
  package var defaultValue: String?
  /// The value that the recipe's own examples are run with; `nil` for the default.
  package var exampleValue: String?
  package var summary: String?

  /// The name of the hole that the value fills.
  package var hole: String { String(name.uppercased().map { $0 == "-" ? "_" : $0 }) }

  /// Reads one entry of `parameters`.
  init(name: String, at mark: YAMLMark, _ node: YAMLNode) throws(YAMLError) {
    guard name.utf8.allSatisfy(Self.isNameByte), let first = name.utf8.first, (0x61...0x7a).contains(first) else {
      throw YAMLError(
        at: mark, "`\(name.prefix(60))` is not the name of a parameter",
        remedy: "use lower-case letters, digits and hyphens, a letter first")
    }
    self.name = name
    let mapping = try YAMLMapping(node, name: "the parameter `\(name)`")
    try mapping.rejectUnknownKeys(Self.keys)
    let type = try mapping.string("type") ?? "string"
    switch type {
    case "string": kind = .string
    case "integer": kind = .integer
    case "boolean": kind = .boolean
    case "choice":
      let choices = try mapping.strings("choices")
      guard !choices.isEmpty else {
        throw YAMLError(at: node.start, "the parameter `\(name)` has no choices", remedy: "add `choices: [...]`")
      }
      kind = .choice(choices)
    default:
      let words = Self.kinds.joined(separator: ", ")
      throw (mapping["type"] ?? node).unexpected(for: "type", expected: "one of \(words)", remedy: "write one of these")
    }
    summary = try mapping.string("summary")
    defaultValue = nil
    exampleValue = nil
    defaultValue = try value(of: mapping["default"], key: "default")
    exampleValue = try value(of: mapping["example"], key: "example")
  }

  private func value(of node: YAMLNode?, key: String) throws(YAMLError) -> String? {
    guard let node else { return nil }
    guard let scalar = node.scalar, let value = normalized(scalar.text) else {
      throw node.unexpected(for: key, expected: expectation, remedy: "write \(expectation)")
    }
    return value
  }

  /// What values it takes, as a noun for messages.
  package var expectation: String {
    switch kind {
    case .string: "a text"
    case .integer: "an integer"
    case .boolean: "true or false"
    case .choice(let choices): "one of \(choices.joined(separator: ", "))"
    }
  }

  /// The value as it fills the hole; `nil` when it is not one that the parameter takes.
  package func normalized(_ value: String) -> String? {
    switch kind {
    case .string: value
    case .integer: Int(value).map(String.init)
    case .boolean: ["true", "false"].contains(value) ? value : nil
    case .choice(let choices): choices.contains(value) ? value : nil
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }
}
