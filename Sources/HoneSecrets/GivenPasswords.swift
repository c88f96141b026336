/// Finds passwords that are handed over beside a user's name, or through a pipe: arguments of calls, what `sudo` and `chpasswd`
/// read from their standard input, and what SQL and PowerShell are given for accounts.
enum GivenPasswords {
  /// What a word of a shell may hold without quotes.
  private static let bareWord = ByteSet("a-zA-Z0-9._~!@#%^*+=:,/?-")

  /// An argument of a call that is a literal, as in `auth=("me", "secret")`, `SetBasicAuth(user, "secret")`, `basic_auth
  /// 'me', 'secret'` and `mysqli_connect("host", "me", "secret")`.
  /// - Parameters:
  ///   - number: how many arguments stand before it.
  ///   - start: where the first one begins, or the parenthesis before it.
  static func argument(_ number: Int, in text: SourceText, from start: Int) -> Range<Int>? {
    var offset = text.afterBlanks(start)
    if text[offset] == UInt8(ascii: "(") { offset = text.afterBlanks(offset + 1) }
    for _ in 0..<number {
      if let argument = text.literal(at: offset) {
        offset = argument.upperBound + 1
      } else {
        // A variable, a field or a subscript.
        let name = offset
        while offset - name < 80, ByteSet.dotted.contains(text[offset]) || "[]\"'@:$".utf8.contains(text[offset]) {
          offset += 1
        }
        guard offset > name else { return nil }
      }
      offset = text.afterBlanks(offset)
      guard text[offset] == UInt8(ascii: ",") else { return nil }
      offset = text.afterBlanks(offset + 1)
    }
    return text.literal(at: offset)
  }

  /// The literal that PowerShell's `ConvertTo-SecureString` is given, after its options.
  static func secureString(in text: SourceText, from start: Int) -> Range<Int>? {
    var offset = text.afterBlanks(start)
    for _ in 0..<3 where text[offset] == UInt8(ascii: "-") {
      offset = text.afterBlanks(text.end(of: .dotted, from: offset))
    }
    return text.literal(at: offset)
  }

  /// The literal after `BY` in SQL's `IDENTIFIED BY '...'` and `IDENTIFIED WITH plugin BY '...'`.
  /// - Parameter start: where what follows `IDENTIFIED` begins.
  static func identified(in text: SourceText, from start: Int) -> Range<Int>? {
    var offset = text.afterBlanks(start)
    for _ in 0..<4 {
      let word = offset..<text.end(of: .word, from: offset, limit: 40)
      guard !word.isEmpty else { return nil }
      offset = text.afterBlanks(word.upperBound)
      if text.folded(word).elementsEqual("by".utf8) { return text.literal(at: offset) }
    }
    return nil
  }

  /// The password in `name:password` that is piped into `chpasswd` or given to it after `<<<`, or all of what is piped into
  /// `passwd --stdin`.
  static func accountInput(in text: SourceText, start: Int, end: Int) -> Range<Int>? {
    // The words of `sudo chpasswd` stand between it and the pipe.
    let input =
      piped(in: text, before: start) ?? hereString(in: text, from: end, to: text.lineEnd(from: end, limit: 256))
    guard let input, text.has("chpasswd", at: start) else { return input }
    guard let colon = text.bytes[input].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return nonEmpty(colon + 1..<input.upperBound)
  }

  /// What is piped into `sudo -S`, or given to it after `<<<`: the program reads a password from its standard input then.
  /// - Parameters:
  ///   - start: where the word `sudo` begins.
  ///   - end: where its first option begins.
  static func sudoInput(in text: SourceText, start: Int, options end: Int) -> Range<Int>? {
    let lineEnd = text.lineEnd(from: end, limit: 1_024)
    var offset = end
    var readsInput = false
    // The word behind an option may be its argument: `-u root`.
    var followsOption = true
    while offset < lineEnd {
      let isOption = text[offset] == UInt8(ascii: "-")
      guard isOption || followsOption else { break }
      let word = offset..<text.end(of: .dotted, from: offset)
      guard !word.isEmpty else { break }
      if isOption {
        let isLong = text.has("--", at: offset)
        readsInput =
          readsInput || (isLong ? text.has("--stdin", at: offset) : text.bytes[word].contains(UInt8(ascii: "S")))
      }
      followsOption = isOption
      offset = text.afterBlanks(word.upperBound)
    }
    guard readsInput else { return nil }
    if let piped = piped(in: text, before: start) { return piped }
    return hereString(in: text, from: offset, to: lineEnd)
  }

  /// The word after `<<<`.
  private static func hereString(in text: SourceText, from start: Int, to end: Int) -> Range<Int>? {
    guard let place = (start..<max(start, end)).first(where: { text.has("<<<", at: $0) }) else { return nil }
    let value = text.afterBlanks(place + 3)
    return text.literal(at: value) ?? nonEmpty(value..<text.end(of: bareWord, from: value))
  }

  /// The last argument of `echo` or `printf` in front of a pipe that ends before `end`.
  private static func piped(in text: SourceText, before end: Int) -> Range<Int>? {
    var pipe = end - 1
    while pipe > 0, text[pipe] == 0x20 || ByteSet.path.contains(text[pipe]) { pipe -= 1 }
    guard text[pipe] == UInt8(ascii: "|"), text[pipe - 1] != UInt8(ascii: "|") else { return nil }
    var last = pipe - 1
    while last > 0, text[last] == 0x20 { last -= 1 }
    let quote = text[last]
    var first = last
    if "\"'".utf8.contains(quote) {
      first -= 1
      while first > 0, text[first] != quote, text[first] != 0x0a { first -= 1 }
      guard text[first] == quote, last - first > 1 else { return nil }
      return isPrinted(in: text, before: first) ? withoutLineFeed(text, first + 1..<last) : nil
    }
    while first > 0, text[first - 1] > 0x20 { first -= 1 }
    return isPrinted(in: text, before: first) ? nonEmpty(first..<last + 1) : nil
  }

  /// Whether the word in front is `echo` or `printf`, its options and its format passed over.
  private static func isPrinted(in text: SourceText, before start: Int) -> Bool {
    var end = start
    for _ in 0..<4 {
      while text[end - 1] == 0x20 { end -= 1 }
      var first = end
      while first > 0, text[first - 1] > 0x20, !"(`;&|".utf8.contains(text[first - 1]) { first -= 1 }
      let start = first
      while first < end, "\"'".utf8.contains(text[first]) { first += 1 }
      guard first < end else { return false }
      let word = first..<end
      if word.count == 4, text.has("echo", at: first) { return true }
      if word.count == 6, text.has("printf", at: first) { return true }
      guard text[first] == UInt8(ascii: "-") || text.bytes[word].contains(UInt8(ascii: "%")) else { return false }
      end = start
    }
    return false
  }

  private static func withoutLineFeed(_ text: SourceText, _ range: Range<Int>) -> Range<Int>? {
    nonEmpty(text.has("\\n", at: range.upperBound - 2) ? range.lowerBound..<range.upperBound - 2 : range)
  }

  private static func nonEmpty(_ range: Range<Int>) -> Range<Int>? { range.isEmpty ? nil : range }
}
