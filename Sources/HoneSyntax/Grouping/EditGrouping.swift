package import HoneCore

/// Sees to it that rewritten code is read as the rule wrote it.
///
/// `f($A)` -> `$A * 2` makes `a + b * 2` of `f(a + b)`, where `a + b` has fallen apart, and `10 / a * 2` of `10 / f(a)`,
/// where the result has. Both show in the tree of the result: what was captured is no node any more, or what was written
/// does not stand where the match stood. Then parentheses are tried, around as little as possible, and the tree decides.
package struct EditGrouping {
  /// The edits, some with parentheses now, and those that no parentheses help marked.
  package private(set) var edits: [PlannedEdit]
  /// As they came.
  private let given: [PlannedEdit]
  private let tree: SyntaxTree
  private let taken: (PlannedEdit) -> [Replacement]

  /// - Parameters:
  ///   - edits: of one tree, ascending and disjoint.
  ///   - taken: what an edit replaces in fact.
  package init(
    _ edits: [PlannedEdit], in tree: SyntaxTree,
    taken: @escaping (PlannedEdit) -> [Replacement] = { $0.replacements }
  ) {
    self.edits = edits
    given = edits
    self.tree = tree
    self.taken = taken
  }

  /// Whether any of the edits needs a look at the tree of the result.
  package static func isNeeded(for edits: [PlannedEdit]) -> Bool { edits.contains { $0.shape != nil } }

  /// Whether all edits are read as they were written.
  /// - Parameter result: the tree of the text after them.
  package func isKept(in result: SyntaxTree) -> Bool { damages(in: result, among: Set(edits.indices)).isEmpty }

  /// Whether some of the edits write parentheses now.
  package var hasParentheses: Bool { edits.contains { $0.parentheses.length > 0 } }

  /// Puts parentheses around what fell apart.
  /// - Parameters:
  ///   - result: the tree of the text after the edits.
  ///   - parse: the tree of the text after other edits; `nil` when there is none.
  package mutating func mend<Failure: Error>(
    _ result: SyntaxTree, parse: ([PlannedEdit]) throws(Failure) -> SyntaxTree?
  ) throws(Failure) {
    var open = Set(edits.indices)
    var result = result
    var damages = damages(in: result, among: open)
    guard !damages.isEmpty else { return }
    let first = damages
    let firstResult = result
    guard let marks = Parentheses.of(tree.grammar) else { return }
    // A part after the other: what stands apart again may let the rest stand as well.
    for _ in 0..<Self.rounds {
      open = []
      for (index, damage) in damages {
        var wrapped = edits[index].parentheses
        let holes = damage.holes.subtracting(wrapped.holes)
        if !holes.isEmpty {
          wrapped.holes.formUnion(holes)
        } else if damage.whole, !wrapped.whole {
          wrapped.whole = true
        } else {
          continue
        }
        edits[index] = PlannedEdit(edits[index], parentheses: wrapped)
        open.insert(index)
      }
      // What is left cannot be mended.
      for index in damages.keys where !open.contains(index) { give(up: index) }
      if open.isEmpty { break }
      guard let next = try parse(edits) else {
        open.forEach { give(up: $0) }
        break
      }
      result = next
      damages = self.damages(in: result, among: open)
      if damages.isEmpty { break }
    }
    for index in damages.keys where edits[index].parentheses != given[index].parentheses { give(up: index) }
    for (index, damage) in first where edits[index].parentheses == given[index].parentheses {
      edits[index].isRegrouped = isMeant(damage, index, in: firstResult, marks) == false
    }
  }

  private static let rounds = 4

  /// What an edit that does not parse may become with parentheses: around everything that may fall apart, first around as little
  /// as possible.
  package static func variants(of edit: PlannedEdit) -> [PlannedEdit] {
    guard let shape = edit.shape, Parentheses.of(edit.match.tree.grammar) != nil else { return [] }
    let holes = Set(shape.holes.indices)
    return [(holes, false), ([], true), (holes, true)].compactMap { holes, whole in
      guard !holes.isEmpty || whole, !whole || shape.whole != nil else { return nil }
      return PlannedEdit(edit, parentheses: EditParentheses(holes: holes, whole: whole))
    }
  }

  private mutating func give(up index: Int) {
    edits[index] = given[index]
  }

  // MARK: Looking

  /// What is not as it was written.
  private struct Damage {
    var holes: Set<Int> = []
    var whole = false
  }

  private func damages(in result: SyntaxTree, among indices: Set<Int>) -> [Int: Damage] {
    let looked = indices.filter { edits[$0].shape != nil }
    guard !looked.isEmpty else { return [:] }
    let places = EditPlaces(edits, taken: edits.map(taken))
    var damages: [Int: Damage] = [:]
    for index in looked {
      guard let shape = edits[index].shape else { continue }
      let wrapped = edits[index].parentheses
      var damage = Damage()
      for (number, hole) in shape.holes.enumerated() {
        let range = places.part(moved(hole.range, wrapped, shape), of: index, shape)
        if !stands(hole, at: range, isWrapped: wrapped.holes.contains(number), in: result) {
          damage.holes.insert(number)
        }
      }
      if let whole = shape.whole {
        let range = places.part(0..<(shape.length + wrapped.length), of: index, shape)
        if !stands(whole, at: range, places, isWrapped: wrapped.whole, in: result) { damage.whole = true }
      }
      if !damage.holes.isEmpty || damage.whole { damages[index] = damage }
    }
    return damages
  }

  private func moved(_ range: Range<Int>, _ wrapped: EditParentheses, _ shape: EditShape) -> Range<Int> {
    range.lowerBound + wrapped.shift(ofStart: range.lowerBound, in: shape)..<range.upperBound
      + wrapped.shift(ofEnd: range.upperBound, in: shape)
  }

  /// Whether captured code is all that is in another list, such as `*a`.
  ///
  /// That is no expression, though some grammars let it stand as one, and no parentheses make it one.
  private func isPartOfList(_ hole: EditShape.Hole) -> Bool {
    let kinds = self.kinds(of: hole)
    return ["splat", "spread", "unpacking", "variadic"].contains { word in kinds.contains { $0.contains(word) } }
  }

  /// The kinds of the nodes that are captured code and no more: an argument may be a node around an expression.
  private func kinds(of hole: EditShape.Hole) -> [String] {
    let record = tree.nodes[hole.node]
    return tree.nodes(covering: Int(record.start)..<Int(record.end)).map {
      tree.grammar.kind(of: tree.nodes[$0].symbol)
    }
  }

  /// Whether captured code is one node of its kind still.
  private func stands(_ hole: EditShape.Hole, at range: Range<Int>, isWrapped: Bool, in result: SyntaxTree) -> Bool {
    // A place that is not there is none to judge by.
    guard range.upperBound <= result.source.count else { return true }
    if isPartOfList(hole) { return false }
    if !isWrapped, result.beginsPostfix(at: range.upperBound),
      tree.endsWithOperand(Int(tree.nodes[hole.node].start)..<Int(tree.nodes[hole.node].end))
    {
      return false
    }
    let kinds = self.kinds(of: hole)
    let isThere = result.nodes(covering: range).contains {
      kinds.contains(result.grammar.kind(of: result.nodes[$0].symbol))
    }
    let around = range.lowerBound - 1..<range.upperBound + 1
    guard range.lowerBound > 0, around.upperBound <= result.source.count,
      result.source[around.lowerBound] == UInt8(ascii: "("), result.source[range.upperBound] == UInt8(ascii: ")"),
      let marks = Parentheses.of(tree.grammar)
    else { return isThere && !isWrapped }
    if marks.holds(around, in: result, isList: true), tree.holdsComma(hole.node) { return true }
    return isThere && (!isWrapped || marks.holds(around, in: result, isList: false))
  }

  /// Whether what was written stands where the match stood.
  private func stands(
    _ whole: Int, at range: Range<Int>, _ places: EditPlaces, isWrapped: Bool, in result: SyntaxTree
  ) -> Bool {
    guard range.upperBound <= result.source.count else { return true }
    let code = CodeTokens.trimmed(range, in: result.source)
    guard let node = result.outermost(code), node > 0 else { return code.isEmpty }
    if isWrapped {
      guard let marks = Parentheses.of(tree.grammar),
        marks.holds(code, in: result, isList: false) || marks.holds(code, in: result, isList: true)
      else { return false }
    } else if result.beginsPostfix(at: code.upperBound), result.endsWithOperand(code) {
      return false
    }
    let old = tree.nodes[whole]
    let parent = tree.nodes[Int(old.parent)]
    let made = result.nodes[node]
    let around = result.nodes[Int(made.parent)]
    let grammar = tree.grammar
    return made.field == old.field && grammar.kind(of: around.symbol) == grammar.kind(of: parent.symbol)
      && places.moved(Int(parent.start)..<Int(parent.end)) == Int(around.start)..<Int(around.end)
  }

  // MARK: Judging

  /// Whether what no parentheses mend is what the rule is for: code that becomes another kind of code, or text.
  private func isMeant(_ damage: Damage, _ index: Int, in result: SyntaxTree, _ marks: Parentheses) -> Bool {
    guard let shape = given[index].shape else { return true }
    let places = EditPlaces(given, taken: given.map(taken))
    let holes = damage.holes.allSatisfy { number in
      let hole = shape.holes[number]
      let range = places.part(hole.range, of: index, shape)
      if isPartOfList(hole) { return false }
      // What has become another kind of node, or a part of a text, was put there.
      if !result.nodes(covering: range).isEmpty || result.isInsideToken(range) { return true }
      let record = tree.nodes[hole.node]
      let alone = marks.kinds(of: tree.source[Int(record.start)..<Int(record.end)])
      if !Set(alone).isDisjoint(with: self.kinds(of: hole)) { return false }
      return result.isRun(range)
    }
    guard holes else { return false }
    guard damage.whole, damage.holes.isEmpty, let whole = shape.whole else { return true }
    let text = given[index].replacements.applied(to: tree.source, in: shape.range)
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
  fileprivate func isInsideToken(_ range: Range<Int>) -> Bool {
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
