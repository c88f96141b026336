/// Reads `<<<<<<< SEARCH` / `=======` / `>>>>>>> REPLACE` blocks, each under the path it changes.
///
/// Engines decorate: the path may stand in backticks, in a heading, after `File:`, or on the line of a code fence, and
/// several blocks may follow one path. A marker may have 5 to 9 characters. The dividing line is looked for when the
/// block is complete: where several lines could be it (a heading underlined with `=` in the text itself), the one as
/// long as the opening marker is; where that is not one line either, the block is refused.
package struct SearchReplaceParser: LineEditParser {
  var stream = LineStream()
  private var between: BetweenBlocks
  /// The length of the opening marker of the open block; `nil` between blocks.
  private var markerLength: Int?
  /// The lines of the open block.
  private var lines: [ArraySlice<UInt8>] = []
  /// How many of them stand above the first line that may divide the block; all of them before there is one.
  private var searchCount: Int?
  private var blockCount = 0

  /// Starts before the reply.
  /// - Parameter editablePaths: the paths that the engine was told it may edit. A single one stands in where a block
  ///   names none, and a line that reads as one of them is taken for a path even when it holds blanks.
  package init(editablePaths: [String] = []) {
    between = BetweenBlocks(editablePaths: editablePaths)
  }

  package var isEditOpen: Bool { markerLength != nil }

  package var openBlock: OpenBlock? {
    guard markerLength != nil else { return nil }
    return OpenBlock(
      path: between.target, number: blockCount, lines: searchCount.map { Array(lines.prefix($0)) } ?? lines)
  }

  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit? {
    let marker = BlockMarker(line)
    guard let length = markerLength else {
      if case .search(let length) = marker {
        markerLength = length
        between.beginBlock()
        return nil
      }
      if case .replace = marker, !between.isForeignOpen {
        throw Refusal(
          .malformed, "the reply ends a SEARCH/REPLACE block that it never began", remedy: "ask again")
      }
      return try between.take(line)
    }
    switch marker {
    case .search:
      throw Refusal(
        .malformed, "the reply begins a SEARCH/REPLACE block inside another one", remedy: "ask again")
    case .replace:
      defer {
        lines = []
        searchCount = nil
        blockCount += 1
        between.endBlock()
      }
      markerLength = nil
      return try edit(markerLength: length)
    case .divider:
      searchCount = searchCount ?? lines.count
      lines.append(line)
      return nil
    case nil:
      lines.append(line)
      return nil
    }
  }

  mutating func takeEnd() throws(Refusal) {
    if markerLength != nil {
      throw Refusal(
        .malformed, "the reply ended inside a SEARCH/REPLACE block",
        remedy: "ask again, with a larger limit on the answer")
    }
  }

  private func edit(markerLength: Int) throws(Refusal) -> Edit {
    let dividers = lines.indices.compactMap { index -> (index: Int, length: Int)? in
      guard case .divider(let length) = BlockMarker(lines[index]) else { return nil }
      return (index, length)
    }
    let exact = dividers.filter { $0.length == markerLength }
    guard let divider = dividers.count == 1 ? dividers.first : exact.first, dividers.count == 1 || exact.count == 1
    else {
      throw Refusal(
        .malformed, "a SEARCH/REPLACE block has \(dividers.isEmpty ? "no" : "more than one") dividing line",
        remedy: "ask again, or use another edit format")
    }
    guard let target = between.target else {
      throw Refusal(.malformed, "a SEARCH/REPLACE block names no file", remedy: "ask again, for one file at a time")
    }
    let search = Self.join(lines[..<divider.index])
    let replacement = Self.join(lines[(divider.index + 1)...])
    return Edit(
      path: target,
      change: search.isEmpty ? .create(replacement) : .replace(search: search, replacement: replacement),
      heading: between.heading)
  }

  private static func join(_ lines: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
    lines.reduce(into: []) { text, line in
      text += line
      text.append(0x0a)
    }
  }
}

/// A line that begins, divides or ends a SEARCH/REPLACE block.
private enum BlockMarker {
  case search(length: Int)
  case divider(length: Int)
  case replace

  init?(_ line: ArraySlice<UInt8>) {
    guard let first = line.first else { return nil }
    let length = line.prefix { $0 == first }.count
    guard (5...9).contains(length) else { return nil }
    let word = line.dropFirst(length)
    switch first {
    case UInt8(ascii: "<") where Self.word(word, is: "SEARCH"): self = .search(length: length)
    case UInt8(ascii: "=") where word.isBlankLine: self = .divider(length: length)
    case UInt8(ascii: ">") where Self.word(word, is: "REPLACE"): self = .replace
    default: return nil
    }
  }

  private static func word(_ bytes: ArraySlice<UInt8>, is word: StaticString) -> Bool {
    let text = bytes.withoutBlanks
    return text.hasPrefix(word) && text.count == word.utf8CodeUnitCount
  }
}
