internal import CPCRE2

/// A compiled pattern that is searched for in bytes.
///
/// The engine is PCRE2 with its just-in-time compiler. Offsets are byte offsets everywhere, and no input is refused for its
/// encoding: without `.unicode` a character is a byte, with it what is not UTF-8 never matches but may stand around a match.
///
/// No pattern can hang its caller: every search has limits on steps and memory, and `RegularExpression.timeLimit`.
///
/// A value may be used from several threads at once: the compiled pattern is never written to, and each search has its own
/// working memory.
package struct RegularExpression: Sendable {
  /// How a pattern is to be read.
  package struct Options: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Characters are Unicode scalars, and `\d`, `\w`, `\s`, `\b` and case go by Unicode's properties.
    package static let unicode = Options(rawValue: 1 << 0)
    /// Letters match in either case.
    package static let ignoringCase = Options(rawValue: 1 << 1)
    /// `^` and `$` match at every line.
    package static let multiline = Options(rawValue: 1 << 2)
    /// `.` matches a line feed too.
    package static let dotMatchesLineFeed = Options(rawValue: 1 << 3)
    /// A match must begin exactly where the search begins.
    package static let anchored = Options(rawValue: 1 << 4)
    /// Blanks and comments in the pattern mean nothing.
    package static let extended = Options(rawValue: 1 << 5)

    fileprivate var compileOptions: UInt32 {
      // A dollar means the end and not also the place before a last line feed, as in most other engines.
      var options = UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_NEVER_BACKSLASH_C)
      if contains(.unicode) {
        options |= UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_MATCH_INVALID_UTF)
      }
      if contains(.ignoringCase) { options |= UInt32(PCRE2_CASELESS) }
      if contains(.multiline) { options |= UInt32(PCRE2_MULTILINE) }
      if contains(.dotMatchesLineFeed) { options |= UInt32(PCRE2_DOTALL) }
      if contains(.anchored) { options |= UInt32(PCRE2_ANCHORED) }
      if contains(.extended) { options |= UInt32(PCRE2_EXTENDED) }
      return options
    }
  }

  /// The pattern as it was given.
  package let pattern: String
  /// How it was read.
  package let options: Options
  let compiled: CompiledPattern

  /// Compiles a pattern.
  /// - Throws: `PatternSyntaxError`, with the offset into the UTF-8 of `pattern`.
  package init(_ pattern: String, options: Options = []) throws(PatternSyntaxError) {
    self.pattern = pattern
    self.options = options
    compiled = try CompiledPattern(Array(pattern.utf8), options: options.compileOptions)
  }

  /// How many groups the pattern captures, without the whole match.
  package var captureCount: Int { compiled.captureCount }

  /// The names of the groups that have one, and their numbers.
  package var captureNames: [String: Int] { compiled.captureNames }

  /// The first match that begins at or after `start`.
  ///
  /// What stands before `start` is seen by lookbehinds, `\b` and `^`.
  /// - Parameters:
  ///   - bytes: the text; offsets in the result count from its first byte.
  ///   - end: where the text ends for the pattern; the end of `bytes` when `nil`.
  /// - Throws: `SearchLimitError` when a limit was reached before the search was done.
  package func firstMatch(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0, to end: Int? = nil
  ) throws(SearchLimitError) -> PatternMatch? {
    var search = PatternSearch(compiled)
    return try search.firstMatch(in: bytes, from: start, to: end ?? bytes.count)
  }

  /// The first match that begins at or after `start`; see `firstMatch(in:from:to:)` for buffers.
  package func firstMatch(
    in bytes: [UInt8], from start: Int = 0, to end: Int? = nil
  ) throws(SearchLimitError) -> PatternMatch? {
    try bytes.withUnsafeBufferPointer { buffer throws(SearchLimitError) in
      try firstMatch(in: buffer, from: start, to: end)
    }
  }

  /// Whether the pattern matches somewhere in `bytes`.
  /// - Throws: as `firstMatch(in:from:to:)`.
  package func matches(_ bytes: [UInt8]) throws(SearchLimitError) -> Bool { try firstMatch(in: bytes) != nil }

  /// All matches from left to right, without overlap; an empty match is not reported directly after another match.
  /// - Throws: as `firstMatch(in:from:to:)`.
  package func allMatches(in bytes: [UInt8]) throws(SearchLimitError) -> [PatternMatch] {
    try bytes.withUnsafeBufferPointer { buffer throws(SearchLimitError) in
      var search = PatternSearch(compiled)
      var matches: [PatternMatch] = []
      var start = 0
      while start <= buffer.count,
        let match = try search.firstMatch(in: buffer, from: start, to: buffer.count)
      {
        if match.range.isEmpty, match.range.lowerBound == matches.last?.range.upperBound {
          start = Self.next(after: start, in: buffer, isUnicode: options.contains(.unicode))
          continue
        }
        matches.append(match)
        // `\K` and lookarounds can put an end before the start of the search.
        start = max(match.range.upperBound, start)
        if match.range.isEmpty {
          start = Self.next(after: start, in: buffer, isUnicode: options.contains(.unicode))
        }
      }
      return matches
    }
  }

  /// The text with every match (or the first one) replaced.
  /// - Throws: as `firstMatch(in:from:to:)`.
  package func replacing(
    in bytes: [UInt8], with template: ReplacementTemplate, onlyFirst: Bool = false
  ) throws(SearchLimitError) -> [UInt8] {
    var matches = try onlyFirst ? Array([firstMatch(in: bytes)].compactMap(\.self)) : allMatches(in: bytes)
    guard !matches.isEmpty else { return bytes }
    // Matches that a `\K` moved can overlap; the text between them is never copied twice.
    var end = 0
    matches.removeAll { match in
      defer { end = max(end, match.range.upperBound) }
      return match.range.lowerBound < end
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = 0
    for match in matches {
      result += bytes[copied..<match.range.lowerBound]
      template.append(match, of: bytes, to: &result)
      copied = match.range.upperBound
    }
    return result + bytes[copied...]
  }

  /// The offset of the character after the one at `offset`.
  private static func next(after offset: Int, in bytes: UnsafeBufferPointer<UInt8>, isUnicode: Bool) -> Int {
    var next = offset + 1
    while isUnicode, next < bytes.count, bytes[next] & 0xc0 == 0x80 { next += 1 }
    return next
  }
}
