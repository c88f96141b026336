internal import HoneCore

/// What follows code without a blank, such as a member, binds tighter than any operator in every language.
///
/// Some grammars read `a + b.c` as `(a + b).c` all the same, those of Swift and Kotlin among them.
extension SyntaxTree {
  /// Whether a member, a subscript or a call begins at an offset.
  func beginsPostfix(at offset: Int) -> Bool {
    let next = source[min(offset, source.count)...].prefix(2)
    guard let first = next.first else { return false }
    if "[(".utf8.contains(first) { return true }
    if first == UInt8(ascii: ".") { return next.last != first || next.count == 1 }
    return ["?.", "->", "::"].contains { next.elementsEqual($0.utf8) }
  }

  /// Whether code ends with what an operator or a keyword before it takes: `b` in `a + b`.
  func endsWithOperand(_ range: Range<Int>) -> Bool {
    guard let node = nodes(covering: range).last(where: { childCount($0) > 1 }), !isTight(node) else { return false }
    var child = node + 1
    var before = child
    while Int(nodes[child].next) < Int(nodes[node].next) {
      before = child
      child = Int(nodes[child].next)
    }
    let mark = source[Int(nodes[before].start)..<Int(nodes[before].end)]
    // The arrow to a member is none.
    if ["->", "?->"].contains(where: { mark.elementsEqual($0.utf8) }) { return false }
    return nodes[child].flags.contains(.named)
      && (!nodes[before].flags.contains(.named) || !mark.contains { $0.isNameByte || $0 >= 0x80 })
  }

  private func childCount(_ node: Int) -> Int {
    var count = 0
    var child = node + 1
    while child < Int(nodes[node].next), count < 2 {
      count += 1
      child = Int(nodes[child].next)
    }
    return count
  }
}
