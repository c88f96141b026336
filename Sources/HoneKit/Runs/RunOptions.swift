package import HoneCore

/// The options that the editing commands share.
package struct RunOptions: Sendable {
  /// Where the result goes.
  package enum Destination: Sendable, Hashable {
    /// The index and the work tree.
    case stage
    /// One commit; `message` is proposed by the engine when `nil`.
    case commit(message: String?)
    /// A unified diff on standard output; nothing is written.
    case patch
  }

  package var destination = Destination.stage
  /// Accept without review.
  package var acceptsAll = false
  package var engine: String?
  package var model: String?
  /// Stop asking after this time and keep what is complete.
  package var budget: Duration?
  /// A shell command that must exit 0 on a checkout of the result.
  package var gate: String?
  /// Overrides the engine's own edit format.
  package var format: EditFormat?

  package init() {}

  /// The same options for an observer: without a terminal and without `--yes` a staging run only prints its patch.
  package func effective(isInteractive: Bool) -> RunOptions {
    guard !isInteractive, !acceptsAll else { return self }
    var copy = self
    copy.destination = .patch
    return copy
  }
}
