internal import HoneYAML

/// What stands in `commit-message` for what a commit holds.
package enum CommitPlaceholder: String, CaseIterable {
  case directory
  case file

  /// As it is written.
  package var text: String { "{\(rawValue)}" }

  /// - Throws: for a word in braces that stands for nothing, and for a hole that no parameter fills.
  static func check(_ message: String, _ node: YAMLNode, parameters: [RecipeParameter]) throws(YAMLError) {
    for (word, offset) in words(in: Array(message.utf8)) where Self(rawValue: word) == nil {
      let known = allCases.map { "`\($0.text)`" }.joined(separator: " and ")
      throw YAMLError(
        at: mark(of: offset, node), "`{\(word.prefix(60))}` stands for nothing in `commit-message`",
        remedy: NearestName.of(word, in: allCases.map(\.rawValue)).map { "did you mean `{\($0)}`?" }
          ?? "known are \(known)")
    }
    let holes = parameters.map(\.hole)
    for hole in HoleNames.holes(in: Array(message.utf8)) where hole.dollars == 1 && !holes.contains(hole.name) {
      throw YAMLError(
        at: mark(of: hole.range.lowerBound, node), "no parameter fills `$\(hole.name)` in `commit-message`",
        remedy: NearestName.of(hole.name, in: holes).map { "did you mean `$\($0)`?" }
          ?? "declare it under `parameters`, or write the text itself")
    }
  }

  /// The words that stand alone between braces, each with the offset of its brace.
  private static func words(in bytes: [UInt8]) -> [(word: String, offset: Int)] {
    var words: [(word: String, offset: Int)] = []
    for (start, byte) in bytes.enumerated() where byte == UInt8(ascii: "{") {
      let word = bytes[(start + 1)...].prefix { $0.isHoleByte || (0x61...0x7a).contains($0) || $0 == UInt8(ascii: "-") }
      guard !word.isEmpty, word.endIndex < bytes.count, bytes[word.endIndex] == UInt8(ascii: "}") else { continue }
      words.append((String(decoding: word, as: UTF8.self), start))
    }
    return words
  }

  private static func mark(of offset: Int, _ node: YAMLNode) -> YAMLMark { node.mark(at: offset) ?? node.start }
}
