internal import HoneSyntax
internal import HoneYAML

/// Makes rules ready for one grammar.
struct RuleCompiler {
  let grammar: Grammar
  let language: Language
  /// What messages call the file.
  let file: String
  /// The global utilities of the language, each before those that call it.
  private let globals: [(name: String, rule: Rule)]
  private let templates: [(name: String, rule: Rule)]
  /// The parameters of the templates.
  private let parameters: [String: [String]]
  /// That a node is where names that the recipe counts on mean something else; `nil` where it counts on none.
  private let rebinding: Condition?

  /// - Parameter imported: names that the recipe's imports bring.
  init(
    grammar: Grammar, language: Language, recipe: Recipe, imported: [String] = []
  ) throws(RecipeError) {
    let utilities = recipe.utilities
    self.grammar = grammar
    self.language = language
    file = recipe.file
    let scopes = NameScopes(grammar)
    rebinding = scopes?.rebinding(recipe.header.names, imported: imported)
    if scopes == nil, let mark = recipe.header.namesMark {
      throw RecipeError(
        file: recipe.file, at: mark, "it is not known what declares a name in \(language.title)",
        remedy: "leave `names` out, and say it with `where`; known are: \(NameScopeTable.languages)")
    }
    let ordered = try Self.ordered(utilities.filter { Language.named($0.language) == language })
    let plain = Set(ordered.filter(\.parameters.isEmpty).map(\.id))
    let parameters = Dictionary(
      ordered.filter { !$0.parameters.isEmpty }.map { ($0.id, $0.parameters) }, uniquingKeysWith: { first, _ in first })
    var globals: [(name: String, rule: Rule)] = []
    var templates: [(name: String, rule: Rule)] = []
    for utility in ordered {
      do throws(YAMLError) {
        let rule = try RuleDocument(
          utility.node, grammar: grammar, globals: plain, templates: parameters,
          parameters: Set(utility.parameters)
        ).rule
        if utility.parameters.isEmpty {
          globals.append((utility.id, rule))
        } else {
          templates.append((utility.id, rule))
        }
      } catch {
        throw RecipeError(file: utility.file, error)
      }
    }
    self.globals = globals
    self.templates = templates
    self.parameters = parameters
  }

  /// Orders utilities such that each comes after those that it calls.
  private static func ordered(_ utilities: [GlobalUtility]) throws(RecipeError) -> [GlobalUtility] {
    var rest = utilities
    var ordered: [GlobalUtility] = []
    while !rest.isEmpty {
      let open = Set(rest.map(\.id))
      let ready = rest.filter { $0.called.isDisjoint(with: open.subtracting($0.parameters)) }
      guard !ready.isEmpty else {
        throw RecipeError(
          file: rest[0].file, "the utility `\(rest[0].id)` leads back to itself",
          remedy: "let a utility under `utils` name itself, inside of `has` or `inside`")
      }
      ordered += ready
      rest.removeAll { utility in ready.contains { $0.id == utility.id } }
    }
    return ordered
  }

  /// Whether rules may name what stands outside of them.
  var hasUtilities: Bool { !globals.isEmpty || !templates.isEmpty }

  /// Whether a rule is written for the language.
  func applies(_ rule: RecipeRule) -> Bool {
    rule.languages.isEmpty || rule.languages.contains { Language.named($0) == language }
  }

  /// A matcher of the rules that are written for the language; `nil` when none is.
  func matcher(_ rules: [RecipeRule]) throws(RecipeError) -> Matcher? {
    var compiled: [Rule] = []
    for rule in rules where applies(rule) { compiled.append(try compile(rule)) }
    return compiled.isEmpty ? nil : Matcher(compiled, grammar: grammar, globals: globals, templates: templates)
  }

  /// Patterns of recipes are read in every place where they make sense; those of rule files as ast-grep reads them.
  ///
  /// A patch keeps what it does not show, such as an `async` before the function; ast-grep's fixes drop it.
  private func compile(_ rule: RecipeRule) throws(RecipeError) -> Rule {
    do throws(YAMLError) {
      var compiled = try RuleDocument(
        rule.node, grammar: grammar, globals: Set(globals.map(\.name)), templates: parameters,
        reach: rule.report == nil ? .everywhere : .file
      ).rule
      if let rebinding { compiled.condition = .all([compiled.condition, .not(rebinding)]) }
      if rule.isPatch { for index in compiled.fixes.indices { compiled.fixes[index].keepsUnmatched = true } }
      return compiled
    } catch {
      throw RecipeError(file: file, error)
    }
  }
}
