internal import HoneCore
package import HoneRecipes
package import HoneSyntax
internal import Synchronization

/// A recipe as a check: where it has something to do, there is a finding.
///
/// A recipe is made ready only when a file holds a word that its patterns cannot do without, and then once for all threads.
/// The tree of a file is shared by all recipes and with the check of syntax.
package struct RecipeCheck: Check {
  /// The recipe made ready for its language.
  private final class Prepared: Sendable {
    let recipe: Recipe
    let program: RecipeProgram
    init(_ recipe: Recipe, _ program: RecipeProgram) { (self.recipe, self.program) = (recipe, program) }
  }

  /// What came of making a recipe ready.
  private final class Outcome: Sendable {
    let prepared: Prepared?
    /// Why it cannot be, as a sentence; `nil` without a grammar, which is told where the file is parsed.
    let fault: String?
    init(_ prepared: Prepared?, fault: String? = nil) { (self.prepared, self.fault) = (prepared, fault) }
  }

  /// Where the first thread that needs the program puts it.
  private final class Slot: Sendable {
    let outcome = AtomicLazyReference<Outcome>()
  }

  private let rule: RuleDescription
  private let source: CheckRecipe
  package let language: Language
  private let catalog: RecipeCatalog
  private let slot = Slot()

  /// - Parameters:
  ///   - severity: where the recipe says none.
  ///   - catalog: finds the recipes that this one uses.
  package init(_ source: CheckRecipe, language: Language, severity: Severity, catalog: RecipeCatalog) {
    self.source = source
    self.language = language
    self.catalog = catalog
    let own = source.severity.flatMap { Severity(rawValue: $0.rawValue) }
    rule = RuleDescription(source.ruleID, own ?? severity, source.summary)
  }

  package var rules: [RuleDescription] { [rule] }
  package var isParseBound: Bool { true }
  package var reach: MatchReach { source.reach }

  /// What tells this check from every other one: the recipe and those that it uses.
  package var identity: [UInt8] { Array("\(rule.id) \(rule.severity.rawValue)\n".utf8) + source.identity }

  package func mayFind(in statements: CheckedFile, of size: MatchReach) -> Bool {
    source.extent > size || source.ownWords.occur(in: statements.contents, pairs: statements.pairs)
  }

  /// Whether it looks at files of a language: its own, and that of files which hold code of its own.
  package func looks(at file: Language) -> Bool {
    file == language || file == .host && Language.embedded.contains(language)
  }

  package func findings(in file: CheckedFile) -> [Finding] {
    let isHost = file.language == .host && language != .host
    guard file.language == (language == .text ? nil : language) || isHost && Language.embedded.contains(language),
      source.words.occur(in: file.contents, pairs: file.pairs), let prepared = prepared(for: file),
      prepared.recipe.searches(file.path), prepared.program.prefilter.mayMatch(file.contents)
    else { return [] }
    let program = prepared.program.restricted(to: file.path)
    guard !isHost else {
      return file.embeddedCode.filter { $0.language == language }.flatMap { code -> [Finding] in
        let text = Array(file.contents[code.range])
        guard program.prefilter.mayMatch(text), let tree = file.tree(of: code) else { return [] }
        return findings(in: tree, of: file, program, code)
      }
    }
    return tree(of: file, program).map { findings(in: $0, of: file, program) } ?? []
  }

  /// - Parameter code: which part of the file the tree is of; `nil` for all.
  private func findings(
    in tree: SyntaxTree, of file: CheckedFile, _ program: RecipeProgram, _ code: EmbeddedCode? = nil
  ) -> [Finding] {
    let header = program.recipe.header
    // With imports to be changed elsewhere the edit alone does not keep the meaning of the file.
    let isSafe = header.isSafe && header.imports.isEmpty
    let start = code?.range.lowerBound ?? 0
    // What stands in code that could not be parsed may be anything.
    return program.places(in: tree).filter { !$0.match.flags.contains(.underError) }.map { place in
      var fix: Fix?
      if !place.replacements.isEmpty, code?.takes(place.replacements, in: tree.source) ?? true {
        fix = Fix(replacements: place.replacements.map { $0.moved(by: start) }, isSafe: isSafe)
      }
      let range = (place.match.range.lowerBound + start)..<(place.match.range.upperBound + start)
      return file.finding(rule, at: range, header.message ?? header.summary, fix: fix)
    }
  }

  /// The tree of a file; a file of no language is text, unless it is binary, and has one of its own.
  private func tree(of file: CheckedFile, _ program: RecipeProgram) -> SyntaxTree? {
    guard language == .text else { return file.tree }
    return file.isBinary ? nil : try? program.tree(of: file.contents)
  }

  private func prepared(for file: CheckedFile) -> Prepared? {
    let outcome = slot.outcome.load() ?? slot.outcome.storeIfNil(prepare(file.grammars))
    if let fault = outcome.fault { file.unparsed = fault }
    return outcome.prepared
  }

  private func prepare(_ grammars: GrammarLibrary) -> Outcome {
    guard let grammar = try? grammars.grammar(for: language) else { return Outcome(nil) }
    do throws(RecipeError) {
      let recipe = try source.recipe()
      let program = try RecipeProgram(
        recipe.filled(with: []), language: language, grammar: grammar, provesEnding: false
      ) { name throws(RecipeError) in try catalog.recipe(named: name) }
      return Outcome(Prepared(recipe, program))
    } catch {
      return Outcome(nil, fault: "the recipe \(error)")
    }
  }
}

extension EmbeddedCode {
  /// Whether edits leave the HTML around the code as it is.
  fileprivate func takes(_ replacements: [Replacement], in code: [UInt8]) -> Bool {
    guard let edited = try? AppliedEdits(replacements, to: TextLines(code)) else { return false }
    return fault(of: edited.bytes, from: code) == nil
  }
}

extension Replacement {
  /// The same at a place so many bytes later.
  fileprivate func moved(by offset: Int) -> Replacement {
    Replacement(range: (range.lowerBound + offset)..<(range.upperBound + offset), bytes: bytes)
  }
}
