internal import HoneSyntax
internal import HoneYAML

/// Makes rules ready for one grammar.
struct RuleCompiler {
  let grammar: Grammar
  let language: Language
  /// What messages call the file.
  let file: String

  /// A matcher of the rules that are written for the language; `nil` when none is.
  func matcher(_ rules: [RecipeRule]) throws(RecipeError) -> Matcher? {
    var compiled: [Rule] = []
    for rule in rules {
      guard rule.languages.isEmpty || rule.languages.contains(where: { Language.named($0) == language }) else {
        continue
      }
      compiled.append(try compile(rule))
    }
    return compiled.isEmpty ? nil : Matcher(compiled, grammar: grammar)
  }

  /// Patterns of recipes are read in every place where they make sense; those of rule files as ast-grep reads them.
  ///
  /// A patch keeps what it does not show, such as an `async` before the function; ast-grep's fixes drop it.
  private func compile(_ rule: RecipeRule) throws(RecipeError) -> Rule {
    do throws(YAMLError) {
      var compiled = try RuleDocument(rule.node, grammar: grammar, reach: rule.report == nil ? .everywhere : .file).rule
      if rule.isPatch { for index in compiled.fixes.indices { compiled.fixes[index].keepsUnmatched = true } }
      return compiled
    } catch {
      throw RecipeError(file: file, error)
    }
  }
}
