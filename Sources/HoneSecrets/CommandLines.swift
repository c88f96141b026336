/// Finds passwords that are given to programs on their command lines, in scripts, documents and histories of shells.
enum CommandLines {
  /// How a program takes a password.
  enum Form: UInt8, Sendable {
    /// `-u user:password`, as curl does.
    case userAndPassword
    /// `-p password` or `--password password`.
    case option
    /// `-ppassword`: the option and the password are one word.
    case attached
    /// `-a password`.
    case authentication
  }

  /// The programs, as a search looks for them.
  static let programs: [(name: String, form: Form)] = [
    ("curl ", .userAndPassword), ("docker login ", .option), ("podman login ", .option),
    ("helm registry login ", .option),
    ("oc login ", .option), ("mongosh ", .option), ("mongodump ", .option), ("mysql ", .attached),
    ("mysqldump ", .attached), ("mysqladmin ", .attached), ("redis-cli ", .authentication),
  ]

  /// The password on a command line.
  /// - Parameter start: where the first argument begins.
  static func password(in text: SourceText, from start: Int, _ form: Form) -> Range<Int>? {
    var offset = start
    let limit = min(text.count, start + 1_024)
    while offset < limit {
      offset = text.afterBlanks(offset)
      // A backslash at the end of a line goes on with the next one.
      if text[offset] == UInt8(ascii: "\\"), text[offset + 1] == 0x0a {
        offset += 2
        continue
      }
      if offset >= limit || "\n\r|;&)`".utf8.contains(text[offset]) { return nil }
      let word = word(in: text, at: offset)
      if let found = value(in: text, word, next: text.afterBlanks(word.upperBound), form) { return found }
      offset = max(word.upperBound, offset + 1)
    }
    return nil
  }

  /// The password, if `option` is what announces or holds it.
  private static func value(in text: SourceText, _ option: Range<Int>, next: Int, _ form: Form) -> Range<Int>? {
    func isOption(_ names: [StaticString]) -> Bool {
      names.contains { option.count == $0.utf8CodeUnitCount && text.has($0, at: option.lowerBound) }
    }
    switch form {
    case .userAndPassword:
      var pair: Range<Int>
      if isOption(["-u", "--user", "-U", "--proxy-user"]) {
        pair = content(in: text, at: next)
      } else if text.has("--user=", at: option.lowerBound) {
        pair = content(in: text, at: option.lowerBound + 7)
      } else if text.has("-u", at: option.lowerBound), option.count > 4 {
        pair = content(in: text, at: option.lowerBound + 2)
      } else {
        return nil
      }
      guard let colon = text.bytes[pair].firstIndex(of: UInt8(ascii: ":")) else { return nil }
      pair = colon + 1..<pair.upperBound
      return pair.isEmpty ? nil : pair
    case .option:
      return isOption(["-p", "--password"]) ? nonEmpty(content(in: text, at: next)) : nil
    case .attached:
      guard text.has("-p", at: option.lowerBound), option.count > 2, !text.has("--", at: option.lowerBound) else {
        return nil
      }
      return nonEmpty(content(in: text, at: option.lowerBound + 2))
    case .authentication:
      return isOption(["-a", "--pass"]) ? nonEmpty(content(in: text, at: next)) : nil
    }
  }

  private static func nonEmpty(_ range: Range<Int>) -> Range<Int>? { range.isEmpty ? nil : range }

  /// A word of a command line, quotes included.
  private static func word(in text: SourceText, at start: Int) -> Range<Int> {
    var end = start
    let limit = text.lineEnd(from: start, limit: 1_024)
    var quote: UInt8 = 0
    while end < limit {
      let byte = text[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte <= 0x20 || ";|&)`".utf8.contains(byte) {
        break
      }
      end += 1
    }
    return start..<end
  }

  /// What a word stands for, without its quotes.
  private static func content(in text: SourceText, at start: Int) -> Range<Int> {
    let word = word(in: text, at: start)
    guard word.count >= 2, "\"'".utf8.contains(text[start]) else {
      // The string of another language around the command may end here.
      var end = word.upperBound
      while end > word.lowerBound, "\"',]\\".utf8.contains(text[end - 1]) { end -= 1 }
      return word.lowerBound..<end
    }
    return word.lowerBound + 1..<max(word.lowerBound + 1, word.upperBound - 1)
  }
}
