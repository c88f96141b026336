internal import HoneCore

/// With what code may not begin where it stands, though its grammar reads it there.
///
/// tree-sitter's grammars try every reading and take one that fits, where compilers look at the first token: `{}.x = 1` is a
/// block and then an error to ECMAScript, `() => {}` a function without a value, and `f"{{}}"` a bracket to Python.
///
/// Source: ECMA-262, ExpressionStatement, ConciseBody and Automatic Semicolon Insertion; Python's reference, formatted
/// string literals; C#'s reference, interpolated strings.
extension SyntaxTree {
  /// Whether the code that takes the place of a node is read as something else because of how it begins.
  /// - Parameter node: what stood there, in this tree.
  func misreads(_ code: ArraySlice<UInt8>, inPlaceOf node: Int) -> Bool {
    guard let first = code.first else { return false }
    switch grammar.name {
    case "javascript", "typescript", "tsx":
      if "([+-/`".utf8.contains(first) { return beginsStatement(node) && goesOn(before: node) }
      let isBracket = first == UInt8(ascii: "{")
      guard isBracket || ["function", "class"].contains(where: { code.begins(withWord: $0) }) else { return false }
      return beginsStatement(node) || isBracket && beginsArrowBody(node)
    case "python":
      return (first == UInt8(ascii: "{") || code.begins(withWord: "lambda")) && beginsInterpolation(node)
    case "c_sharp", "csharp": return first == UInt8(ascii: "{") && beginsInterpolation(node)
    default: return false
    }
  }

  private func beginsStatement(_ node: Int) -> Bool {
    ancestor(of: node) { nodes[$0].start == nodes[node].start && kind(of: $0) == "expression_statement" } != nil
  }

  /// Whether the statement before has no semicolon, so that certain tokens would go on with it.
  private func goesOn(before node: Int) -> Bool {
    // What begins as it did before is read as it was.
    if "([+-/`".utf8.contains(source[Int(nodes[node].start)]) { return false }
    var statement = node
    while statement > 0, kind(of: statement) != "expression_statement" { statement = Int(nodes[statement].parent) }
    guard statement > 0 else { return false }
    let parent = Int(nodes[statement].parent)
    var previous = statement
    repeat {
      // In preorder the last node of what stands before comes right before.
      previous -= 1
      guard previous > parent else { return false }
      while Int(nodes[previous].parent) != parent { previous = Int(nodes[previous].parent) }
    } while kind(of: previous).contains("comment")
    if kind(of: previous) == "export_statement" {
      // A declaration ends with its body, with or without `export` before it.
      var last = previous + 1
      while nodes[last].next < nodes[previous].next { last = Int(nodes[last].next) }
      if kind(of: last).hasSuffix("_declaration") { previous = last }
    }
    guard nodes[previous].end > 0, Self.endedByLine.contains(kind(of: previous)) else { return false }
    return source[Int(nodes[previous].end) - 1] != UInt8(ascii: ";")
  }

  /// The statements of ECMAScript that a line break may end.
  private static let endedByLine: Set<String> = [
    "expression_statement", "lexical_declaration", "variable_declaration", "return_statement", "throw_statement",
    "export_statement", "import_statement", "type_alias_declaration",
  ]

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
