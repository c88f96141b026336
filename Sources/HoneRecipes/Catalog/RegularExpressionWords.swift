/// Words that whatever a regular expression matches must hold.
///
/// Only what is plain is understood: runs of letters, groups of alternatives, and what may be missing. Anything else ends a
/// word, and says nothing.
enum RegularExpressionWords {
  /// Words of which every match holds at least one; `nil` when that cannot be told.
  static func of(_ expression: String) -> [String]? {
    var rest = Array(expression)[...]
    // Without regard to case a word could be written in many ways.
    guard !expression.contains("(?i") else { return nil }
    let words = alternatives(&rest)
    return rest.isEmpty ? words : nil
  }

  /// Reads alternatives up to the end or a closing bracket.
  private static func alternatives(_ rest: inout ArraySlice<Character>) -> [String]? {
    var branches = [branch(&rest)]
    while rest.first == "|" {
      rest.removeFirst()
      branches.append(branch(&rest))
    }
    let known = branches.compactMap(\.self)
    return known.count == branches.count ? known.flatMap(\.self) : nil
  }

  /// Reads one alternative.
  private static func branch(_ rest: inout ArraySlice<Character>) -> [String]? {
    var found: [[String]] = []
    var word = ""
    func end() {
      if word.count >= RequiredWords.minimum { found.append([word]) }
      word = ""
    }
    while let next = rest.first, next != "|", next != ")" {
      rest.removeFirst()
      switch next {
      case "(":
        end()
        let isPlain = rest.first != "?" || rest.starts(with: "?:")
        if rest.first == "?" { rest = rest.drop { $0 == "?" || $0 == ":" } }
        let words = alternatives(&rest)
        if rest.first == ")" { rest.removeFirst() }
        if isPlain, !takesNone(&rest), let words { found.append(words) }
      case "[":
        end()
        if rest.first == "^" { rest.removeFirst() }
        if rest.first == "]" { rest.removeFirst() }
        while let inner = rest.first, inner != "]" { rest = rest.dropFirst(inner == "\\" ? 2 : 1) }
        rest = rest.dropFirst()
        _ = takesNone(&rest)
      case "\\":
        end()
        rest = rest.dropFirst()
        _ = takesNone(&rest)
      case _ where RequiredWords.isName(next):
        let before = word
        word.append(next)
        if takesNone(&rest) {
          word = before
          end()
        }
      default: end()
      }
    }
    end()
    return RequiredWords.best(of: found)
  }

  /// Reads how often the thing before stands, and tells whether it may be missing.
  private static func takesNone(_ rest: inout ArraySlice<Character>) -> Bool {
    guard let next = rest.first, "?*{".contains(next) else { return false }
    if next == "{" { rest = rest.drop { $0 != "}" } }
    rest = rest.dropFirst()
    // A lazy or possessive mark.
    if let mark = rest.first, mark == "?" || mark == "+" { rest = rest.dropFirst() }
    return true
  }
}
