/// Items that are written where none are removed.
extension EditBuilder {
  /// Writes items into the blanks between two that stay.
  /// - Parameters:
  ///   - place: the items before which, and after which, they come: those that the range leaves out.
  mutating func insert(
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
    if !breaksLine, insertLines(written, into: gap, after: place.lowerBound - 1, before: place.upperBound) { return }
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

  // MARK: Lists

  /// Writes elements into a list that has each of its own on a line, in the same way.
  /// - Returns: whether the place is in such a list; else nothing is written.
  private mutating func insertLines(
    _ written: Range<Int>, into gap: Range<Int>, after left: Int, before right: Int
  ) -> Bool {
    guard let first = written.first, let last = written.last, left >= 0,
      tree.source[gap].allSatisfy({ $0.isWhitespace || $0 == UInt8(ascii: ",") })
    else { return false }
    if old[right].content.isCloser {
      guard let starts = elementStarts(upTo: left), let start = starts.last, startsLine(start),
        starts.dropLast().allSatisfy(startsLine)
      else { return false }
      let endsWithComma = tree.source[old[left].range].last == UInt8(ascii: ",")
      guard new[first].content.isComma != endsWithComma else { return false }
      writeLines(
        written, result.lineEnd + tree.indentation(at: start), breaksFirst: endsWithComma)
      if endsWithComma { result.writeText([UInt8(ascii: ",")]) }
      keep(gap)
      return true
    }
    guard new[last].content.isComma, isBlank(gap), hasLineBreak(gap) else { return false }
    if !old[left].content.isOpener {
      guard old[left].content.isComma, let starts = elementStarts(upTo: left), starts.allSatisfy(startsLine) else {
        return false
      }
    }
    let indentation = tree.indentation(at: gap.upperBound)
    keep(gap)
    result.change()
    writeLines(written, result.lineEnd + indentation, breaksFirst: false)
    result.writeUnchanged(result.lineEnd + indentation)
    return true
  }

  /// Writes elements with a line break after each comma between them.
  /// - Parameter breaksFirst: whether one comes before the first as well.
  private mutating func writeLines(_ written: Range<Int>, _ lineBreak: [UInt8], breaksFirst: Bool) {
    for index in written {
      let isFirst = index == written.lowerBound
      let beginsElement =
        isFirst ? breaksFirst : new[index - 1].content.isComma && newDepths[index] == newDepths[written.lowerBound]
      if beginsElement {
        result.writeUnchanged(lineBreak)
      } else if !isFirst {
        write(templateGap(before: index))
      }
      write(itemAt: index)
    }
  }

  /// Where the elements of the list begin that the item `last` stands in, up to it.
  /// - Returns: `nil` when no item is the opening bracket of the list. The first element is left out when it stands
  ///   directly after the bracket.
  private func elementStarts(upTo last: Int) -> [Int]? {
    let depth = oldDepths[last + 1]
    let opener = (0...last).last { old[$0].content.isOpener && oldDepths[$0] == depth - 1 }
    guard let opener else { return nil }
    var starts: [Int] = []
    var isExpected = true
    for index in (opener + 1)..<(last + 1) {
      let item = old[index]
      if item.content.isComma {
        isExpected = isExpected || oldDepths[index] == depth
        continue
      }
      if isExpected { starts.append(item.range.lowerBound) }
      isExpected = false
      guard case .hole(_, true) = item.content, let capture = captures[item.content] else { continue }
      starts += laterStarts(in: capture)
      isExpected = tree.source[item.range].last == UInt8(ascii: ",")
    }
    return starts.first == old[opener].range.upperBound ? Array(starts.dropFirst()) : starts
  }

  /// Where the elements after the first begin in captured nodes.
  private func laterStarts(in capture: Capture) -> [Int] {
    var starts: [Int] = []
    var node = capture.first
    var isAfterComma = false
    while node <= capture.last {
      let record = tree.nodes[node]
      if !record.flags.contains(.extra) {
        let isComma = tree.source[Int(record.start)..<Int(record.end)].elementsEqual([UInt8(ascii: ",")])
        if isAfterComma, !isComma { starts.append(Int(record.start)) }
        isAfterComma = isComma
      }
      node = Int(record.next)
    }
    return starts
  }

  /// Whether only blanks stand before an offset on its line.
  private func startsLine(_ offset: Int) -> Bool {
    let lines = tree.written.lines
    return isBlank(lines.starts[lines.line(at: offset)]..<offset)
  }
}
