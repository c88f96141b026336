/// Which children are meant, counted from 1: `An+B` of CSS.
package struct ChildPosition: Hashable, Sendable {
  /// A.
  package var step: Int
  /// B.
  package var offset: Int
  /// Whether the last child counts as the first.
  package var isFromEnd: Bool

  package init(step: Int, offset: Int, isFromEnd: Bool = false) {
    self.step = step
    self.offset = offset
    self.isFromEnd = isFromEnd
  }

  /// Reads `An+B`: `3`, `2n+1`, `-n + 3`, `n`; blanks do not count.
  /// - Returns: `nil` when the text is anything else.
  package init?(_ text: String, isFromEnd: Bool = false) {
    var rest = text.utf8.filter { !$0.isWhitespace }[...]
    guard rest.count <= 20 else { return nil }
    func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
      let digits = rest.prefix(while: \.isDecimalDigit)
      rest = rest.dropFirst(digits.count)
      return digits.count > 9 ? nil : Int(String(decoding: digits, as: UTF8.self))
    }
    func sign(_ rest: inout ArraySlice<UInt8>) -> Int? {
      guard let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return nil }
      rest = rest.dropFirst()
      return first == UInt8(ascii: "-") ? -1 : 1
    }
    let firstSign = sign(&rest) ?? 1
    let first = number(&rest)
    if let letter = rest.first, letter == UInt8(ascii: "n") || letter == UInt8(ascii: "N") {
      rest = rest.dropFirst()
      step = firstSign * (first ?? 1)
      if rest.isEmpty {
        offset = 0
      } else {
        guard let secondSign = sign(&rest), let second = number(&rest) else { return nil }
        offset = secondSign * second
      }
    } else {
      guard let first else { return nil }
      step = 0
      offset = firstSign * first
    }
    guard rest.isEmpty else { return nil }
    self.isFromEnd = isFromEnd
  }

  /// Whether a position, from 1, is one of those.
  package func contains(_ position: Int) -> Bool {
    guard step != 0 else { return position == offset }
    let distance = position - offset
    return distance % step == 0 && distance / step >= 0
  }
}

/// A range of a file by lines and columns, both from 0, columns in characters; as in ast-grep's `range`.
package struct SourceRange: Hashable, Sendable {
  /// A place; without a column, anywhere on the line.
  package struct Place: Hashable, Sendable {
    package var line: Int
    package var column: Int?

    package init(line: Int, column: Int? = nil) {
      self.line = line
      self.column = column
    }
  }

  package var start: Place
  package var end: Place

  package init(start: Place, end: Place) {
    self.start = start
    self.end = end
  }
}
