package import HoneCore
internal import HoneSystem

extension Repository {
  /// The folder in which git looks for hooks here: that of `core.hooksPath`, or `hooks` in the directory that all work
  /// trees share.
  package func hooksFolder() throws(Refusal) -> [UInt8] {
    // Reading children have their hooks taken away, so this one is started as a committing one.
    let output = try git(.committing, ["rev-parse", "--path-format=absolute", "--git-path", "hooks"]).output()
    return Array(output.prefix { $0 != UInt8(ascii: "\n") })
  }

  /// Makes git run `command` for an event, by its configuration (git 2.54 and newer).
  /// - Parameters:
  ///   - name: tells it from other hooks: `hook.<name>` is the section.
  ///   - command: as a shell reads it.
  package func setConfiguredHook(_ name: String, event: String, command: String) throws(Refusal) {
    _ = try git(.writing, ["config", "--local", "--replace-all", "hook.\(name).event", event]).output()
    _ = try git(.writing, ["config", "--local", "--replace-all", "hook.\(name).command", command]).output()
  }

  /// The command of a hook that is configured for this repository; `nil` when none is.
  package func configuredHook(_ name: String) throws(Refusal) -> String? {
    let output = try git(.reading, ["config", "--local", "-z", "--get", "hook.\(name).command"]).run()
    guard output.status.isSuccess else { return nil }
    return String(decoding: output.standardOutput.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Takes the section of a configured hook away.
  package func removeConfiguredHook(_ name: String) throws(Refusal) {
    _ = try git(.writing, ["config", "--local", "--remove-section", "hook.\(name)"]).output()
  }

  /// Sets a value of the repository's own configuration.
  package func setSetting(_ key: String, _ value: String) throws(Refusal) {
    _ = try git(.writing, ["config", "--local", key, value]).output()
  }

  /// Takes a key of the repository's own configuration away where it has this value, and its section if that is empty then.
  package func removeSetting(_ key: String, _ value: String) throws(Refusal) {
    let output = try git(.writing, ["config", "--local", "--fixed-value", "--unset", key, value]).run()
    // 5 means that there is no such line.
    guard output.status.isSuccess || output.status == .exited(5) else { throw GitCommand.failure(of: "config", output) }
  }

  /// The names of the remotes that one of some addresses belongs to, for fetching or for pushing.
  package func remotes(at addresses: [String]) throws(Refusal) -> [String] {
    let output = try git(.reading, ["config", "-z", "--get-regexp", #"^remote\..*\.(url|pushurl)$"#]).run()
    var names: [String] = []
    for field in ZeroTerminated.fields(output.standardOutput) ?? [] {
      let parts = String(decoding: field, as: UTF8.self).split(separator: "\n", maxSplits: 1)
      guard parts.count == 2, addresses.contains(String(parts[1])), let end = parts[0].lastIndex(of: ".") else {
        continue
      }
      let name = String(parts[0][..<end].dropFirst("remote.".count))
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Whether an object is here, whatever it is.
  package func hasObject(_ id: ObjectID) -> Bool { blobSize(id) != nil }
}
