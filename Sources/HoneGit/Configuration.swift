#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
package import HoneCore
internal import HoneSystem

extension Repository {
  /// The settings below a section of git's configuration, by their full names in lower case; of several the last counts.
  ///
  /// libgit2 reads the files where it reads what git would; git is asked where it would not: for settings of the command
  /// line, configuration named by the environment, and that of a single work tree.
  /// - Parameter section: letters only, for example `hone`.
  package func settings(below section: String) throws(Refusal) -> [String: String] {
    if let kept = keptSettings, section == Self.ownSection || section.hasPrefix(Self.ownSection + ".") {
      return kept.filter { $0.key.hasPrefix(section + ".") }
    }
    guard isConfigurationPlain else { return try hookHost.settings(below: section) }
    let config = try configurationSnapshot()
    var settings: [String: String] = [:]
    try Self.forEachEntry(of: config) { name, value in
      Self.insert(name, value, below: section, into: &settings)
    }
    return settings
  }

  /// The section of Hone's own settings.
  static let ownSection = "hone"

  /// Calls `body` with the name of each key, as git spells it, and its value; a name alone has none.
  ///
  /// All of them, since choosing by libgit2's patterns means to make a regular expression ready.
  static func forEachEntry(
    of config: borrowing Handle, _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>?) -> Void
  ) throws(Refusal) {
    let iterator = try Handle("read the configuration", release: git_config_iterator_free) {
      git_config_iterator_new(&$0, config.pointer)
    }
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator.pointer) == 0, let found = entry?.pointee {
      if let name = found.name { body(name, found.value) }
    }
  }

  /// Takes a key of a section; of several the last counts.
  static func insert(
    _ name: UnsafePointer<CChar>, _ value: UnsafePointer<CChar>?, below section: String,
    into settings: inout [String: String]
  ) {
    let length = section.utf8.count
    guard strncmp(name, section, length) == 0, name[length] == CChar(UInt8(ascii: ".")) else { return }
    settings[String(cString: name).lowercased()] = value.map { String(cString: $0) } ?? "true"
  }

  /// One value of git's configuration, as git sees it in this repository; `nil` when it is not set.
  ///
  /// Of several the last counts, and a name alone means true. libgit2 is asked where it reads what git would; see `settings`.
  package func configuration(_ key: String) throws(Refusal) -> String? {
    guard isConfigurationPlain else {
      let output = try git(.reading, ["config", "-z", "--get", key]).run()
      guard output.status.isSuccess, let value = ZeroTerminated.fields(output.standardOutput)?.first else { return nil }
      return String(decoding: value, as: UTF8.self)
    }
    let config = try configurationSnapshot()
    var entry: UnsafeMutablePointer<git_config_entry>?
    guard git_config_get_entry(&entry, config.pointer, key) == 0, let entry else { return nil }
    defer { git_config_entry_free(entry) }
    return entry.pointee.value.map { String(cString: $0) } ?? "true"
  }

  /// Whether all of the configuration stands where libgit2 looks.
  var isConfigurationPlain: Bool { Self.isConfigurationPlain(environment, gitDirectory) }

  static func isConfigurationPlain(_ environment: Environment, _ gitDirectory: [UInt8]) -> Bool {
    let variables = ["GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"]
    return !variables.contains { environment[bytes: $0] != nil }
      && FileIdentity(path: gitDirectory + Array("/config.worktree".utf8)) == nil
  }

  private func configurationSnapshot() throws(Refusal) -> Handle { try Self.configurationSnapshot(of: pointer) }

  static func configurationSnapshot(of repository: OpaquePointer) throws(Refusal) -> Handle {
    try Handle("read the configuration", release: git_config_free) { git_repository_config_snapshot(&$0, repository) }
  }

  /// Reads what `git config -z --get-regexp` prints; of several values the last counts.
  static func settings(printed output: [UInt8]) -> [String: String] {
    var settings: [String: String] = [:]
    for field in ZeroTerminated.fields(output) ?? [] {
      let parts = String(decoding: field, as: UTF8.self).split(separator: "\n", maxSplits: 1)
      guard let name = parts.first else { continue }
      settings[name.lowercased()] = parts.count > 1 ? String(parts[1]) : "true"
    }
    return settings
  }
}
