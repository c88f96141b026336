internal import HoneText

/// Rules against nodes.
extension MatchEngine {
  /// Tries a rule at a node; what it captures stays in the slots when it matches.
  mutating func matches(_ entry: MatchProgram.Entry, at node: Int32) -> Bool {
    undo(to: Mark())
    lastNode = node
    guard holds(entry.condition, at: node), holdConstraints(entry.constraints) else {
      undo(to: Mark())
      return false
    }
    return true
  }

  /// Whether what was captured is what the constraints want; of a `$$$` every named node must be.
  private mutating func holdConstraints(_ constraints: Range<Int32>) -> Bool {
    let last = lastNode
    defer { lastNode = last }
    for index in constraints {
      let constraint = program.constraints[Int(index)]
      let slot = slots[Int(constraint.slot)]
      guard slot.first >= 0 else { continue }
      var node = slot.first
      for position in 0..<slot.count {
        if slot.count == 1 || isNamed(node), !holds(constraint.condition, at: node) { return false }
        if position + 1 < slot.count { node = next(node) }
      }
    }
    return true
  }

  /// Whether a condition holds at a node; when it does not, nothing stays captured.
  mutating func holds(_ condition: Int32, at node: Int32) -> Bool {
    switch operations[Int(condition)] {
    case .root(let root): return matchesRoot(Int(root), at: node)
    case .symbols(let set): return program.sets[Int(set)].contains(nodes[Int(node)].symbol)
    case .regex(let regex): return hasMatch(Int(regex), at: node)
    case .nthChild(let index): return isChild(at: program.positions[Int(index)], node)
    case .range(let index): return spans(program.ranges[Int(index)], node)
    case .inside(let index): return isInside(program.relations[Int(index)], node)
    case .has(let index): return has(program.relations[Int(index)], node)
    case .precedes(let index): return precedes(program.relations[Int(index)], node)
    case .follows(let index): return follows(program.relations[Int(index)], node)
    case .all(let operands):
      let mark = mark
      for operand in operands where !holds(program.operands[Int(operand)], at: node) {
        undo(to: mark)
        return false
      }
      return true
    case .any(let operands):
      for operand in operands where holds(program.operands[Int(operand)], at: node) { return true }
      return false
    case .not(let operand):
      let mark = mark
      let last = lastNode
      let isMatch = holds(operand, at: node)
      undo(to: mark)
      lastNode = last
      return !isMatch
    case .call(let callee):
      guard depth < Self.depthLimit else { return false }
      depth += 1
      defer { depth -= 1 }
      return holds(callee, at: node)
    case .isolated(let callee): return holdsAlone(program.entries[Int(callee)], at: node)
    case .instance(let index):
      let instance = program.instances[Int(index)]
      var inner: [Slot] = []
      guard holdsAlone(program.entries[Int(instance.entry)], at: node, slots: &inner) else { return false }
      return export(instance.exports, from: inner)
    }
  }

  /// Takes over what a rule of its own captured, or compares it with what was captured under the same names.
  private mutating func export(_ exports: [(inner: Int32, outer: Int32)], from inner: [Slot]) -> Bool {
    let mark = mark
    for (from, to) in exports where inner[Int(from)].first >= 0 {
      guard captureAgain(inner[Int(from)], in: to) else {
        undo(to: mark)
        return false
      }
    }
    return true
  }

  /// Tries a rule that shares no captures with this one.
  private mutating func holdsAlone(_ entry: MatchProgram.Entry, at node: Int32) -> Bool {
    var inner: [Slot] = []
    return holdsAlone(entry, at: node, slots: &inner)
  }

  /// The same, and gives what it captured.
  private mutating func holdsAlone(_ entry: MatchProgram.Entry, at node: Int32, slots inner: inout [Slot]) -> Bool {
    guard depth < Self.depthLimit else { return false }
    depth += 1
    let (outerSlots, outerTrail, last, wasRecording) = (slots, trail, lastNode, isRecording)
    // The places of another rule are nothing to whoever compares this one with its fix.
    isRecording = false
    slots = Array(repeating: Slot(), count: Int(entry.slotCount))
    trail = []
    defer {
      depth -= 1
      inner = slots
      (slots, trail, lastNode, isRecording) = (outerSlots, outerTrail, last, wasRecording)
    }
    return holds(entry.condition, at: node) && holdConstraints(entry.constraints)
  }

  private func hasMatch(_ regex: Int, at node: Int32) -> Bool {
    let record = nodes[Int(node)]
    let text = UnsafeBufferPointer(rebasing: source[Int(record.start)..<Int(record.end)])
    // A search that reached its limit has found nothing; the limits are far above what names and literals need.
    return (try? program.regexes[regex].firstMatch(in: text)) ?? nil != nil
  }

  // MARK: Places

  private mutating func isChild(at index: (position: ChildPosition, of: Int32), _ node: Int32) -> Bool {
    guard node > 0 else { return false }
    let parent = Int32(truncatingIfNeeded: nodes[Int(node)].parent)
    var before = 0
    var after = 0
    var isCounted = false
    var sibling = parent + 1
    let end = next(parent)
    while sibling < end {
      if isNamed(sibling), index.of < 0 || probe(index.of, at: sibling) {
        if sibling < node { before += 1 } else if sibling > node { after += 1 } else { isCounted = true }
      }
      sibling = next(sibling)
    }
    guard isCounted, index.position.contains(index.position.isFromEnd ? after + 1 : before + 1) else { return false }
    return index.of < 0 || holds(index.of, at: node)
  }

  /// Whether a condition holds, without keeping what it captures.
  private mutating func probe(_ condition: Int32, at node: Int32) -> Bool {
    let mark = mark
    defer { undo(to: mark) }
    return holds(condition, at: node)
  }

  private mutating func spans(_ range: SourceRange, _ node: Int32) -> Bool {
    if lineStarts.isEmpty {
      lineStarts = [0]
      for (offset, byte) in source.enumerated() where byte == 0x0a { lineStarts.append(offset + 1) }
    }
    let record = nodes[Int(node)]
    return isPlace(range.start, at: Int(record.start)) && isPlace(range.end, at: Int(record.end))
  }

  private func isPlace(_ place: SourceRange.Place, at offset: Int) -> Bool {
    guard place.line < lineStarts.count else { return false }
    let start = lineStarts[place.line]
    let end = place.line + 1 < lineStarts.count ? lineStarts[place.line + 1] : source.count + 1
    guard offset >= start, offset < end else { return false }
    guard let column = place.column else { return true }
    // Columns are characters: bytes that do not continue one.
    return source[start..<offset].count { $0 & 0xc0 != 0x80 } == column
  }

  // MARK: Relations

  /// Whether the search of a relation ends after a node.
  private mutating func stops(_ stop: MatchProgram.Relation.Stop, at node: Int32) -> Bool {
    switch stop {
    case .neighbor: true
    case .end: false
    case .condition(let condition): probe(condition, at: node)
    }
  }

  private mutating func isInside(_ relation: MatchProgram.Relation, _ node: Int32) -> Bool {
    let last = lastNode
    defer { lastNode = last }
    var child = node
    while child > 0 {
      let parent = Int32(truncatingIfNeeded: nodes[Int(child)].parent)
      let isRelated = relation.field == 0 || self.child(of: parent, in: relation.field) == child
      if isRelated, holds(relation.condition, at: parent) { return true }
      if stops(relation.stop, at: parent) { return false }
      child = parent
    }
    return false
  }

  /// The first child in a field.
  private func child(of node: Int32, in field: UInt16) -> Int32? {
    var child = node + 1
    let end = next(node)
    while child < end {
      if nodes[Int(child)].field == field { return child }
      child = next(child)
    }
    return nil
  }

  private mutating func has(_ relation: MatchProgram.Relation, _ node: Int32) -> Bool {
    let last = lastNode
    defer { lastNode = last }
    if relation.field > 0 { return hasInField(relation, node) }
    var descendant = node + 1
    let end = next(node)
    while descendant < end {
      if holds(relation.condition, at: descendant) { return true }
      descendant = stops(relation.stop, at: descendant) ? next(descendant) : descendant + 1
    }
    return false
  }

  private mutating func hasInField(_ relation: MatchProgram.Relation, _ node: Int32) -> Bool {
    guard let child = child(of: node, in: relation.field) else { return false }
    if holds(relation.condition, at: child) { return true }
    switch relation.stop {
    case .neighbor: return false
    case .end:
      var descendant = child + 1
      while descendant < next(child) {
        if holds(relation.condition, at: descendant) { return true }
        descendant += 1
      }
      return false
    case .condition(let stop):
      if probe(stop, at: child) { return false }
      var grandchild = child + 1
      while grandchild < next(child) {
        if holds(relation.condition, at: grandchild) { return true }
        grandchild = next(grandchild)
      }
      return false
    }
  }

  private mutating func precedes(_ relation: MatchProgram.Relation, _ node: Int32) -> Bool {
    sibling(after: node, relation) != nil
  }

  private mutating func follows(_ relation: MatchProgram.Relation, _ node: Int32) -> Bool {
    sibling(before: node, relation) != nil
  }

  /// The sibling before a node that a relation of the program finds; `nil` also for relation -1.
  mutating func sibling(before node: Int32, _ relation: Int32) -> Int32? {
    relation < 0 ? nil : sibling(before: node, program.relations[Int(relation)])
  }

  /// The sibling after a node that a relation of the program finds; `nil` also for relation -1.
  mutating func sibling(after node: Int32, _ relation: Int32) -> Int32? {
    relation < 0 ? nil : sibling(after: node, program.relations[Int(relation)])
  }

  private mutating func sibling(after node: Int32, _ relation: MatchProgram.Relation) -> Int32? {
    guard node > 0 else { return nil }
    let last = lastNode
    defer { lastNode = last }
    let end = next(Int32(truncatingIfNeeded: nodes[Int(node)].parent))
    var sibling = next(node)
    while sibling < end {
      if holds(relation.condition, at: sibling) { return sibling }
      if stops(relation.stop, at: sibling) { return nil }
      sibling = next(sibling)
    }
    return nil
  }

  private mutating func sibling(before node: Int32, _ relation: MatchProgram.Relation) -> Int32? {
    guard node > 0 else { return nil }
    let last = lastNode
    defer { lastNode = last }
    var before: [Int32] = []
    var sibling = Int32(truncatingIfNeeded: nodes[Int(node)].parent) + 1
    while sibling < node {
      if case .neighbor = relation.stop { before.removeAll(keepingCapacity: true) }
      before.append(sibling)
      sibling = next(sibling)
    }
    for sibling in before.reversed() {
      if holds(relation.condition, at: sibling) { return sibling }
      if stops(relation.stop, at: sibling) { return nil }
    }
    return nil
  }
}
