internal import HoneYAML

/// Words that a file must hold before a recipe can match in it.
///
/// The names in a pattern match equal names only, so one of them tells most files apart from those that need parsing. This
/// is read off the text of the rules: `Prefilter` says more, but only once the patterns are compiled, and in a hook that
/// takes longer than all other checks together.
enum RequiredWords {
  /// The shortest word that is worth looking for.
  static let minimum = 3
  /// How deep rules that name each other are followed.
  private static let depthLimit = 16

  /// Words of which a file must hold at least one; empty when any file may match.
  static func of(_ recipe: Recipe) -> [String] {
    guard recipe.header.uses.isEmpty, !recipe.allRules.isEmpty else { return [] }
    var words: Set<String> = []
    for rule in recipe.allRules {
      guard let node = rule.node["rule"], let found = alternatives(node, utils: rule.node["utils"], depth: 0) else {
        return []
      }
      words.formUnion(found)
    }
    return words.sorted()
  }

  /// Words of which what a rule matches holds at least one; `nil` when that cannot be told.
  private static func alternatives(_ rule: YAMLNode, utils: YAMLNode?, depth: Int) -> [String]? {
    guard depth < depthLimit else { return nil }
    func below(_ node: YAMLNode) -> [String]? { alternatives(node, utils: utils, depth: depth + 1) }
    var found: [[String]?] = []
    if let pattern = rule["pattern"]?.string, let word = word(of: pattern) { found.append([word]) }
    if let pattern = rule["regex"]?.string { found.append(RegularExpressionWords.of(pattern)) }
    if let name = rule["matches"]?.string, let named = utils?[name] { found.append(below(named)) }
    if let any = rule["any"]?.sequence {
      let each = any.compactMap(below)
      if each.count == any.count { found.append(each.flatMap(\.self)) }
    }
    found += (rule["all"]?.sequence ?? []).map(below)
    found += ["has", "inside", "precedes", "follows"].compactMap { rule[$0] }.map(below)
    return best(of: found.compactMap(\.self))
  }

  /// Of several lists the one that tells most: with long words, and few of them.
  static func best(of lists: [[String]]) -> [String]? {
    func worth(_ list: [String]) -> Int { 8 * (list.map(\.utf8.count).min() ?? 0) - list.count }
    return lists.filter { !$0.isEmpty }.max { worth($0) < worth($1) }
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

  /// Whether a character can stand in a word that is looked for.
  static func isName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }
}
