internal import HoneRecipes
internal import HoneYAML

/// Words that a file must hold before a recipe can match in it.
///
/// The names in a pattern match equal names only, so one of them tells most files apart from those that need parsing. This
/// is read off the text of the rules: `Prefilter` says more, but only once the patterns are compiled, and in a hook that
/// takes longer than all other checks together.
enum RequiredWords {
  /// The shortest word that is worth looking for.
  private static let minimum = 3

  /// Words of which a file must hold at least one; empty when any file may match.
  static func of(_ recipe: Recipe) -> [String] {
    guard recipe.header.uses.isEmpty, !recipe.allRules.isEmpty else { return [] }
    var words: Set<String> = []
    for rule in recipe.allRules {
      guard let node = rule.node["rule"], let found = alternatives(node) else { return [] }
      words.formUnion(found)
    }
    return words.sorted()
  }

  /// Words of which what a rule matches holds at least one; `nil` when that cannot be told.
  private static func alternatives(_ rule: YAMLNode) -> [String]? {
    if let pattern = rule["pattern"]?.string, let word = word(of: pattern) { return [word] }
    if let any = rule["any"]?.sequence {
      let found = any.compactMap(alternatives)
      if found.count == any.count { return found.flatMap { $0 } }
    }
    for part in rule["all"]?.sequence ?? [] {
      if let found = alternatives(part) { return found }
    }
    for relation in ["has", "inside", "precedes", "follows"] {
      if let part = rule[relation], let found = alternatives(part) { return found }
    }
    return nil
  }

  /// The longest name in a pattern that is no hole.
  private static func word(of pattern: String) -> String? {
    var words: [Substring] = []
    var rest = pattern[...]
    while let start = rest.firstIndex(where: { isName($0) || $0 == "$" }) {
      rest = rest[start...]
      let isHole = rest.first == "$"
      let end = rest.firstIndex { isHole ? !(isName($0) || $0 == "$") : !isName($0) } ?? rest.endIndex
      if !isHole { words.append(rest[..<end]) }
      rest = rest[end...]
    }
    return words.filter { $0.count >= minimum }.max { $0.count < $1.count }.map(String.init)
  }

  private static func isName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }
}
