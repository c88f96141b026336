/// The value that is given to a name, however the language writes that.
struct AssignedValue {
  /// The value without its quotes; never empty.
  let range: Range<Int>
  /// Whether it stood in quotes or between tags, so that it is a literal for certain.
  let isLiteral: Bool

  /// The value given to the name in `name`; `nil` when the name is only mentioned.
  /// - Parameter spacesAssign: whether a blank is enough between name and value, as in `.netrc`.
  init?(in text: SourceText, name: Range<Int>, spacesAssign: Bool) {
    var offset = name.upperBound
    if text[offset] == UInt8(ascii: ">") || text[name.lowerBound - 1] == UInt8(ascii: "<") {
      guard let content = Self.elementContent(in: text, nameEnd: offset) else { return nil }
      self.init(text, content, isLiteral: true)
      return
    }
    if let (whole, isMeant) = AssignedForms.wholeLiteral(in: text, name: name) {
      self.init(text, whole, isLiteral: isMeant)
      return
    }
    if let argument = AssignedForms.onlyArgument(in: text, name: name) {
      self.init(text, argument, isLiteral: true)
      return
    }
    if let paired = AssignedForms.pairedValue(in: text, name: name) {
      self.init(text, at: paired, isQuery: false)
      return
    }
    // The end of a quoted name or of a subscript: `"token":`, `config['token'] =`, `\"token\":`.
    if text[offset] == UInt8(ascii: "\\") { offset += 1 }
    let isQuoted = "\"'`".utf8.contains(text[offset])
    if isQuoted { offset += 1 }
    if text[offset] == UInt8(ascii: "]") { offset += 1 }
    let separator = offset
    offset = text.afterBlanks(offset)
    if isQuoted,
      let content = Self.attributeContent(in: text, from: offset) ?? Self.precedingContent(in: text, name: name)
    {
      self.init(text, content, isLiteral: true)
      return
    }
    if let assigned = Self.afterOperator(in: text, from: offset) {
      offset = assigned
    } else if isQuoted, text[offset] == UInt8(ascii: ","), Self.isFirstArgument(text, name) {
      offset += 1
    } else if offset > separator, spacesAssign {
      // `password secret`, `--password secret`, `-passin pass:secret`
      if ["env:", "file:", "fd:", "stdin"].contains(where: { text.has($0, at: offset) }) { return nil }
      if text.has("pass:", at: offset) { offset += 5 }
    } else {
      return nil
    }
    self.init(text, at: text.afterBlanks(offset), isQuery: "?&".utf8.contains(text[name.lowerBound - 1]))
  }

  /// A value that is known to be a part of a literal.
  init(literal range: Range<Int>) { (self.range, isLiteral) = (range, true) }

  /// A value that reaches to the end of its line.
  init(bare range: Range<Int>) { (self.range, isLiteral) = (range, false) }

  /// How far a value may reach: passwords are short, and a search for the end of every one must not take long.
  private static let longest = 1024

  private init?(_ text: SourceText, _ range: Range<Int>, isLiteral: Bool) {
    guard !range.isEmpty, range.count <= 4096 else { return nil }
    self.range = range
    self.isLiteral = isLiteral
  }

  /// A literal in quotes, or bare text up to a blank or a separator.
  private init?(_ text: SourceText, at start: Int, isQuery: Bool) {
    var offset = start
    // Raw, byte, C# verbatim and unicode literals, and SQL's national ones.
    var prefix = offset
    while prefix - offset < 2, "@brfuLRBFUN".utf8.contains(text[prefix]) { prefix += 1 }
    if "\"'`".utf8.contains(text[prefix]) { offset = prefix }
    var escapes = 0
    if text[offset] == UInt8(ascii: "\\"), "\"'".utf8.contains(text[offset + 1]) {
      escapes = 1
      offset += 1
    }
    let quote = text[offset]
    if "\"'`".utf8.contains(quote) {
      var end = offset + 1
      let limit = text.lineEnd(from: end, limit: Self.longest)
      while end < limit, text[end] != quote { end += text[end] == UInt8(ascii: "\\") && escapes == 0 ? 2 : 1 }
      guard end < limit || end == text.count, text[end] == quote else { return nil }
      // Behind an escaped quote the text may end at once: `"password=\"" + word`.
      guard end - escapes > offset else { return nil }
      self.init(text, offset + 1..<end - escapes, isLiteral: true)
      return
    }
    var end = offset
    let limit = text.lineEnd(from: offset, limit: Self.longest)
    while end < limit, text[end] > 0x20, !",;\"'`<>(){}".utf8.contains(text[end]), !isQuery || text[end] != 0x26 {
      end += 1
    }
    // A call, a subscript or a comparison is no value.
    if "(\"'`".utf8.contains(text[end]), end > offset { return nil }
    self.init(text, offset..<end, isLiteral: false)
  }

  /// Where the value begins after `=`, `:`, `:=`, `=>`, `?=`, `||=` or a type and `=`; `nil` for comparisons.
  private static func afterOperator(in text: SourceText, from start: Int) -> Int? {
    var offset = start
    while ":?|!".utf8.contains(text[offset]), offset - start < 3 { offset += 1 }
    if text[offset] == UInt8(ascii: "=") {
      if text[offset + 1] == UInt8(ascii: "="), offset == start || text[start] == UInt8(ascii: "!") { return nil }
      if text[start] == UInt8(ascii: "!") { return nil }
      offset += 1
      if text[offset] == UInt8(ascii: ">") { offset += 1 }
      return offset
    }
    guard offset == start + 1, text[start] == UInt8(ascii: ":") else { return nil }
    // `token: String = "…"`
    let type = text.afterBlanks(offset)
    let typeEnd = text.end(of: .word, from: type, limit: 40)
    let equals = text.afterBlanks(text[typeEnd] == UInt8(ascii: "?") ? typeEnd + 1 : typeEnd)
    if typeEnd > type, text[equals] == UInt8(ascii: "="), text[equals + 1] != UInt8(ascii: "=") { return equals + 1 }
    return offset
  }

  /// The content of `<name …>content</`.
  private static func elementContent(in text: SourceText, nameEnd: Int) -> Range<Int>? {
    var offset = nameEnd
    let limit = text.lineEnd(from: offset, limit: Self.longest)
    while offset < limit, text[offset] != UInt8(ascii: ">") {
      if text[offset] == UInt8(ascii: "<") { return nil }
      offset += 1
    }
    guard offset < limit, text[offset - 1] != UInt8(ascii: "/") else { return nil }
    let start = offset + 1
    var end = start
    while end < limit, text[end] != UInt8(ascii: "<") { end += 1 }
    return text.has("</", at: end) ? start..<end : nil
  }

  /// The content of `value="content" name="password"`, before the quoted name.
  private static func precedingContent(in text: SourceText, name: Range<Int>) -> Range<Int>? {
    func afterBlanks(before offset: Int) -> Int {
      var offset = offset
      while text[offset - 1] == 0x20 || text[offset - 1] == 0x09 { offset -= 1 }
      return offset
    }
    let attribute = name.lowerBound - 1 - "name=".utf8.count
    guard text.has("name=", at: attribute) else { return nil }
    let end = afterBlanks(before: attribute) - 1
    let quote = text[end]
    guard end + 1 < attribute, "\"'".utf8.contains(quote) else { return nil }
    var start = end
    let first = max(0, end - longest)
    while start > first, text[start - 1] != quote, text[start - 1] != 0x0a { start -= 1 }
    return text[start - 1] == quote && text.has(" value=", at: start - 8) ? start..<end : nil
  }

  /// The content of `name="password" value="content"`, of `key="password">content</` and of
  /// `name="password"><value>content</`, from after the quoted name.
  private static func attributeContent(in text: SourceText, from start: Int) -> Range<Int>? {
    if text[start] == UInt8(ascii: ">") {
      var offset = start + 1
      while text[offset] <= 0x20, offset - start < 120, offset < text.count { offset += 1 }
      let isNested = text.has("<value>", at: offset)
      return elementContent(in: text, nameEnd: isNested ? offset + 6 : start)
    }
    guard text.has("value=", at: start) else { return nil }
    let quote = text[start + 6]
    guard "\"'".utf8.contains(quote) else { return nil }
    let limit = text.lineEnd(from: start + 7, limit: Self.longest)
    var end = start + 7
    while end < limit, text[end] != quote { end += 1 }
    return start + 7..<end
  }

  /// Whether the name is the first argument of PHP's `define`, of a call that gives the second one where nothing is set
  /// (`environ.get`, `getenv`, `env`), or of one that stores the second one under the name (`setProperty`, `put`).
  private static func isFirstArgument(_ text: SourceText, _ name: Range<Int>) -> Bool {
    var offset = name.lowerBound - 2
    while text[offset] == 0x20 { offset -= 1 }
    guard text[offset] == UInt8(ascii: "(") else { return false }
    return calls.contains { text.has($0, at: offset - $0.utf8CodeUnitCount) }
  }

  private static let calls: [StaticString] = [
    "define", "environ.get", "getenv", "env", "setProperty", ".put", "Setenv", "setenv", "setItem", ".property",
    ".header", "setRequestHeader", "SetEnvironmentVariable", "setHeader", ".set", ".Set", ".Add",
  ]
}
