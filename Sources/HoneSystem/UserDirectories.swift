/// Where a user's data, settings and running state live, by the XDG Base Directory specification 0.8.
package struct UserDirectories: Sendable {
  /// Installed engines, models and grammars: `$XDG_DATA_HOME/hone`.
  package let data: String
  /// What can be made again: `$XDG_CACHE_HOME/hone`.
  package let cache: String
  /// Logs and remembered facts: `$XDG_STATE_HOME/hone`.
  package let state: String
  /// Sockets, keys and process ids of running servers: `$XDG_RUNTIME_DIR/hone`, else a folder of the state folder.
  package let runtime: String

  /// Reads the folders from `environment`; relative values are ignored, as the specification demands.
  /// - Returns: `nil` when neither `HOME` nor the variables are set.
  package init?(environment: Environment) {
    func folder(_ variable: String, _ fallback: String?) -> String? {
      if let value = environment[variable], value.hasPrefix("/") { return value + "/hone" }
      guard let home = environment["HOME"], home.hasPrefix("/"), let fallback else { return nil }
      return "\(home)/\(fallback)/hone"
    }
    guard let data = folder("XDG_DATA_HOME", ".local/share"), let cache = folder("XDG_CACHE_HOME", ".cache"),
      let state = folder("XDG_STATE_HOME", ".local/state")
    else { return nil }
    self.data = data
    self.cache = cache
    self.state = state
    runtime = folder("XDG_RUNTIME_DIR", nil) ?? state + "/run"
  }
}
