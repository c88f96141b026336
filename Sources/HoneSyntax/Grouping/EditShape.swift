/// The parts of a rewrite that the code around them could tear apart or take in: `a + b` in `$A * 2`.
///
/// Most rewrites have none: names, literals, calls and what stands in brackets keep together wherever they are put.
package struct EditShape: Sendable {
  /// Captured code that the rewrite writes.
  struct Hole: Hashable, Sendable {
    /// The node that was captured.
    var node: Int
    /// Where it stands in the result, in bytes from the result's start.
    var range: Range<Int>
  }

  /// Code that the template writes, on its way into a shape.
  struct Written {
    var content: FixTemplate.Item.Content
    /// What the template writes before and after it; `nil` at its ends.
    var left: FixTemplate.Item.Content?
    var right: FixTemplate.Item.Content?
    /// In bytes from the result's start.
    var range: Range<Int>
  }

  /// The bytes of the source that the result takes the place of.
  let range: Range<Int>
  /// How many bytes the result has.
  let length: Int
  /// The captured code that must stay in one piece.
  let holes: [Hole]
  /// The largest node that covers what is replaced and no more, where the result as a whole must stay in one piece.
  let whole: Int?
  /// The first node that is replaced.
  let node: Int

  /// - Parameters:
  ///   - nodes: what is replaced, from the first to the last sibling.
  ///   - written: the holes that the template writes.
  ///   - length: how many bytes the result has.
  /// - Returns: `nil` when nothing can be torn apart.
  init?(
    _ match: Match, nodes: ClosedRange<Int>, range: Range<Int>, template: FixTemplate, written: [Written],
    captures: Rewriter.Captures, length: Int
  ) {
    let tree = match.tree
    var holes: [Hole] = []
    var isBare = false
    for hole in written {
      guard let capture = captures[hole.content], capture.count == 1,
        !tree.isTight(capture.first) || tree.byte(at: capture.range.lowerBound).map("+-".utf8.contains) ?? false
      else { continue }
      if template.items.count == 1 { isBare = true }
      let isClosed = (hole.left?.closesBefore ?? false) && (hole.right?.closesAfter ?? false)
      if !isClosed || tree.holdsComma(capture.first) { holes.append(Hole(node: capture.first, range: hole.range)) }
    }
    node = nodes.lowerBound
    let ends = Self.ends(of: template, captures, in: tree)
    let isMisread =
      tree.misreads(ends.first[...], inPlaceOf: node) || tree.mayGoOn(ends.first[...], inPlaceOf: node)
      || Self.joins(ends, in: tree, replacing: range) || tree.wantsOneLine(range, inPlaceOf: node)
    whole =
      nodes.count == 1 && (!template.isTight || isBare || isMisread)
      ? tree.exposed(nodes.lowerBound, replacing: range, evenClosed: isMisread) : nil
    if holes.isEmpty, whole == nil { return nil }
    self.holes = holes
    self.range = range
    self.length = length
  }

  /// What the result begins and ends with: a word or mark of the template, or what was captured there.
  private static func ends(
    of template: FixTemplate, _ captures: Rewriter.Captures, in tree: SyntaxTree
  ) -> (first: [UInt8], last: [UInt8]) {
    func text(_ item: FixTemplate.Item?) -> [UInt8] {
      switch item?.content {
      case .token(let text): text
      case .some(let hole): captures[hole].map { Array(tree.source[$0.range]) } ?? []
      case nil: []
      }
    }
    return (text(template.items.first), text(template.items.last))
  }

  /// Whether the result would grow together with what stands before or after it.
  private static func joins(
    _ ends: (first: [UInt8], last: [UInt8]), in tree: SyntaxTree, replacing range: Range<Int>
  ) -> Bool {
    guard let first = ends.first.first, let last = ends.last.last else { return false }
    return TokenBorder(tree.grammar.name).joins(
      tree.byte(before: range.lowerBound), (first, last), tree.byte(at: range.upperBound), old: tree.ends(range))
  }
}

extension FixTemplate.Item.Content {
  /// Whether what follows it is parted from what stands before: an opening bracket, a comma, a semicolon.
  fileprivate var closesBefore: Bool {
    guard case .token(let text) = self, let last = text.last else { return false }
    return last.partsFromBefore
  }

  /// Whether what stands before it is parted from what follows.
  fileprivate var closesAfter: Bool {
    guard case .token(let text) = self, let first = text.first else { return false }
    return first.partsFromAfter
  }
}

extension UInt8 {
  fileprivate var partsFromBefore: Bool { "([{,;".utf8.contains(self) }
  fileprivate var partsFromAfter: Bool { ")]},;".utf8.contains(self) }
}

extension SyntaxTree {
  /// The largest node that covers the bytes of a node alone.
  /// - Parameter evenClosed: whether also one that stands between brackets, commas and semicolons.
  fileprivate func exposed(_ node: Int, replacing range: Range<Int>, evenClosed: Bool) -> Int? {
    let record = nodes[node]
    guard Int(record.start) == range.lowerBound, Int(record.end) == range.upperBound else { return nil }
    var outer = node
    while outer > 0 {
      let parent = nodes[Int(nodes[outer].parent)]
      guard parent.start == record.start, parent.end == record.end else { break }
      outer = Int(nodes[outer].parent)
    }
    let parent = Int(nodes[outer].parent)
    // The root holds statements.
    guard outer > 0, parent > 0 || evenClosed else { return nil }
    let before = source[Int(nodes[parent].start)..<range.lowerBound].last { !$0.isWhitespace }
    let after = source[range.upperBound..<Int(nodes[parent].end)].first { !$0.isWhitespace }
    let isClosed = (before?.partsFromBefore ?? true) && (after?.partsFromAfter ?? true)
    return isClosed && !evenClosed ? nil : outer
  }
}
