package import HoneCore

/// The rewrite of one match, not yet applied.
package struct PlannedEdit: Sendable {
  package let match: Match
  /// What changes, ascending and disjoint, in bytes of the match's source; empty when the match already reads so.
  package let replacements: [Replacement]
  /// Whether comments would vanish, because they stand in code that the rewrite drops.
  package let losesComments: Bool

  /// Whether it may be applied without being looked at.
  package var isCertain: Bool { !losesComments && !match.flags.contains(.underError) }
}
