internal import HoneCore

extension GroupingInspection {
  /// Whether what no parentheses mend is what the rule is for: code that becomes another kind of code, or text.
  func isMeant(_ damage: Damage, of index: Int, _ marks: Parentheses) -> Bool {
    guard let shape = edits[index].shape else { return true }
    if damage.whole, let whole = shape.whole, isMisread(whole, of: index, shape) { return false }
    let holes = damage.holes.allSatisfy { number in
      let hole = shape.holes[number]
      let range = places.part(hole.range, of: index, shape)
      if isPartOfList(hole) || breaks(hole, at: range) { return false }
      // What has become another kind of node, or a part of a text, was put there.
      if !result.nodes(covering: range).isEmpty || result.isInsideToken(range) { return true }
      let record = tree.nodes[hole.node]
      let alone = marks.kinds(of: tree.source[Int(record.start)..<Int(record.end)])
      if !Set(alone).isDisjoint(with: self.kinds(of: hole)) { return false }
      return result.isRun(range)
    }
    guard holes else { return false }
    guard damage.whole, damage.holes.isEmpty, let whole = shape.whole else { return true }
    let text = edits[index].replacements.applied(to: tree.source, in: shape.range)
    let code = CodeTokens.trimmed(0..<text.count, in: text)
    // A statement, a pattern or a type that becomes something else, or becomes no expression.
    if marks.kinds(of: text[code]).isEmpty { return true }
    let kinds = tree.nodes(covering: shape.range).map { tree.grammar.kind(of: tree.nodes[$0].symbol) }
    guard kinds.contains(tree.grammar.kind(of: tree.nodes[whole].symbol)) else { return true }
    let alone = marks.kinds(of: tree.source[shape.range])
    return !kinds.contains(where: alone.contains) || tree.isList(Int(tree.nodes[whole].parent)) && text.holdsBareComma
  }
}

extension SyntaxTree {
  /// Whether a range lies in one token, or begins or ends inside of one.
  func isInsideToken(_ range: Range<Int>) -> Bool {
    var node = 0
    var child = 1
    while child < Int(nodes[node].next) {
      let record = nodes[child]
      if Int(record.start) <= range.lowerBound, Int(record.end) >= range.upperBound {
        node = child
        child = node + 1
      } else {
        child = Int(record.next)
      }
    }
    return Int(nodes[node].next) == node + 1
  }

  /// Whether a range is some whole children of one node.
  fileprivate func isRun(_ range: Range<Int>) -> Bool {
    let starts = Set(nodes.lazy.filter { Int($0.start) == range.lowerBound }.map(\.parent))
    return nodes.contains { Int($0.end) == range.upperBound && $0.start < $0.end && starts.contains($0.parent) }
  }

  /// Whether commas part the children of a node.
  fileprivate func isList(_ node: Int) -> Bool {
    var child = node + 1
    while child < Int(nodes[node].next) {
      let record = nodes[child]
      if record.end == record.start + 1, source[Int(record.start)] == UInt8(ascii: ",") { return true }
      child = Int(record.next)
    }
    return false
  }
}

extension [UInt8] {
  /// Whether a comma stands outside of round brackets.
  fileprivate var holdsBareComma: Bool {
    var depth = 0
    for byte in self {
      if "([{".utf8.contains(byte) { depth += 1 } else if ")]}".utf8.contains(byte) { depth -= 1 }
      if depth == 0, byte == UInt8(ascii: ",") { return true }
    }
    return false
  }
}
