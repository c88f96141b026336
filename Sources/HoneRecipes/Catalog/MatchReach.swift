internal import HoneYAML

/// How much of a file around a match decides whether it is one, or how much of it a match may be.
///
/// A hook parses only the statements that a change touches, so a recipe whose rules look further must see the whole file,
/// unless its own words are not in these statements and a match is no more than one of them.
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
    // A name may be declared anywhere.
    let looksAtNames = !recipe.header.names.isEmpty || !recipe.header.imports.add.isEmpty
    if !recipe.header.uses.isEmpty || looksAtNames || !rules.allSatisfy({ Self.isLocal($0, .match) }) {
      self = .file
    } else {
      let areSimple = rules.allSatisfy { rule in
        MatchedNode(rule["rule"] ?? rule, utilities: rule["utils"]).isSimple && Self.looksAtKindsAround(rule)
      }
      self = areSimple ? .statement : .topLevelStatement
    }
  }

  /// How much of a file a match of a recipe may be.
  init(extentOf recipe: Recipe) {
    let rules = recipe.allRules.map(\.node)
    func all(_ holds: (MatchedNode) -> Bool) -> Bool {
      rules.allSatisfy { holds(MatchedNode($0["rule"] ?? $0, utilities: $0["utils"])) }
    }
    let isKnown = recipe.header.uses.isEmpty && !rules.isEmpty && all(\.isPiece)
    self = isKnown ? (all(\.isSimple) ? .statement : .topLevelStatement) : .file
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

  /// - Parameter isPart: whether it is known already that what the rule is about is not the whole file.
  private static func isLocal(_ node: YAMLNode, _ place: Place, isPart: Bool = false) -> Bool {
    if let items = node.sequence { return items.allSatisfy { isLocal($0, place, isPart: isPart) } }
    // What has a kind, or is like a piece of code, is not the whole file.
    let isPiece =
      isPart || node["kind"] != nil || node["pattern"]?.string.map(MatchedNode.isPiece(ofPattern:)) ?? false
    return (node.mapping ?? []).allSatisfy { entry in
      let value = entry.value
      switch entry.key.string ?? "" {
      case "kind": return value.string.map(MatchedNode.isPiece(ofKind:)) ?? false
      // Several statements in a row may lie on both sides of a border.
      case "pattern": return value.string.map { !$0.contains("\n") } ?? false
      case "range": return false
      case "precedes", "follows", "nthChild": return place == .part
      case "inside": return isLocal(value, .surroundings)
      case "has": return (place != .surroundings || isPiece) && isLocal(value, .part)
      case "regex", "matches": return place != .surroundings || isPiece
      case "all", "any", "not": return isLocal(value, place, isPart: isPiece)
      default: return isLocal(value, place)
      }
    }
  }

  // MARK: Simple statements

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
