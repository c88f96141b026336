/// What a rule looks for, for lists, reports and settings.
package struct RuleDescription: Hashable, Sendable {
  /// Which of its findings count when a change is checked rather than a whole file.
  package enum Scope: Hashable, Sendable {
    /// Those on lines that the change added.
    case addedLines
    /// All, if the version before had none.
    case newInFile
    /// All, if there was a version before and it had none; none in a new file.
    case brokenInFile
  }

  /// `<group>/<name>`.
  package var id: String
  package var severity: Severity
  /// What is wrong, in one line without a final period.
  package var summary: String
  package var scope: Scope
  /// Whether a commit that is taken back later still counts: what was published once stays readable in the history.
  package var countsInHistory: Bool

  package init(
    _ id: String, _ severity: Severity, _ summary: String, scope: Scope = .addedLines, countsInHistory: Bool = false
  ) {
    self.id = id
    self.severity = severity
    self.summary = summary
    self.scope = scope
    self.countsInHistory = countsInHistory
  }

  /// The part of the id before the slash.
  package var group: Substring { id.prefix { $0 != "/" } }
}
