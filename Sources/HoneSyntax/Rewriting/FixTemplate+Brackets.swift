internal import HoneCore

extension FixTemplate {
  /// The first round, square or curly bracket without a partner, as a byte offset from 0.
  /// - Returns: `nil` when all pair up, and in languages in which a bracket may stand alone, such as Bash and Markdown.
  func unpairedBracket(grammar: Grammar) -> Int? {
    let endings = Language.named(grammar.name)?.extensions ?? []
    if let ending = endings.first(where: { BracketBalance.knows(fileExtension: $0) }) {
      // Simple rules may take text for code, such as an apostrophe in JSX.
      return unpairedToken == nil ? nil : BracketBalance.fault(in: text, fileExtension: ending)?.offset
    }
    return Self.paired.contains(grammar.name) ? unpairedToken : nil
  }

  /// Languages whose strings and comments only their grammars know.
  private static let paired: Set<String> = ["css", "php", "ruby", "tsx"]

  /// The same by the tokens that the grammar sees.
  private var unpairedToken: Int? {
    var open: [(bracket: UInt8, offset: Int)] = []
    for item in items {
      // `%w(` and `${` open as `(` and `{` do.
      guard case .token(let token) = item.content, token.count <= 3, let last = token.last else { continue }
      let offset = item.range.upperBound - 1
      switch last {
      case UInt8(ascii: "("): open.append((UInt8(ascii: ")"), offset))
      case UInt8(ascii: "["): open.append((UInt8(ascii: "]"), offset))
      case UInt8(ascii: "{"): open.append((UInt8(ascii: "}"), offset))
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if open.popLast()?.bracket != last { return offset }
      default: continue
      }
    }
    return open.last?.offset
  }
}
