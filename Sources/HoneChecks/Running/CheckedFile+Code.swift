internal import HoneCore
internal import HoneSyntax
internal import HoneText

/// Telling code from what only looks like it, by the line around a place.
extension CheckedFile {
  /// Whether a statement may start at `offset`: nothing stands before it on its line, or what ends or opens one.
  /// - Parameter start: where the code begins, of which it would be a part.
  func isStatement(at offset: Int, ofCodeFrom start: Int = 0) -> Bool {
    let before = line(before: offset, from: start)
    guard let last = before.last(where: { $0 != 0x20 && $0 != 0x09 }) else {
      return isCode(at: offset, ofCodeFrom: start)
    }
    let isOpened = [";", "{", "}", ")", ":", "&", "|", ",", "["].contains { UInt8(ascii: $0) == last }
    // The arrow of a function, or a pipe; not the arrow of a member.
    let arrow = before.drop { $0 == 0x20 || $0 == 0x09 }.last { $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: ">") }
    let isArrow = last == UInt8(ascii: ">") && (arrow == UInt8(ascii: "=") || arrow == UInt8(ascii: "|"))
    return (isOpened || isArrow) && isCode(at: offset, ofCodeFrom: start)
  }

  /// What of a line stands before a place in it, as far as it belongs to the code that begins at `start`.
  private func line(before offset: Int, from start: Int) -> ArraySlice<UInt8> {
    let line = lines[lines.line(at: offset)][..<offset]
    return line.startIndex < start ? line[min(start, offset)...] : line
  }

  /// Whether `offset` is the start of a word outside of comments and strings, as far as its line shows.
  /// - Parameter start: where the code begins, of which it would be a part.
  func isCode(at offset: Int, ofCodeFrom start: Int = 0) -> Bool {
    let before = line(before: offset, from: start)
    if let last = before.last, last.isWordByte || last == UInt8(ascii: ".") { return false }
    let text = before.drop { $0 == 0x20 || $0 == 0x09 }
    if let first = text.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "*") { return false }
    if text.starts(with: "//".utf8) || text.starts(with: "/*".utf8) || text.starts(with: "--".utf8) { return false }
    var quote: UInt8?
    var previous: UInt8 = 0
    for byte in text {
      if let open = quote {
        if byte == open, previous != UInt8(ascii: "\\") { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
        quote = byte
      } else if byte == UInt8(ascii: "/"), previous == byte {
        return false
      } else if byte == UInt8(ascii: "#"), previous == 0x20 {
        return false
      }
      previous = byte
    }
    return quote == nil
  }

  /// Whether blanks and line endings at `offset` are known to mean nothing to whoever reads the file.
  func ignoresBlanks(at offset: Int) -> Bool {
    // Without the blanks the line would go on in the next one.
    if offset > 0, contents[offset - 1] == UInt8(ascii: "\\") { return false }
    // Formats without literals that go over several lines.
    if ["css", "json", "jsonc", "md", "markdown", "proto"].contains(path.fileExtension) { return true }
    guard let language, language.lineComment != nil, !["bash", "toml", "yaml"].contains(language.name) else {
      return false
    }
    return isInLiteral(offset) == false && !mayHoldText(language)
  }

  /// Whether a program can hold text beside its code: output of PHP, and data after the end of Ruby.
  private func mayHoldText(_ language: Language) -> Bool {
    switch language.name {
    case "php": !contents.starts(with: "<?php".utf8) || !contents.offsets(of: LiteralFinder("?>")).isEmpty
    case "ruby": contents.starts(with: "__END__".utf8) || !contents.offsets(of: LiteralFinder("\n__END__")).isEmpty
    default: false
    }
  }
}

extension UInt8 {
  /// Whether the byte can stand in a name; bytes outside of ASCII count as letters.
  fileprivate var isWordByte: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x24, 0x40, 0x80...0xff: true
    default: false
    }
  }
}
