package import HoneCore

extension SearchRequest {
  /// A match as a JSON event, a line without its end; bytes that are not UTF-8 become U+FFFD, and a path that has some
  /// comes with its bytes in `pathBase64` as well.
  ///
  /// Written by hand, since a search may tell of a hundred thousand. Where texts are cut, `cut` says so.
  package static func json(_ path: RepositoryPath, _ match: FoundMatch) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(192 + 2 * min(match.text.count, match.textLimit ?? .max))
    line += #"{"type":"match","path":"#.utf8
    append(path.bytes[...], to: &line)
    if !path.isText {
      line += #","pathBase64":"#.utf8
      append(Array(path.bytes.base64.utf8)[...], to: &line)
    }
    for (name, number) in [
      ("line", match.line), ("column", match.column), ("endLine", match.endLine), ("endColumn", match.endColumn),
    ] {
      line += #",""#.utf8
      line += name.utf8
      line += #"":"#.utf8
      append(number, to: &line)
    }
    line += #","text":"#.utf8
    append(match.text.cut(to: match.textLimit), to: &line)
    line += #","bindings":{"#.utf8
    for (index, binding) in match.bindings.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      append(Array(binding.name.utf8)[...], to: &line)
      line.append(UInt8(ascii: ":"))
      append(match.text(of: binding).cut(to: match.textLimit), to: &line)
    }
    line += (match.textLimit == nil ? "}}" : #"},"cut":true}"#).utf8
    return line
  }

  private static func append(_ number: Int, to line: inout [UInt8]) {
    if number >= 10 { append(number / 10, to: &line) }
    line.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Text of printable ASCII is copied as it is.
  private static func append(_ text: ArraySlice<UInt8>, to line: inout [UInt8]) {
    let isPlain = text.allSatisfy {
      $0 >= 0x20 && $0 < 0x80 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard isPlain else {
      line += JSON.string(String(decoding: text, as: UTF8.self)).bytes
      return
    }
    line.append(UInt8(ascii: "\""))
    line += text
    line.append(UInt8(ascii: "\""))
  }

  /// A match for people and for editors: `path:line:column: ` and its first line.
  ///
  /// Of a line of more than `longLine` bytes only what is near the match is shown, and it is said that it is cut.
  package static func text(_ path: RepositoryPath, _ match: FoundMatch) -> String {
    // A match may be as long as the file, and the next one almost as long.
    let head = match.text.prefix(Self.longLine + 1)
    var line = head.prefix { $0 != 0x0a && $0 != 0x0d }
    let endsLine = line.count < head.count || match.endLine > match.line
    let place = "\(path):\(match.line):\(match.column): "
    let before = match.range.lowerBound - match.lines.lowerBound
    let length = endsLine ? before + line.count : match.lines.count
    guard length > Self.longLine else {
      line = match.before + line + (endsLine ? [] : match.after.prefix { $0 != 0x0d })
      return place + String(decoding: line.drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
    }
    let start = match.before.suffix(Self.shownAround / 2)
    var rest = line.prefix(Self.shownText)
    if !endsLine, rest.count == line.count { rest += match.after.prefix(Self.shownAround / 2) }
    let isStart = start.count == before
    let isEnd = before + rest.count == length
    return place + (isStart ? "" : "... ") + String(decoding: (start + rest).trimmedToCharacters, as: UTF8.self)
      + (isEnd ? "" : " ...") + " (cut: the line has \(length) bytes)"
  }

  /// Longer lines are cut, in bytes.
  static let longLine = 1_024
  /// How many bytes of a long line are shown around a match, and how many of the match.
  private static let shownAround = 120
  private static let shownText = 240
}

extension ArraySlice<UInt8> {
  /// The first bytes, without half a character at the end.
  fileprivate func cut(to limit: Int?) -> ArraySlice<UInt8> {
    guard let limit, count > limit else { return self }
    return prefix(limit).trimmedToCharacters
  }

  /// Without the parts of characters of UTF-8 that a cut has left at both ends.
  fileprivate var trimmedToCharacters: ArraySlice<UInt8> {
    var rest = self
    let first = rest.prefix(3).prefix { $0 & 0xc0 == 0x80 }
    rest = rest.dropFirst(first.count)
    let tail = rest.suffix(3)
    if let lead = tail.lastIndex(where: { $0 & 0xc0 == 0xc0 }) {
      let width = rest[lead] >= 0xf0 ? 4 : rest[lead] >= 0xe0 ? 3 : 2
      if lead + width > rest.endIndex { rest = rest[..<lead] }
    }
    return rest
  }
}
