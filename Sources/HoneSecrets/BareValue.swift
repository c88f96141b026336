/// The value of a line that gives it without quotes, in files where such a value reaches to the end of its line.
///
/// `DB_PASSWORD=a b;c` of `.env`, YAML, properties and ini files is one value. A parser that stops at a separator would hide a part
/// of it and print the rest.
enum BareValue {
  /// How far a bare value reaches.
  enum Extent: Hashable, Sendable {
    /// To the end of the line, or to a comment.
    case line
    /// To the next blank, as in `.netrc`.
    case word
  }

  private static let longest = 1024

  /// The value that a line gives to the name with which it begins; `nil` when the line begins with something else, or the value is in
  /// quotes, is a list, an alias or a place for one.
  static func range(in text: SourceText, name: Range<Int>, extent: Extent) -> Range<Int>? {
    var offset = text.afterBlanks(name.upperBound)
    switch extent {
    case .line:
      guard isKey(name, in: text), ":=".utf8.contains(text[offset]), text[offset + 1] != UInt8(ascii: "=") else {
        return nil
      }
      offset = text.afterBlanks(offset + 1)
    case .word: guard offset > name.upperBound else { return nil }
    }
    guard !"\"'`{[|>&*$<%".utf8.contains(text[offset]) else { return nil }
    let limit = text.lineEnd(from: offset, limit: longest)
    var end = offset
    while end < limit {
      guard text[end] == 0x20 || text[end] == 0x09 else {
        end += 1
        continue
      }
      let next = text.afterBlanks(end)
      if extent == .word || text[next] == UInt8(ascii: "#") { break }
      end = min(next, limit)
    }
    while end > offset, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    return end > offset ? offset..<end : nil
  }

  /// Whether a name is the first of its line, but for the dash of a list and `export`.
  private static func isKey(_ name: Range<Int>, in text: SourceText) -> Bool {
    let start = text.lineStart(of: name.lowerBound, limit: 256)
    var offset = text.afterBlanks(start)
    if text[offset] == UInt8(ascii: "-") { offset = text.afterBlanks(offset + 1) }
    if text.has("export ", at: offset) { offset = text.afterBlanks(offset + 7) }
    return offset == name.lowerBound
  }
}
