package import HoneCore
package import HoneSyntax
package import HoneSystem
package import HoneText

/// One version of one file, with what several checks need of it worked out once.
///
/// Used by the thread that made it and by no other.
package final class CheckedFile {
  package let path: RepositoryPath
  package let mode: FileMode
  /// The bytes; empty for a file that is too large to be read.
  package let contents: [UInt8]
  /// How many bytes the file has, read or not.
  package let size: Int
  /// The lines as git counts them.
  package private(set) lazy var lines = TextLines(contents, convention: .git)
  /// Whether the file looks binary, by git's own rule: a NUL among the first 8,000 bytes.
  package private(set) lazy var isBinary = contents.prefix(8_000).contains(0)
  /// The language that its name, or the first line of a script, tells; `nil` for one that Hone has no grammar for.
  package private(set) lazy var language = Language.detect(path: path, contents: Array(contents.prefix(256)))
  /// The pairs of bytes in it, by which most words are known not to be there.
  package private(set) lazy var pairs = BytePairs(contents)
  /// The syntax tree; `nil` without a grammar, and when parsing takes too much.
  package private(set) lazy var tree = parse()
  /// The scripts and style sheets in it; none unless it is HTML.
  package private(set) lazy var embeddedCode = language == .host ? EmbeddedCode.all(in: contents) : []
  private var embeddedTrees: [Int: SyntaxTree?] = [:]
  /// Why there is no tree, where there should be one.
  package internal(set) var unparsed: String?
  /// The byte up to which secrets were looked for; `nil` when all was looked through, and before.
  package internal(set) var searchedTo: Int?
  /// Where grammars come from.
  let grammars: GrammarLibrary
  /// When the time for checks is over; `nil` without a budget.
  let deadline: Moment?

  /// The tree of a script or a style sheet in it, parsed once for all checks.
  func tree(of code: EmbeddedCode) -> SyntaxTree? {
    if let known = embeddedTrees[code.range.lowerBound] { return known }
    let tree = parse(Array(contents[code.range]), as: code.language)
    embeddedTrees.updateValue(tree, forKey: code.range.lowerBound)
    return tree
  }

  package init(
    path: RepositoryPath, mode: FileMode = .regular, contents: [UInt8], size: Int? = nil,
    grammars: GrammarLibrary = .standard, deadline: Moment? = nil
  ) {
    self.path = path
    self.mode = mode
    self.contents = contents
    self.grammars = grammars
    self.deadline = deadline
    self.size = size ?? contents.count
  }

  /// Another text in place of this file's.
  func with(_ contents: [UInt8]) -> CheckedFile {
    CheckedFile(path: path, mode: mode, contents: contents, grammars: grammars, deadline: deadline)
  }

  /// Whether the time for checks is over.
  package var isLate: Bool { deadline.map { Moment.now >= $0 } ?? false }

  /// What it takes to find out whether a finding counts, and to tell it; about what was measured for secrets.
  private static let telling = Duration.microseconds(20)

  /// Whether the time that is left is too short to tell as many findings.
  func isLate(toTell count: Int) -> Bool { deadline.map { Moment.now + Self.telling * count >= $0 } ?? false }

  /// The line and column of a byte.
  package func position(of offset: Int) -> Finding.Position {
    guard lines.count > 0 else { return .first }
    // The end of a file without final newline belongs to its last line.
    let line = min(lines.line(at: offset), lines.endsWithNewline ? lines.count : lines.count - 1)
    return Finding.Position(line: line + 1, column: offset - lines.start(of: line) + 1)
  }

  /// A finding of `rule` at `range`.
  package func finding(
    _ rule: RuleDescription, at range: Range<Int>, _ message: String, fix: Fix? = nil, severity: Severity? = nil
  ) -> Finding {
    Finding(
      rule: rule.id, path: path, range: range, start: position(of: range.lowerBound),
      end: position(of: range.upperBound), severity: severity ?? rule.severity, message: message, fix: fix)
  }
}
