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

  private func compile(_ rule: RecipeRule) throws(RecipeError) -> Rule {
    let text = rule.node["rule"]?["pattern"]?.string ?? ""
    do throws(PatternError) {
      let pattern = try Pattern(text, grammar: grammar, reach: .everywhere)
      let fix = rule.node["fix"]?.string.map { Fix(FixTemplate($0, grammar: grammar), keepsUnmatched: true) }
      return Rule(.pattern(pattern), fixes: fix.map { [$0] } ?? [])
    } catch {
      throw RecipeError(file: file, at: rule.node.start, error.problem, remedy: error.remedy)
    }
  }
}
