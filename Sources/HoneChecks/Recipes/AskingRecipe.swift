package import HoneCore
package import HoneRecipes
package import HoneSyntax

/// A recipe that asks an engine, as a check: a place that the engine would change is a finding.
///
/// Checks know no engine. Whoever has asked it hands in what became of a file, and gets the finding for it.
package struct AskingRecipe: Sendable {
  package let recipe: Recipe
  package let rule: RuleDescription
  package let languages: Set<Language>

  /// - Returns: `nil` for a recipe that asks nothing.
  package init?(_ recipe: Recipe) {
    guard recipe.asks else { return nil }
    self.recipe = recipe
    let severity = recipe.header.severity.flatMap { Severity(rawValue: $0.rawValue) }
    rule = RuleDescription(recipe.ruleID, severity ?? .warning, recipe.header.summary)
    languages = Set(recipe.header.languages.compactMap { Language.named($0) })
  }

  /// Whether a file is one to ask about, as far as its name tells; a file of no known name may be one, too.
  package func mayConcern(_ path: RepositoryPath) -> Bool {
    recipe.searches(path) && (Language.named(path: path).map(languages.contains) ?? true)
  }

  /// The finding at a place.
  ///
  /// Its fix is never safe, since nobody has looked at it.
  /// - Parameters:
  ///   - range: the place that was asked about, in bytes.
  ///   - result: what the answer makes of the whole file; `nil` when nobody has answered.
  package func finding(at range: Range<Int>, in file: CheckedFile, result: [UInt8]? = nil) -> Finding {
    // A place of whole lines ends with the last of them, not at the start of the next one.
    var range = range
    while let last = range.last, [0x0a, 0x0d].contains(file.contents[last]) {
      range = range.lowerBound..<last
    }
    let fix = result.map { result in
      let hunks = LineDiff.hunks(from: file.contents, to: result)
      return Fix(replacements: hunks.map { $0.replacement(in: file.lines) }, isSafe: false)
    }
    return file.finding(rule, at: range, recipe.header.message ?? recipe.header.summary, fix: fix)
  }
}

extension LineDiff.Hunk {
  /// What is put in place of which lines.
  func replacement(in lines: TextLines) -> Replacement {
    Replacement(range: lines.range(of: baseIndex..<(baseIndex + baseCount)), bytes: Array(added.joined()))
  }
}
