/// A kind of token that is known by its shape: what it begins with, which characters follow, and how many.
///
/// Sources: the formats that the services document for their keys, or that their keys visibly have. A row of a table reads
/// like the token: text stands for itself, `.hex(40)` for forty characters.
struct TokenKind: Sendable {
  /// A part of a token.
  enum Segment: Sendable, ExpressibleByStringLiteral {
    case text([UInt8])
    case run(ByteSet, ClosedRange<Int>)
    /// Five groups of hexadecimal digits.
    case uuid

    init(stringLiteral text: String) { self = .text(Array(text.utf8)) }
  }

  /// The rule's name.
  let rule: String
  /// What it is called by people.
  let title: String
  /// The text by which it is looked for: what it begins with, or what follows its first run.
  let prefix: [UInt8]
  /// What stands before that text, for the few kinds that do not begin with it.
  private let lead: (set: ByteSet, count: Int)?
  private let leastLead: Int
  /// All parts, as the table has them.
  let segments: [Segment]
  private let rest: ArraySlice<Segment>
  private let checksum: Checksum?

  /// What ends a token, where its service says so.
  enum Checksum: Sendable {
    /// Six digits in base 62: the CRC-32 of the 30 characters before them.
    case crc32
  }

  /// A row of a table.
  ///
  /// The first or the second segment is text, by which the token is looked for.
  init(_ rule: String, _ title: String, _ segments: Segment..., checksum: Checksum? = nil) {
    self.rule = rule
    self.title = title
    self.checksum = checksum
    self.segments = segments
    var segments = segments[...]
    if case .run(let set, let count)? = segments.first {
      lead = (set, count.upperBound)
      leastLead = count.lowerBound
      segments.removeFirst()
    } else {
      lead = nil
      leastLead = 0
    }
    if case .text(let prefix)? = segments.popFirst() { self.prefix = prefix } else { prefix = [] }
    rest = segments
  }

  /// Whether it can only begin where a word begins.
  var startsWord: Bool { lead == nil && prefix.first.map(ByteSet.word.contains) == true }

  /// The token whose prefix stands at `prefixStart`; `nil` when something else stands there.
  /// - Parameters:
  ///   - isStrict: whether a token without a valid checksum is one made up for a document or a test.
  ///   - word: what may not stand beside a token.
  func range(
    in text: SourceText, prefixStart: Int, isStrict: Bool, word: ByteSet = .word
  ) -> Range<Int>? {
    var start = prefixStart
    let prefixEnd = prefixStart + prefix.count
    guard text.has(prefix, at: start) else { return nil }
    if let lead {
      let first = start - lead.count
      while start > max(first, 0), lead.set.contains(text[start - 1]) { start -= 1 }
      guard prefixStart - start >= leastLead else { return nil }
      if lead.set.contains(text[start - 1]) { return nil }
    }
    if ByteSet.word.contains(text[start]), word.contains(text[start - 1]), !isEscaped(text, start) {
      return nil
    }
    var end = prefixEnd
    var last: ByteSet?
    for segment in rest {
      switch segment {
      case .text(let literal):
        guard text.has(literal, at: end) else { return nil }
        end += literal.count
        last = nil
      case .run(let set, let length):
        let runEnd = text.end(of: set, from: end, limit: length.upperBound)
        guard runEnd - end >= length.lowerBound else { return nil }
        end = runEnd
        last = set
      case .uuid:
        guard let uuidEnd = text.uuidEnd(from: end) else { return nil }
        end = uuidEnd
        last = .anyHex
      }
    }
    // A longer run of the same alphabet is something else, for example a hash or the text of an encoded file.
    if let last, last.contains(text[end]) || word.contains(text[end]) || text.has("==", at: end) { return nil }
    let body = (lead == nil ? prefixEnd : start)..<end
    guard Variety.isVaried(text.bytes[body]), !Placeholders.isToken(text, body) else { return nil }
    if isStrict, checksum == .crc32, !CRC32.endsWithOwnChecksum(text.bytes[body]) { return nil }
    return start..<end
  }

  /// Whether the letter before a token belongs to an escape sequence such as `\n`.
  private func isEscaped(_ text: SourceText, _ start: Int) -> Bool {
    text[start - 2] == UInt8(ascii: "\\") && "nrt".utf8.contains(text[start - 1])
  }
}

extension TokenKind.Segment {
  static func digits(_ count: ClosedRange<Int>) -> Self { .run(.digits, count) }
  static func digits(_ count: Int) -> Self { .run(.digits, count...count) }
  static func hex(_ count: ClosedRange<Int>) -> Self { .run(.hex, count) }
  static func hex(_ count: Int) -> Self { .run(.hex, count...count) }
  static func anyHex(_ count: Int) -> Self { .run(.anyHex, count...count) }
  static func lower(_ count: ClosedRange<Int>) -> Self { .run(.lower, count) }
  static func lower(_ count: Int) -> Self { .run(.lower, count...count) }
  static func upper(_ count: ClosedRange<Int>) -> Self { .run(.upper, count) }
  static func upper(_ count: Int) -> Self { .run(.upper, count...count) }
  static func alphanumeric(_ count: ClosedRange<Int>) -> Self { .run(.alphanumeric, count) }
  static func alphanumeric(_ count: Int) -> Self { .run(.alphanumeric, count...count) }
  static func word(_ count: ClosedRange<Int>) -> Self { .run(.word, count) }
  static func word(_ count: Int) -> Self { .run(.word, count...count) }
  static func urlSafe(_ count: ClosedRange<Int>) -> Self { .run(.urlSafe, count) }
  static func urlSafe(_ count: Int) -> Self { .run(.urlSafe, count...count) }
  static func urlSafePadded(_ count: ClosedRange<Int>) -> Self { .run(.urlSafePadded, count) }
  static func urlSafePadded(_ count: Int) -> Self { .run(.urlSafePadded, count...count) }
  static func dotted(_ count: ClosedRange<Int>) -> Self { .run(.dotted, count) }
  static func base64(_ count: ClosedRange<Int>) -> Self { .run(.base64, count) }
  static func base64(_ count: Int) -> Self { .run(.base64, count...count) }
  static func path(_ count: ClosedRange<Int>) -> Self { .run(.path, count) }
}
