internal import HoneCore
package import HoneRecipes
package import HoneSyntax
internal import HoneText
internal import Synchronization

/// A recipe as a check: where it has something to do, there is a finding.
///
/// A recipe is made ready only when a file holds a word that its patterns cannot do without, and then once for all threads.
/// The tree of a file is shared by all recipes and with the check of syntax.
package struct RecipeCheck: Check {
  /// The recipe made ready for its language; `nil` when it cannot be.
  private final class Prepared: Sendable {
    let program: RecipeProgram?
    init(_ program: RecipeProgram?) { self.program = program }
  }

  /// Where the first thread that needs the program puts it.
  private final class Slot: Sendable {
    let prepared = AtomicLazyReference<Prepared>()
  }

  private let rule: RuleDescription
  private let recipe: Recipe
  package let language: Language
  private let message: String
  /// Words of which a file must hold one; empty when that is not known.
  private let words: [LiteralFinder]
  private let catalog: RecipeCatalog
  private let slot = Slot()

  /// - Parameters:
  ///   - severity: where the recipe says none.
  ///   - catalog: finds the recipes that this one uses.
  package init(_ recipe: Recipe, language: Language, severity: Severity, catalog: RecipeCatalog) {
    self.recipe = recipe
    self.language = language
    self.catalog = catalog
    let own = recipe.header.severity.flatMap { Severity(rawValue: $0.rawValue) }
    rule = RuleDescription(recipe.ruleID, own ?? severity, recipe.header.summary)
    message = recipe.header.message ?? recipe.header.summary
    words = RequiredWords.of(recipe).map { LiteralFinder($0) }
  }

  package var rules: [RuleDescription] { [rule] }
  package var isParseBound: Bool { true }

  /// What tells this check from every other one: the texts of the recipe and of those that it uses.
  package var identity: [UInt8] {
    let used = recipe.header.uses.compactMap { name in try? catalog.recipe(named: name).source }
    return Array("\(rule.id) \(rule.severity)\n".utf8) + ([recipe.source] + used).joined(separator: [0])
  }

  package func findings(in file: CheckedFile) -> [Finding] {
    guard file.language == language, recipe.searches(file.path),
      words.isEmpty || words.contains(where: { $0.occurs(in: file.contents) }), let program = program(for: file),
      program.prefilter.mayMatch(file.contents), let tree = file.tree
    else { return [] }
    // What stands in code that could not be parsed may be anything.
    let matches = program.matches(in: tree).filter { !$0.flags.contains(.underError) }
    guard !matches.isEmpty else { return [] }
    let hunks = rewritten(by: program, file)
    return matches.map { match in
      file.finding(rule, at: match.range, message, fix: fix(of: match.range, among: hunks, in: file))
    }
  }

  private func program(for file: CheckedFile) -> RecipeProgram? {
    if let prepared = slot.prepared.load() { return prepared.program }
    var program: RecipeProgram?
    if let grammar = try? file.grammars.grammar(for: language), let filled = try? recipe.filled(with: []) {
      program = try? RecipeProgram(filled, language: language, grammar: grammar, provesEnding: false) {
        name throws(RecipeError) in try catalog.recipe(named: name)
      }
    }
    return slot.prepared.storeIfNil(Prepared(program)).program
  }

  /// What the recipe makes of the file, as replaced lines.
  private func rewritten(by program: RecipeProgram, _ file: CheckedFile) -> [LineDiff.Hunk] {
    guard !recipe.onlyFinds, !recipe.asks else { return [] }
    let outcome = program.apply(to: file.contents)
    return outcome.isChanged ? LineDiff.hunks(from: file.contents, to: outcome.result) : []
  }

  /// The replaced lines that a match lies in; `nil` when the recipe left it alone.
  private func fix(of range: Range<Int>, among hunks: [LineDiff.Hunk], in file: CheckedFile) -> Fix? {
    let first = file.lines.line(at: range.lowerBound)
    let last = file.lines.line(at: max(range.lowerBound, range.upperBound - 1))
    let own = hunks.filter { $0.baseIndex <= last && first < $0.baseIndex + max(1, $0.baseCount) }
    guard !own.isEmpty else { return nil }
    let replacements = own.map { hunk in
      let lines = hunk.baseIndex..<(hunk.baseIndex + hunk.baseCount)
      return Replacement(range: file.lines.range(of: lines), bytes: Array(hunk.added.joined()))
    }
    // With imports to be changed elsewhere these lines alone would not do.
    return Fix(replacements: replacements, isSafe: recipe.header.isSafe && recipe.header.imports.isEmpty)
  }
}
