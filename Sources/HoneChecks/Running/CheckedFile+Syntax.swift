internal import HoneCore
internal import HoneSyntax
internal import HoneSystem

/// The syntax of a file: its language, its tree, and what of it stands in literals.
extension CheckedFile {
  /// The longest time that parsing may take, in milliseconds.
  private static let parseLimit = 2_000

  /// Parses the file, if it is of a language with a grammar at hand.
  func parse() -> SyntaxTree? { language.flatMap { parse(contents, as: $0) } }

  /// Parses the file, or a part of it.
  func parse(_ text: [UInt8], as language: Language) -> SyntaxTree? {
    guard !isBinary else { return nil }
    let rest = deadline.map { Int(($0 - .now) / .milliseconds(1)) } ?? Self.parseLimit
    guard rest > 0 else {
      unparsed = "\(path) was not parsed, because the time for checks was over"
      return nil
    }
    do throws(GrammarError) {
      var parser = try SyntaxParser(grammars.grammar(for: language))
      do throws(ParseFailure) {
        return try parser.parse(text, limits: ParseLimits(milliseconds: min(rest, Self.parseLimit)))
      } catch {
        let isHurried = if case .tooSlow = error { rest < Self.parseLimit } else { false }
        unparsed =
          isHurried
          ? "\(path) was not parsed to its end, because the time for checks was over" : "\(path) is \(error)"
      }
    } catch {
      unparsed = "the syntax of \(language.title): \(error.message); \(error.remedy)"
    }
    return nil
  }

  /// Whether `offset` lies in a string or another literal over several lines; `nil` when that cannot be told.
  func isInLiteral(_ offset: Int) -> Bool? {
    guard let tree, !tree.hasError else { return nil }
    var index = 0
    var isLiteral = false
    let names = tree.grammar.kinds
    // Goes down from the root to the smallest node around the place.
    while true {
      let record = tree.nodes[index]
      let kind = names[Int(record.symbol)]
      if ["string", "text", "heredoc", "char", "regex", "template"].contains(where: kind.contains) { isLiteral = true }
      if kind.contains("interpolation") || kind.contains("substitution") { isLiteral = false }
      var child = index + 1
      while child < Int(record.next), Int(tree.nodes[child].end) <= offset { child = Int(tree.nodes[child].next) }
      guard child < Int(record.next), Int(tree.nodes[child].start) < offset else { return isLiteral }
      index = child
    }
  }
}
