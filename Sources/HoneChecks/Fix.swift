package import HoneCore

/// How a finding can be mended.
package struct Fix: Hashable, Sendable {
  /// What is put in place of what, in bytes of the file that was checked; disjoint.
  package var replacements: [Replacement]
  /// Whether the fix keeps the meaning of the file, so that it may be written without being looked at.
  ///
  /// Other fixes are proposed.
  package var isSafe: Bool

  package init(replacements: [Replacement], isSafe: Bool) {
    self.replacements = replacements
    self.isSafe = isSafe
  }
}
