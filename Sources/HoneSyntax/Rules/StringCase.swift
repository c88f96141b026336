/// A way to write the words of a name.
package enum StringCase: String, CaseIterable, Hashable, Sendable {
  case lowerCase
  case upperCase
  case capitalize
  case camelCase
  case snakeCase
  case kebabCase
  case pascalCase

  /// What separates the words of a name.
  package enum Separator: String, CaseIterable, Hashable, Sendable {
    /// A capital after a small letter, and the last of several capitals before a small letter: `XMLHttp` is `XML Http`.
    case caseChange
    case dash
    case dot
    case slash
    case space
    case underscore

    fileprivate var character: Character? {
      switch self {
      case .caseChange: nil
      case .dash: "-"
      case .dot: "."
      case .slash: "/"
      case .space: " "
      case .underscore: "_"
      }
    }
  }

  /// Writes a text in this way.
  /// - Parameter separators: what separates its words now.
  package func apply(to text: String, separators: Set<Separator>) -> String {
    switch self {
    case .lowerCase: return text.lowercased()
    case .upperCase: return text.uppercased()
    case .capitalize: return Self.capitalized(text[...])
    case .snakeCase: return joined(text, separators, by: "_")
    case .kebabCase: return joined(text, separators, by: "-")
    case .pascalCase: return Self.words(of: text, separators).map(Self.capitalized).joined()
    case .camelCase:
      let words = Self.words(of: text, separators)
      return words.prefix(1).map { $0.lowercased() }.joined() + words.dropFirst().map(Self.capitalized).joined()
    }
  }

  private func joined(_ text: String, _ separators: Set<Separator>, by separator: String) -> String {
    Self.words(of: text, separators).map { $0.lowercased() }.joined(separator: separator)
  }

  private static func capitalized(_ word: Substring) -> String { word.prefix(1).uppercased() + word.dropFirst() }

  /// The words of a name, none of them empty.
  static func words(of text: String, _ separators: Set<Separator>) -> [Substring] {
    let marks = Set(separators.compactMap(\.character))
    let parts = text.split { marks.contains($0) }
    return separators.contains(.caseChange) ? parts.flatMap(splitAtCapitals) : parts
  }

  private static func splitAtCapitals(_ text: Substring) -> [Substring] {
    var words: [Substring] = []
    var start = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if index > start, text[index].isUppercase {
        let isAfterSmall = !text[text.index(before: index)].isUppercase
        let isBeforeSmall = next < text.endIndex && text[next].isLowercase
        if isAfterSmall || isBeforeSmall {
          words.append(text[start..<index])
          start = index
        }
      }
      index = next
    }
    if start < text.endIndex { words.append(text[start...]) }
    return words
  }
}
