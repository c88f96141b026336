/// Ways to give a value to a name that are no plain assignment: pairs of `name` and `value`, calls of setters, literals that
/// hold name and value, and a blank in between.
enum AssignedForms {
  /// Where the value of `- name: DB_PASSWORD` / `value: ...` begins, as Kubernetes, ECS and Terraform write the environment
  /// of a container.
  static func pairedValue(in text: SourceText, name: Range<Int>) -> Int? {
    var before = name.lowerBound - 1
    if "\"'".utf8.contains(text[before]) { before -= 1 }
    while text[before] == 0x20 { before -= 1 }
    guard ":=".utf8.contains(text[before]) else { return nil }
    before -= 1
    while text[before] == 0x20 { before -= 1 }
    if text[before] == UInt8(ascii: "\"") { before -= 1 }
    guard ["name", "key"].contains(where: { endsWord($0, at: before + 1, in: text) }) else { return nil }
    var offset = name.upperBound
    if "\"'".utf8.contains(text[offset]) { offset += 1 }
    let limit = offset + 120
    while offset < limit, text[offset] <= 0x20 || text[offset] == UInt8(ascii: ","), offset < text.count { offset += 1 }
    if text[offset] == UInt8(ascii: "\"") { offset += 1 }
    guard text.folded(offset..<min(text.count, offset + 5)).elementsEqual("value".utf8) else { return nil }
    offset += 5
    if text[offset] == UInt8(ascii: "\"") { offset += 1 }
    offset = text.afterBlanks(offset)
    guard ":=".utf8.contains(text[offset]) else { return nil }
    return text.afterBlanks(offset + 1)
  }

  /// The value in a literal that holds name and value and nothing else: `"DB_PASSWORD=..."`, `'X-Api-Key: ...'`.
  /// - Returns: the value, and whether the name is one of an environment or a header, so that the value is meant.
  static func wholeLiteral(in text: SourceText, name: Range<Int>) -> (range: Range<Int>, isMeant: Bool)? {
    let quote = text[name.lowerBound - 1]
    guard "\"'".utf8.contains(quote) else { return nil }
    var start = name.upperBound + 1
    switch text[name.upperBound] {
    case UInt8(ascii: "="): break
    case UInt8(ascii: ":") where text.bytes[name].contains(UInt8(ascii: "-")): start = text.afterBlanks(start)
    default: return nil
    }
    var end = start
    while end - start < 512, text[end] > 0x20, !"\"'`;&\\<>(){}$".utf8.contains(text[end]) { end += 1 }
    guard end > start, text[end] == quote else { return nil }
    let isVariable = text.bytes[name].allSatisfy { ByteSet.upper.contains($0) || $0 == UInt8(ascii: "_") }
    return (start..<end, isVariable || text[name.upperBound] == UInt8(ascii: ":"))
  }

  /// The only argument of a setter, in quotes: `setPassword("...")`, `.withApiKey("...")`, `.password("...")`; and what SQL's
  /// `PASSWORD('...')` is given.
  static func onlyArgument(in text: SourceText, name: Range<Int>) -> Range<Int>? {
    guard text[name.upperBound] == UInt8(ascii: "("),
      let value = text.literal(at: text.afterBlanks(name.upperBound + 1)),
      text[text.afterBlanks(value.upperBound + 1)] == UInt8(ascii: ")")
    else { return nil }
    let dot = text.bytes[name].lastIndex(of: UInt8(ascii: "."))
    let last = dot.map { $0 + 1..<name.upperBound } ?? name
    let word = text.folded(last)
    if ["set", "with"].contains(where: { word.starts(with: $0.utf8) }) { return value }
    if last.count == 8, text.has("PASSWORD", at: last.lowerBound) { return value }
    let isBuilder = dot != nil && dot.map { $0 > name.lowerBound || $0 > 0 && text[$0 - 1] <= 0x20 } ?? false
    return isBuilder && builderNames.contains(String(decoding: word, as: UTF8.self)) ? value : nil
  }

  private static let builderNames: Set<String> = [
    "password", "passwd", "passphrase", "secret", "secretkey", "clientsecret", "apikey", "api_key", "token",
    "authtoken",
    "accesstoken", "accesskey", "secretaccesskey",
  ]

  /// Whether a blank between name and value is enough, by what stands before: `ENV NAME value` of a Dockerfile, `setenv` and
  /// `set -x` of shells, `configure set` and `config set` of programs, options with one dash or two, `requirepass` of Redis,
  /// and `PASSWORD '...'` of SQL.
  static func isSpaced(in text: SourceText, name: Range<Int>, trust: FileTrust) -> Bool {
    if text.has("--", at: name.lowerBound) { return true }
    let before = text[name.lowerBound - 1]
    if text[name.lowerBound] == UInt8(ascii: "-"), ByteSet.letters.contains(text[name.lowerBound + 1]), before <= 0x20 {
      return true
    }
    let word = text.folded(name)
    if trust.kind != .code, ["requirepass", "masterauth"].contains(where: { word.elementsEqual($0.utf8) }) {
      return true
    }
    if word.elementsEqual("password".utf8), text[text.afterBlanks(name.upperBound)] == UInt8(ascii: "'") {
      return isSQL(in: text, before: name.lowerBound)
    }
    // The registry of `//registry.npmjs.org/:_authToken` stands before the name.
    var start = name.lowerBound
    let first = text.lineStart(of: start, limit: 256)
    while start > first, text[start - 1] > 0x20 { start -= 1 }
    let lead = text.folded(first..<start)
    func leadEnds(_ ending: String) -> Bool { lead.suffix(ending.utf8.count).elementsEqual(ending.utf8) }
    if trust.isDockerfile, lead.drop(while: { $0 <= 0x20 }).elementsEqual("env ".utf8) { return true }
    return ["setenv ", "set -x ", "set -gx ", "set -ux ", "configure set ", "config set ", "git config "].contains {
      leadEnds($0)
    }
  }

  /// Whether the word before is one that SQL has before `PASSWORD '...'`.
  private static func isSQL(in text: SourceText, before start: Int) -> Bool {
    var end = start
    while end > 0, start - end < 40, text[end - 1] <= 0x20 { end -= 1 }
    if ",(".utf8.contains(text[end - 1]) { return true }
    return [
      "with", "encrypted", "unencrypted", "login", "superuser", "nosuperuser", "createdb", "nocreatedb", "createrole",
      "nocreaterole", "inherit", "replication", "noreplication",
    ].contains { endsWord($0, at: end, in: text) }
  }

  /// Whether a word, in any case, ends at `end`.
  private static func endsWord(_ word: String, at end: Int, in text: SourceText) -> Bool {
    let start = end - word.utf8.count
    guard start >= 0, !ByteSet.word.contains(text[start - 1]) else { return false }
    return text.folded(start..<end).elementsEqual(word.utf8)
  }
}
