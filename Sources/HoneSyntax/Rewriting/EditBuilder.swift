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
  private let new: [FixTemplate.Item]
  private let base: ArraySlice<UInt8>
  private let unit: Indentation.Unit
  private let lineEnd: [UInt8]
  private var pieces: [Piece] = []
  /// The bytes of the result since its last line break, as far as they are blank.
  private var indentation: [UInt8]

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
    new = Self.written(template.items, captures, computed, in: tree.source)
  }

  /// The template's items without metavariables that stand for nothing and the commas that belonged to them.
  private static func written(
    _ items: [FixTemplate.Item], _ captures: [FixTemplate.Item.Content: Capture], _ computed: [String: [UInt8]],
    in source: [UInt8]
  ) -> [FixTemplate.Item] {
    var written: [FixTemplate.Item] = []
    var dropsComma = false
    for (index, item) in items.enumerated() {
      if dropsComma, item.content.isComma {
        dropsComma = false
        continue
      }
      dropsComma = false
      guard case .hole(let name, let isMany) = item.content, computed[name] == nil else {
        written.append(item)
        continue
      }
      let capture = captures[item.content]
      guard let capture, capture.count > 0 else {
        guard isMany || capture != nil else { continue }
        let nextIsComma = index + 1 < items.count && items[index + 1].content.isComma
        if nextIsComma {
          dropsComma = true
        } else if written.last?.content.isComma ?? false {
          written.removeLast()
        }
        continue
      }
      written.append(item)
      // What was captured may end with a comma of its own.
      dropsComma = isMany && capture.range.last.map { source[$0] == UInt8(ascii: ",") } ?? false
    }
    return written
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
    guard !blocks.isEmpty || !written.isEmpty else { return keep(start..<end) }
    blocks = merged(blocks)
    let leftGap = templateGap(before: written.lowerBound)
    let rightGap = templateGap(before: written.upperBound)
    guard let first = blocks.first, let last = blocks.last else {
      return insert(written, into: start..<end, leftGap, rightGap, hasLeft: hasLeft, hasRight: hasRight)
    }
    let before = start..<first.lowerBound
    let after = last.upperBound..<end
    if written.isEmpty {
      remove(blocks, before: before, after: after, gap: leftGap, hasLeft: hasLeft, hasRight: hasRight)
      return
    }
    let leftKey = hasLeft ? patternGaps.gap(old[removed.lowerBound - 1].content, old[removed.lowerBound].content) : nil
    let rightKey =
      hasRight ? patternGaps.gap(old[removed.upperBound - 1].content, old[removed.upperBound].content) : nil
    adjust(before, to: hasLeft ? leftGap : nil, pattern: leftKey)
    write(written)
    for (block, next) in zip(blocks, blocks.dropFirst()) { keep(block.upperBound..<next.lowerBound) }
    adjust(after, to: hasRight ? rightGap : nil, pattern: rightKey)
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

  private mutating func remove(
    _ blocks: [Range<Int>], before: Range<Int>, after: Range<Int>, gap: Gap, hasLeft: Bool, hasRight: Bool
  ) {
    for (block, next) in zip(blocks, blocks.dropFirst()) { keep(block.upperBound..<next.lowerBound) }
    switch (isBlank(before), isBlank(after)) {
    case (true, true) where !hasLeft || !hasRight: return
    case (true, true): keepOne(of: before, after, gap)
    case (true, false):
      if !hasLeft { return keep(after) }
      if !gap.isEmpty, !tree.source[after.lowerBound].isWhitespace { keep(before) }
      keep(after)
    case (false, true):
      keep(before)
      if hasRight { keep(after) }
    case (false, false):
      keep(before)
      keep(after)
    }
  }

  /// Keeps the blanks before or those after what was removed: the line break if there is one, else what the template
  /// says.
  private mutating func keepOne(of before: Range<Int>, _ after: Range<Int>, _ gap: Gap) {
    let breaks = (hasLineBreak(before), hasLineBreak(after))
    if breaks.1 { return keep(after) }
    if breaks.0 { return keep(before) }
    if gap.isEmpty { return keep(before.count <= after.count ? before : after) }
    if before.isEmpty, after.isEmpty { return write(gap) }
    keep(before.count >= after.count ? before : after)
  }

  /// Writes items where none are removed.
  private mutating func insert(
    _ written: Range<Int>, into gap: Range<Int>, _ left: Gap, _ right: Gap, hasLeft: Bool, hasRight: Bool
  ) {
    guard hasLeft else {
      write(written)
      return write(right)
    }
    guard hasRight else {
      keep(gap)
      write(left)
      return write(written)
    }
    let breaksLine = left.contains(0x0a) || right.contains(0x0a)
    if isBlank(gap), breaksLine || gap.isEmpty {
      write(left)
      write(written)
      return write(right)
    }
    if isBlank(gap), !left.isEmpty, right.isEmpty {
      keep(gap)
      return write(written)
    }
    write(left)
    write(written)
    if breaksLine, right.contains(0x0a), isBlank(gap) { write(right) } else { keep(gap) }
  }

  /// Keeps blanks of the source, unless pattern and template differ in whether there are any.
  private mutating func adjust(_ gap: Range<Int>, to wanted: Gap?, pattern: Gap?) {
    guard let wanted else { return isBlank(gap) ? () : keep(gap) }
    guard isBlank(gap), !hasLineBreak(gap) else { return keep(gap) }
    if wanted.contains(0x0a) { return write(wanted) }
    if let pattern, pattern.isEmpty == wanted.isEmpty { return keep(gap) }
    if gap.isEmpty == wanted.isEmpty { return keep(gap) }
    write(wanted)
  }

  // MARK: Pieces

  /// The blanks between two neighbours of the template; none at its ends.
  private func templateGap(before index: Int) -> Gap {
    guard index > 0, index < new.count else { return [] }
    let between = template.text[new[index - 1].range.upperBound..<new[index].range.lowerBound]
    return between.filter(\.isWhitespace)
  }

  private func isBlank(_ range: Range<Int>) -> Bool { tree.source[range].allSatisfy(\.isWhitespace) }

  private func hasLineBreak(_ range: Range<Int>) -> Bool { tree.source[range].contains(0x0a) }

  /// Leaves bytes of the source where they are; lines are moved where the place has another indentation now.
  private mutating func keep(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let source = tree.source
    let before = Array(Indentation.ofLine(at: range.lowerBound, in: source))
    guard before != indentation, source[range].contains(0x0a) else {
      pieces.append(.kept(range))
      return note(source[range])
    }
    let text = Indentation.move(range, of: source, from: before, to: indentation, isFixed: tree.isInsideLiteral)
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
