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
    let variables = ["GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"]
    let ofWorkTree = FileIdentity(path: gitDirectory + Array("/config.worktree".utf8)) != nil
    if ofWorkTree || variables.contains(where: { environment[$0] != nil }) {
      return try settingsFromGit(below: section)
    }
    let config = try Handle("read the configuration", release: git_config_free) {
      git_repository_config_snapshot(&$0, pointer)
    }
    let iterator = try Handle("read the configuration", release: git_config_iterator_free) {
      git_config_iterator_glob_new(&$0, config.pointer, "^\(section)\\.")
    }
    var settings: [String: String] = [:]
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator.pointer) == 0, let found = entry?.pointee {
      settings[String(cString: found.name).lowercased()] = found.value.map { String(cString: $0) } ?? "true"
    }
    return settings
  }

  private func settingsFromGit(below section: String) throws(Refusal) -> [String: String] {
    let output = try git(.reading, ["config", "-z", "--get-regexp", "^\(section)\\."]).run()
    // 1 means that nothing is set.
    guard output.status.isSuccess || output.status == .exited(1) else {
      throw GitCommand.failure(of: "config", output)
    }
    var settings: [String: String] = [:]
    for field in ZeroTerminated.fields(output.standardOutput) ?? [] {
      let parts = String(decoding: field, as: UTF8.self).split(separator: "\n", maxSplits: 1)
      guard let name = parts.first else { continue }
      settings[name.lowercased()] = parts.count > 1 ? String(parts[1]) : "true"
    }
    return settings
  }
}
