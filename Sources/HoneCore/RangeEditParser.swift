/// Reads blocks that refer to lines instead of repeating them, each under the path it changes.
///
///     path/of/the/file              path/of/the/file
///     <<<<<<< LINES 12-14           <<<<<<< FROM def load(
///     the new lines                 ------- TO return data
///     >>>>>>> END                   the new lines
///                                   >>>>>>> END
///
/// `LINES 12` is one line, `AFTER 12` adds lines below it (`AFTER 0` at the beginning of the file), and a block without `TO`
/// replaces the one line. Numbers count from 1. A block is an edit when its last line is there.
package struct RangeEditParser: LineEditParser {
  var stream = LineStream()
  private var between: BetweenBlocks
  /// `nil` between blocks.
  private var place: OpenPlace.Place?
  private var count = 0
  private var text: [UInt8] = []

  /// Starts before the reply.
  /// - Parameter editablePaths: the paths that the engine was told it may edit, as for `SearchReplaceParser`.
  package init(editablePaths: [String] = []) {
    between = BetweenBlocks(editablePaths: editablePaths)
  }

  package var isEditOpen: Bool { place != nil }

  package var openPlace: OpenPlace? {
    place.map { OpenPlace(path: between.target, number: count, place: $0) }
  }

  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit? {
    let marker = RangeMarker(line)
    switch (place, marker) {
    case (nil, .lines(let lines)): begin(.lines(lines))
    case (nil, .from(let anchor)): begin(.anchors(Anchors(first: anchor)))
    case (nil, .malformed), (_?, .malformed): throw Self.malformed("holds a block whose place cannot be read")
    case (nil, .end) where !between.isForeignOpen: throw Self.malformed("ends a block that it never began")
    case (nil, .to), (nil, .end), (nil, nil): return try between.take(line)
    case (_?, .lines), (_?, .from): throw Self.malformed("begins a block inside another one")
    case (.anchors(let anchors)?, .to(let last)) where anchors.last == nil && text.isEmpty:
      place = .anchors(Anchors(first: anchors.first, last: last))
    case (let open?, .end): return try close(open)
    case (_?, .to), (_?, nil):
      text += line
      text.append(0x0a)
    }
    return nil
  }

  private mutating func begin(_ place: OpenPlace.Place) {
    self.place = place
    count += 1
    between.beginBlock()
  }

  mutating func takeEnd() throws(Refusal) {
    guard place != nil else { return }
    throw Refusal(
      .malformed, "the reply ended inside a block", remedy: "ask again, with a larger limit on the answer")
  }

  private mutating func close(_ place: OpenPlace.Place) throws(Refusal) -> Edit {
    defer {
      text = []
      between.endBlock()
    }
    self.place = nil
    guard let path = between.target else {
      throw Self.malformed("holds a block that names no file")
    }
    let change: Edit.Change =
      switch place {
      case .lines(let lines): .replaceLines(lines, replacement: text)
      case .anchors(let anchors): .replaceAnchored(anchors, replacement: text)
      }
    return Edit(path: path, change: change, heading: between.heading)
  }

  private static func malformed(_ what: String) -> Refusal {
    Refusal(.malformed, "the reply \(what)", remedy: "ask again, or use another edit format")
  }
}

/// A line that begins, divides or ends a block of `RangeEditParser`; five to nine marks, as engines miscount.
private enum RangeMarker {
  /// Counted from 0; empty for text that is added.
  case lines(Range<Int>)
  case from([UInt8])
  case to([UInt8])
  case end
  /// A beginning that names no place.
  case malformed

  init?(_ line: ArraySlice<UInt8>) {
    guard let first = line.first else { return nil }
    let length = line.prefix { $0 == first }.count
    guard (5...9).contains(length) else { return nil }
    let text = line.dropFirst(length).withoutBlanks
    switch first {
    case UInt8(ascii: "<"):
      if let rest = Self.rest(of: text, after: "LINES") {
        self = Self.range(rest).map { .lines($0) } ?? .malformed
      } else if let rest = Self.rest(of: text, after: "AFTER") {
        self = Self.number(rest).map { .lines($0..<$0) } ?? .malformed
      } else if let rest = Self.rest(of: text, after: "FROM") {
        self = rest.isEmpty ? .malformed : .from(Array(rest))
      } else {
        return nil
      }
    case UInt8(ascii: "-"):
      guard let rest = Self.rest(of: text, after: "TO"), !rest.isEmpty else { return nil }
      self = .to(Array(rest))
    case UInt8(ascii: ">"):
      guard let rest = Self.rest(of: text, after: "END"), rest.isEmpty else { return nil }
      self = .end
    default: return nil
    }
  }

  /// What follows `word`; `nil` when the text does not begin with it.
  private static func rest(of text: ArraySlice<UInt8>, after word: StaticString) -> ArraySlice<UInt8>? {
    guard text.hasPrefix(word) else { return nil }
    let rest = text.dropFirst(word.utf8CodeUnitCount)
    return rest.first.map { $0.isBlank } ?? true ? rest.withoutBlanks : nil
  }

  /// `12-14` or `12`, counted from 1 there and from 0 here.
  private static func range(_ text: ArraySlice<UInt8>) -> Range<Int>? {
    let parts = text.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ number($0) }), let last = parts.last.flatMap({ number($0) }), first > 0,
      first <= last
    else { return nil }
    return (first - 1)..<last
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int? {
    let digits = text.withoutBlanks
    guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
