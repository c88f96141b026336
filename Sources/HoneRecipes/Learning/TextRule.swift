package import HoneCore
internal import HoneText

/// Words of a text that other words take the place of, wherever they stand as whole words, and numbers with all that is joined to
/// them: what is learned where no grammar tells more.
package struct TextRule: Hashable, Sendable {
  /// One text and what takes its place.
  package struct Pair: Hashable, Sendable {
    package var from: String
    package var to: String
  }

  /// What is replaced: one pair, or the case variants of one rename.
  package internal(set) var pairs: [Pair]
  package internal(set) var certainty: LearnedRule.Certainty = .maybe
  /// The places that the user edited: the number of the file, and bytes of its old version.
  package internal(set) var edits: [Lesson.Edit] = []
  /// Places of the old versions that it matches and that the user left alone.
  package internal(set) var counterExamples: [Lesson.Edit] = []

  /// The edits of a text, ascending and disjoint.
  package func replacements(in bytes: [UInt8]) -> [Replacement] {
    var found: [Replacement] = []
    for pair in pairs {
      let finder = LiteralFinder(pair.from)
      var position = 0
      while let range = finder.firstRange(in: bytes, from: position) {
        position = range.upperBound
        guard bytes.isWholeToken(range), !found.contains(where: { $0.range.overlaps(range) }) else { continue }
        found.append(Replacement(range: range, bytes: Array(pair.to.utf8)))
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether a text may hold any of the words.
  package func mayMatch(_ bytes: [UInt8]) -> Bool { pairs.contains { LiteralFinder($0.from).occurs(in: bytes) } }
}

extension UInt8 {
  /// Letters, digits, the underscore, and every byte of a character beyond ASCII.
  var isTextWordByte: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self) || self == 0x5f
      || self >= 0x80
  }
}
