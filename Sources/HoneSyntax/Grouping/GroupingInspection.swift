internal import HoneCore

/// Looks whether rewritten code stands in the tree of the result as it was written.
struct GroupingInspection {
  /// What is not as it was written.
  struct Damage {
    /// The numbers of the holes that fell apart.
    var holes: Set<Int> = []
    /// Whether the result as a whole did.
    var whole = false
  }

  let edits: [PlannedEdit]
  /// The tree of the text before the edits.
  let tree: SyntaxTree
  /// The tree of the text after them.
  let result: SyntaxTree
  let places: EditPlaces
  private let border: TokenBorder

  /// - Parameters:
  ///   - edits: of `tree`, ascending and disjoint.
  ///   - taken: for each edit what it replaces in fact.
  init(_ edits: [PlannedEdit], of tree: SyntaxTree, in result: SyntaxTree, taken: [[Replacement]]) {
    self.edits = edits
    self.tree = tree
    self.result = result
    places = EditPlaces(edits, taken: taken)
    border = TokenBorder(tree.grammar.name)
  }

  /// What fell apart, by the numbers of the edits.
  func damages(among indices: Set<Int>) -> [Int: Damage] {
    var damages: [Int: Damage] = [:]
    for index in indices {
      guard let shape = edits[index].shape else { continue }
      let wrapped = edits[index].parentheses
      var damage = Damage()
      for (number, hole) in shape.holes.enumerated() {
        let range = places.part(moved(hole.range, wrapped, shape), of: index, shape)
        if !stands(hole, at: range, isWrapped: wrapped.holes.contains(number)) {
          damage.holes.insert(number)
        }
      }
      if let whole = shape.whole, shape.length > 0 || !places.takesLines(index) {
        let range = places.part(0..<(shape.length + wrapped.length), of: index, shape)
        if !stands(whole, of: shape, at: range, isWrapped: wrapped.whole) { damage.whole = true }
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
  func isPartOfList(_ hole: EditShape.Hole) -> Bool {
    let kinds = self.kinds(of: hole)
    return ["splat", "spread", "unpacking", "variadic"].contains { word in kinds.contains { $0.contains(word) } }
  }

  /// The kinds of the nodes that are captured code and no more: an argument may be a node around an expression.
  func kinds(of hole: EditShape.Hole) -> [String] {
    let record = tree.nodes[hole.node]
    return tree.nodes(covering: Int(record.start)..<Int(record.end)).map {
      tree.grammar.kind(of: tree.nodes[$0].symbol)
    }
  }

  /// Whether captured code is one node of its kind still.
  private func stands(_ hole: EditShape.Hole, at range: Range<Int>, isWrapped: Bool) -> Bool {
    // A place that is not there is none to judge by.
    guard range.upperBound <= result.source.count else { return true }
    if isPartOfList(hole) { return false }
    if !isWrapped, breaks(hole, at: range) { return false }
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

  /// Whether captured code grows together with a mark beside it, or is in pieces without brackets around it.
  ///
  /// Words that the template writes beside it, and text around it, are meant to be one with it.
  func breaks(_ hole: EditShape.Hole, at range: Range<Int>) -> Bool {
    guard let ends = result.ends(range) else { return false }
    if result.outermost(range) == nil, result.isInsideToken(range) { return false }
    func isMark(_ byte: UInt8?) -> Bool { byte.map { !$0.isNameByte && $0 < 0x80 } ?? false }
    let before = result.byte(before: range.lowerBound)
    let after = result.byte(at: range.upperBound)
    let joins = border.joins(isMark(before) ? before : nil, ends, isMark(after) ? after : nil, old: nil)
    return joins || result.breaksLine(range)
  }

  /// Whether what was written is read as something else than the rule wrote, though it stands where the match stood.
  private func isMisread(_ code: Range<Int>, as node: Int?, _ whole: Int, of shape: EditShape) -> Bool {
    if tree.misreads(result.source[code], inPlaceOf: shape.node) { return true }
    if tree.mayGoOn(result.source[code], inPlaceOf: shape.node), result.goesOn(at: code.lowerBound) { return true }
    let old = tree.nodes[whole]
    if let ends = result.ends(code),
      border.joins(
        result.byte(before: code.lowerBound), ends, result.byte(at: code.upperBound),
        old: tree.ends(Int(old.start)..<Int(old.end)))
    {
      return true
    }
    return node.map(result.needsParentheses) ?? false
  }

  /// Whether no parentheses keep what was written from being read as something else.
  func isMisread(_ whole: Int, of index: Int, _ shape: EditShape) -> Bool {
    let range = places.part(0..<(shape.length + edits[index].parentheses.length), of: index, shape)
    guard range.upperBound <= result.source.count else { return false }
    let code = CodeTokens.trimmed(range, in: result.source)
    return !code.isEmpty && isMisread(code, as: result.outermost(code), whole, of: shape)
  }

  /// Whether what was written stands where the match stood.
  private func stands(_ whole: Int, of shape: EditShape, at range: Range<Int>, isWrapped: Bool) -> Bool {
    guard range.upperBound <= result.source.count else { return true }
    let code = CodeTokens.trimmed(range, in: result.source)
    let outermost = result.outermost(code)
    if !code.isEmpty, isMisread(code, as: outermost, whole, of: shape) { return false }
    guard let node = outermost, node > 0 else { return code.isEmpty || !isWrapped && standsAsStatements(code, whole) }
    if isWrapped {
      guard let marks = Parentheses.of(tree.grammar),
        marks.holds(code, in: result, isList: false) || marks.holds(code, in: result, isList: true)
      else { return false }
    } else if result.beginsPostfix(at: code.upperBound), result.endsWithOperand(code) {
      return false
    }
    let made = result.nodes[node]
    return made.field == tree.nodes[whole].field && isParent(Int(made.parent), of: whole)
  }

  /// Whether several statements stand where the match, a statement, stood: whole children of one node, each on lines of its
  /// own or behind a semicolon.
  private func standsAsStatements(_ code: Range<Int>, _ whole: Int) -> Bool {
    let starts = result.nodes.indices.filter { Int(result.nodes[$0].start) == code.lowerBound }
    return starts.contains { start in
      let parent = Int(result.nodes[start].parent)
      guard start > 0, isParent(parent, of: whole) else { return false }
      var node = start
      var end = code.lowerBound
      var isParted = true
      while node < Int(result.nodes[parent].next), end < code.upperBound {
        let record = result.nodes[node]
        let gap = result.source[end..<max(end, Int(record.start))]
        isParted = isParted || gap.contains(0x0a)
        if record.flags.contains(.named) {
          guard isParted else { return false }
          isParted = false
        } else {
          guard result.source[Int(record.start)..<Int(record.end)].elementsEqual(";".utf8) else { return false }
          isParted = true
        }
        end = Int(record.end)
        node = Int(record.next)
      }
      return end == code.upperBound
    }
  }

  /// Whether a node of the result is that which a node of the tree stands in.
  private func isParent(_ around: Int, of node: Int) -> Bool {
    let around = result.nodes[around]
    let parent = tree.nodes[Int(tree.nodes[node].parent)]
    let grammar = tree.grammar
    return grammar.kind(of: around.symbol) == grammar.kind(of: parent.symbol)
      && places.moved(Int(parent.start)..<Int(parent.end)) == Int(around.start)..<Int(around.end)
  }
}
