package import HoneCore
package import HoneSyntax

/// Sees that an answer stays inside of the fence that its recipe set.
///
/// The bytes outside of what may change must be those that were there, and no node of the new tree may cross the border: an
/// answer that closes a bracket or ends a block early reaches out of its place although every byte of it stands inside.
package struct FenceCheck: Sendable {
  private let fence: AskingFence
  private let site: AskingSite
  private let base: SyntaxTree

  package init(_ fence: AskingFence, site: AskingSite, in base: SyntaxTree) {
    self.fence = fence
    self.site = site
    self.base = base
  }

  /// - Parameter result: the file with the answer in it, and nothing else changed.
  /// - Throws: a `Refusal` `outsideFence` that says what the engine may not do.
  package func check(_ result: SyntaxTree) throws(Refusal) {
    guard result.source != base.source else { return }
    let new = try replaced(in: result.source)
    try checkLines(result.source)
    try checkImports(result)
    for (old, new) in zip(free, new) where site.free.contains(old) {
      guard !Self.crosses(old, base) else { continue }
      guard !Self.crosses(new, result) else {
        throw Self.refusal("the answer reaches out of its place: it closes or opens more than it replaces")
      }
      if site.isSingle, Self.nodeCount(in: new, of: result) > max(Self.nodeCount(in: old, of: base), 1) {
        throw Self.refusal("the answer puts something beside the place, which alone may change")
      }
      if site.isSingle, Self.nodeCount(in: old, of: base) > 0,
        Self.commentCount(beside: new, of: result) > Self.commentCount(beside: old, of: base)
      {
        throw Self.refusal("the answer puts a comment beside the place, which alone may change")
      }
      if site.isSingle, Self.nodeCount(in: old, of: base) == 0, Self.nodeCount(in: new, of: result) > 0 {
        throw Self.refusal("the answer puts code where only a comment may change")
      }
    }
    if !fence.allowsComments, Self.comments(in: base) != Self.comments(in: result) {
      throw Self.refusal("the answer changes comments, which must stay as they are")
    }
    if !fence.allowsCode, !Self.code(in: base).elementsEqual(Self.code(in: result), by: ==) {
      throw Self.refusal("the answer changes code, where only comments and docstrings may change")
    }
    if !fence.allowsSignatures { try checkSignatures(result) }
  }

  // MARK: Bytes

  /// What may change, imports included.
  private var free: [Range<Int>] {
    guard fence.allowsImports else { return site.free }
    let region = base.importRegion
    guard !site.free.contains(where: { $0.overlaps(region) || $0.contains(region.lowerBound) }) else {
      return site.free
    }
    return (site.free + [region]).sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Finds the bytes that stay, in their order, and between them what takes the place of the rest.
  private func replaced(in result: [UInt8]) throws(Refusal) -> [Range<Int>] {
    let free = self.free
    let first = base.source[..<free[0].lowerBound]
    let last = base.source[free[free.count - 1].upperBound...]
    guard result.count >= first.count + last.count, result.starts(with: first),
      result.suffix(last.count).elementsEqual(last)
    else { throw outside(result) }
    let end = result.count - last.count
    var position = first.count
    var ranges: [Range<Int>] = []
    for (range, next) in zip(free, free.dropFirst()) {
      let fixed = base.source[range.upperBound..<next.lowerBound]
      guard let start = Self.position(of: fixed, in: result[position..<end]) else { throw outside(result) }
      ranges.append(position..<start)
      position = start + fixed.count
    }
    return ranges + [position..<end]
  }

  private static func position(of part: ArraySlice<UInt8>, in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = part.first else { return bytes.startIndex }
    guard bytes.count >= part.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - part.count)).first { start in
      bytes[start] == first && bytes[start..<(start + part.count)].elementsEqual(part)
    }
  }

  /// The refusal that names the first line outside of the fence.
  private func outside(_ result: [UInt8]) -> Refusal {
    let lines = TextLines(base.source, convention: .git)
    let borders = free.map {
      lines.line(at: $0.lowerBound)...max(lines.line(at: $0.lowerBound), lines.line(at: $0.upperBound))
    }
    for hunk in LineDiff.hunks(from: base.source, to: result) {
      let changed = hunk.baseIndex...max(hunk.baseIndex, hunk.baseIndex + hunk.baseCount - 1)
      guard !borders.contains(where: { $0.contains(changed.lowerBound) && $0.contains(changed.upperBound) }) else {
        continue
      }
      return Self.refusal("the answer changes line \(hunk.baseIndex + 1), which is outside of what may change")
    }
    return Self.refusal("the answer changes code on the same line, outside of what may change")
  }

  private func checkLines(_ result: [UInt8]) throws(Refusal) {
    guard let limit = fence.lines else { return }
    let count = LineDiff.hunks(from: base.source, to: result).reduce(0) { $0 + max($1.baseCount, $1.resultCount) }
    guard count <= limit else {
      throw Self.refusal("the answer changes \(count) lines, and may change \(limit)")
    }
  }

  // MARK: Nodes

  /// Whether a node lies partly inside of a range and partly outside.
  private static func crosses(_ range: Range<Int>, _ tree: SyntaxTree) -> Bool {
    tree.nodes.contains { node in
      let (start, end) = (Int(node.start), Int(node.end))
      guard start < range.upperBound, end > range.lowerBound else { return false }
      let isInside = start >= range.lowerBound && end <= range.upperBound
      let isAround = start <= range.lowerBound && end >= range.upperBound
      return !isInside && !isAround
    }
  }

  /// How many named nodes that are no comments lie in a range and in no other node of it.
  private static func nodeCount(in range: Range<Int>, of tree: SyntaxTree) -> Int {
    var count = 0
    var index = 1
    while index < tree.nodes.count {
      let node = tree.nodes[index]
      let (start, end) = (Int(node.start), Int(node.end))
      if start >= range.lowerBound, end <= range.upperBound, start < end {
        if node.flags.contains(.named), !node.flags.contains(.extra) { count += 1 }
        index = Int(node.next)
      } else {
        index = end <= range.lowerBound || start >= range.upperBound ? Int(node.next) : index + 1
      }
    }
    return count
  }

  /// How many comments lie in a range and in no other node of it: above, below and behind what stands there.
  ///
  /// What is indented deeper than the range begins belongs to its end, though a grammar may close its nodes before.
  private static func commentCount(beside range: Range<Int>, of tree: SyntaxTree) -> Int {
    let margin = column(of: range.lowerBound, in: tree.source)
    var count = 0
    var index = 1
    while index < tree.nodes.count {
      let node = tree.nodes[index]
      let (start, end) = (Int(node.start), Int(node.end))
      if start >= range.lowerBound, end <= range.upperBound, start < end {
        if SyntaxNode(tree: tree, index: index).isComment {
          let isDeeper = column(of: start, in: tree.source) > margin && startsLine(start, in: tree.source)
          if !isDeeper { count += 1 }
        }
        index = Int(node.next)
      } else {
        index = end <= range.lowerBound || start >= range.upperBound ? Int(node.next) : index + 1
      }
    }
    return count
  }

  private static func column(of offset: Int, in source: [UInt8]) -> Int {
    source[..<offset].reversed().prefix { $0 != 0x0a }.count
  }

  private static func startsLine(_ offset: Int, in source: [UInt8]) -> Bool {
    source[..<offset].reversed().prefix { $0 != 0x0a }.allSatisfy(\.isBlank)
  }

  private func checkImports(_ result: SyntaxTree) throws(Refusal) {
    guard !fence.allowsImports else { return }
    func imports(_ tree: SyntaxTree) -> [ArraySlice<UInt8>] { tree.outermost(where: \.isImportStatement).map(\.text) }
    guard imports(base).elementsEqual(imports(result), by: { $0.elementsEqual($1) }) else {
      throw Self.refusal("the answer changes imports, which must stay as they are")
    }
  }

  /// A node of code, as it counts beside others.
  private struct CodeNode: Hashable {
    var symbol: UInt16
    /// How many nodes it stands in: what is indented elsewhere belongs to something else.
    var depth: Int
    /// The text of a token; empty for other nodes.
    var text: ArraySlice<UInt8>
  }

  /// What is no part of a comment or of a text that stands by itself.
  private static func code(in tree: SyntaxTree) -> [CodeNode] {
    var found: [CodeNode] = []
    var depths: [Int] = []
    depths.reserveCapacity(tree.nodes.count)
    for (index, node) in tree.nodes.enumerated() { depths.append(index == 0 ? 0 : depths[Int(node.parent)] + 1) }
    var index = 0
    while index < tree.nodes.count {
      let node = tree.nodes[index]
      let isComment = node.flags.contains(.extra) && node.flags.contains(.named)
      let isText =
        tree.grammar.kind(of: node.symbol) == "expression_statement"
        && SyntaxNode(tree: tree, index: index).children.allSatisfy {
          // A text that holds code is none.
          $0.kind == "string" && $0.child(kind: "interpolation") == nil
        }
      if isComment || isText {
        index = Int(node.next)
        continue
      }
      let isToken = Int(node.next) == index + 1
      let text = isToken ? tree.source[Int(node.start)..<Int(node.end)] : []
      if !isToken || text.contains(where: { $0 > 0x20 }) {
        found.append(CodeNode(symbol: node.symbol, depth: depths[index], text: text))
      }
      index += 1
    }
    return found
  }

  private static func comments(in tree: SyntaxTree) -> [String] {
    tree.allNodes.filter { $0.record.flags.contains(.extra) && $0.isNamed }.map { node in
      // Comments over several lines are indented with the code around them.
      String(decoding: node.text, as: UTF8.self).split(whereSeparator: \.isNewline)
        .map { String($0.drop(while: \.isWhitespace)) }.joined(separator: "\n")
    }
  }

  /// The heads that were there must be there in the same order; new functions may come between.
  private func checkSignatures(_ result: SyntaxTree) throws(Refusal) {
    func heads(_ tree: SyntaxTree) -> [ArraySlice<UInt8>] {
      tree.allNodes.filter { $0.isFunctionUnit || $0.isTypeUnit }.compactMap(\.head)
    }
    var left = heads(result)[...]
    for head in heads(base) {
      guard let index = left.firstIndex(of: head) else {
        let line = String(decoding: head.prefix { $0 != 0x0a }, as: UTF8.self)
        throw Self.refusal("the answer changes or drops the signature `\(line)`, which must stay as it is")
      }
      left = left[(index + 1)...]
    }
  }

  private static func refusal(_ message: String) -> Refusal {
    Refusal(.outsideFence, message, remedy: "edit the place by hand, or widen the `fence` of the recipe")
  }
}
