internal import Clibgit2
internal import HoneCore
internal import HoneSystem

/// What the repository's own configuration says, as against the user's.
///
/// Who hands over a folder hands over its `.git/config`, and a program that it names is theirs. The user's own
/// configuration, the command line and the environment are trusted; the repository's, with all files that it includes, is
/// not trusted to start a program while Hone only reads.
enum OwnSettings {
  /// Keys whose programs git starts when it fetches, and keys that allow transports which are programs.
  private static let transport =
    #"^(core\.(sshcommand|gitproxy|askpass|alternaterefscommand)|remote\..*\.(uploadpack|vcs)|protocol\."#
    + #"|credential\.|gc\.recentobjectshook)"#

  /// The pairs whose keys match a pattern of `git config --get-regexp`, and whether each is the repository's own.
  static func pairs(
    matching pattern: String, directory: String, environment: Environment
  ) throws(Refusal) -> [(key: String, value: String, isOwn: Bool)] {
    let command = GitCommand(
      .reading, ["config", "-z", "--show-scope", "--get-regexp", pattern], directory: directory,
      environment: environment)
    let output = try command.run()
    // 1 means that no key matched.
    guard output.status.isSuccess || output.status == .exited(1),
      let fields = ZeroTerminated.fields(output.standardOutput), fields.count.isMultiple(of: 2)
    else { throw GitCommand.failure(of: "config", output) }
    return stride(from: 0, to: fields.count, by: 2).map { index in
      let scope = String(decoding: fields[index], as: UTF8.self)
      let parts = fields[index + 1].split(
        separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false
      ).map { String(decoding: $0, as: UTF8.self) }
      // A key without `=` has no value and means true.
      return (parts[0], parts.count > 1 ? parts[1] : "true", scope == "local" || scope == "worktree")
    }
  }

  /// The keys of the repository's own configuration that match a pattern.
  static func keys(
    matching pattern: String, directory: String, environment: Environment
  ) throws(Refusal) -> [String] {
    try pairs(matching: pattern, directory: directory, environment: environment).filter(\.isOwn).map(\.key)
  }

  /// The key by which the repository itself would choose a program for fetching missing objects.
  ///
  /// Asked only in partial clones; elsewhere git fetches nothing by itself.
  /// - Returns: `nil` when there is none, or nothing is ever missing.
  static func transportProgram(
    of handle: borrowing Handle, directory: String, environment: Environment
  ) throws(Refusal) -> String? {
    guard try isPartialClone(handle) else { return nil }
    return try keys(matching: transport, directory: directory, environment: environment).first
  }

  private static func isPartialClone(_ repository: borrowing Handle) throws(Refusal) -> Bool {
    let config = try Handle("read the configuration", release: git_config_free) {
      git_repository_config_snapshot(&$0, repository.pointer)
    }
    let pattern = #"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$"#
    let iterator = try Handle("read the configuration", release: git_config_iterator_free) {
      git_config_iterator_glob_new(&$0, config.pointer, pattern)
    }
    var entry: UnsafeMutablePointer<git_config_entry>?
    return git_config_next(&entry, iterator.pointer) == 0
  }
}

extension Repository {
  /// Whether the program of a filter driver is named by the repository's own configuration.
  func namesProgram(ofFilter driver: String) throws(Refusal) -> Bool {
    let keys = try OwnSettings.keys(
      matching: #"^filter\..*\.(clean|smudge|process)$"#, directory: workTreeText, environment: environment)
    return keys.contains { $0.hasPrefix("filter.\(driver).") }
  }
}
