internal import HoneCore

/// With what code may not begin where it stands, though its grammar reads it there.
///
/// tree-sitter's grammars try every reading and take one that fits, where compilers look at the first token: `{}.x = 1` is a
/// block and then an error to ECMAScript, `() => {}` a function without a value, and `f"{{}}"` a bracket to Python.
///
/// Source: ECMA-262, ExpressionStatement and ConciseBody; Python's reference, formatted string literals; C#'s reference,
/// interpolated strings.
extension SyntaxTree {
  /// Whether the code that takes the place of a node is read as something else because of how it begins.
  /// - Parameter node: what stood there, in this tree.
  func misreads(_ code: ArraySlice<UInt8>, inPlaceOf node: Int) -> Bool {
    let isBracket = code.first == UInt8(ascii: "{")
    switch grammar.name {
    case "javascript", "typescript", "tsx":
      guard isBracket || ["function", "class"].contains(where: { code.begins(withWord: $0) }) else {
        return false
      }
      return beginsStatement(node) || isBracket && beginsArrowBody(node)
    case "python", "c_sharp", "csharp": return isBracket && beginsInterpolation(node)
    default: return false
    }
  }

  private func beginsStatement(_ node: Int) -> Bool {
    ancestor(of: node) { nodes[$0].start == nodes[node].start && kind(of: $0) == "expression_statement" } != nil
  }

  private func beginsArrowBody(_ node: Int) -> Bool {
    var child = node
    while child > 0, nodes[child].start == nodes[node].start {
      let parent = Int(nodes[child].parent)
      if nodes[parent].start < nodes[child].start {
        return kind(of: parent) == "arrow_function" && nodes[parent].end == nodes[child].end
      }
      child = parent
    }
    return false
  }

  private func beginsInterpolation(_ node: Int) -> Bool {
    ancestor(of: node) {
      nodes[$0].start + 1 == nodes[node].start && ["interpolation", "format_expression"].contains(kind(of: $0))
    } != nil
  }

  private func ancestor(of node: Int, where matches: (Int) -> Bool) -> Int? {
    var child = node
    while child > 0 {
      child = Int(nodes[child].parent)
      if matches(child) { return child }
      guard nodes[child].start + 1 >= nodes[node].start else { return nil }
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  fileprivate func begins(withWord word: String) -> Bool {
    starts(with: word.utf8) && !(dropFirst(word.utf8.count).first?.isNameByte ?? false)
  }
}
