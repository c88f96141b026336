package import HoneSyntax

extension RecipeProgram {
  /// All rules, those of recipes that are used among them.
  package var rules: [Rule] { steps.flatMap(\.rules) + (targets?.rules ?? []) }

  /// The matches of all rules of the recipe in a file as it is, by place.
  ///
  /// A match that lies in another of the same rule counts too.
  package func matches(in tree: SyntaxTree) -> [Match] {
    let matches = steps.flatMap { step in
      switch step.action {
      case .rules(let rewriter): rewriter.matcher.matches(in: tree)
      case .program(let program): program.matches(in: tree)
      }
    }
    return (matches + (targets?.matches(in: tree) ?? [])).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Parses a file in the recipe's language.
  package func tree(of bytes: [UInt8]) throws -> SyntaxTree {
    var parser = try SyntaxParser(grammar)
    return try parser.parse(bytes)
  }

  /// The recipes that the program is made of: those that are used, then its own.
  package var recipes: [Recipe] {
    steps.flatMap { step -> [Recipe] in
      if case .program(let program) = step.action { return program.recipes }
      return []
    } + [recipe]
  }

  /// How the patterns of the rules were read, one line each.
  package var readings: [String] {
    rules.flatMap { rule in
      rule.nodePatterns.flatMap { pattern in
        pattern.readings.map { "`\(pattern.firstLine)` is read as \($0.kind) (\($0.place)) in \(language.title)" }
      }
    }
  }
}

extension Pattern {
  /// The first line of the text, with dots where more follow.
  fileprivate var firstLine: String {
    let lines = text.split(separator: "\n", maxSplits: 1)
    return lines.count > 1 ? "\(lines[0]) ..." : text
  }
}
