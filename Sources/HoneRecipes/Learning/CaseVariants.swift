/// The ways to write one name: `old_name`, `oldName`, `OldName`, `OLD_NAME`, `old-name`.
enum CaseVariants {
  /// A way to write a name of several words.
  enum Style: CaseIterable {
    case snake
    case camel
    case pascal
    case screaming
    case kebab

    /// Writes words, which are in lower case.
    func join(_ words: [String]) -> String {
      func capital(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
      switch self {
      case .snake: return words.joined(separator: "_")
      case .screaming: return words.map { $0.uppercased() }.joined(separator: "_")
      case .kebab: return words.joined(separator: "-")
      case .pascal: return words.map(capital).joined()
      case .camel: return (words.first ?? "") + words.dropFirst().map(capital).joined()
      }
    }
  }

  /// The words of a name, in lower case.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previous: Character = "_"
    for character in name {
      let isBreak = character == "_" || character == "-"
      if isBreak || (character.isUppercase && !previous.isUppercase) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if !isBreak { word += character.lowercased() }
      previous = character
    }
    return word.isEmpty ? words : words + [word]
  }

  /// The ways in which `name` may be written, seen from its words: a single lower-case word is in several.
  static func styles(of name: String) -> [Style] {
    let words = words(of: name)
    return Style.allCases.filter { $0.join(words) == name }
  }

  /// All variants of a rename of which two at least were seen; each old name once.
  /// - Parameter seen: what was renamed, by old and new name.
  static func completed(_ seen: [(from: String, to: String)]) -> [(from: String, to: String)] {
    var variants: [(from: String, to: String)] = []
    for style in Style.allCases {
      guard let first = seen.first else { continue }
      let from = style.join(words(of: first.from))
      if !variants.contains(where: { $0.from == from }) { variants.append((from, style.join(words(of: first.to)))) }
    }
    return variants
  }
}
