/// The blanks that a pattern has between neighbours, so that only those are changed in which a rewrite differs.
struct PatternGaps: Sendable {
  private struct Neighbours: Hashable {
    var left: FixTemplate.Item.Content
    var right: FixTemplate.Item.Content
  }

  private var gaps: [Neighbours: [UInt8]] = [:]

  /// - Parameter patterns: the texts of the patterns that describe the matched node itself.
  init(_ patterns: [String], grammar: Grammar, dialect: PatternDialect) {
    for pattern in patterns {
      let template = FixTemplate(pattern, grammar: grammar, dialect: dialect)
      for (left, right) in zip(template.items, template.items.dropFirst()) {
        let neighbours = Neighbours(left: left.content, right: right.content)
        let gap = Array(template.text[left.range.upperBound..<right.range.lowerBound])
        if gaps[neighbours] == nil { gaps[neighbours] = gap }
      }
    }
  }

  /// What stands between two neighbours; `nil` when they are none in any pattern.
  func gap(_ left: FixTemplate.Item.Content, _ right: FixTemplate.Item.Content) -> [UInt8]? {
    gaps[Neighbours(left: left, right: right)]
  }
}

extension SyntaxTree {
  /// How the line that holds an offset ends; the first line when it is the last.
  func lineEnd(near offset: Int) -> [UInt8] {
    let lines = written.lines
    var end = lines.end(of: lines.line(at: offset))
    if end == source.count { end = lines.end(of: 0) }
    guard end > 0, end < source.count, source[end - 1] == 0x0d else { return [0x0a] }
    return [0x0d, 0x0a]
  }

  /// Whether a byte lies inside of a literal, so that blanks before it mean something.
  func isInsideLiteral(_ offset: Int) -> Bool {
    // Starts ascend in preorder: the last node that starts before the byte is the deepest that may hold it.
    var low = 0
    var high = nodes.count
    while low < high {
      let middle = (low + high) / 2
      if Int(nodes[middle].start) < offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    var index = low - 1
    if Int(nodes[index].next) == index + 1, Int(nodes[index].end) > offset, !nodes[index].flags.contains(.extra) {
      return true
    }
    while index > 0 {
      if Int(nodes[index].end) > offset, isLiteral(nodes[index].symbol) { return true }
      index = Int(nodes[index].parent)
    }
    return false
  }

  private func isLiteral(_ symbol: UInt16) -> Bool {
    guard Int(symbol) < grammar.kinds.count else { return false }
    let kind = grammar.kinds[Int(symbol)]
    return kind.contains("string") || kind.contains("heredoc")
  }
}
