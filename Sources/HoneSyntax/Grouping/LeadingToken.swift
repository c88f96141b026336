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

  /// Whether code begins with a token that goes on with a line before it, where what it takes the place of begins a statement
  /// and with another.
  func mayGoOn(_ code: ArraySlice<UInt8>, inPlaceOf node: Int) -> Bool {
    guard grammar.isECMAScript, code.first.map(Self.goesOn) ?? false else {
      return false
    }
    return !Self.goesOn(source[Int(nodes[node].start)]) && beginsStatement(node)
  }

  /// Whether no statement begins at an offset of this tree, so that what stands there goes on with what stands before.
  func goesOn(at offset: Int) -> Bool {
    if isExcerpt {
      // What stands before was not parsed: the whole tree is asked where the bytes do not tell.
      return source[..<offset].last { !$0.isWhitespace }.map { !";{".utf8.contains($0) } ?? false
    }
    return !nodes(startingAt: offset).contains { kind(of: $0) == "expression_statement" }
  }

  private static func goesOn(_ byte: UInt8) -> Bool { "([+-/`".utf8.contains(byte) }

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
