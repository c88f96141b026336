/// Finds lines that stand in for code which the engine left out, such as a comment "rest of code unchanged".
///
/// Writing one would delete the code it stands for. Only added lines count; a line that the file had before is its own.
package enum PlaceholderScan {
  /// Checks the lines that a change adds.
  /// - Parameters:
  ///   - base: the file before.
  ///   - hunks: what changes; their added lines are looked at.
  ///   - fileExtension: lower-cased, without the dot; decides whether a bare `...` is code.
  /// - Throws: a `Refusal` `.placeholder` that shows the first such line.
  package static func check(base: [UInt8], hunks: [LineDiff.Hunk], fileExtension: String = "") throws(Refusal) {
    let suspects = hunks.flatMap(\.added).map { withoutEnding($0[...]) }.filter {
      isPlaceholder($0, fileExtension: fileExtension)
    }
    if suspects.isEmpty { return }
    let file = TextLines(base)
    let known = Set((0..<file.count).map { file[$0].withoutBlanks })
    if let line = suspects.first(where: { !known.contains($0.withoutBlanks) }) {
      throw Refusal(
        .placeholder, "the reply leaves code out: \(Excerpt(line.withoutBlanks)) stands where code belongs",
        remedy: "ask again, for a smaller part or for the whole code")
    }
  }

  /// Whether a line, without its ending, stands in for code that was left out.
  package static func isPlaceholder(_ line: ArraySlice<UInt8>, fileExtension: String = "") -> Bool {
    guard line.count <= 200 else { return false }
    let text = String(decoding: line.withoutBlanks, as: UTF8.self).lowercased().replacingEllipsis
    guard !text.isEmpty else { return false }
    if let comment = comment(in: text) { return isOmission(comment) }
    if text.isDots { return languagesWithoutDots.contains(fileExtension) }
    return isBareOmission(text)
  }

  /// Languages in which a line of only dots is never code or text.
  private static let languagesWithoutDots: Set<String> = [
    "cs", "java", "js", "jsx", "kt", "mjs", "rb", "rs", "scala", "swift", "ts", "tsx",
  ]

  /// What the code that is left out is called.
  private static let parts: Set<String> = [
    "body", "class", "code", "content", "contents", "declarations", "definition", "definitions", "fields", "file",
    "function", "functions", "implementation", "implementations", "imports", "lines", "logic", "members", "method",
    "methods", "module", "properties", "script", "section", "stuff", "tests", "variables",
  ]
  private static let qualifiers: Set<String> = [
    "all", "existing", "more", "old", "original", "other", "previous", "remaining", "rest", "same", "unchanged", "your",
  ]
  /// Words that may stand beside the others without making a sentence of them.
  private static let fillers: Set<String> = [
    "a", "above", "and", "are", "as", "before", "below", "brevity", "continues", "follows", "for", "goes", "here", "in",
    "is", "keep", "kept", "not", "of", "omitted", "remain", "remains", "shown", "stay", "stays", "snip", "snipped",
    "the",
    "this", "truncated", "unmodified", "with", "no", "changes", "modified", "changed", "etc",
  ]
  /// Each of these says by itself that something was left out.
  private static let verdicts: Set<String> = ["omitted", "snip", "snipped", "truncated", "unchanged"]

  /// The text of a line that is only a comment; `nil` for code.
  private static func comment(in text: String) -> String? {
    var body = Substring(text)
    var isComment = false
    for opening in ["{/*", "<!--", "/**", "/*", "///", "//", "##", "#", "--", ";;", ";", "%", "\"\"\"", "*"]
    where body.hasPrefix(opening) {
      // `#include`, `--flag`, `*pointer` and the like are code: a comment's text follows a blank or a dot.
      let rest = body.dropFirst(opening.count)
      let isSpaced = rest.first.map { $0.isWhitespace || $0 == "." || $0 == "[" || $0 == "(" } ?? true
      if isSpaced || opening.hasPrefix("//") || opening.hasPrefix("/*") || opening.hasPrefix("{") {
        body = rest
        isComment = true
      }
      break
    }
    for closing in ["*/}", "*/", "-->", "\"\"\""] where isComment && body.hasSuffix(closing) {
      body = body.dropLast(closing.count)
      break
    }
    return isComment ? String(body) : nil
  }

  /// Whether the text of a comment says that code was left out, and nothing else.
  private static func isOmission(_ text: String) -> Bool {
    let body = text.trimmed
    if body.isDots { return true }
    let words = words(in: body)
    guard !words.isEmpty, words.count <= 10 else { return false }
    let hasDots = body.contains("...")
    let beginsWithDots = body.trimmed(of: "([<{").hasPrefix("...")
    let known = words.filter { parts.contains($0) || qualifiers.contains($0) || fillers.contains($0) }.count
    let isQualified = words.contains { qualifiers.contains($0) }
    let isVerdict = words.contains { verdicts.contains($0) }
    let isSameAsBefore = words.starts(with: ["same", "as"]) || words.starts(with: ["as", "before"])
    let isAllKnown = known == words.count
    // "... existing code ...", "... other helper methods ...": dots before, and one foreign word may stand between.
    if beginsWithDots, isQualified || isVerdict, known + 2 >= words.count { return true }
    if beginsWithDots, body.hasSuffix("..."), words.count <= 5 { return true }
    // "rest of the code", "existing code here", "(unchanged)", "omitted for brevity".
    if isVerdict, isAllKnown || hasDots { return true }
    if isQualified, isAllKnown, hasDots || isSameAsBefore || words.contains(where: parts.contains) && words.count >= 2 {
      return !words.starts(with: ["same"]) || isSameAsBefore || hasDots
    }
    return false
  }

  /// Whether a line that is no comment consists of such words between dots or brackets: `[... rest of code ...]`.
  private static func isBareOmission(_ text: String) -> Bool {
    let inner = text.trimmed(of: "[](){}<>")
    guard inner.hasPrefix("..."), !text.hasPrefix("...)") else { return false }
    let after = inner.drop { $0 == "." }
    guard after.first?.isWhitespace == true || after.hasSuffix("...") else { return false }
    guard after.allSatisfy({ $0.isLetter || $0.isWhitespace || "().,'-".contains($0) }) else { return false }
    return isOmission("... " + after)
  }

  private static func words(in text: String) -> [String] {
    text.split { !$0.isLetter && $0 != "'" }.map(String.init)
  }

  private static func withoutEnding(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x0a || last == 0x0d { line.removeLast() }
    return line
  }
}

extension String {
  fileprivate var replacingEllipsis: String {
    contains("\u{2026}")
      ? split(separator: "\u{2026}", omittingEmptySubsequences: false).joined(separator: "...") : self
  }

  /// Whether the text is three or more dots and blanks.
  fileprivate var isDots: Bool {
    allSatisfy { $0 == "." || $0 == " " } && count { $0 == "." } >= 3
  }

  fileprivate var trimmed: String { trimmed(of: " \t") }

  fileprivate func trimmed(of characters: String) -> String {
    var text = self[...]
    while let first = text.first, characters.contains(first) || first == " " { text.removeFirst() }
    while let last = text.last, characters.contains(last) || last == " " { text.removeLast() }
    return String(text)
  }
}
