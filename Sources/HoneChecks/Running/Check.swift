package import HoneRecipes

/// A check of one file: what it finds depends on the file and nothing else.
///
/// Whether a finding is new, suppressed or switched off is decided elsewhere, by `Checker`; so what a check finds in a
/// blob can be remembered by the blob's id.
package protocol Check: Sendable {
  /// What it can find.
  var rules: [RuleDescription] { get }
  /// Whether it looks at the syntax tree of every file, which takes longer than all that is found by bytes.
  var isParseBound: Bool { get }

  /// How much of the file around a finding decides whether it is one, as far as the tree tells it.
  var reach: MatchReach { get }
  /// Whether one of its rules counts in versions that only the history has.
  var countsInHistory: Bool { get }

  /// Its rule of that id; `nil` when it has none.
  func rule(_ id: String) -> RuleDescription?

  /// Whether a finding may overlap some statements of a file; `false` only where none does, whatever else the file holds.
  /// - Parameters:
  ///   - statements: a file that holds the statements.
  ///   - size: what the statements are whole ones of: `topLevelStatement`, or `statement` where what they stand in is left out.
  func mayFind(in statements: CheckedFile, of size: MatchReach) -> Bool

  /// What it finds in `file`, in any order.
  func findings(in file: CheckedFile) -> [Finding]
}

extension Check {
  package var isParseBound: Bool { false }
  package var reach: MatchReach { .file }
  package var countsInHistory: Bool { false }
  package func mayFind(in statements: CheckedFile, of size: MatchReach) -> Bool { true }
  package func rule(_ id: String) -> RuleDescription? { rules.first { $0.id == id } }
}
