internal import HoneSyntax

/// Which function a name is local to, and what functions say of the code inside of them.
extension NameRole {
  /// The innermost function around a name that declares it.
  static func function(declaring name: SyntaxNode) -> Int? {
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

  static let functions: Set<String> = [
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

  /// Whether the function around a node says that it returns a failure or nothing, in Rust.
  static func mayFail(_ node: SyntaxNode) -> Bool {
    guard let function = node.ancestors.first(where: isFunction),
      let result = function.children.first(where: { $0.field == "return_type" })
    else { return false }
    return ["Result", "Option", "Poll", "ControlFlow"].contains { result.string.contains($0) }
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
}
