internal import HoneCore

/// Where two tokens meet that nothing parts: `return` and `x` of `return(x)` without its parentheses, `/` and `*z`.
struct TokenBorder {
  private let pairs: Set<[UInt8]>

  /// - Parameter grammar: the name of the language's grammar.
  init(_ grammar: String) {
    pairs =
      switch grammar {
      case "python": Self.ofPython
      case "javascript", "typescript", "tsx", "php", "ruby": Self.ofScripts
      default: Self.ofOthers
      }
  }

  // Made once: each edit asks.
  private static let ofPython = set(common + ["**", "//", ":="])
  private static let ofScripts = set(common + ofC + ["**"])
  private static let ofOthers = set(common + ofC)

  private static func set(_ marks: [String]) -> Set<[UInt8]> { Set(marks.map { Array($0.utf8) }) }

  private static let common = [
    "<<", ">>", "==", "!=", "<=", ">=", "->", "+=", "-=", "*=", "/=", "&=", "|=", "^=", "%=",
  ]
  private static let ofC = ["++", "--", "&&", "||", "//", "/*", "::", "??", "=>", "<-", "=~"]

  /// Whether two bytes side by side belong to one token.
  func joins(_ left: UInt8, _ right: UInt8) -> Bool {
    if left.isNameByte || left >= 0x80 { return right.isNameByte || right >= 0x80 }
    return pairs.contains([left, right])
  }

  /// Whether code that is put between two bytes grows together with one of them, where what was there before did not.
  /// - Parameters:
  ///   - code: the first and the last byte of the code.
  ///   - old: those of what it takes the place of.
  func joins(
    _ before: UInt8?, _ code: (first: UInt8, last: UInt8), _ after: UInt8?, old: (first: UInt8, last: UInt8)?
  ) -> Bool {
    if let before, joins(before, code.first), !(old.map { joins(before, $0.first) } ?? false) { return true }
    if let after, joins(code.last, after), !(old.map { joins($0.last, after) } ?? false) { return true }
    return false
  }
}

extension SyntaxTree {
  /// The bytes at both ends of a range of the source; `nil` for an empty one.
  func ends(_ range: Range<Int>) -> (first: UInt8, last: UInt8)? {
    range.isEmpty || range.upperBound > source.count ? nil : (source[range.lowerBound], source[range.upperBound - 1])
  }

  /// The byte before an offset; `nil` at the start.
  func byte(before offset: Int) -> UInt8? { offset > 0 ? source[offset - 1] : nil }

  /// The byte at an offset; `nil` at the end.
  func byte(at offset: Int) -> UInt8? { offset < source.count ? source[offset] : nil }
}
