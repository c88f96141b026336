internal import HoneSyntax

/// Where a grammar has names declared.
extension NameRole {
  /// Nodes that may stand between a declaration and the name that it declares.
  private static let wrappings: Set<String> = [
    "pointer_declarator", "reference_declarator", "array_declarator", "expression_list", "pattern_list",
    "tuple_pattern", "identifier_list", "pattern", "mut_pattern", "ref_pattern", "reference_pattern", "variable_name",
    "typed_parameter", "list_splat_pattern", "dictionary_splat_pattern", "rest_pattern", "splat_parameter",
    "captured_pattern", "as_pattern_target", "left_assignment_list", "variable_declaration", "parenthesized_pattern",
  ]

  /// The function that a declaration belongs to.
  /// - Returns: `nil` where the leaf declares nothing, or declares it outside of any function.
  static func owner(ofDeclared leaf: SyntaxNode) -> Int? {
    var node = leaf
    while let parent = node.parent {
      if isDeclaration(node, in: parent) {
        // What a nested function is called is the outer one's.
        var place = parent
        if isFunction(parent), node.field == "name" { return enclosing(parent.parent) }
        if parent.kind.hasSuffix("parameters"), let above = parent.parent { place = above }
        return enclosing(place)
      }
      guard wrappings.contains(parent.kind) || parent.kind.hasSuffix("_pattern") else { return nil }
      node = parent
    }
    return nil
  }

  /// Whether a name is declared where it stands, by a function or by a file.
  static func isDeclared(at leaf: SyntaxNode) -> Bool {
    if isOfDefinition(leaf) { return true }
    var node = leaf
    while let parent = node.parent {
      if isDeclaration(node, in: parent) { return true }
      guard wrappings.contains(parent.kind) || parent.kind.hasSuffix("_pattern") else { return false }
      node = parent
    }
    return false
  }

  private static func enclosing(_ node: SyntaxNode?) -> Int? {
    var node = node
    while let current = node {
      if isFunction(current) { return current.index }
      // What a class inside of a function declares is the class's.
      if current.kind.hasPrefix("class") || current.kind.hasSuffix("_body") && current.kind.hasPrefix("class") {
        return nil
      }
      node = current.parent
    }
    return nil
  }

  private static let declarationFields: [String: Set<String>] = [
    "variable_declarator": ["name"], "init_declarator": ["declarator"], "declaration": ["declarator"],
    "let_declaration": ["pattern"], "for_expression": ["pattern"], "short_var_declaration": ["left"],
    "range_clause": ["left"], "var_spec": ["name"], "const_spec": ["name"], "assignment": ["left"],
    "for_statement": ["left", "item"], "for_in_statement": ["left"], "for_in_clause": ["left"],
    "for_range_loop": ["declarator"],
    "named_expression": ["name"], "enhanced_for_statement": ["name"], "resource": ["name"], "as_pattern": ["alias"],
    "arrow_function": ["parameter"], "lambda_expression": ["parameters"], "let_condition": ["pattern"],
    "match_arm": ["pattern"], "match_pattern": ["pattern"], "catch_clause": ["parameter"],
    "property_declaration": ["name"], "for": ["pattern"],
    "function_definition": ["name"], "function_declaration": ["name"],
  ]

  private static func isDeclaration(_ node: SyntaxNode, in parent: SyntaxNode) -> Bool {
    let kind = parent.kind
    if node.field == "bound_identifier" { return true }
    if let fields = declarationFields[kind] { return node.field.map(fields.contains) ?? false }
    guard kind.contains("parameter") || kind == "receiver" else { return false }
    return node.field != "type" && node.field != "value" && node.field != "default_value"
      && node.field != "external_name"
  }
}

extension SyntaxTree {
  /// What a file of Go says that it is a part of.
  var package: String? {
    root.children.first { $0.kind == "package_clause" }?.children.first { $0.kind == "package_identifier" }?.string
  }

  /// Whether a leaf of one of some kinds is a name.
  func names(_ name: String, kinds: [String]) -> Bool {
    let text = Array(name.utf8)[...]
    let symbols = Set(kinds.flatMap { grammar.symbols(named: $0) })
    return nodes.indices.contains { index in
      let node = nodes[index]
      return Int(node.next) == index + 1 && Int(node.end) - Int(node.start) == text.count
        && symbols.contains(node.symbol) && source[Int(node.start)..<Int(node.end)] == text
    }
  }

  /// Whether a name is in use behind a byte, other than as a function's own.
  func uses(_ name: String, below offset: Int) -> Bool {
    let text = Array(name.utf8)[...]
    return nodes.indices.contains { index in
      let node = nodes[index]
      guard Int(node.next) == index + 1, Int(node.start) > offset, Int(node.end) - Int(node.start) == text.count,
        source[Int(node.start)..<Int(node.end)] == text
      else { return false }
      let leaf = SyntaxNode(tree: self, index: index)
      return leaf.kind.hasSuffix("identifier") && NameRole(of: leaf).function == nil
    }
  }

  /// Whether a name stands in an import.
  func imports(_ name: String) -> Bool {
    let text = Array(name.utf8)[...]
    return nodes.indices.contains { index in
      let node = nodes[index]
      return Int(node.next) == index + 1 && Int(node.end) - Int(node.start) == text.count
        && source[Int(node.start)..<Int(node.end)] == text && SyntaxNode(tree: self, index: index).isInImport
    }
  }

  /// Whether a file defines a name, beside what functions declare for themselves.
  func defines(_ name: String) -> Bool {
    let text = Array(name.utf8)[...]
    return nodes.indices.contains { index in
      let node = nodes[index]
      guard Int(node.next) == index + 1, Int(node.end) - Int(node.start) == text.count,
        source[Int(node.start)..<Int(node.end)] == text
      else { return false }
      let leaf = SyntaxNode(tree: self, index: index)
      return NameRole.isOfDefinition(leaf) && NameRole(of: leaf).function == nil
    }
  }
}
