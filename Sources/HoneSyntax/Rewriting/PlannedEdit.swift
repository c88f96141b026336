package import HoneCore

/// The rewrite of one match, not yet applied.
package struct PlannedEdit: Sendable {
  package let match: Match
  /// What changes, ascending and disjoint, in bytes of the match's source; empty when the match already reads so.
  package let replacements: [Replacement]
  /// Whether comments would vanish, because they stand in code that the rewrite drops.
  package let losesComments: Bool
  /// What of it must stay in one piece; `nil` when nothing can be torn apart.
  package let shape: EditShape?
  /// The parts that stand in parentheses, of which the rule writes none.
  let parentheses: EditParentheses
  /// What changes without them.
  let bareReplacements: [Replacement]
  /// Whether the code would be read in another way than the rule wrote it, and no parentheses mend that.
  package internal(set) var isRegrouped = false

  init(match: Match, replacements: [Replacement], losesComments: Bool, shape: EditShape? = nil) {
    self.match = match
    self.replacements = replacements
    self.losesComments = losesComments
    self.shape = shape
    parentheses = EditParentheses()
    bareReplacements = replacements
  }

  /// An edit with some parts in parentheses.
  init(_ edit: PlannedEdit, parentheses: EditParentheses) {
    match = edit.match
    losesComments = edit.losesComments
    shape = edit.shape
    bareReplacements = edit.bareReplacements
    self.parentheses = parentheses
    replacements = parentheses.replacements(of: edit)
  }

  /// Whether it may be applied without being looked at.
  package var isCertain: Bool { !losesComments && !isRegrouped && !match.flags.contains(.underError) }
}
