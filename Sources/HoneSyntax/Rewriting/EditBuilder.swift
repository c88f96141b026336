internal import HoneCore

/// Rewrites one match: changes the tokens that differ from the template and leaves every other byte as it is.
///
/// The match and the template are both read as lists of items and aligned; what is paired stays where it is, with the
/// blanks, line breaks and comments around it. Between two pairs stands a run of items to remove and items to write.
struct EditBuilder {
  /// Blanks between two items.
  private typealias Gap = [UInt8]

  /// A piece of the result.
  private enum Piece {
    case kept(Range<Int>)
    case written([UInt8])
  }

  let tree: SyntaxTree
  /// The bytes that the result takes the place of.
  let range: Range<Int>
  let template: FixTemplate
  let captures: [FixTemplate.Item.Content: Capture]
  /// The texts of metavariables that are computed.
  let computed: [String: [UInt8]]
  /// The blanks between neighbours in the pattern, where they are known.
  let patternGaps: PatternGaps
  private let old: [MatchItems.Item]
  /// The items of the template that are written, without those that stand for nothing.
  private let new: [WrittenItem]
  /// How many brackets are open before each item, and at the end.
  private let oldDepths: [Int]
  private let newDepths: [Int]
  private let base: ArraySlice<UInt8>
  private let unit: Indentation.Unit
  private let lineEnd: [UInt8]
  private var pieces: [Piece] = []
  /// The bytes of the result since its last line break, as far as they are blank.
  private var indentation: [UInt8]
  /// How the indentation changes of lines that are kept since the last change; `nil` when it does not.
  private var shift: (old: [UInt8], new: [UInt8])?
  /// Whether something was written or removed since anything was kept.
  private var isAfterChange = true

  init(
    tree: SyntaxTree, items: MatchItems, range: Range<Int>, template: FixTemplate,
    captures: [FixTemplate.Item.Content: Capture], computed: [String: [UInt8]], patternGaps: PatternGaps
  ) {
    self.tree = tree
    self.range = range
    self.template = template
    self.captures = captures
    self.computed = computed
    self.patternGaps = patternGaps
    old = items.items
    base = Indentation.ofLine(at: range.lowerBound, in: tree.source)
    unit = Indentation.Unit.used(at: base, in: tree.source)
    lineEnd = tree.lineEnd(near: range.lowerBound)
    indentation = Array(base)
    new = template.written(captures, computed, in: tree.source)
    oldDepths = Self.depths(old.map(\.content))
    newDepths = Self.depths(new.map(\.content))
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
      if pair.old < old.count { keep(old[pair.old].range) }
      oldIndex = pair.old + 1
      newIndex = pair.new + 1
    }
    return Self.difference(pieces, range, tree.source)
  }

  // MARK: Runs

  /// What stands between two kept items: removes the items `removed` and writes the items `written` of the template.
  private mutating func emitRun(_ removed: Range<Int>, _ written: Range<Int>) {
    var start = removed.lowerBound > 0 ? old[removed.lowerBound - 1].range.upperBound : range.lowerBound
    let end = removed.upperBound < old.count ? old[removed.upperBound].range.lowerBound : range.upperBound
    let hasLeft = removed.lowerBound > 0
    let hasRight = removed.upperBound < old.count
    var blocks = removed.map { old[$0].range }
    if let last = removed.last, old[last].isTrailingComma { keepComma(&blocks, &start, removed, written) }
    let leavesBrackets = (
      before: leavesBrackets(removed.lowerBound, written.lowerBound),
      after: leavesBrackets(removed.upperBound, written.upperBound)
    )
    let leftGap = templateGap(before: written.lowerBound)
    let rightGap = templateGap(before: written.upperBound)
    guard !blocks.isEmpty || !written.isEmpty else {
      guard leavesBrackets.before, isBlank(start..<end), hasLineBreak(start..<end) else { return keep(start..<end) }
      isAfterChange = true
      return write(leftGap)
    }
    isAfterChange = true
    blocks = merged(blocks)
    let reference = hasLeft ? start : nil
    guard let first = blocks.first, let last = blocks.last else {
      return insert(written, into: start..<end, leftGap, rightGap, removed, hasLeft: hasLeft, hasRight: hasRight)
    }
    let before = start..<first.lowerBound
    let after = last.upperBound..<end
    if written.isEmpty {
      remove(
        blocks, before: before, after: after, leavesBrackets.after && hasRight ? nil : leftGap, leftGap,
        hasLeft: hasLeft, hasRight: hasRight, reference: reference)
      return
    }
    let leftKey = hasLeft ? patternGaps.gap(old[removed.lowerBound - 1].content, old[removed.lowerBound].content) : nil
    let rightKey =
      hasRight ? patternGaps.gap(old[removed.upperBound - 1].content, old[removed.upperBound].content) : nil
    // What follows a name without a blank, such as a `?`, does so on its line.
    let sticks = leftGap.isEmpty && hasLeft && !old[removed.lowerBound - 1].content.isOpener
    adjust(before, to: hasLeft ? leftGap : nil, leftKey, joinsLines: leavesBrackets.before || sticks, reference)
    // Where a comment parts what is removed, what is written goes to the side that it sticks to.
    let goesLast = blocks.count > 1 && hasRight && rightGap.isEmpty && (!hasLeft || !leftGap.isEmpty)
    if !goesLast { write(written) }
    for (block, next) in zip(blocks, blocks.dropFirst()) {
      let between = block.upperBound..<next.lowerBound
      keep(goesLast && !hasLeft ? leadingBlanks(of: between).upperBound..<between.upperBound : between)
    }
    if goesLast { write(written) }
    adjust(after, to: hasRight ? rightGap : nil, rightKey, joinsLines: leavesBrackets.after, reference)
  }

  /// Whether what stood in brackets stands in none now, so that a line must not end there in many languages.
  private func leavesBrackets(_ oldIndex: Int, _ newIndex: Int) -> Bool {
    oldDepths[oldIndex] > 0 && newDepths[newIndex] <= 0
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

  /// Keeps what stands between what is removed, and of the blanks around it those that are needed.
  /// - Parameter breakable: the template's blanks; `nil` when a line must not end here.
  private mutating func remove(
    _ blocks: [Range<Int>], before: Range<Int>, after: Range<Int>, _ breakable: Gap?, _ gap: Gap, hasLeft: Bool,
    hasRight: Bool, reference: Int?
  ) {
    guard blocks.count == 1 else {
      // Comments stand between what is removed: they stay, on the lines that they are on.
      if hasLeft || !isBlank(before) { keep(before) }
      for (block, next) in zip(blocks, blocks.dropFirst()) { keep(block.upperBound..<next.lowerBound) }
      if hasRight || !isBlank(after) { keep(after, reference: reference) }
      return
    }
    let left = trailingBlanks(of: before)
    let right = leadingBlanks(of: after)
    keep(before.lowerBound..<left.lowerBound)
    let isAtEnd = left == before && !hasLeft || right == after && !hasRight
    if !isAtEnd {
      if breakable == nil, hasLineBreak(left) || hasLineBreak(right) {
        write(gap)
      } else {
        keepOne(of: left, right, gap, reference)
      }
    }
    keep(right.upperBound..<after.upperBound)
  }

  private func trailingBlanks(of range: Range<Int>) -> Range<Int> {
    let start = tree.source[range].lastIndex { !$0.isWhitespace }.map { $0 + 1 } ?? range.lowerBound
    return start..<range.upperBound
  }

  private func leadingBlanks(of range: Range<Int>) -> Range<Int> {
    let end = tree.source[range].firstIndex { !$0.isWhitespace } ?? range.upperBound
    return range.lowerBound..<end
  }

  /// Keeps the blanks before or those after what was removed: the line break if there is one, else what the template
  /// says.
  private mutating func keepOne(of before: Range<Int>, _ after: Range<Int>, _ gap: Gap, _ reference: Int?) {
    if hasLineBreak(after) { return keep(after, reference: reference) }
    if hasLineBreak(before) { return keep(before) }
    if gap.isEmpty { return keep(before.count <= after.count ? before : after) }
    if before.isEmpty, after.isEmpty { return write(gap) }
    keep(before.count >= after.count ? before : after)
  }

  /// Writes items where none are removed.
  private mutating func insert(
    _ written: Range<Int>, into gap: Range<Int>, _ left: Gap, _ right: Gap, _ place: Range<Int>, hasLeft: Bool,
    hasRight: Bool
  ) {
    guard hasLeft else {
      write(written)
      return write(right)
    }
    guard hasRight else {
      write(left)
      write(written)
      return keep(gap)
    }
    let isBlank = isBlank(gap)
    let breaksLine = left.contains(0x0a) || right.contains(0x0a)
    let joinsLines = leavesBrackets(place.upperBound, written.upperBound) && hasLineBreak(gap)
    if isBlank, breaksLine || gap.isEmpty || joinsLines {
      write(left)
      write(written)
      return write(right)
    }
    let endsLine = hasLineBreak(gap) && old[place.upperBound].content.isCloser
    if isBlank, !left.isEmpty, right.isEmpty, !endsLine {
      keep(gap)
      return write(written)
    }
    write(left)
    write(written)
    keep(gap)
  }

  /// Keeps blanks of the source, unless pattern and template differ in whether there are any.
  private mutating func adjust(
    _ gap: Range<Int>, to wanted: Gap?, _ pattern: Gap?, joinsLines: Bool, _ reference: Int?
  ) {
    guard let wanted else { return isBlank(gap) ? () : keep(gap) }
    guard isBlank(gap) else { return keep(gap) }
    if hasLineBreak(gap) { return joinsLines ? write(wanted) : keep(gap, reference: reference) }
    if wanted.contains(0x0a) { return write(wanted) }
    if let pattern, pattern.isEmpty == wanted.isEmpty { return keep(gap) }
    if gap.isEmpty == wanted.isEmpty { return keep(gap) }
    write(wanted)
  }

  // MARK: Pieces

  /// The blanks between two neighbours of the template; none at its ends.
  private func templateGap(before index: Int) -> Gap {
    index > 0 && index < new.count ? new[index].gap : []
  }

  private func isBlank(_ range: Range<Int>) -> Bool { tree.source[range].allSatisfy(\.isWhitespace) }

  private func hasLineBreak(_ range: Range<Int>) -> Bool { tree.source[range].contains(0x0a) }

  /// Leaves bytes of the source where they are; lines are moved where the place has another indentation now.
  /// - Parameter reference: an offset of the line that the range continues, when it is another than its own.
  private mutating func keep(_ range: Range<Int>, reference: Int? = nil) {
    guard !range.isEmpty else { return }
    let source = tree.source
    if isAfterChange {
      let old = Array(Indentation.ofLine(at: reference ?? range.lowerBound, in: source))
      shift = old == indentation ? nil : (old, indentation)
      isAfterChange = false
    }
    guard let shift, source[range].contains(0x0a) else {
      pieces.append(.kept(range))
      return note(source[range])
    }
    let text = Indentation.move(range, of: source, from: shift.old, to: shift.new, isFixed: tree.isInsideLiteral)
    pieces.append(.written(text))
    note(text[...])
  }

  /// Follows the indentation of the line that is being written.
  private mutating func note(_ text: ArraySlice<UInt8>) {
    guard let lineBreak = text.lastIndex(of: 0x0a) else { return }
    indentation = Array(text[(lineBreak + 1)...].prefix { $0 == 0x20 || $0 == 0x09 })
  }

  private mutating func write(_ gap: Gap) { writeText(gap[...]) }

  /// Writes items of the template with the blanks between them.
  private mutating func write(_ written: Range<Int>) {
    for index in written {
      if index > written.lowerBound { write(templateGap(before: index)) }
      switch new[index].content {
      case .token(let text): writeText(text[...])
      case .hole(let name, _):
        if let text = computed[name] {
          writeMoved(0..<text.count, of: text, from: [], isFixed: { _ in false })
        } else if let capture = captures[new[index].content] {
          let old = Array(Indentation.ofLine(at: capture.range.lowerBound, in: tree.source))
          writeMoved(capture.range, of: tree.source, from: old, isFixed: tree.isInsideLiteral)
        }
      }
    }
  }

  private mutating func writeMoved(
    _ range: Range<Int>, of bytes: [UInt8], from old: [UInt8], isFixed: (Int) -> Bool
  ) {
    let text = Indentation.move(range, of: bytes, from: old, to: indentation, isFixed: isFixed)
    pieces.append(.written(text))
    note(text[...])
  }

  /// Writes text of the template: its lines are indented as the place is.
  private mutating func writeText(_ text: ArraySlice<UInt8>) {
    guard text.contains(0x0a) else { return pieces.append(.written(Array(text))) }
    var written: [UInt8] = []
    for (number, line) in text.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
      if number > 0 {
        let blanks = line.prefix { $0 == 0x20 || $0 == 0x09 }
        let isLast = line.endIndex == text.endIndex
        written += lineEnd
        if line.count > blanks.count || isLast {
          written += base
          written += unit == .tab ? Indentation.tabs(for: blanks, width: template.indentationWidth) : Array(blanks)
        }
        written += line.dropFirst(blanks.count)
      } else {
        written += line
      }
    }
    pieces.append(.written(written))
    note(written[...])
  }

  // MARK: Difference

  /// What differs between the source and the pieces.
  private static func difference(_ pieces: [Piece], _ range: Range<Int>, _ source: [UInt8]) -> [Replacement] {
    var replacements: [Replacement] = []
    var position = range.lowerBound
    var pending: [UInt8] = []
    func close(at end: Int) {
      if let replacement = minimal(position..<end, pending, source) { replacements.append(replacement) }
      pending = []
    }
    for piece in pieces {
      switch piece {
      case .written(let text): pending += text
      case .kept(let kept) where kept.lowerBound < position: pending += source[kept]
      case .kept(let kept):
        close(at: kept.lowerBound)
        position = kept.upperBound
      }
    }
    close(at: range.upperBound)
    return replacements
  }

  /// A replacement without the bytes that are equal at both ends; `nil` when all are.
  private static func minimal(_ range: Range<Int>, _ bytes: [UInt8], _ source: [UInt8]) -> Replacement? {
    if source[range].elementsEqual(bytes) { return nil }
    // Only whole blanks are cut off: half a word would make a diff that is hard to read.
    var range = range
    var text = bytes[...]
    while let first = range.first, let other = text.first, source[first] == other, other.isWhitespace {
      range = range.dropFirst()
      text = text.dropFirst()
    }
    while let last = range.last, let other = text.last, source[last] == other, other.isWhitespace {
      range = range.dropLast()
      text = text.dropLast()
    }
    return Replacement(range: range, bytes: Array(text))
  }
}
