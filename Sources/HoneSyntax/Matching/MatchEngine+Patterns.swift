/// Patterns against nodes.
///
/// The rules are those of ast-grep, found by its documentation ("Deep Dive into ast-grep's Match Algorithm", "Strictness")
/// and by trying: children are compared from left to right, `$$$` takes as few as it can, and nothing is ever tried again
/// once a node of the pattern has found its node.
extension MatchEngine {
  /// What comparing one node of a pattern with one node of the code says.
  enum Verdict {
    case match
    case skipBoth
    case skipPattern
    case skipCode
    case mismatch
  }

  /// Tries a pattern at a node.
  mutating func matchesRoot(_ index: Int, at node: Int32) -> Bool {
    let root = program.roots[index]
    if root.symbol >= 0, Int32(nodes[Int(node)].symbol) != root.symbol { return false }
    let mark = mark
    strictness = root.strictness
    let first = root.cells.lowerBound
    lastNode = node
    let isMatch =
      if root.isSequence {
        matchesRow(root.cells, at: node)
      } else if cells[Int(first)].kind == .one, strictness == .smart {
        // A comment is passed over inside of a pattern, but the whole pattern `$A` may stand for one.
        matchesHole(cells[Int(first)], at: node)
      } else {
        compare(first, node) == .match
      }
    if !isMatch { undo(to: mark) }
    return isMatch
  }

  /// Tries nodes in a row, the first of them being `node`.
  private mutating func matchesRow(_ goals: Range<Int32>, at node: Int32) -> Bool {
    guard node > 0 else { return false }
    let end = next(Int32(truncatingIfNeeded: nodes[Int(node)].parent))
    return compare(goals, with: node..<end, isRow: true)
  }

  @inline(__always)
  private mutating func matchesHole(_ cell: MatchProgram.Cell, at node: Int32) -> Bool {
    if cell.isNamed, !isNamed(node) { return false }
    return capture(node, in: cell.slot)
  }

  private mutating func compare(_ goal: Int32, _ node: Int32) -> Verdict {
    let cell = cells[Int(goal)]
    switch cell.kind {
    case .token:
      let verdict = compareToken(cell, node)
      if isRecording, verdict == .match { places.append(Place(slot: -1, first: node, last: node)) }
      return verdict
    case .one, .many:
      if strictness.skipsExtras, isExtra(node) { return .skipCode }
      return matchesHole(cell, at: node) ? .match : .mismatch
    case .node:
      guard strictness == .template || cell.symbol == nodes[Int(node)].symbol || cell.symbol == Grammar.errorSymbol
      else { return .mismatch }
      return compare((goal + 1)..<cell.next, with: (node + 1)..<next(node), isRow: false) ? .match : .mismatch
    }
  }

  private func compareToken(_ cell: MatchProgram.Cell, _ node: Int32) -> Verdict {
    let isSameKind = cell.symbol == nodes[Int(node)].symbol || cell.symbol == Grammar.errorSymbol
    // Tokens without a name are their kind; the text need not be looked at.
    if isSameKind, !cell.isNamed || hasText(node, of: cell) { return .match }
    if strictness.skipsExtras, isExtra(node) { return .skipCode }
    let isPassable = !isNamed(node)
    switch strictness {
    case .cst: return .mismatch
    case .smart: return isPassable ? .skipCode : .mismatch
    case .signature where isSameKind: return .match
    case .ast, .relaxed, .signature:
      if !cell.isNamed { return isPassable ? .skipBoth : .skipPattern }
      return isPassable ? .skipCode : .mismatch
    case .template:
      if hasText(node, of: cell) { return .match }
      return isPassable ? .skipCode : .mismatch
    }
  }

  // MARK: Lists of children

  /// Compares nodes of a pattern with the children of a node.
  /// - Parameter isRow: whether nodes may follow that the pattern does not speak of.
  private mutating func compare(_ goals: Range<Int32>, with children: Range<Int32>, isRow: Bool) -> Bool {
    var goal = goals.lowerBound
    var node = children.lowerBound
    guard node < children.upperBound else { return false }
    while true {
      if goal >= goals.upperBound { return true }
      if cells[Int(goal)].kind == .many {
        switch takeMany(&goal, goals.upperBound, &node, children.upperBound, isRow: isRow) {
        case .done: return true
        case .failed: return false
        case .again: continue
        case .ready: break
        }
      }
      guard takeOne(&goal, goals.upperBound, &node, children.upperBound, isRow: isRow) else { return false }
      if goal < goals.upperBound {
        goal = cells[Int(goal)].next
        if node < children.upperBound {
          lastNode = isRow ? node : lastNode
          node = next(node)
        }
      }
      if goal >= goals.upperBound { return isRow || mayEnd(at: node, children.upperBound) }
      if node >= children.upperBound {
        // ast-grep wants at least one node of code for a `$$$` at the end.
        return (isRow || tree.grammar.isPlainText) && takesNothing(goal..<goals.upperBound, at: node)
      }
    }
  }

  /// Lets metavariables that stand for any number of nodes stand for none.
  private mutating func takesNothing(_ goals: Range<Int32>, at node: Int32) -> Bool {
    var goal = goals.lowerBound
    while goal < goals.upperBound {
      let cell = cells[Int(goal)]
      guard cell.kind == .many, captureMany(from: node, to: node, dropping: 0, in: cell.slot) else { return false }
      goal = cell.next
    }
    return true
  }

  private enum Progress {
    case done
    case failed
    case again
    case ready
  }

  /// Lets a `$$$` take nodes up to the first one that the next node of the pattern matches.
  private mutating func takeMany(
    _ goal: inout Int32, _ goalEnd: Int32, _ node: inout Int32, _ end: Int32, isRow: Bool
  ) -> Progress {
    let slot = cells[Int(goal)].slot
    goal = cells[Int(goal)].next
    // Punctuation after it is not searched for: it is cut off the end of what was taken.
    var dropped = 0
    while goal < goalEnd, cells[Int(goal)].isTrivial {
      goal = cells[Int(goal)].next
      dropped += 1
    }
    let first = node
    guard goal < goalEnd else {
      if isRow { lastNode = lastSibling(from: node, to: end) }
      return captureMany(from: first, to: end, dropping: dropped, in: slot) ? .done : .failed
    }
    if cells[Int(goal)].kind == .many {
      node = next(node)
      guard node < end else { return .failed }
      return captureMany(from: first, to: node, dropping: dropped, in: slot) ? .again : .failed
    }
    while true {
      let mark = mark
      let verdict = compare(goal, node)
      undo(to: mark)
      if verdict == .match {
        return captureMany(from: first, to: node, dropping: dropped, in: slot) ? .ready : .failed
      }
      node = next(node)
      if node >= end { return .failed }
    }
  }

  /// Finds the node for one node of the pattern, passing over what may be passed over.
  private mutating func takeOne(
    _ goal: inout Int32, _ goalEnd: Int32, _ node: inout Int32, _ end: Int32, isRow: Bool
  ) -> Bool {
    while true {
      guard node < end else { return mayLack(&goal, goalEnd) }
      switch compare(goal, node) {
      case .match: return true
      case .mismatch:
        // Between statements of a list a comment, or a line's end that is a token, is passed over too.
        guard isRow, strictness.skipsExtras, isExtra(node) || !isNamed(node) else { return false }
        node = next(node)
      case .skipCode: node = next(node)
      case .skipPattern:
        goal = cells[Int(goal)].next
        if goal >= goalEnd { return true }
      case .skipBoth:
        node = next(node)
        goal = cells[Int(goal)].next
        if goal >= goalEnd { return true }
      }
    }
  }

  /// Whether the rest of the pattern may be left unmatched when there are no more nodes.
  private func mayLack(_ goal: inout Int32, _ goalEnd: Int32) -> Bool {
    while goal < goalEnd {
      let cell = cells[Int(goal)]
      let isDispensable =
        switch strictness {
        case .cst: false
        case .smart, .template: cell.kind == .many
        case .ast, .relaxed, .signature: cell.kind == .many || cell.kind != .node && !cell.isNamed
        }
      guard isDispensable else { return false }
      goal = cell.next
    }
    return true
  }

  /// Whether the nodes from `node` on may follow what the pattern says.
  private func mayEnd(at node: Int32, _ end: Int32) -> Bool {
    if strictness == .smart { return true }
    var node = node
    while node < end {
      let isPassable =
        switch strictness {
        case .cst: false
        case .smart: true
        case .ast: !isNamed(node)
        case .relaxed, .signature: !isNamed(node) || isExtra(node)
        case .template: isExtra(node)
        }
      guard isPassable else { return false }
      node = next(node)
    }
    return true
  }

  private func lastSibling(from node: Int32, to end: Int32) -> Int32 {
    var last = node
    var node = node
    while node < end {
      last = node
      node = next(node)
    }
    return last
  }
}
