internal import HoneText

/// Tells a password of letters and signs without a digit (`correct-horse!battery`, `s#cretP@ss`) from prose, labels and places.
///
/// What stands beside the word "password" without being one: sentences have blanks, labels and messages end with `!` or `*`, places
/// hold `$name` or `%s`, and routes, anchors and queries are words joined by `#`, `+` or `&`.
struct SignedPassword {
  let text: SourceText
  /// The value without its quotes.
  let range: Range<Int>

  /// What a value says that is about a password.
  private static let words = [
    "password", "passwort", "passphrase", "username", "required", "invalid", "localhost",
    // Where it is kept.
    "vault", "secret", "keyring", "lookup",
  ]

  /// Whether the value is such a password.
  /// - Parameter isVariable: whether the name is one of an environment, to which no labels and messages are given.
  func isMeant(isVariable: Bool) -> Bool {
    guard (8...64).contains(range.count), ByteSet.letters.contains(text[range.lowerBound]), let signs else {
      return false
    }
    let value = text.folded(range)
    guard value.count(where: { ByteSet.letters.contains($0) }) >= 5, Variety.distinctBytes(text.bytes[range]) >= 6,
      !Self.words.contains(where: { LiteralFinder($0).occurs(in: value) }), !isSpelledWord(value)
    else { return false }
    // One sign alone may part two words, as in `svc@corp`.
    return signs.inside > 1 || signs.inside == 1 && (hasCapitalInside || text.bytes[range].contains(UInt8(ascii: "-")))
      || signs.inside == 0 && signs.atEnd > 0 && (isVariable || hasCapitalInside)
  }

  /// How many signs stand inside that join no words, and how many at the end; `nil` when something is no part of a password, or
  /// stands for a value.
  private var signs: (inside: Int, atEnd: Int)? {
    var end = range.upperBound
    while end > range.lowerBound, "!*".utf8.contains(text[end - 1]) { end -= 1 }
    var inside = 0
    for offset in range.lowerBound..<end {
      switch text[offset] {
      case 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): break
      case UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "*"): break
      case UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "^"), UInt8(ascii: "~"): inside += 1
      case UInt8(ascii: "%") where !ByteSet.letters.contains(text[offset + 1]): break
      // Only single quotes keep most languages from reading a name here.
      case UInt8(ascii: "$") where text[range.lowerBound - 1] == UInt8(ascii: "'") || !isName(text[offset + 1]):
        inside += 1
      default: return nil
      }
    }
    return (inside, range.upperBound - end)
  }

  private func isName(_ byte: UInt8) -> Bool { ByteSet.word.contains(byte) || "{(".utf8.contains(byte) }

  /// Whether a capital follows a small letter, as in no label of one word.
  private var hasCapitalInside: Bool {
    range.dropFirst().contains { (0x41...0x5a).contains(text[$0]) && (0x61...0x7a).contains(text[$0 - 1]) }
  }

  /// Whether it is a word that everybody writes where any would do, with signs for letters: `pa$$word`.
  private func isSpelledWord(_ value: [UInt8]) -> Bool {
    let letters = value.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "@"): UInt8(ascii: "a")
      case UInt8(ascii: "$"): UInt8(ascii: "s")
      default: ByteSet.letters.contains(byte) ? byte : nil
      }
    }
    return SourceText.withBytes(letters) { Placeholders.isCommon($0, 0..<letters.count) }
  }
}
