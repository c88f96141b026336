internal import HoneSyntax
internal import HoneYAML

/// Words that a recipe needs.
///
/// The names in a pattern match equal names only, so some of them tell most files apart from those that need parsing. This
/// is read off the text of the rules: `Prefilter` says more, but only once the patterns are compiled, and in a hook that
/// takes longer than all other checks together.
extension RequiredWords {
  /// The shortest word that is worth looking for.
  static let minimum = 3
  /// Where words must stand.
  enum Place {
    /// Anywhere in the file.
    case file
    /// In what is found itself, not in what is around it.
    case match
  }

  /// What must stand in a file, or in a match, for the recipe to find it.
  static func of(_ recipe: Recipe, in place: Place) -> RequiredWords {
    guard recipe.header.uses.isEmpty, !recipe.allRules.isEmpty else { return .none }
    return any(
      recipe.allRules.map { rule in
        guard let node = rule.node["rule"] else { return .none }
        return of(
          node,
          Reading(
            utilities: rule.node["utils"], constraints: rule.node["constraints"], place: place,
            isText: recipe.header.languages.contains { Language.named($0) == .text }))
      })
  }

  /// What a rule object is read with.
  private struct Reading {
    var utilities: YAMLNode?
    var constraints: YAMLNode?
    var place: Place
    /// Whether names may be parts of longer ones: plain text has no names.
    var isText: Bool
    /// The utilities that are being read.
    var open: [String] = []
  }

  private static func of(_ rule: YAMLNode, _ reading: Reading) -> RequiredWords {
    func below(_ node: YAMLNode) -> RequiredWords { of(node, reading) }
    var found: [RequiredWords] = []
    if let pattern = rule["pattern"]?.string {
      found += words(of: pattern).map { RequiredWords(RequiredWord($0, isWhole: !reading.isText)) }
      found += constraints(of: pattern, reading)
    }
    if let pattern = rule["regex"]?.string { found.append(RegularExpressionWords.of(pattern)) }
    if let name = rule["matches"]?.string, let named = reading.utilities?[name], !reading.open.contains(name) {
      var inner = reading
      inner.open.append(name)
      found.append(of(named, inner))
    }
    if let parts = rule["any"]?.sequence { found.append(any(parts.map(below))) }
    found += (rule["all"]?.sequence ?? []).map(below)
    let around = reading.place == .file ? ["inside", "precedes", "follows"] : []
    found += (["has"] + around).compactMap { rule[$0] }.map(below)
    return all(found)
  }

  /// What must stand in that for which the holes of a pattern stand.
  private static func constraints(of pattern: String, _ reading: Reading) -> [RequiredWords] {
    // In a text what looks like a hole may be none.
    guard let constraints = reading.constraints?.mapping, !pattern.contains(where: { "\"'`".contains($0) }) else {
      return []
    }
    var inner = reading
    inner.constraints = nil
    return constraints.compactMap { entry in
      guard let name = entry.key.string, holes(in: pattern).contains("$" + name) else { return nil }
      return of(entry.value, inner)
    }
  }

  /// The holes of a pattern, with their dollars.
  private static func holes(in pattern: String) -> [Substring] { runs(in: pattern).filter { $0.first == "$" } }

  /// The names in a pattern that are no holes.
  private static func words(of pattern: String) -> [String] {
    var words: [String] = []
    var many: Substring?
    for run in runs(in: pattern) {
      if run.first == "$" {
        many = run.hasPrefix("$$$") ? run : nil
        continue
      }
      // A keyword beside a `$$$` need not be there; what is certainly none, or stands behind a bracket, must.
      let isBeside = many.map { !pattern[$0.endIndex..<run.startIndex].contains { ")]}".contains($0) } } ?? false
      let isName = pattern[..<run.startIndex].last == "." || ".=(".contains(pattern[run.endIndex...].first ?? " ")
      if run.count >= minimum, !isBeside || isName { words.append(String(run)) }
    }
    return words
  }

  /// The names in a pattern, and its holes.
  private static func runs(in pattern: String) -> [Substring] {
    var runs: [Substring] = []
    var rest = pattern[...]
    while let start = rest.firstIndex(where: { isName($0) || $0 == "$" }) {
      rest = rest[start...]
      let isHole = rest.first == "$"
      let end = rest.firstIndex { isHole ? !(isName($0) || $0 == "$") : !isName($0) } ?? rest.endIndex
      runs.append(rest[..<end])
      rest = rest[end...]
    }
    return runs
  }

  /// Whether a character can stand in a word that is looked for.
  static func isName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }
}
