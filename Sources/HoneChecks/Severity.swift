/// How much a finding matters.
///
/// Errors and warnings make a check fail; a note is said and nothing more.
package enum Severity: String, Hashable, Sendable, CaseIterable {
  /// Worth a line; never stops a commit.
  case note
  /// Likely a fault, or a thing that was not meant to be committed.
  case warning
  /// A fault, or a thing that must not be committed.
  case error
}

extension Severity: Comparable {
  /// A note is less than a warning, and that less than an error.
  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}
