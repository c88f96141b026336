internal import HoneCore

/// Which parts of an edit are put into parentheses.
struct EditParentheses: Hashable {
  /// Positions in `EditShape.holes`.
  var holes: Set<Int> = []
  var whole = false

  /// A parenthesis and the byte of the result before which it comes.
  private struct Mark {
    var offset: Int
    var byte: UInt8
  }

  /// The parentheses, ascending; those that close come before those that open at the same place.
  private func marks(_ shape: EditShape, whole range: Range<Int>) -> [Mark] {
    var ranges = holes.map { shape.holes[$0].range }
    if whole { ranges.append(range) }
    let closing = ranges.map { Mark(offset: $0.upperBound, byte: UInt8(ascii: ")")) }
    let opening = ranges.map { Mark(offset: $0.lowerBound, byte: UInt8(ascii: "(")) }
    return (closing + opening).enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element)
  }

  /// How much later a place of the result comes, if it is the start of code.
  func shift(ofStart offset: Int, in shape: EditShape) -> Int {
    holes.reduce(whole ? 1 : 0) { sum, hole in
      let range = shape.holes[hole].range
      return sum + (range.lowerBound <= offset ? 1 : 0) + (range.upperBound <= offset ? 1 : 0)
    }
  }

  /// How much later a place of the result comes, if it is the end of code.
  func shift(ofEnd offset: Int, in shape: EditShape) -> Int {
    holes.reduce(whole ? 1 : 0) { sum, hole in
      let range = shape.holes[hole].range
      return sum + (range.lowerBound < offset ? 1 : 0) + (range.upperBound < offset ? 1 : 0)
    }
  }

  /// How many bytes the parentheses have.
  var length: Int { 2 * holes.count + (whole ? 2 : 0) }

  /// What an edit changes with the parentheses.
  func replacements(of edit: PlannedEdit) -> [Replacement] {
    guard let shape = edit.shape, length > 0 else { return edit.bareReplacements }
    let source = edit.match.tree.source
    let result = edit.bareReplacements.applied(to: source, in: shape.range)
    let code = CodeTokens.trimmed(0..<result.count, in: result)
    var marks = marks(shape, whole: code)[...]
    var replacements: [Replacement] = []
    /// Where the result is that was looked at.
    var position = 0
    var start = shape.range.lowerBound
    func keep(upTo end: Int) {
      let limit = position + end - start
      while let mark = marks.first, mark.offset < limit {
        let place = start + mark.offset - position
        marks.removeFirst()
        if let last = replacements.last, last.range.upperBound == place {
          replacements[replacements.count - 1] = Replacement(range: last.range, bytes: last.bytes + [mark.byte])
        } else {
          replacements.append(Replacement(range: place..<place, bytes: [mark.byte]))
        }
      }
      (position, start) = (limit, end)
    }
    for replacement in edit.bareReplacements {
      keep(upTo: replacement.range.lowerBound)
      var bytes: [UInt8] = []
      for (offset, byte) in replacement.bytes.enumerated() {
        while let mark = marks.first, mark.offset <= position + offset {
          bytes.append(mark.byte)
          marks.removeFirst()
        }
        bytes.append(byte)
      }
      // What closes at its end belongs to it; what opens there to the code that follows.
      while let mark = marks.first, mark.offset <= position + replacement.bytes.count {
        bytes.append(mark.byte)
        marks.removeFirst()
      }
      var range = replacement.range
      if let last = replacements.last, last.range.upperBound == range.lowerBound {
        range = last.range.lowerBound..<range.upperBound
        bytes = last.bytes + bytes
        replacements.removeLast()
      }
      replacements.append(Replacement(range: range, bytes: bytes))
      (position, start) = (position + replacement.bytes.count, replacement.range.upperBound)
    }
    keep(upTo: shape.range.upperBound)
    let end = shape.range.upperBound
    if !marks.isEmpty {
      let bytes = marks.map(\.byte)
      if let last = replacements.last, last.range.upperBound == end {
        replacements[replacements.count - 1] = Replacement(range: last.range, bytes: last.bytes + bytes)
      } else {
        replacements.append(Replacement(range: end..<end, bytes: bytes))
      }
    }
    return replacements
  }
}
