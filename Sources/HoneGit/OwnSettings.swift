#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
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
    matching pattern: String, directory: [UInt8], environment: Environment
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
    matching pattern: String, directory: [UInt8], environment: Environment
  ) throws(Refusal) -> [String] {
    try pairs(matching: pattern, directory: directory, environment: environment).filter(\.isOwn).map(\.key)
  }

  /// The key by which the repository itself would choose a program for fetching missing objects.
  ///
  /// To be asked only in partial clones; elsewhere git fetches nothing by itself.
  static func transportProgram(directory: [UInt8], environment: Environment) throws(Refusal) -> String? {
    try keys(matching: transport, directory: directory, environment: environment).first
  }

  /// Whether a key says that objects of this repository are elsewhere:
  /// `remote.<name>.promisor`, `remote.<name>.partialclonefilter` or `extensions.partialclone`.
  /// - Parameter key: as git spells it.
  static func isOfPartialClone(_ key: UnsafePointer<CChar>) -> Bool {
    if strcmp(key, "extensions.partialclone") == 0 { return true }
    guard strncmp(key, "remote.", 7) == 0, let last = strrchr(key, CInt(UInt8(ascii: "."))), last > key + 6 else {
      return false
    }
    return strcmp(last, ".promisor") == 0 || strcmp(last, ".partialclonefilter") == 0
  }
}

extension Repository {
  /// Whether the program of a filter driver is named by the repository's own configuration.
  func namesProgram(ofFilter driver: String) throws(Refusal) -> Bool {
    let keys = try OwnSettings.keys(
      matching: #"^filter\..*\.(clean|smudge|process)$"#, directory: workTree, environment: environment)
    return keys.contains { $0.hasPrefix("filter.\(driver).") }
  }
}
