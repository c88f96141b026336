internal import HoneCore
internal import HoneSyntax

/// What a name stands for, as far as the grammar tells it without types: two names of different roles are different names.
enum NameRole: Hashable {
  /// A parameter, or a variable that a function declares: it means nothing outside of that function, whose node this is.
  case local(function: Int)
  /// The name of an argument in a call.
  case label
  /// Anything else; what it is about is told by its text alone.
  case shared

  init(of name: SyntaxNode) {
    if Self.isLabel(name) {
      self = .label
    } else if let function = Self.function(declaring: name) {
      self = .local(function: function)
    } else {
      self = .shared
    }
  }

  /// Whether both are local, or neither is, and so on.
  func isSameKind(as other: NameRole) -> Bool {
    switch (self, other) {
    case (.local, .local), (.label, .label), (.shared, .shared): true
    default: false
    }
  }

  /// The node of the function that the name is local to.
  var function: Int? { if case .local(let function) = self { function } else { nil } }

  /// Whether a name is that of a function, where it is called or defined.
  static func isOfFunction(_ name: SyntaxNode) -> Bool {
    guard let parent = name.parent else { return false }
    if name.field == "function" || name.field == "macro" { return true }
    if ["call_expression", "method_invocation", "function_call_expression", "call"].contains(parent.kind) {
      return name.field == nil
        ? parent.children.first { _ in true }?.index == name.index : name.field == "name" || name.field == "method"
    }
    return name.field == "name" && isFunction(parent) || parent.kind == "function_declarator"
  }

  /// Whether a name is defined where it stands.
  static func isOfDefinition(_ name: SyntaxNode) -> Bool {
    guard let parent = name.parent, name.field == "name" || name.field == "declarator" else { return false }
    return isDefinition(kind: parent.kind)
  }

  /// Whether nodes of a kind define what they name.
  static func isDefinition(kind: String) -> Bool {
    functions.contains(kind) || kind.hasSuffix("_declarator") || kind.hasSuffix("declaration")
      || kind.hasSuffix("_definition") || kind.hasSuffix("_item") || kind.hasSuffix("_spec")
  }

  // MARK: Labels and members

  private static func isLabel(_ node: SyntaxNode) -> Bool {
    if node.kind == "label_name" || node.field == "external_name" { return true }
    guard let parent = node.parent else { return false }
    return parent.kind == "value_argument_label" || node.field == "name" && labelled.contains(parent.kind)
  }

  static let labelled: Set<String> = ["keyword_argument", "value_argument", "named_argument", "argument"]

  /// Whether the name stands behind a dot, or names a type: such a name is never that of a variable.
  static func isMember(_ node: SyntaxNode) -> Bool {
    if node.isKeyOfLiteral { return true }
    if let field = node.field, members.contains(field) { return true }
    return memberKinds.contains(node.kind) || node.parent?.kind == "navigation_suffix"
  }

  private static let members: Set<String> = ["attribute", "property", "field", "type", "method", "suffix"]
  private static let memberKinds: Set<String> = ["property_identifier", "field_identifier", "type_identifier"]

  /// Whether a name is taken of an object, or is the key of a literal.
  static func isOfObject(_ node: SyntaxNode) -> Bool {
    if node.isKeyOfLiteral || node.kind == "property_identifier" || node.kind == "field_identifier" { return true }
    guard let parent = node.parent else { return false }
    if let field = node.field, ["attribute", "property", "field", "suffix"].contains(field) { return true }
    return parent.kind == "navigation_suffix" || parent.kind == "pair" && node.field == "key"
  }

  /// Whether a name is taken of a module, as far as the imports of its file tell.
  /// - Parameter packages: modules that are known without an import.
  static func isOfModule(_ name: SyntaxNode, among packages: Set<String>) -> Bool {
    guard var whole = name.parent, whole.kind != "pair" else { return false }
    if whole.kind == "navigation_suffix", let parent = whole.parent { whole = parent }
    let object = whole.tree.source[whole.range.lowerBound..<name.range.lowerBound]
    guard object.last == UInt8(ascii: "."), object.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") }) else {
      return false
    }
    let root = Array(object.prefix { $0 != UInt8(ascii: ".") })
    if packages.contains(String(decoding: root, as: UTF8.self)) { return true }
    let isECMAScript = ["javascript", "typescript", "tsx"].contains(name.tree.grammar.name)
    if isECMAScript, object.elementsEqual("exports.".utf8) || object.elementsEqual("module.exports.".utf8) {
      return true
    }
    if name.tree.grammar.name == "python", root.first.map({ (0x41...0x5a).contains($0) }) ?? true { return false }
    return name.tree.nodes.indices.contains { index in
      let leaf = SyntaxNode(tree: name.tree, index: index)
      guard Int(leaf.record.next) == index + 1, leaf.range.count >= root.count,
        leaf.text.suffix(root.count) == root[...]
      else { return false }
      // The path of a package in Go ends in its name.
      let isWhole = leaf.range.count == root.count
      if !isWhole, leaf.text.dropLast(root.count).last != UInt8(ascii: "/") { return false }
      guard isECMAScript else { return leaf.isInImport }
      return isWhole && (leaf.parent?.kind == "namespace_import" || leaf.isRequired)
    }
  }

  // MARK: Functions

  /// The innermost function around a name that declares it.
  private static func function(declaring name: SyntaxNode) -> Int? {
    guard !isMember(name) else { return nil }
    // The name of a function is not local to itself.
    var isOwnName = true
    var node = name
    while let parent = node.parent {
      isOwnName = isOwnName && (node.field == "name" || node.field == "declarator")
      if isFunction(parent) {
        if !isOwnName, declares(name.text, parent) { return parent.index }
        isOwnName = false
      }
      node = parent
    }
    return nil
  }

  /// Whether a function around a node declares a name before it.
  static func isDeclared(_ name: String, before node: SyntaxNode) -> Bool {
    let text = Array(name.utf8)[...]
    return node.ancestors.contains { isFunction($0) && declares(text, $0, before: node) }
  }

  /// Whether a name is declared by the time that a node is evaluated: it stands before it, and not for its value.
  private static func isDeclared(_ leaf: SyntaxNode, before node: SyntaxNode) -> Bool {
    guard leaf.range.upperBound <= node.range.lowerBound else { return false }
    let declaration = leaf.parent
    let side = ([node] + node.ancestors).first { $0.parent?.index == declaration?.index }
    return side?.field != "value" && side?.field != "right"
  }

  private static let functions: Set<String> = [
    "function_definition", "function_declaration", "function_item", "function_expression", "arrow_function",
    "generator_function", "generator_function_declaration", "method_declaration", "method_definition", "method",
    "singleton_method", "lambda", "lambda_expression", "lambda_literal", "closure_expression", "func_literal",
    "constructor_declaration", "init_declaration", "anonymous_function_creation_expression", "local_function_statement",
    "compact_constructor_declaration", "subscript_declaration", "macro_definition",
  ]

  static func isFunction(_ node: SyntaxNode) -> Bool { functions.contains(node.kind) }

  /// Whether code at a node may wait for other code: what is around it says that it is asynchronous, or nothing says that it is
  /// not, as at the top of a module.
  static func mayWait(_ node: SyntaxNode) -> Bool {
    for around in node.ancestors {
      if around.kind.hasPrefix("async") { return true }
      guard isFunction(around) else { continue }
      return around.children.contains { child in
        child.kind == "async" || child.kind.contains("modifier") && child.text.elementsEqual("async".utf8)
          || child.kind.hasSuffix("modifiers") && child.string.split(separator: " ").contains("async")
      }
    }
    return true
  }

  private static func declares(
    _ text: ArraySlice<UInt8>, _ function: SyntaxNode, before place: SyntaxNode? = nil
  ) -> Bool {
    let tree = function.tree
    var index = function.index + 1
    while index < Int(function.record.next) {
      let node = tree.nodes[index]
      if Int(node.next) == index + 1, Int(node.end) - Int(node.start) == text.count,
        tree.source[Int(node.start)..<Int(node.end)] == text
      {
        let leaf = SyntaxNode(tree: tree, index: index)
        if leaf.isNamed, !isMember(leaf), let owner = owner(ofDeclared: leaf), owner == function.index,
          place.map({ isDeclared(leaf, before: $0) }) ?? true
        {
          return true
        }
      }
      index += 1
    }
    return false
  }

  // MARK: Declarations

  /// Nodes that may stand between a declaration and the name that it declares.
  private static let wrappings: Set<String> = [
    "pointer_declarator", "reference_declarator", "array_declarator", "expression_list", "pattern_list",
    "tuple_pattern", "identifier_list", "pattern", "mut_pattern", "ref_pattern", "reference_pattern", "variable_name",
    "typed_parameter", "list_splat_pattern", "dictionary_splat_pattern", "rest_pattern", "splat_parameter",
    "captured_pattern", "as_pattern_target", "left_assignment_list", "variable_declaration", "parenthesized_pattern",
  ]

  /// The function that a declaration belongs to.
  /// - Returns: `nil` where the leaf declares nothing, or declares it outside of any function.
  private static func owner(ofDeclared leaf: SyntaxNode) -> Int? {
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

extension SyntaxNode {
  /// Whether it names what `require` brings.
  fileprivate var isRequired: Bool {
    guard field == "name", let declarator = parent, declarator.kind == "variable_declarator" else { return false }
    return declarator.children.contains { $0.field == "value" && $0.text.starts(with: "require(".utf8) }
  }

  /// Whether it is a key of a composite literal of Go, which names a field.
  var isKeyOfLiteral: Bool {
    guard kind == "identifier", let element = parent, element.kind == "literal_element", let pair = element.parent,
      pair.kind == "keyed_element"
    else { return false }
    return pair.children.first { _ in true }?.index == element.index
  }
}
