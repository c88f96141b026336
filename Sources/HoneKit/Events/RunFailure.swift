package import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneSystem

/// An error that ends a command: one line, a remedy, an exit code.
package struct RunFailure: Error, Sendable {
  package var status: ExitStatus
  /// A stable word for scripts: a refusal's code, an engine error's code, or `usage`.
  package var code: String
  /// What happened, in one line.
  package var message: String
  /// How to go on, in one line; `nil` when the message says it.
  package var remedy: String?

  package init(_ status: ExitStatus, code: String, _ message: String, remedy: String? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  /// Wrong usage: the caller asked for what cannot be.
  package static func usage(_ message: String, remedy: String? = nil) -> RunFailure {
    RunFailure(.usage, code: "usage", message, remedy: remedy)
  }

  /// The failure that stands for any error thrown below.
  package init(_ error: any Error) {
    switch error {
    case let failure as RunFailure: self = failure
    case let refusal as Refusal: self.init(refusal)
    case let error as EngineError:
      self.init(.engineFailed, code: error.code.word, error.message, remedy: error.remedy)
    case let error as LocalEngineError:
      self.init(
        error.code == .unknownModel ? .usage : .engineFailed, code: "engine-\(error.code.rawValue)", error.message,
        remedy: error.remedy)
    case is CancellationError: self.init(.interrupted, code: "interrupted", "interrupted")
    case let error as SystemError:
      self.init(.refusedState, code: "system", error.description, remedy: error.isDiskFull ? "free some space" : nil)
    default:
      self.init(.refusedState, code: "failed", "\(error)")
    }
  }

  /// The failure that stands for a refusal of the whole run.
  package init(_ refusal: Refusal) {
    // A path that cannot be edited was named by the user; what concerns the repository says its own class.
    let status: ExitStatus =
      switch refusal.code.repositoryExitClass {
      case .usage: .usage
      case .state: .refusedState
      case nil: .usage
      }
    self.init(
      status, code: refusal.code.rawValue, (refusal.path.map { "\($0): " } ?? "") + refusal.message,
      remedy: refusal.remedy)
  }
}
