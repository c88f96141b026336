internal import HoneSyntax

/// Functions, types and imports, told by what the grammars call them.
///
/// Grammars agree on little more than words: `function_definition`, `function_item`, `method_declaration`. A node counts when
/// its kind holds such a word and it has a body.
extension SyntaxNode {
  /// A function, method or initialiser with a body; closures are none.
  var isFunctionUnit: Bool {
    guard !Self.closures.contains(kind) else { return false }
    return kindHolds(Self.functionWords) && bodyStart != nil
  }

  /// A class, structure, interface or the like with its members.
  var isTypeUnit: Bool {
    if kind == "type_declaration" { return children.contains { $0.kind == "type_spec" } }
    return kindHolds(Self.typeWords) && bodyStart != nil
  }

  /// A statement that brings names of another file or module into this one.
  var isImportStatement: Bool {
    kindHolds(["import", "include", "using"]) || kind == "use_declaration" || kind == "namespace_use_declaration"
  }

  /// Whether its children stand one below the other: statements, members, declarations.
  var isBlock: Bool {
    guard parent != nil else { return true }
    return Self.blockEnds.contains { kind.hasSuffix($0) }
  }

  /// The byte at which the body of a function or type begins; `nil` for a node that has none.
  var bodyStart: Int? {
    let body =
      children.first { $0.field == "body" }
      ?? children.first { child in Self.blockEnds.contains { child.kind.hasSuffix($0) } }
    return body?.range.lowerBound
  }

  /// The name of a function or type.
  var unitName: String? {
    if let name = children.first(where: { $0.field == "name" }) { return String(decoding: name.text, as: UTF8.self) }
    // C and its kin write the name into a declarator.
    guard let declarator = children.first(where: { $0.field == "declarator" }) else { return nil }
    if declarator.kind.hasSuffix("identifier") { return String(decoding: declarator.text, as: UTF8.self) }
    return declarator.unitName
  }

  /// The bytes before the body of a function or type, without comments and blanks at their end.
  var head: ArraySlice<UInt8>? {
    guard let bodyStart else { return nil }
    let last = children.filter { !$0.record.flags.contains(.extra) && $0.range.lowerBound < bodyStart }.last
    return tree.source[range.lowerBound..<(last?.range.upperBound ?? bodyStart)]
  }

  private static let functionWords: Set<Substring> = [
    "function", "method", "constructor", "destructor", "init", "deinit", "subroutine",
  ]
  private static let typeWords: Set<Substring> = [
    "class", "struct", "enum", "interface", "trait", "protocol", "record", "union", "object", "impl", "module",
  ]
  private static let closures: Set<String> = [
    "arrow_function", "function_expression", "function", "anonymous_function",
  ]
  private static let blockEnds = [
    "body", "block", "compound_statement", "declaration_list", "statement_list", "statements", "suite",
    "body_statement",
  ]

  private func kindHolds(_ words: Set<Substring>) -> Bool {
    isNamed && kind.split(separator: "_").contains(where: words.contains)
  }
}

extension SyntaxTree {
  /// Every node, in the order in which a reader meets them.
  var allNodes: some Sequence<SyntaxNode> { nodes.indices.lazy.map { SyntaxNode(tree: self, index: $0) } }

  /// The outermost nodes that `isWanted` picks.
  func outermost(where isWanted: (SyntaxNode) -> Bool) -> [SyntaxNode] {
    var found: [SyntaxNode] = []
    var index = 1
    while index < nodes.count {
      let node = SyntaxNode(tree: self, index: index)
      if isWanted(node) {
        found.append(node)
        index = Int(node.record.next)
      } else {
        index += 1
      }
    }
    return found
  }

  /// Where imports stand: from the first to the last at the top of the file; where there is none, the empty range at which
  /// one would stand.
  var importRegion: Range<Int> {
    let top = Array(root.children.filter(\.isNamed))
    let imports = top.filter(\.isImportStatement)
    if let first = imports.first, let last = imports.last { return first.range.lowerBound..<last.range.upperBound }
    let start =
      top.first { node in
        !node.record.flags.contains(.extra) && !node.kind.hasPrefix("package") && !node.kind.contains("string")
          && !(node.kind == "expression_statement" && node.children.allSatisfy { $0.kind.contains("string") })
      }?.range.lowerBound ?? source.count
    return start..<start
  }
}
