internal import HoneSyntax

/// How much of what an edit leaves alone may vary elsewhere.
enum HoleScope: CaseIterable {
  /// All that the examples do not tell apart: only what differs between them varies.
  case differences
  /// Argument lists and bodies too, as a whole.
  case lists
  /// What members are taken of, too.
  case receivers
  /// Expressions too that call nothing and take no member: where all of them are too many, since no name would be left.
  case operands
  /// Every expression that both sides hold.
  case expressions
  /// The name of what is defined around the edit, beside lists: the edit is about the rest of the definition.
  case definitions

  /// Whether a node whose code stands on both sides may become a hole.
  func takes(_ node: SyntaxNode) -> Bool {
    if self == .definitions { return node.isNameOfDefined }
    guard isWide(for: node), node.isNamed, !node.record.flags.contains(.extra), !node.range.isEmpty
    else { return false }
    return !node.isNameOfSomething && !node.isFixedValue && node.listed == nil
  }

  private func isWide(for node: SyntaxNode) -> Bool {
    switch self {
    case .differences, .lists: false
    case .receivers: node.isReceiver
    case .operands: !node.holdsName
    case .expressions: true
    case .definitions: false
    }
  }

  /// Whether the inside of a list that stands on both sides may become a hole.
  var takesLists: Bool { self != .differences }
}

extension SyntaxNode {
  /// Whether the node names what is called, read or declared: the part of an edit which tells what it is about.
  var isNameOfSomething: Bool {
    let isLeaf = Int(record.next) == index + 1
    if let field, Self.nameFields.contains(field) { return isLeaf }
    return Self.nameKinds.contains(kind)
  }

  /// Whether a function or a type is called so that is defined there.
  var isNameOfDefined: Bool {
    guard field == "name", isNamed, Int(record.next) == index + 1, let parent else { return false }
    return TreeEdit.isDefinition(kind: parent.kind)
  }

  /// Whether something inside of it is called or taken by its name.
  fileprivate var holdsName: Bool {
    (index..<Int(record.next)).contains { SyntaxNode(tree: tree, index: $0).isNameOfSomething }
  }

  private static let nameFields: Set<String> = [
    "function", "name", "method", "attribute", "property", "field", "type", "module_name", "key", "operator", "label",
    "constructor", "macro", "suffix", "trait",
  ]
  private static let nameKinds: Set<String> = [
    "type_identifier", "field_identifier", "property_identifier", "primitive_type", "namespace_identifier", "keyword",
    "predefined_type", "modifiers", "dotted_name", "scoped_identifier", "scoped_type_identifier",
    "import_from_statement",
    "import_statement", "operator", "visibility_modifier", "type_annotation", "package_identifier",
  ]

  /// Whether a member is taken of the node.
  var isReceiver: Bool {
    guard let field, let parent else { return false }
    return ["object", "operand", "receiver", "target"].contains(field)
      || ["value", "argument"].contains(field) && parent.kind == "field_expression"
  }

  /// Whether the node is a value that a language has a word for; an edit that keeps one is likely about it.
  var isFixedValue: Bool { Self.fixedValues.contains(kind) }

  private static let fixedValues: Set<String> = [
    "none", "true", "false", "null", "nil", "undefined", "this", "self", "super", "boolean_literal", "null_literal",
    "nil_literal", "self_expression", "ellipsis",
  ]

  /// The children between the brackets of a list, or all children of a body without brackets; `nil` where the node is
  /// neither.
  var listed: [SyntaxNode]? {
    let children = Array(children)
    guard isListLike else { return nil }
    guard let first = children.first, let last = children.last, !first.isNamed, !last.isNamed, children.count >= 2,
      let opening = first.text.first, let closing = last.text.first, Self.brackets[opening] == closing
    else { return holdsStatements ? children : nil }
    return Array(children.dropFirst().dropLast())
  }

  private var isListLike: Bool {
    let kind = kind
    return kind.hasSuffix("arguments") || kind.hasSuffix("argument_list") || kind.hasSuffix("parameters")
      || kind.hasSuffix("parameter_list") || holdsStatements
  }

  private static let brackets: [UInt8: UInt8] = [0x28: 0x29, 0x5b: 0x5d, 0x7b: 0x7d]
}
