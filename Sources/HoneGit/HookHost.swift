package import HoneCore
package import HoneSystem

/// A repository as far as the installing of hooks goes: its places and its configuration.
///
/// Everything is asked of git, so that hooks can be looked at and taken away in a repository of any format that git reads,
/// also one that Hone checks nothing in.
package struct HookHost {
  /// The top of the work tree, absolute, without a final slash.
  package let workTree: [UInt8]
  /// The git directory of this work tree.
  package let gitDirectory: [UInt8]
  /// The directory that all work trees share.
  package let commonDirectory: [UInt8]
  private let environment: Environment

  /// - Throws: `noRepository` for none or a bare one; `unsupportedRepository` where git itself refuses it; `unsupportedGit`.
  package init(at directory: String, environment: Environment = .current) throws(Refusal) {
    let directory = Array(directory.utf8)
    _ = try Repository.installedGit(directory: directory, environment: environment)
    let location = try RepositoryLocation(directory: directory, environment: environment)
    self.init(
      workTree: location.workTree, gitDirectory: location.gitDirectory, commonDirectory: location.commonDirectory,
      environment: Repository.environment(for: location, from: environment))
  }

  init(workTree: [UInt8], gitDirectory: [UInt8], commonDirectory: [UInt8], environment: Environment) {
    self.workTree = workTree
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
    self.environment = environment
  }

  private func git(_ purpose: GitCommand.Purpose, _ arguments: [String]) -> GitCommand {
    GitCommand(purpose, arguments, directory: workTree, environment: environment)
  }

  /// The release of git that is used.
  package func gitVersion() throws(Refusal) -> GitVersion {
    try Repository.installedGit(directory: workTree, environment: environment)
  }

  // MARK: Files

  /// The folder in which git looks for hooks here: that of `core.hooksPath`, or `hooks` in the directory that all work
  /// trees share.
  /// - Throws: `gitFailed`, also where that path is empty.
  package func hooksFolder() throws(Refusal) -> [UInt8] {
    // Reading children have their hooks taken away, so this one is started as a committing one.
    let command = git(.committing, ["rev-parse", "--path-format=absolute", "--git-path", "hooks"])
    do throws(Refusal) {
      // The folder may hold line feeds; the last byte is git's own.
      return Array(try command.output().dropLast())
    } catch {
      // git refuses an empty path in words that name no setting.
      let configured = try git(.committing, ["config", "--get", "core.hooksPath"]).run()
      guard configured.status.isSuccess, configured.standardOutput == [UInt8(ascii: "\n")] else { throw error }
      throw Refusal(
        .gitFailed, "core.hooksPath is empty, so that git looks for hooks in no folder",
        remedy: "git config --unset core.hooksPath, or set it to a folder")
    }
  }

  /// Whether files of a folder are tracked; `false` for one outside of the work tree.
  package func tracksFiles(in folder: [UInt8]) throws(Refusal) -> Bool {
    var command = git(.reading, ["ls-files", "-z", "--"])
    command.append([folder])
    let output = try command.run()
    return output.status.isSuccess && !output.standardOutput.isEmpty
  }

  /// Whether HEAD has a file of that name at its top.
  package func hasCommitted(_ name: String) throws(Refusal) -> Bool {
    try git(.reading, ["cat-file", "-e", "HEAD:\(name)"]).run().status.isSuccess
  }

  // MARK: Configuration

  /// Hooks of the configuration.
  package func configuredHooks() throws(Refusal) -> HookConfiguration {
    let arguments = ["config", "-z", "--show-scope", "--show-origin", "--get-regexp", #"^hook\."#]
    let output = try git(.reading, arguments).run()
    // 1 means that nothing is set.
    guard output.status.isSuccess || output.status == .exited(1) else { throw GitCommand.failure(of: "config", output) }
    return HookConfiguration(output: output.standardOutput)
  }

  /// Makes git run `command` for an event, by its configuration (git 2.54 and newer).
  /// - Parameters:
  ///   - name: tells it from other hooks: `hook.<name>` is the section.
  ///   - command: as a shell reads it.
  package func setConfiguredHook(_ name: String, event: String, command: String) throws(Refusal) {
    _ = try git(.writing, ["config", "--local", "--replace-all", "hook.\(name).event", event]).output()
    _ = try git(.writing, ["config", "--local", "--replace-all", "hook.\(name).command", command]).output()
  }

  /// Takes the section of a configured hook away.
  package func removeConfiguredHook(_ name: String) throws(Refusal) {
    _ = try git(.writing, ["config", "--local", "--remove-section", "hook.\(name)"]).output()
  }

  /// The settings below a section, by their full names in lower case; of several the last counts.
  package func settings(below section: String) throws(Refusal) -> [String: String] {
    let output = try git(.reading, ["config", "-z", "--get-regexp", "^\(section)\\."]).run()
    guard output.status.isSuccess || output.status == .exited(1) else { throw GitCommand.failure(of: "config", output) }
    return Repository.settings(printed: output.standardOutput)
  }

  /// Sets a value of the repository's own configuration.
  package func setSetting(_ key: String, _ value: String) throws(Refusal) {
    _ = try git(.writing, ["config", "--local", "--replace-all", key, value]).output()
  }

  /// Takes a key of the repository's own configuration away, and its section if that is empty then.
  /// - Parameter value: only where it has this one; `nil` for any.
  package func removeSetting(_ key: String, _ value: String? = nil) throws(Refusal) {
    let arguments = value.map { ["--fixed-value", "--unset", key, $0] } ?? ["--unset-all", key]
    let output = try git(.writing, ["config", "--local"] + arguments).run()
    // 5 means that there is no such line.
    guard output.status.isSuccess || output.status == .exited(5) else { throw GitCommand.failure(of: "config", output) }
  }
}

extension Repository {
  /// The same repository for the installing of hooks.
  package var hookHost: HookHost {
    HookHost(
      workTree: workTree, gitDirectory: gitDirectory, commonDirectory: commonDirectory, environment: environment)
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
