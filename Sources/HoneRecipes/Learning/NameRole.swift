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

  /// Whether something is taken of the name, in Go: it may be that of a package.
  static func isQualifier(_ name: SyntaxNode) -> Bool {
    name.kind == "package_identifier" && name.parent?.kind == "qualified_type"
      || name.kind == "identifier" && name.field == "operand" && name.parent?.kind == "selector_expression"
  }

  /// Whether a name is that of a method where it is defined, in Rust: a function that takes `self`.
  static func isOfMethod(_ name: SyntaxNode) -> Bool {
    guard name.field == "name", let function = name.parent, isFunction(function) || function.kind.hasPrefix("function_")
    else { return false }
    return function.children.first { $0.kind == "parameters" }?.children.contains { $0.kind == "self_parameter" }
      ?? false
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
    let isECMAScript = name.tree.grammar.isECMAScript
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
