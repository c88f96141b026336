/// Why the embedded engine could not be set up, started or found: one line, and the way out of it.
package struct LocalEngineError: Error, Hashable, Sendable {
  /// The kind of failure, a stable word for scripts and tests.
  package enum Code: String, Hashable, Sendable {
    case noPython = "no-python"
    case noVirtualEnvironment = "no-virtual-environment"
    case noNetwork = "no-network"
    case noPackage = "no-package"
    case sourceFailed = "source-failed"
    case diskFull = "disk-full"
    case wrongHash = "wrong-hash"
    case unknownModel = "unknown-model"
    case notAModel = "not-a-model"
    case notInstalled = "not-installed"
    case startFailed = "start-failed"
    case fileSystem = "file-system"
    case timedOut = "timed-out"
  }

  package var code: Code
  /// What happened, in one line.
  package var message: String
  /// What the user can do about it, in one line.
  package var remedy: String

  package init(_ code: Code, _ message: String, remedy: String) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }
}

extension LocalEngineError: CustomStringConvertible {
  package var description: String { "\(message); \(remedy)" }
}

// MARK: Wordings that more than one place needs

extension LocalEngineError {
  static func noPython(found: String?) -> LocalEngineError {
    let seen = found.map { "only Python \($0) is installed" } ?? "there is no python3 on PATH"
    return LocalEngineError(
      .noPython, "the local engine needs Python 3.10 or newer, and \(seen)",
      remedy: "install it (Debian: apt install python3 python3-venv; macOS: brew install python)")
  }

  static let noVirtualEnvironment = LocalEngineError(
    .noVirtualEnvironment, "this Python cannot make virtual environments",
    remedy: "install its venv module (Debian: apt install python3-venv)")

  static func diskFull(folder: String, missing: Int64?) -> LocalEngineError {
    let amount = missing.map { "\(ByteCount.text($0)) more" } ?? "space"
    return LocalEngineError(
      .diskFull, "the disk of \(folder) is full",
      remedy: "free \(amount), or set XDG_DATA_HOME to a folder on another disk, and run the setup again")
  }

  static func wrongHash(file: String, expected: String, found: String) -> LocalEngineError {
    LocalEngineError(
      .wrongHash, "\(file) has the hash \(found.prefix(12)), not \(expected.prefix(12)), and was deleted",
      remedy: "run the setup again; if it happens twice, the source offers another file than the one Hone knows")
  }
}
