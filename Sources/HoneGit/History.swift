package import HoneCore
internal import HoneSystem

extension Repository {
  /// The subject lines of the newest commits that touched `paths`, newest first.
  ///
  /// The walk ends without an error where a shallow clone ends.
  /// - Parameters:
  ///   - paths: files or folders; empty for any.
  ///   - count: how many at most.
  package func subjects(touching paths: [RepositoryPath], count: Int) throws(Refusal) -> [String] {
    guard try head().commit != nil else { return [] }
    var command = git(.reading, ["log", "-z", "--no-show-signature", "--format=%s", "--max-count=\(count)"])
    command.append(paths: Self.fitting(paths).prefix(200))
    return (ZeroTerminated.fields(try command.output() + [0]) ?? [])
      .filter { !$0.isEmpty }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The staged change as a unified diff, for an engine to read.
  ///
  /// Programs that the repository's configuration names for
  /// diffs are not run.
  /// - Parameters:
  ///   - paths: files or folders; empty for all, and of more than fit on a command line only the first: no engine reads
  ///     that much.
  ///   - contextLines: how many unchanged lines stand around each hunk.
  package func stagedDiff(paths: [RepositoryPath] = [], contextLines: Int = 3) throws(Refusal) -> [UInt8] {
    try diff(["--cached"], paths, contextLines)
  }

  /// The change that is not staged, as a unified diff.
  package func unstagedDiff(paths: [RepositoryPath] = [], contextLines: Int = 3) throws(Refusal) -> [UInt8] {
    try diff([], paths, contextLines)
  }

  private func diff(_ which: [String], _ paths: [RepositoryPath], _ lines: Int) throws(Refusal) -> [UInt8] {
    // Filters would run when git looks at the work tree, so their programs are left out for this child.
    let overrides = which.isEmpty ? try disabledFilters() : []
    var command = git(
      .reading,
      ["diff"] + which + [
        "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--src-prefix=a/", "--dst-prefix=b/",
        "--ignore-submodules=all", "-U\(lines)",
      ], overrides: overrides)
    command.append(paths: Self.fitting(paths))
    return try command.output()
  }

  /// Settings that turn every configured filter driver into one that does nothing.
  func disabledFilters() throws(Refusal) -> [String] {
    let output = try git(.reading, ["config", "-z", "--name-only", "--get-regexp", #"^filter\."#]).run()
    let names = Set((ZeroTerminated.fields(output.standardOutput) ?? []).map { String(decoding: $0, as: UTF8.self) })
    return names.sorted().compactMap { name in
      if name.hasSuffix(".clean") || name.hasSuffix(".smudge") || name.hasSuffix(".process") { return name + "=" }
      return name.hasSuffix(".required") ? name + "=false" : nil
    }
  }

  /// The files whose text holds `word` as a whole word: those that are staged, or those of a commit.
  /// - Parameters:
  ///   - commit: `nil` for what is staged.
  ///   - limit: how many paths are returned at most, in git's order.
  package func files(
    mentioning word: String, in commit: ObjectID? = nil, limit: Int
  ) throws(Refusal) -> [RepositoryPath] {
    var command = git(.reading, ["grep", "--no-recurse-submodules", "-l", "-z", "-I", "-F", "-w"])
    if commit == nil { command.append([Array("--cached".utf8)]) }
    command.append([Array("-e".utf8), Array(word.utf8)])
    if let commit { command.append([Array(commit.hex.utf8)]) }
    command.append([Array("--".utf8)])
    let output = try command.run()
    // 1 means that nothing was found.
    guard output.status.isSuccess || output.status == .exited(1) else {
      throw GitCommand.failure(of: "grep", output)
    }
    let fields = ZeroTerminated.fields(output.standardOutput) ?? []
    // Paths of a commit come as `<commit>:<path>`.
    let prefix = commit.map { $0.hex.utf8.count + 1 } ?? 0
    return fields.prefix(limit).compactMap { try? RepositoryPath(bytes: $0.dropFirst(prefix)) }
  }
}
