internal import HoneYAML

/// How far from a match a recipe looks.
///
/// A hook parses only the statements of the top level that a change touches. That is enough for a recipe whose rules look at
/// the match, what lies in it and what it lies in, but not at the whole file or at neighbours, which may lie in other
/// statements.
enum MatchReach {
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

  /// Whether every match depends only on the statement of the top level that it lies in.
  static func isLocal(_ recipe: Recipe) -> Bool {
    recipe.header.uses.isEmpty && recipe.allRules.allSatisfy { isLocal($0.node, .match) }
  }

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
}
