internal import HoneYAML

/// How much of a file around a match decides whether it is one.
///
/// A hook parses only the statements that a change touches, so a recipe whose rules look further must see the whole file.
package enum MatchReach: String, Comparable, Sendable {
  /// The simple statement that the match lies in, and the kinds of the statements around it.
  case statement
  /// The statement of the top level that the match lies in.
  case topLevelStatement = "top"
  /// The whole file, or neighbours, which may lie in other statements.
  case file

  package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

  private var order: Int {
    switch self {
    case .statement: 0
    case .topLevelStatement: 1
    case .file: 2
    }
  }

  init(of recipe: Recipe) {
    let rules = recipe.allRules.map(\.node)
    if !recipe.header.uses.isEmpty || !rules.allSatisfy({ Self.isLocal($0, .match) }) {
      self = .file
    } else {
      let areSimple = rules.allSatisfy { Self.isSimple($0["rule"] ?? $0) && Self.looksAtKindsAround($0) }
      self = areSimple ? .statement : .topLevelStatement
    }
  }

  // MARK: Statements of the top level

  /// Where a rule stands.
  private enum Place {
    /// It is about the match or something beside it.
    case match
    /// It is about a part of the match.
    case part
    /// It is about what the match lies in.
    case surroundings
  }

  /// The kinds of nodes that stand for a whole file.
  private static let files: Set<String> = [
    "module", "program", "source_file", "translation_unit", "compilation_unit", "document", "stylesheet",
  ]

  private static func isLocal(_ node: YAMLNode, _ place: Place) -> Bool {
    if let items = node.sequence { return items.allSatisfy { isLocal($0, place) } }
    // What has a kind, or is like a piece of code, is not the whole file.
    let isPiece = node["kind"] != nil || node["pattern"] != nil
    return (node.mapping ?? []).allSatisfy { entry in
      let value = entry.value
      switch entry.key.string ?? "" {
      case "kind": return !files.contains(value.string ?? "")
      // Several statements in a row may lie on both sides of a border.
      case "pattern": return value.string.map { !$0.contains("\n") } ?? false
      case "precedes", "follows", "nthChild": return place == .part
      case "inside": return isLocal(value, .surroundings)
      case "has": return (place != .surroundings || isPiece) && isLocal(value, .part)
      case "regex", "matches": return place != .surroundings || isPiece
      default: return isLocal(value, place)
      }
    }
  }

  // MARK: Simple statements

  /// Words with which a statement of Python begins that has statements in it.
  private static let compound: Set<Substring> = [
    "async", "case", "class", "def", "for", "if", "match", "try", "while", "with",
  ]
  private static let compoundKinds: Set<String> = [
    "block", "case_block", "class_definition", "decorated_definition", "for_statement", "function_definition",
    "if_statement", "match_statement", "try_statement", "while_statement", "with_statement",
  ]

  /// Whether a match can be no statement with statements in it, nor a part of one that holds some.
  private static func isSimple(_ node: YAMLNode) -> Bool {
    if let kind = node["kind"]?.string, !compoundKinds.contains(kind), !kind.hasSuffix("_clause") { return true }
    if let pattern = node["pattern"]?.string {
      let start = pattern.drop { $0 == " " }
      if !start.hasPrefix("@"), !compound.contains(start.prefix { $0.isLetter }) { return true }
    }
    if node["all"]?.sequence?.contains(where: isSimple) ?? false { return true }
    return node["any"]?.sequence.map { $0.allSatisfy(isSimple) } ?? false
  }

  /// Whether of what the match lies in a rule tells nothing but the kinds.
  private static func looksAtKindsAround(_ node: YAMLNode) -> Bool {
    if let items = node.sequence { return items.allSatisfy(looksAtKindsAround) }
    return (node.mapping ?? []).allSatisfy { entry in
      entry.key.string == "inside" ? isOfKinds(entry.value) : looksAtKindsAround(entry.value)
    }
  }

  private static func isOfKinds(_ node: YAMLNode) -> Bool {
    if let items = node.sequence { return items.allSatisfy(isOfKinds) }
    return (node.mapping ?? []).allSatisfy { entry in
      switch entry.key.string ?? "" {
      case "kind", "field": true
      case "all", "any", "not", "inside", "stopBy": isOfKinds(entry.value)
      default: false
      }
    }
  }
}
