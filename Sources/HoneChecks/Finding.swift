package import HoneCore

/// One thing that a check has to say about one place.
package struct Finding: Hashable, Sendable {
  /// The rule that found it: `<group>/<name>`, for example `leftover/conflict-marker`.
  package var rule: String
  /// The file; `nil` for what is said of a commit.
  package var path: RepositoryPath?
  /// The bytes it is about, counted from 0; empty for what is said of the whole file.
  package var range: Range<Int>
  /// Where `range` starts.
  package var start: Position
  /// Where `range` ends: the place after its last byte.
  package var end: Position
  package var severity: Severity
  /// What is wrong and what to do about it, in one line.
  package var message: String
  /// How it can be mended; `nil` when that takes a person.
  package var fix: Fix?
  /// The commit that it was found in, where a range was checked commit by commit.
  package var commit: ObjectID?
  /// Whether the bytes are confidential, and must not be shown or logged.
  package var isSecret: Bool

  package init(
    rule: String, path: RepositoryPath?, range: Range<Int> = 0..<0, start: Position = .first, end: Position = .first,
    severity: Severity, message: String, fix: Fix? = nil, commit: ObjectID? = nil, isSecret: Bool = false
  ) {
    self.rule = rule
    self.path = path
    self.range = range
    self.start = start
    self.end = end
    self.severity = severity
    self.message = message
    self.fix = fix
    self.commit = commit
    self.isSecret = isSecret
  }

  /// A place in a text.
  package struct Position: Hashable, Sendable {
    /// The line, from 1, as git counts lines.
    package var line: Int
    /// The column, from 1, in bytes.
    package var column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    /// The start of a file.
    package static let first = Position(line: 1, column: 1)
  }
}

extension Finding: Comparable {
  /// By path, place and rule, so that reports are the same whatever order files were checked in.
  package static func < (left: Finding, right: Finding) -> Bool {
    let paths = (left.path?.bytes ?? [], right.path?.bytes ?? [])
    if paths.0 != paths.1 { return paths.0.lexicographicallyPrecedes(paths.1) }
    return (left.start.line, left.start.column, left.range.upperBound, left.rule, left.message)
      < (right.start.line, right.start.column, right.range.upperBound, right.rule, right.message)
  }
}
