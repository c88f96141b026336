internal import Synchronization

/// What parentheses make of code in a language where they hold an expression together.
///
/// It is found out by parsing `((x))`, once a grammar.
struct Parentheses: Sendable {
  /// The name of the kind of `(x)`.
  let kind: String
  /// The name of the kind of `(x, x)`, where that is one expression.
  let listKind: String?
  private let place: PatternDialect.Place
  private let grammar: Grammar

  private static let known = Mutex<[String: Parentheses?]>([:])

  /// - Returns: `nil` for a language in which parentheses mean something else, or nothing.
  static func of(_ grammar: Grammar) -> Parentheses? {
    if let found = known.withLock({ $0[grammar.name] }) { return found }
    let found = Parentheses(grammar)
    known.withLock { $0[grammar.name] = .some(found) }
    return found
  }

  private init?(_ grammar: Grammar) {
    guard !grammar.isPlainText else { return nil }
    let dialect = PatternDialect(grammar.name)
    var places = dialect.places.filter { $0.name == "expression" && !$0.before.hasSuffix("(") }
    if dialect.isScript { places.append(PatternDialect.Place("file", dialect.preamble, "")) }
    for place in places {
      let text = Array("((x))".utf8)
      guard let tree = Self.tree(of: text, at: place, grammar) else { continue }
      let start = place.before.utf8.count
      let kinds = (0..<2).map { depth in tree.innermostGroup(start + depth..<(start + text.count - depth)) }
      guard let outer = kinds[0], outer == kinds[1] else { continue }
      let list = Array("(x, x)".utf8)
      let listKind = Self.tree(of: list, at: place, grammar).flatMap { tree in
        tree.innermostGroup(start..<(start + list.count))
      }
      self.place = place
      self.grammar = grammar
      self.kind = outer
      self.listKind = listKind
      return
    }
    return nil
  }

  private static func tree(of code: some Sequence<UInt8>, at place: PatternDialect.Place, _ grammar: Grammar)
    -> SyntaxTree?
  {
    guard var parser = try? SyntaxParser(grammar),
      let tree = try? parser.parse(Array(place.before.utf8) + code + Array(place.after.utf8)), !tree.hasError
    else { return nil }
    return tree
  }

  /// The names of the kinds that code has by itself when it stands in parentheses, the outermost first; empty for what is
  /// no expression.
  func kinds(of code: ArraySlice<UInt8>) -> [String] {
    let text = [UInt8(ascii: "(")] + code + [UInt8(ascii: ")")]
    guard let tree = Self.tree(of: text, at: place, grammar) else { return [] }
    let start = place.before.utf8.count
    let range = start..<(start + text.count)
    if listKind != kind, holds(range, in: tree, isList: true) { return [listKind ?? kind] }
    guard holds(range, in: tree, isList: false) else { return [] }
    return tree.nodes(covering: start + 1..<(start + 1 + code.count)).map {
      tree.grammar.kind(of: tree.nodes[$0].symbol)
    }
  }

  /// Whether a range of a tree is code in parentheses.
  func holds(_ range: Range<Int>, in tree: SyntaxTree, isList: Bool) -> Bool {
    tree.nodes(covering: range).contains { node in
      let name = tree.grammar.kind(of: tree.nodes[node].symbol)
      return name == (isList ? listKind : kind)
    }
  }
}

extension SyntaxTree {
  /// The nodes that cover a range and no more, the outermost first.
  func nodes(covering range: Range<Int>) -> [Int] {
    nodes(startingAt: range.lowerBound).filter { Int(nodes[$0].end) == range.upperBound }
  }

  /// The nodes that begin at an offset, the outermost first.
  func nodes(startingAt offset: Int) -> Range<Int> {
    var low = 0
    var high = nodes.count
    // The starts of nodes in preorder ascend.
    while low < high {
      let middle = (low + high) / 2
      if Int(nodes[middle].start) < offset { low = middle + 1 } else { high = middle }
    }
    let first = low
    while low < nodes.count, Int(nodes[low].start) == offset { low += 1 }
    return first..<low
  }

  func outermost(_ range: Range<Int>) -> Int? { nodes(covering: range).first }

  /// The name of the innermost kind of node over a range that is no token.
  fileprivate func innermostGroup(_ range: Range<Int>) -> String? {
    nodes(covering: range).last { Int(nodes[$0].next) > $0 + 1 }.map { grammar.kind(of: nodes[$0].symbol) }
  }
}
