internal import HoneCore

/// Where languages want parentheses that tree-sitter's grammars do without.
///
/// Source: ECMA-262 (ArrowFunction and YieldExpression are no operands, a unary expression is no base of `**`, no line break
/// follows `return`, `throw` and `yield`); Python's reference, Expressions; Rust's reference, type cast expressions.
extension SyntaxTree {
  /// Whether a node of this tree has to be put into parentheses where it stands.
  func needsParentheses(_ node: Int) -> Bool {
    let parent = Int(nodes[node].parent)
    let own = kind(of: node)
    let around = kind(of: parent)
    switch grammar.name {
    case "javascript", "typescript", "tsx":
      if ["return_statement", "throw_statement", "yield_expression"].contains(around), beginsAfterLine(node, of: parent)
      {
        return true
      }
      let isFirst = nodes[node].start == nodes[parent].start
      if ["class_heritage", "extends_clause"].contains(around) { return Self.looseKinds.contains(own) }
      switch own {
      case "arrow_function", "yield_expression", "assignment_expression", "augmented_assignment_expression":
        return ["binary_expression", "unary_expression", "await_expression"].contains(around)
          || around == "ternary_expression" && isFirst
      case "binary_expression": return around == "binary_expression" && mixesCoalescing(node, parent)
      case "sequence_expression": return around == "for_in_statement"
      case "unary_expression": return around == "binary_expression" && isFirst && next(after: node, is: "**")
      default: return false
      }
    case "python":
      let isLast = nodes[node].end == nodes[parent].end
      let isOperand = Self.operators.contains(around) || around == "conditional_expression" && !isLast
      switch own {
      case "lambda": return isOperand || around == "if_clause"
      case "conditional_expression": return isOperand
      case "named_expression":
        return isOperand || ["expression_statement", "assignment", "keyword_argument", "lambda"].contains(around)
      default: return false
      }
    case "rust":
      return own == "type_cast_expression" && (next(after: node, is: "<") || around == "try_expression")
    default: return false
    }
  }

  /// Whether what is replaced has several lines and has to begin on the line of the word before it, which what takes its place
  /// may not do any more.
  func wantsOneLine(_ range: Range<Int>, inPlaceOf node: Int) -> Bool {
    guard grammar.isECMAScript, source[range].contains(0x0a) else { return false }
    return Self.oneLiners.contains(kind(of: Int(nodes[node].parent)))
  }

  private static let oneLiners = ["return_statement", "throw_statement", "yield_expression"]

  /// What is no operand of `extends` without parentheses.
  private static let looseKinds = [
    "binary_expression", "arrow_function", "ternary_expression", "assignment_expression",
    "augmented_assignment_expression", "unary_expression", "await_expression", "yield_expression",
    "sequence_expression", "update_expression",
  ]

  /// Whether of two expressions with operators one has `??` and the other `||` or `&&`.
  private func mixesCoalescing(_ node: Int, _ parent: Int) -> Bool {
    func mark(_ node: Int) -> String? {
      var child = node + 1
      while child < Int(nodes[node].next) {
        if ["??", "||", "&&"].contains(kind(of: child)) { return kind(of: child) }
        child = Int(nodes[child].next)
      }
      return nil
    }
    guard let own = mark(node), let around = mark(parent) else { return false }
    return (own == "??") != (around == "??")
  }

  private static let operators = [
    "binary_operator", "comparison_operator", "boolean_operator", "not_operator", "unary_operator", "await",
  ]

  private func next(after node: Int, is mark: String) -> Bool {
    source[Int(nodes[node].end)...].drop(while: \.isWhitespace).starts(with: mark.utf8)
  }

  /// Whether a line ends between the first word of a statement and an expression of it.
  private func beginsAfterLine(_ node: Int, of parent: Int) -> Bool {
    let start = Int(nodes[parent].start)
    let word = source[start...].prefix(while: \.isNameByte).count
    return source[(start + word)..<max(start + word, Int(nodes[node].start))].contains(0x0a)
  }

  /// Whether code holds a line break that only brackets around it allow, as in Python, and stands in none.
  func breaksLine(_ range: Range<Int>) -> Bool {
    guard grammar.name == "python" else { return false }
    var depth = 0
    var breaks = false
    for (offset, byte) in source[range].enumerated() {
      if "([{".utf8.contains(byte) { depth += 1 } else if ")]}".utf8.contains(byte) { depth -= 1 }
      let place = range.lowerBound + offset
      if byte == 0x0a, depth == 0, place > range.lowerBound, source[place - 1] != UInt8(ascii: "\\") { breaks = true }
    }
    guard breaks, var node = nodes(covering: range).first else { return false }
    // A string of several lines is one token.
    if ["string", "block"].contains(kind(of: node)) || kind(of: node).hasSuffix("statement") { return false }
    while node > 0 {
      node = Int(nodes[node].parent)
      let start = Int(nodes[node].start)
      if "([{".utf8.contains(source[start]), nodes[node].end > nodes[node].start, start < range.lowerBound {
        return false
      }
      if kind(of: node).hasSuffix("statement") || kind(of: node) == "block" { return true }
    }
    return true
  }
}
