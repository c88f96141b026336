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
      guard let capture = captures[hole.content], capture.count == 1, !tree.isTight(capture.first) else { continue }
      if template.items.count == 1 { isBare = true }
      let isClosed = (hole.left?.closesBefore ?? false) && (hole.right?.closesAfter ?? false)
      if !isClosed || tree.holdsComma(capture.first) { holes.append(Hole(node: capture.first, range: hole.range)) }
    }
    let isMisread = tree.misreads(
      Self.beginning(of: template, captures, in: tree)[...], inPlaceOf: nodes.lowerBound)
    whole =
      nodes.count == 1 && (!template.isTight || isBare || isMisread)
      ? tree.exposed(nodes.lowerBound, replacing: range, evenClosed: isMisread) : nil
    if holes.isEmpty, whole == nil { return nil }
    self.holes = holes
    self.range = range
    self.length = length
  }

  /// What the result begins with: the template's first word or mark, or what was captured there.
  private static func beginning(
    of template: FixTemplate, _ captures: Rewriter.Captures, in tree: SyntaxTree
  ) -> [UInt8] {
    switch template.items.first?.content {
    case .token(let text): text
    case .some(let hole): captures[hole].map { Array(tree.source[$0.range]) } ?? []
    case nil: []
    }
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
    guard outer > 0, parent > 0 else { return nil }
    let before = source[Int(nodes[parent].start)..<range.lowerBound].last { !$0.isWhitespace }
    let after = source[range.upperBound..<Int(nodes[parent].end)].first { !$0.isWhitespace }
    let isClosed = (before?.partsFromBefore ?? true) && (after?.partsFromAfter ?? true)
    return isClosed && !evenClosed ? nil : outer
  }
}
