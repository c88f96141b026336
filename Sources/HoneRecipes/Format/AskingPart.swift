internal import HoneYAML

/// What an asking recipe asks at each place, what may change there, and what the result must pass.
package struct AskingPart: Sendable {
  /// A place that needs no rule to be found.
  package enum Unit: String, Hashable, Sendable, CaseIterable {
    case function
    case type
    /// A changed section of the diff at hand.
    case hunk
  }

  /// What is shown beside the place itself.
  package enum Context: String, Hashable, Sendable, CaseIterable {
    /// The whole file, when it fits.
    case file
    case imports
    /// The function or type around the place.
    case enclosing
    /// Definitions of names that the place uses.
    case definitions
    case callers
    case tests
  }

  /// What a result must pass, beside its fence.
  package enum Gate: Hashable, Sendable {
    /// It reparses without new errors.
    case parses
    /// The checks find nothing that they did not find before.
    case noNewFindings
    /// A command that exits 0 in a checkout of the result.
    case command(String)
  }

  /// The instruction for each place.
  package var instruction: String
  /// What places are asked about; `nil` when rules find them.
  package var unit: Unit?
  package var fence: AskingFence
  package var gates: [Gate]
  package var context: [Context]

  /// Decodes the asking keys; `nil` when there is no `ask`.
  /// - Throws: also when a key of asking recipes stands without `ask`.
  init?(_ mapping: YAMLMapping) throws(YAMLError) {
    guard let instruction = try mapping.string("ask") else {
      let keys = ["match", "each", "fence", "gates", "context"]
      guard let stray = mapping.entries.first(where: { keys.contains($0.key) }) else { return nil }
      throw YAMLError(at: stray.mark, "`\(stray.key)` stands without `ask`", remedy: "add `ask:` with the instruction")
    }
    self.instruction = instruction.trimmed
    unit = try mapping.choice("each")
    fence = try AskingFence(mapping["fence"])
    gates = []
    for node in try mapping.list("gates") { gates.append(try Self.gate(node)) }
    if mapping["gates"] == nil { gates = [.parses, .noNewFindings] }
    context = []
    for node in try mapping.list("context") {
      guard let text = node.string, let word = Context(rawValue: text) else {
        let words = Context.allCases.map(\.rawValue).joined(separator: ", ")
        throw node.unexpected(for: "context", expected: "some of \(words)", remedy: "write these words")
      }
      context.append(word)
    }
  }

  private static func gate(_ node: YAMLNode) throws(YAMLError) -> Gate {
    switch node.string {
    case "parses": return .parses
    case "no-new-findings": return .noNewFindings
    default:
      guard node.mapping != nil else {
        throw node.unexpected(
          for: "gates", expected: "parses, no-new-findings or a command", remedy: "write `{command: \"make test\"}`")
      }
      let mapping = try YAMLMapping(node, name: "a gate")
      try mapping.rejectUnknownKeys(["command"])
      guard let command = try mapping.string("command") else {
        throw YAMLError(at: node.start, "the gate names no command", remedy: "write `{command: \"make test\"}`")
      }
      return .command(command)
    }
  }
}

/// What an answer may change.
package struct AskingFence: Hashable, Sendable {
  /// A part of the file.
  package enum Node: Hashable, Sendable {
    /// What the rule found, or the unit.
    case match
    /// What stands beside it in the same block.
    case siblings
    /// What a hole of the rule stands for.
    case hole(String)
  }

  /// The keys of `fence`.
  package static let keys = ["nodes", "imports", "lines", "code", "comments", "signatures"]

  package var nodes: [Node] = [.match]
  /// Where the recipe names each of the holes.
  private(set) var holeMarks: [String: YAMLMark] = [:]
  /// Whether imports may be added and removed.
  package var allowsImports = false
  /// How many lines may change; `nil` for any number.
  package var lines: Int?
  /// Whether more may change than comments and texts that stand by themselves, such as Python's docstrings.
  package var allowsCode = true
  /// Whether comments may change.
  package var allowsComments = true
  /// Whether the heads of functions and types may change.
  package var allowsSignatures = false

  /// The fence of a recipe that says nothing about it: what was found, and no import or signature.
  package static let narrow = AskingFence()

  private init() {}

  init(_ node: YAMLNode?) throws(YAMLError) {
    guard let node, !node.isNull else { return }
    let mapping = try YAMLMapping(node, name: "`fence`")
    try mapping.rejectUnknownKeys(Self.keys)
    allowsImports = try mapping.bool("imports") ?? allowsImports
    lines = try mapping.integer("lines")
    if let lines, lines < 1 {
      throw (mapping["lines"] ?? node).unexpected(for: "lines", expected: "a positive number", remedy: "write one")
    }
    allowsCode = try mapping.bool("code") ?? allowsCode
    allowsComments = try mapping.bool("comments") ?? allowsComments
    allowsSignatures = try mapping.bool("signatures") ?? allowsSignatures
    guard mapping["nodes"] != nil else { return }
    nodes = []
    for item in try mapping.list("nodes") {
      let node = try Self.node(item)
      if case .hole(let name) = node { holeMarks[name] = holeMarks[name] ?? item.start }
      nodes.append(node)
    }
  }

  private static func node(_ item: YAMLNode) throws(YAMLError) -> Node {
    let text = try item.text(for: "nodes")
    switch text {
    case "match": return .match
    case "siblings": return .siblings
    default:
      let name = text.drop { $0 == "$" }
      guard name.utf8.count < text.utf8.count, !name.isEmpty, name.utf8.allSatisfy(\.isHoleByte) else {
        throw item.unexpected(
          for: "nodes", expected: "match, siblings or the name of a hole", remedy: "write a hole as `$NAME`")
      }
      return .hole(String(name))
    }
  }
}
