internal import HoneCore

/// The text of a pattern as the grammar gets it, and what it is in trees that hold it.
struct PatternSnippet {
  let encoded: EncodedPattern
  /// The text in `encoded` without blanks around it.
  let range: Range<Int>
  /// What stands for a dollar in `encoded`.
  let sigil: [UInt8]
  /// The symbols of which one is to be found; `nil` for the whole text.
  var selector: [UInt16]?
  /// Whether a bracket may stay open, as it may in ast-grep's rules.
  var allowsOpenBrackets = false

  /// - Returns: `nil` when there are only blanks.
  init?(_ encoded: EncodedPattern, sigil: [UInt8]) {
    guard let first = encoded.bytes.firstIndex(where: { !$0.isWhitespace }),
      let last = encoded.bytes.lastIndex(where: { !$0.isWhitespace })
    else { return nil }
    self.encoded = encoded
    range = first..<(last + 1)
    self.sigil = sigil
  }

  // MARK: As a file

  /// The text as a whole file: the innermost node that is all there is of it.
  func reading(ofFile tree: SyntaxTree, from start: Int) -> Pattern.Reading? {
    let tops = tree.children(of: 0).filter { Int(tree.nodes[$0].start) >= start && !isPadding($0, in: tree) }
    guard let first = tops.first else { return nil }
    if tops.count == 1 { return single(descend(first, in: tree), in: tree, from: start, place: "file") }
    return several(tops, in: tree, from: start, place: "file")
  }

  /// A reading whose root is an error, which matches nodes of every kind that have such children.
  ///
  /// It is what ast-grep does with a text that is no code, and rules that people wrote for it count on it.
  func looseReading(ofFile tree: SyntaxTree, from start: Int) -> Pattern.Reading? {
    let tops = tree.children(of: 0).filter { Int(tree.nodes[$0].start) >= start && !isPadding($0, in: tree) }
    guard selector == nil, tops.count == 1 else { return nil }
    let index = descend(tops[0], in: tree)
    guard tree.nodes[index].flags.contains(.error), let node = node(index, in: tree, from: start) else { return nil }
    let hasWord = node.leaves.contains { leaf in
      if case .token(_, _, let text) = leaf { text.contains(where: \.isNameByte) } else { false }
    }
    var depth = 0
    for case .token(_, _, let text) in node.leaves {
      if ["(", "[", "{"].contains(where: { $0.utf8.elementsEqual(text) }) { depth += 1 }
      if [")", "]", "}"].contains(where: { $0.utf8.elementsEqual(text) }) { depth -= 1 }
      if depth < 0 { return nil }
    }
    return hasWord && depth == 0 ? Pattern.Reading(place: "file", kind: "ERROR", nodes: [node]) : nil
  }

  /// What a grammar may put at the end: a token that is missing, or one without a name such as a line's end.
  private func isPadding(_ index: Int, in tree: SyntaxTree) -> Bool {
    let record = tree.nodes[index]
    return record.flags.contains(.missing) || tree.kind(of: index).isEmpty
      || record.start == record.end && !record.flags.contains(.named)
  }

  /// Goes down as long as a node has one child, or one and padding.
  private func descend(_ index: Int, in tree: SyntaxTree) -> Int {
    var index = index
    while true {
      let children = tree.children(of: index)
      guard let first = children.first, children.count == 1 || children.count == 2 && isPadding(children[1], in: tree)
      else { return index }
      index = first
    }
  }

  // MARK: In a place

  /// The text inside of a template, which must parse without any error.
  func reading(in tree: SyntaxTree, from start: Int, _ place: PatternDialect.Place) -> Pattern.Reading? {
    guard !tree.nodes.contains(where: { $0.flags.contains(.error) }) else { return nil }
    let wanted = (range.lowerBound + start)..<(range.upperBound + start)
    var around = 0
    for (index, record) in tree.nodes.enumerated() where Int(record.start) <= wanted.lowerBound {
      guard Int(record.end) >= wanted.upperBound else { continue }
      // Some nodes end with the line.
      if Int(record.start) == wanted.lowerBound,
        tree.source[wanted.upperBound..<Int(record.end)].allSatisfy(\.isWhitespace)
      {
        return single(descend(index, in: tree), in: tree, from: start, place: place.name)
      }
      around = index
    }
    guard place.holdsList else { return nil }
    let covered = tree.children(of: around).filter {
      Int(tree.nodes[$0].start) >= wanted.lowerBound && Int(tree.nodes[$0].end) <= wanted.upperBound
        && !isPadding($0, in: tree)
    }
    guard let first = covered.first, let last = covered.last, covered.count > 1,
      Int(tree.nodes[first].start) == wanted.lowerBound, Int(tree.nodes[last].end) == wanted.upperBound
    else { return nil }
    return several(covered, in: tree, from: start, place: place.name)
  }

  /// The first node of the selected kind.
  func selected(in tree: SyntaxTree, from start: Int, place: String) -> Pattern.Reading? {
    guard let selector, let index = tree.nodes.indices.first(where: { selector.contains(tree.nodes[$0].symbol) }),
      let node = node(index, in: tree, from: start), !holdsError(index, in: tree, from: start)
    else { return nil }
    return Pattern.Reading(
      place: place, kind: tree.kind(of: index), nodes: [node], rootSymbol: tree.nodes[index].symbol)
  }

  // MARK: Nodes

  private func single(_ index: Int, in tree: SyntaxTree, from start: Int, place: String) -> Pattern.Reading? {
    guard let node = node(index, in: tree, from: start), !holdsError(index, in: tree, from: start) else { return nil }
    return Pattern.Reading(place: place, kind: kind(of: node, tree.kind(of: index)), nodes: [node])
  }

  func several(_ indices: [Int], in tree: SyntaxTree, from start: Int, place: String) -> Pattern.Reading? {
    var nodes: [PatternNode] = []
    for index in indices {
      guard let node = node(index, in: tree, from: start), !holdsError(index, in: tree, from: start) else { return nil }
      nodes.append(node)
    }
    // The kind of the first node finds the candidates, so it cannot be any number of nodes.
    guard case .hole(.many) = nodes[0] else {
      return Pattern.Reading(place: place, kind: kind(of: nodes[0], tree.kind(of: indices[0])), nodes: nodes)
    }
    return nil
  }

  private func kind(of node: PatternNode, _ kind: String) -> String {
    if case .hole(let hole) = node { hole.description } else { kind }
  }

  private func node(_ index: Int, in tree: SyntaxTree, from start: Int) -> PatternNode? {
    PatternNode(tree, at: index) { hole(at: $0, in: tree, from: start) }
  }

  private func hole(at index: Int, in tree: SyntaxTree, from start: Int) -> Metavariable? {
    let record = tree.nodes[index]
    let place = Int(record.start) - start
    guard place >= 0, place < encoded.bytes.count, record.end > record.start else { return nil }
    let text = tree.source[Int(record.start)..<Int(record.end)]
    if encoded.hasInsertions {
      let kept = text.indices.filter { !encoded.isInserted(at: $0 - start) }
      guard let first = kept.first, encoded.isDollar(at: first - start) else { return nil }
      return Metavariable(kept.map { text[$0] }, sigil: sigil)
    }
    return encoded.isDollar(at: place) ? Metavariable(text, sigil: sigil) : nil
  }

  /// Whether the grammar could not place a part of the subtree that is no hole.
  private func holdsError(_ index: Int, in tree: SyntaxTree, from start: Int) -> Bool {
    var position = index
    while position < Int(tree.nodes[index].next) {
      if hole(at: position, in: tree, from: start) != nil {
        position = Int(tree.nodes[position].next)
        continue
      }
      if tree.nodes[position].flags.contains(.error) { return true }
      // The parser closes what is open, wherever that may be.
      if !allowsOpenBrackets, tree.nodes[position].flags.contains(.missing),
        [")", "]", "}"].contains(tree.kind(of: position))
      {
        return true
      }
      position += 1
    }
    return false
  }
}

extension PatternDialect.Place {
  /// Whether what stands there is a list of which a pattern may be a part.
  fileprivate var holdsList: Bool {
    ["statement", "async statement", "member", "clause", "declaration"].contains(name)
  }
}
