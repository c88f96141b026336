internal import HoneCore

/// How far apart texts are, in words, runs of blanks and single marks.
package struct TokenDistance {
  /// What is told apart.
  package enum Tokens: Sendable {
    /// Blanks and line breaks are tokens too.
    case all
    case allButBlanks
    /// Neither blanks nor marks are.
    case words
  }

  private let counted: Tokens
  private var numbers: [ArraySlice<UInt8>: Int] = [:]

  package init(_ counted: Tokens) { self.counted = counted }

  /// The least number of tokens that go and come between two texts (an edit distance without substitution).
  package mutating func distance(from old: [UInt8], to new: [UInt8]) -> Int {
    var (a, b) = (tokens(of: old)[...], tokens(of: new)[...])
    while let left = a.first, let right = b.first, left == right { (a, b) = (a.dropFirst(), b.dropFirst()) }
    while let left = a.last, let right = b.last, left == right { (a, b) = (a.dropLast(), b.dropLast()) }
    let (removed, added) = MyersComparison.differences(between: Array(a), and: Array(b))
    return removed.count { $0 } + added.count { $0 }
  }

  private mutating func tokens(of text: [UInt8]) -> [Int] {
    var found: [Int] = []
    var position = 0
    while position < text.count {
      let start = position
      position += 1
      if text[start].isTextWordByte {
        while position < text.count, text[position].isTextWordByte { position += 1 }
      } else if text[start].isBlank {
        while position < text.count, text[position].isBlank { position += 1 }
        if counted != .all { continue }
      } else if counted == .words {
        continue
      }
      found.append(number(of: text[start..<position]))
    }
    return found
  }

  private mutating func number(of token: ArraySlice<UInt8>) -> Int {
    if let known = numbers[token] { return known }
    numbers[token] = numbers.count
    return numbers.count - 1
  }
}

extension UInt8 {
  /// Space, tabulator, line feed, carriage return.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }
}
