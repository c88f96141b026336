/// The exit codes of every command: a contract that scripts rely on.
package enum ExitStatus: Int32, Sendable {
  /// Done, or nothing to do.
  case done = 0
  /// Findings remain, or some edits were refused.
  case partial = 1
  /// Wrong usage or configuration.
  case usage = 2
  /// The repository is in a state that Hone refuses to write.
  case refusedState = 3
  /// The engine failed or could not be reached.
  case engineFailed = 4
  /// The user interrupted; what was finished is kept or discarded as asked.
  case interrupted = 130
}
