internal import HoneCore

/// Code with holes: the text of some neighbouring nodes of an example, some of their parts replaced by metavariables.
package struct Template: Hashable, Sendable {
  /// A part of the example that varies.
  package struct Hole: Hashable, Sendable {
    /// The bytes of the example's file that the hole stands for.
    package var range: Range<Int>
    /// The metavariable without its `$`.
    package var name: String
    /// Whether it stands for any number of nodes (`$$$NAME`).
    package var isSequence: Bool
  }

  /// The text, as a pattern.
  package let text: String
  /// The words of the example that stay concrete: names and keywords, no numbers.
  package let concreteWords: Set<String>

  /// Cuts `holes` into the source text of `range`.
  ///
  /// Lines after the first lose the indentation that the first has in its file, so that the text stands at the margin.
  init(source: [UInt8], range: Range<Int>, holes: [Hole]) {
    var bytes: [UInt8] = []
    var words: Set<String> = []
    var position = range.lowerBound
    for hole in holes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let literal = source[position..<hole.range.lowerBound]
      words.formUnion(Self.words(in: literal))
      bytes += literal
      bytes += Array((hole.isSequence ? "$$$" : "$").utf8) + Array(hole.name.utf8)
      position = hole.range.upperBound
    }
    words.formUnion(Self.words(in: source[position..<range.upperBound]))
    bytes += source[position..<range.upperBound]
    let lineStart = source[..<range.lowerBound].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let margin = Array(source[lineStart..<range.lowerBound].prefix { $0 == 0x20 || $0 == 0x09 })
    text = String(decoding: Self.dedent(bytes, by: margin), as: UTF8.self)
    concreteWords = words
  }

  private static func words(in text: ArraySlice<UInt8>) -> [String] {
    text.split { !$0.isNameByte }
      .filter { word in !(0x30...0x39).contains(word.first ?? 0x30) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static func dedent(_ bytes: [UInt8], by margin: [UInt8]) -> [UInt8] {
    guard !margin.isEmpty else { return bytes }
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    return Array(
      lines.enumerated().map { number, line in
        number > 0 && line.starts(with: margin) ? line.dropFirst(margin.count) : line
      }.joined(separator: [0x0a]))
  }
}
