/// A word of a text that may be the name of a file: what stands between blanks, quotes, brackets and the signs that divide
/// paths from other things.
package struct PathMention: Hashable, Sendable {
  /// The word, without points at its end.
  package let text: String
  /// Whether a parenthesis opens right behind it, as behind the name of a function.
  package let isCalled: Bool

  /// The words of `text` that hold a letter or a digit, in order.
  package static func all(in text: some StringProtocol) -> [PathMention] {
    var mentions: [PathMention] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex(where: divides) ?? text.endIndex
      var word = text[start..<end]
      while word.last == "." { word.removeLast() }
      if word.contains(where: { $0.isLetter || $0.isNumber }) {
        mentions.append(PathMention(text: String(word), isCalled: end < text.endIndex && text[end] == "("))
      }
      start = end < text.endIndex ? text.index(after: end) : end
    }
    return mentions
  }

  /// Whether a character ends the name of a file in prose, though some files have it in their names.
  package static func divides(_ character: Character) -> Bool {
    character.isWhitespace || "`\"'()[]{}<>,;|*=:".contains(character)
  }

  /// What the name may stand for: itself, and without `./`.
  package var readings: [String] { text.hasPrefix("./") ? [text, String(text.dropFirst(2))] : [text] }

  /// What it stands for behind the signs of a diff: as `readings`, and without `a/` or `b/`.
  package var diffReadings: [String] {
    text.hasPrefix("a/") || text.hasPrefix("b/") ? [text, String(text.dropFirst(2))] : readings
  }

  /// Whether it holds a folder or a file name's extension.
  package var looksLikePath: Bool {
    text.contains("/") || Self.fileExtension(of: text) != nil || text.hasPrefix(".") && text.count > 1
  }

  /// The extension of a file's name, without the point; `nil` when it has none.
  package static func fileExtension(of path: some StringProtocol) -> String? {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return nil }
    let letters = name[name.index(after: point)...]
    return letters.isEmpty || !letters.allSatisfy({ $0.isLetter || $0.isNumber }) ? nil : String(letters)
  }
}
