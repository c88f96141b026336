internal import HoneSyntax
internal import HoneText

/// Where a file gives names another meaning than they have everywhere: a `set` that is a parameter, a `slices` of its own.
///
/// A place is taken to be in the reach of a declaration when that stands anywhere in a function around the place, or outside
/// of functions and types. That is a little more than the languages say, so some places are left that need not be.
struct NameScopes {
  private let grammar: Grammar
  private let table: NameScopeTable

  /// - Returns: `nil` for a language whose declarations are not known.
  init?(_ grammar: Grammar) {
    guard let table = NameScopeTable(grammar.name) else { return nil }
    self.grammar = grammar
    self.table = table
  }

  /// The condition that a node is where some names mean something else.
  /// - Parameters:
  ///   - names: names that no import may bring either.
  ///   - imported: names that imports are meant to bring.
  /// - Returns: `nil` where there is no name.
  func rebinding(_ names: [String], imported: [String]) -> Condition? {
    var declared: [Condition] = []
    if let all = word(names + imported) {
      declared.append(leaf(all, in: table.declaring))
      declared.append(
        .all([
          .kind(symbols(table.named)), .has(Condition.Relation(all, field: field("name"))),
        ]))
    }
    if let own = word(names) { declared.append(leaf(own, in: table.importing)) }
    guard !declared.isEmpty else { return nil }
    let closed = Condition.kind(symbols(table.functions + table.types))
    func scope(_ kinds: [String]) -> Condition {
      let has = Condition.has(Condition.Relation(.any(declared), stop: .condition(closed)))
      return .inside(Condition.Relation(.all([.kind(symbols(kinds)), has]), stop: .end))
    }
    return .any([scope(table.functions), scope([table.file])])
  }

  /// That a node is one of some names, as a whole; `nil` for no name.
  private func word(_ names: [String]) -> Condition? {
    guard !names.isEmpty else { return nil }
    let pattern = names.map { String($0.flatMap { $0.isLetter || $0.isNumber || $0 == "_" ? "\($0)" : "\\\($0)" }) }
    return (try? RegularExpression("^(?:\(pattern.joined(separator: "|")))$", options: .unicode)).map { .regex($0) }
  }

  /// That a node is a name in one of some parents, with at most a list or a pattern between.
  private func leaf(_ word: Condition, in parents: [NameScopeTable.Parent]) -> Condition {
    let stop = Condition.Relation.Stop.condition(.not(.kind(symbols(table.wrappings))))
    let places = parents.compactMap { parent -> Condition? in
      let kinds = symbols([parent.kind])
      guard !kinds.isEmpty, parent.field == nil || field(parent.field) != nil else { return nil }
      return .inside(Condition.Relation(.kind(kinds), stop: stop, field: field(parent.field)))
    }
    return .all([.kind(symbols(table.leaves)), word, .any(places)])
  }

  /// The numbers of those kinds that the grammar has: dialects of a language have some more than others.
  private func symbols(_ kinds: [String]) -> Set<UInt16> { Set(kinds.flatMap { grammar.symbols(named: $0) }) }

  private func field(_ name: String?) -> UInt16? {
    name.flatMap { grammar.fields.firstIndex(of: $0) }.map { UInt16($0) }
  }
}

/// What a grammar calls that which declares names.
struct NameScopeTable {
  /// A node that declares the name that stands in it.
  struct Parent {
    var kind: String
    /// The field that the name stands in; `nil` for any.
    var field: String?

    init(_ kind: String, _ field: String? = nil) {
      self.kind = kind
      self.field = field
    }
  }

  /// The kind of a whole file.
  let file: String
  let functions: [String]
  /// Nodes around declarations that are not seen outside without their name.
  let types: [String]
  /// Kinds of names.
  let leaves: [String]
  let declaring: [Parent]
  let importing: [Parent]
  /// What may stand between a name and the node that declares it.
  let wrappings: [String]
  /// Definitions that are known outside by the name in their field `name`.
  let named: [String]

  /// The languages that there is a table for, for people.
  static let languages = "python, go, javascript, typescript, tsx"

  init?(_ grammar: String) {
    switch grammar {
    case "python":
      file = "module"
      functions = ["function_definition", "lambda"]
      types = ["class_definition"]
      leaves = ["identifier"]
      declaring = [
        Parent("parameters"), Parent("lambda_parameters"), Parent("typed_parameter"),
        Parent("default_parameter", "name"), Parent("typed_default_parameter", "name"), Parent("assignment", "left"),
        Parent("augmented_assignment", "left"), Parent("named_expression", "name"), Parent("for_statement", "left"),
        Parent("for_in_clause", "left"), Parent("as_pattern_target"), Parent("case_pattern"),
      ]
      importing = [
        Parent("import_from_statement"), Parent("import_statement"), Parent("aliased_import", "alias"),
      ]
      wrappings = [
        "pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "dictionary_splat_pattern",
        "dotted_name",
      ]
      named = ["function_definition", "class_definition"]
    case "go":
      file = "source_file"
      functions = ["function_declaration", "method_declaration", "func_literal"]
      types = []
      leaves = ["identifier"]
      declaring = [
        Parent("parameter_declaration"), Parent("variadic_parameter_declaration"), Parent("var_spec"),
        Parent("const_spec"), Parent("short_var_declaration", "left"), Parent("range_clause", "left"),
        Parent("receive_statement", "left"), Parent("type_switch_statement", "alias"),
      ]
      importing = []
      wrappings = ["expression_list"]
      named = ["function_declaration", "type_spec", "type_alias"]
    case "javascript", "typescript", "tsx":
      file = "program"
      functions = [
        "function_declaration", "function_expression", "function", "arrow_function", "method_definition",
        "generator_function", "generator_function_declaration",
      ]
      types = ["class_body"]
      leaves = ["identifier", "shorthand_property_identifier_pattern"]
      declaring = [
        Parent("variable_declarator", "name"), Parent("formal_parameters"), Parent("required_parameter", "pattern"),
        Parent("optional_parameter", "pattern"), Parent("arrow_function", "parameter"),
        Parent("assignment_pattern", "left"), Parent("catch_clause", "parameter"), Parent("for_in_statement", "left"),
      ]
      importing = [Parent("import_clause"), Parent("namespace_import"), Parent("import_specifier")]
      wrappings = [
        "object_pattern", "array_pattern", "pair_pattern", "assignment_pattern", "object_assignment_pattern",
        "rest_pattern",
      ]
      named = [
        "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration",
        "enum_declaration",
      ]
    default: return nil
    }
  }
}
