package import HoneCore
internal import HoneText
internal import HoneYAML

/// The files that a rule of a rule file is for: its `files` and `ignores`, as ast-grep reads them.
package struct RulePaths: Hashable, Sendable {
  /// `nil` for all files.
  private let files: [RuleGlob]?
  private let ignores: [RuleGlob]

  /// - Returns: `nil` where the rule is for all files of its language.
  /// - Throws: at a glob that is none, and at a list of files without any.
  init?(_ mapping: YAMLMapping) throws(YAMLError) {
    files = try mapping["files"] == nil ? nil : RuleGlob.all(in: mapping, "files")
    ignores = try RuleGlob.all(in: mapping, "ignores")
    if let node = mapping["files"], files?.isEmpty ?? false {
      throw YAMLError(at: node.start, "the list `files` holds no glob", remedy: "add one, or take `files` away")
    }
    if files == nil, ignores.isEmpty { return nil }
  }

  /// Whether the rule is for a file.
  package func includes(_ path: RepositoryPath) -> Bool {
    files?.contains { $0.matches(path) } ?? true && !ignores.contains { $0.matches(path) }
  }
}

/// A glob of paths as ast-grep's rule files have it: `*` and `?` match slashes as well, `**` between slashes any folders,
/// `[a-z]` and `[!a-z]` one byte, `{a,b}` one of several; a backslash takes the meaning from what follows.
///
/// It describes the whole path from the root of the repository on; a `./` before it means the same.
struct RuleGlob: Hashable, Sendable {
  private let text: String
  private let ignoresCase: Bool
  private let expression: RegularExpression

  static func == (first: RuleGlob, second: RuleGlob) -> Bool {
    (first.text, first.ignoresCase) == (second.text, second.ignoresCase)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(ignoresCase)
  }

  /// - Returns: `nil` for a text that is no glob.
  init?(_ text: String, ignoresCase: Bool = false) {
    self.text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    self.ignoresCase = ignoresCase
    guard !self.text.isEmpty, self.text.utf8.first != UInt8(ascii: "!"),
      var translation = GlobTranslation(self.text), let body = translation.expression(),
      let expression = try? RegularExpression(
        "\\A(?:\(body))\\z", options: ignoresCase ? [.dotMatchesLineFeed, .ignoringCase] : [.dotMatchesLineFeed])
    else { return nil }
    self.expression = expression
  }

  func matches(_ path: RepositoryPath) -> Bool { (try? expression.firstMatch(in: path.bytes)) != nil }

  /// The globs of a key: texts, or mappings with `glob` and `caseInsensitive`.
  static func all(in mapping: YAMLMapping, _ key: String) throws(YAMLError) -> [RuleGlob] {
    var globs: [RuleGlob] = []
    for item in try mapping.list(key) {
      var text = item.string ?? ""
      var ignoresCase = false
      if item.mapping == nil {
        text = try item.text(for: key)
      } else {
        let entry = try YAMLMapping(item, name: "the glob")
        try entry.rejectUnknownKeys(["glob", "caseInsensitive"])
        guard let glob = try entry.string("glob") else {
          throw YAMLError(at: item.start, "the mapping has no `glob`", remedy: "add `glob:` with a pattern of paths")
        }
        text = glob
        ignoresCase = try entry.bool("caseInsensitive") ?? false
      }
      guard let glob = RuleGlob(text, ignoresCase: ignoresCase) else {
        throw item.unexpected(
          for: key, expected: "a glob of paths",
          remedy: "close its brackets, and write what is left out under `ignores`, without `!`")
      }
      globs.append(glob)
    }
    return globs
  }
}

/// Turns a glob into a regular expression.
private struct GlobTranslation {
  private var rest: ArraySlice<UInt8>
  private var isAtStart = true

  /// - Returns: `nil` for more than a path can hold.
  init?(_ text: String) {
    guard text.utf8.count <= 4096 else { return nil }
    rest = Array(text.utf8)[...]
  }

  mutating func expression() -> String? {
    guard let body = alternative(isNested: false), rest.isEmpty else { return nil }
    return body
  }

  /// Reads up to the end, or in braces up to a comma or their end.
  private mutating func alternative(isNested: Bool) -> String? {
    var body = ""
    var previous: UInt8?
    while let byte = rest.first {
      if isNested, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { return body }
      let wasAtStart = isAtStart
      isAtStart = false
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "*"): body += star(after: wasAtStart ? UInt8(ascii: "/") : previous)
      case UInt8(ascii: "?"): body += "."
      case UInt8(ascii: "["):
        guard let members = members() else { return nil }
        body += members
      case UInt8(ascii: "{"):
        var choices: [String] = []
        repeat {
          guard let choice = alternative(isNested: true), !rest.isEmpty else { return nil }
          choices.append(choice)
        } while rest.removeFirst() == UInt8(ascii: ",")
        body += "(?:" + choices.joined(separator: "|") + ")"
      case UInt8(ascii: "\\"):
        guard let next = rest.popFirst() else { return nil }
        body += Self.literal(next)
      default: body += Self.literal(byte)
      }
      previous = byte
    }
    return isNested ? nil : body
  }

  /// One star or several; `**` between slashes stands for folders, none included.
  private mutating func star(after previous: UInt8?) -> String {
    let slash = UInt8(ascii: "/")
    guard previous == slash, rest.first == UInt8(ascii: "*") else { return ".*" }
    let next = rest.dropFirst().first
    guard next == nil || next == slash else { return ".*" }
    rest = rest.dropFirst(2)
    return next == nil ? ".*" : "(?:.*/)?"
  }

  /// The members of a class, up to its closing bracket.
  private mutating func members() -> String? {
    var body = "["
    if rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^") {
      rest.removeFirst()
      body += "^"
    }
    var isFirst = true
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "]"), !isFirst { return body + "]" }
      isFirst = false
      if rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first, end != UInt8(ascii: "]") {
        guard byte <= end else { return nil }
        rest = rest.dropFirst(2)
        body += Self.literal(byte) + "-" + Self.literal(end)
      } else {
        body += Self.literal(byte)
      }
    }
    return nil
  }

  private static func literal(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
