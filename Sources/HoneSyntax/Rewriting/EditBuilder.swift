internal import HoneCore

/// Rewrites one match: changes the tokens that differ from the template and leaves every other byte as it is.
///
/// The match and the template are both read as lists of items and aligned; what is paired stays where it is, with the
/// blanks, line breaks and comments around it. Between two pairs stands a run of items to remove and items to write.
struct EditBuilder {
  /// Blanks between two items.
  typealias Gap = [UInt8]

  let tree: SyntaxTree
  let captures: [FixTemplate.Item.Content: Capture]
  /// The texts of metavariables that are computed.
  let computed: [String: [UInt8]]
  /// The blanks between neighbours in the pattern, where they are known.
  let patternGaps: PatternGaps
  let old: [MatchItems.Item]
  /// The items of the template that are written, without those that stand for nothing.
  let new: [WrittenItem]
  /// How many brackets are open before each item, and at the end.
  let oldDepths: [Int]
  let newDepths: [Int]
  var result: EditedText
  /// The holes that were written or kept so far.
  private(set) var holes: [EditShape.Written] = []

  /// - Parameter range: the bytes that the result takes the place of.
  init(
    tree: SyntaxTree, items: MatchItems, range: Range<Int>, template: FixTemplate,
    captures: [FixTemplate.Item.Content: Capture], computed: [String: [UInt8]], patternGaps: PatternGaps
  ) {
    self.tree = tree
    self.captures = captures
    self.computed = computed
    self.patternGaps = patternGaps
    old = items.items
    new = template.written(captures, computed, in: tree.source)
    oldDepths = Self.depths(old.map(\.content))
    newDepths = Self.depths(new.map(\.content))
    result = EditedText(tree: tree, range: range, indentationWidth: template.indentationWidth)
  }

  private static func depths(_ items: [FixTemplate.Item.Content]) -> [Int] {
    var depth = 0
    var depths = [0]
    for item in items {
      if item.isOpener { depth += 1 } else if item.isCloser { depth -= 1 }
      depths.append(depth)
    }
    return depths
  }

  /// The replacements, ascending and disjoint; none when nothing differs.
  mutating func replacements() -> [Replacement] {
    let oldKeys = old.map { item in Alignment.Key(item.isTrailingComma ? .token([]) : item.content) }
    var pairs = Alignment.pairs(oldKeys, new.map { Alignment.Key($0.content) })
    pairs.append((old.count, new.count))
    var oldIndex = 0
    var newIndex = 0
    for pair in pairs {
      emitRun(oldIndex..<pair.old, newIndex..<pair.new)
      if pair.old < old.count {
        let start = result.count
        keep(old[pair.old].range)
        if captures[new[pair.new].content]?.range == old[pair.old].range { note(pair.new, from: start) }
      }
      oldIndex = pair.old + 1
      newIndex = pair.new + 1
    }
    return result.replacements()
  }

  // MARK: Runs

  /// What stands between two kept items: removes the items `removed` and writes the items `written` of the template.
  private mutating func emitRun(_ removed: Range<Int>, _ written: Range<Int>) {
    let removed = keepingComma(of: removed, before: written)
    var start = removed.lowerBound > 0 ? old[removed.lowerBound - 1].range.upperBound : result.range.lowerBound
    let end = removed.upperBound < old.count ? old[removed.upperBound].range.lowerBound : result.range.upperBound
    let hasLeft = removed.lowerBound > 0
    let hasRight = removed.upperBound < old.count
    var blocks = removed.map { old[$0].range }
    if let last = removed.last, old[last].isTrailingComma, !opensList(removed, written) {
      keepComma(&blocks, &start, removed, written)
    }
    let leavesBrackets = (
      before: leavesBrackets(removed.lowerBound, written.lowerBound),
      after: leavesBrackets(removed.upperBound, written.upperBound)
    )
    let leftGap = templateGap(before: written.lowerBound)
    let rightGap = templateGap(before: written.upperBound)
    guard !blocks.isEmpty || !written.isEmpty else {
      guard leavesBrackets.before, isBlank(start..<end), hasLineBreak(start..<end) else { return keep(start..<end) }
      result.change()
      return write(leftGap)
    }
    result.change()
    blocks = merged(blocks)
    let reference = hasLeft ? start : nil
    let afterReference = hasRight && dissolvesBlock(removed, written) ? end : reference
    guard let first = blocks.first, let last = blocks.last else {
      return insert(written, into: start..<end, leftGap, rightGap, removed, hasLeft: hasLeft, hasRight: hasRight)
    }
    let before = start..<first.lowerBound
    let after = last.upperBound..<end
    if written.isEmpty {
      remove(
        blocks, before: before, after: after, leavesBrackets.after && hasRight ? nil : leftGap, leftGap,
        hasLeft: hasLeft, hasRight: hasRight,
        opensBlock: hasLeft && old[removed.lowerBound - 1].content.opensBlock, reference: afterReference)
      return
    }
    let leftKey = hasLeft ? patternGaps.gap(old[removed.lowerBound - 1].content, old[removed.lowerBound].content) : nil
    let rightKey =
      hasRight ? patternGaps.gap(old[removed.upperBound - 1].content, old[removed.upperBound].content) : nil
    // What follows a name without a blank, such as a `?`, does so on its line.
    let replacesCloser = old[removed.lowerBound].content.isCloser && new[written.lowerBound].content.isCloser
    let sticks = leftGap.isEmpty && hasLeft && !old[removed.lowerBound - 1].content.isOpener && !replacesCloser
    adjust(before, to: hasLeft ? leftGap : nil, leftKey, joinsLines: leavesBrackets.before || sticks, reference)
    // Where a comment parts what is removed, what is written goes to the side that it sticks to.
    let goesLast = blocks.count > 1 && hasRight && rightGap.isEmpty && (!hasLeft || !leftGap.isEmpty)
    if !goesLast { write(written) }
    for (block, next) in zip(blocks, blocks.dropFirst()) {
      let between = block.upperBound..<next.lowerBound
      keep(goesLast && !hasLeft ? leadingBlanks(of: between).upperBound..<between.upperBound : between)
    }
    if goesLast { write(written) }
    adjust(after, to: hasRight ? rightGap : nil, rightKey, joinsLines: leavesBrackets.after, afterReference)
  }

  /// Keeps a comma before a closing bracket that becomes another one; round ones are left out, because a comma makes a
  /// tuple in some languages.
  /// - Returns: what is to be removed then.
  private mutating func keepingComma(of removed: Range<Int>, before written: Range<Int>) -> Range<Int> {
    guard removed.count > 1, removed.lowerBound > 0, let comma = removed.first, old[comma].isTrailingComma,
      old[comma + 1].content.isCloser, let closer = written.first, new[closer].content.isCloser,
      new[closer].content != .token([UInt8(ascii: ")")])
    else { return removed }
    keep(old[comma - 1].range.upperBound..<old[comma].range.upperBound)
    return removed.dropFirst()
  }

  /// Whether the statements of a block now follow another statement: they stood on a level of their own, and are level with it.
  private func dissolvesBlock(_ removed: Range<Int>, _ written: Range<Int>) -> Bool {
    let previous =
      written.last.map { new[$0].content } ?? (removed.first.map { $0 > 0 ? old[$0 - 1].content : nil } ?? nil)
    guard let last = removed.last, old[last].content == .token(Array("{".utf8)), let previous,
      [.token(Array(";".utf8)), .token(Array("}".utf8))].contains(previous)
    else { return false }
    return oldDepths[removed.upperBound] - oldDepths[removed.lowerBound]
      > newDepths[written.upperBound] - newDepths[written.lowerBound]
  }

  /// Whether what stood in brackets stands in none now, so that a line must not end there in many languages.
  func leavesBrackets(_ oldIndex: Int, _ newIndex: Int) -> Bool {
    oldDepths[oldIndex] > 0 && newDepths[newIndex] <= 0
  }

  /// Whether an opening bracket comes now before what was removed, so that a comma there would part nothing.
  private func opensList(_ removed: Range<Int>, _ written: Range<Int>) -> Bool {
    if let last = written.last { return new[last].content.isOpener }
    return removed.lowerBound > 0 && old[removed.lowerBound - 1].content.isOpener
      && !old[removed].contains(where: \.followsUnwritten)
  }

  /// Lets a comma stay before a bracket that stays: the one directly after the kept item before, if there is one.
  private mutating func keepComma(
    _ blocks: inout [Range<Int>], _ start: inout Int, _ removed: Range<Int>, _ written: Range<Int>
  ) {
    let hasBracket = removed.upperBound < old.count || written.first.map { new[$0].content.isCloser } ?? false
    guard hasBracket, let first = removed.first else { return }
    if removed.count > 1, removed.lowerBound > 0, old[first].content.isComma, written.isEmpty {
      let comma = blocks.removeFirst()
      keep(start..<comma.upperBound)
      start = comma.upperBound
    } else {
      blocks.removeLast()
    }
  }

  /// Joins ranges between which there are only blanks.
  private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges {
      if let last = merged.last, isBlank(last.upperBound..<range.lowerBound) {
        merged[merged.count - 1] = last.lowerBound..<range.upperBound
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  // MARK: Pieces

  /// The blanks between two neighbours of the template; none at its ends.
  func templateGap(before index: Int) -> Gap {
    index > 0 && index < new.count ? new[index].gap : []
  }

  func isBlank(_ range: Range<Int>) -> Bool { tree.source[range].allSatisfy(\.isWhitespace) }

  func hasLineBreak(_ range: Range<Int>) -> Bool { tree.source[range].contains(0x0a) }

  /// Leaves bytes of the source where they are.
  /// - Parameter reference: an offset of the line that the range continues, when it is another than its own.
  mutating func keep(_ range: Range<Int>, reference: Int? = nil) {
    // What comes after the range is to be level with the line that is being written, whatever was kept of it before.
    if let reference, reference >= range.upperBound { result.change() }
    result.keep(range, reference: reference)
  }

  mutating func write(_ gap: Gap) { result.writeText(gap[...]) }

  /// Writes items of the template with the blanks between them.
  mutating func write(_ written: Range<Int>) {
    for index in written {
      if index > written.lowerBound { write(templateGap(before: index)) }
      write(itemAt: index)
    }
  }

  /// Notes a hole of the template that was just written.
  private mutating func note(_ index: Int, from start: Int) {
    guard case .hole(let name, _) = new[index].content, computed[name] == nil else { return }
    holes.append(
      EditShape.Written(
        content: new[index].content, left: index > 0 ? new[index - 1].content : nil,
        right: index + 1 < new.count ? new[index + 1].content : nil, range: start..<result.count))
  }

  /// Writes one item.
  mutating func write(itemAt index: Int) {
    let start = result.count
    defer { note(index, from: start) }
    let content = new[index].content
    switch content {
    case .token(let text): result.writeText(text[...])
    case .hole(let name, _):
      if let text = computed[name] {
        result.writeMoved(0..<text.count, of: text, from: [], isFixed: { _ in false })
      } else if let capture = captures[content] {
        let old = Array(tree.indentation(at: capture.range.lowerBound))
        result.writeMoved(capture.range, of: tree.source, from: old, isFixed: tree.isInsideLiteral)
      }
    }
  }
}
