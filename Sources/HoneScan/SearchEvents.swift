package import HoneCore

extension SearchRequest {
  /// A match as a JSON event, a line without its end; bytes that are not UTF-8 become U+FFFD.
  ///
  /// Written by hand, since a search may tell of a hundred thousand.
  package static func json(_ path: RepositoryPath, _ match: FoundMatch) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(192 + 2 * match.text.count)
    line += #"{"type":"match","path":"#.utf8
    append(path.bytes, to: &line)
    for (name, number) in [
      ("line", match.line), ("column", match.column), ("endLine", match.endLine), ("endColumn", match.endColumn),
    ] {
      line += #",""#.utf8
      line += name.utf8
      line += #"":"#.utf8
      append(number, to: &line)
    }
    line += #","text":"#.utf8
    append(match.text, to: &line)
    line += #","bindings":{"#.utf8
    for (index, binding) in match.bindings.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      append(Array(binding.name.utf8), to: &line)
      line.append(UInt8(ascii: ":"))
      append(binding.text, to: &line)
    }
    line += "}}".utf8
    return line
  }

  private static func append(_ number: Int, to line: inout [UInt8]) {
    if number >= 10 { append(number / 10, to: &line) }
    line.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Text of printable ASCII is copied as it is.
  private static func append(_ text: [UInt8], to line: inout [UInt8]) {
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
  package static func text(_ path: RepositoryPath, _ match: FoundMatch) -> String {
    let whole = match.before + match.text + match.after
    let line = whole.prefix { $0 != 0x0a && $0 != 0x0d }.drop { $0 == 0x20 || $0 == 0x09 }
    return "\(path):\(match.line):\(match.column): \(String(decoding: line, as: UTF8.self))"
  }
}
