internal import HoneCore
internal import HoneSystem

/// Several commits of one run, of which HEAD sees the last one at once: until it moves there, nobody can meet any of them.
///
/// `git commit` would move HEAD for each. So its parts are done one by one, in its order: `pre-commit` once, for all that is
/// to be committed; for each commit the message with its trailers, `prepare-commit-msg`, `commit-msg` and `git commit-tree`;
/// then HEAD moves, and `post-commit` is told once.
///
/// The tree of the last commit is the index. The one before it is the same with the files of the last commit as HEAD has
/// them, and so on; so what is staged besides, and what a hook adds, is in the first.
struct CommitChain {
  let writer: CommitWriter

  private var repository: Repository { writer.repository }

  /// - Returns: the commits, oldest first.
  /// - Throws: as `CommitWriter.make`. A part of which nothing is in the index makes no commit; `rejected` when none is left.
  func make(_ parts: [CommitPart]) throws -> [ObjectID] {
    try runHook("pre-commit")
    let (parts, trees) = try trees(parts)
    var commits: [ObjectID] = []
    for (part, tree) in zip(parts, trees) {
      commits.append(try commit(tree, parent: commits.last ?? writer.head, message: message(of: part)))
    }
    let reason = "commit: \(CountText.of(commits.count, "commit")) of git hone run \(writer.folder.id)"
    try repository.moveHead(from: writer.head, to: commits.last, reason: reason, as: .committing)
    // As with `git commit`, it is too late for its refusal.
    try? runHook("post-commit")
    return commits
  }

  // MARK: Trees

  /// The parts that change something, each with its tree.
  private func trees(_ parts: [CommitPart]) throws -> ([CommitPart], [ObjectID]) {
    let output = try repository.git(.writing, ["write-tree"], indexFile: writer.folder.path(.index)).output()
    guard let whole = Self.id(output) else { throw Refusal(.gitFailed, "git write-tree named no tree") }
    let base = try writer.head.map { head throws(Refusal) in try repository.tree(of: head) }
    var changed: [(part: CommitPart, before: [(path: RepositoryPath, entry: IndexEntry?)])] = []
    for part in parts {
      var before: [(path: RepositoryPath, entry: IndexEntry?)] = []
      for path in part.paths {
        let entry = try base.flatMap { base throws(Refusal) in try file(path, in: base) }
        if try entry != file(path, in: whole) { before.append((path, entry)) }
      }
      if !before.isEmpty { changed.append((part, before)) }
    }
    guard !changed.isEmpty else {
      throw Refusal(.rejected, "there is nothing to commit", remedy: "without --commit the work tree is changed")
    }
    var trees = [whole]
    for step in changed.dropFirst().reversed() {
      trees.append(try repository.tree(trees[trees.count - 1], with: step.before))
    }
    return (changed.map(\.part), trees.reversed())
  }

  private func file(_ path: RepositoryPath, in tree: ObjectID) throws(Refusal) -> IndexEntry? {
    let entry = try repository.entry(at: path, inTree: tree)
    return entry?.mode == .directory ? nil : entry
  }

  // MARK: Commits

  private func commit(_ tree: ObjectID, parent: ObjectID?, message: [UInt8]) throws -> ObjectID {
    var arguments = ["commit-tree"] + (parent.map { ["-p", $0.hex] } ?? [])
    if try isOn("commit.gpgSign") { arguments.append("-S") }
    var command = repository.git(.committing, arguments + ["-F", "-", tree.hex])
    command.setInput(message)
    let output = try command.run()
    guard output.status.isSuccess, let commit = Self.id(output.standardOutput) else { throw writer.refusal(output) }
    return commit
  }

  /// The message as `git commit -F` makes it.
  private func message(of part: CommitPart) throws -> [UInt8] {
    let folder = writer.folder
    try folder.write(.message, cleaned(part.message), isFlushed: false)
    var command = repository.git(.writing, ["interpret-trailers", "--in-place"])
    command.append(writer.trailers + [folder.path(.message)])
    _ = try command.output()
    try runHook("prepare-commit-msg", [folder.path(.message), Array("message".utf8)])
    try runHook("commit-msg", [folder.path(.message)])
    let message = try cleaned(folder.read(.message) ?? [])
    guard !message.isEmpty else {
      throw Refusal(.rejected, "the commit message is empty", remedy: "see what the hook commit-msg does to it")
    }
    return message
  }

  private func cleaned(_ message: [UInt8]) throws(Refusal) -> [UInt8] {
    let mode = try repository.configuration("commit.cleanup")
    guard mode != "verbatim" else { return message }
    var command = repository.git(.writing, ["stripspace"] + (mode == "strip" ? ["--strip-comments"] : []))
    command.setInput(message)
    return try command.output()
  }

  /// Whether a setting is true, in any of the words that git takes for it.
  private func isOn(_ key: String) throws(Refusal) -> Bool {
    guard try repository.configuration(key) != nil else { return false }
    let value = try repository.git(.reading, ["config", "--type=bool", "--get", key]).output()
    return value.starts(with: "true".utf8)
  }

  private func runHook(_ name: String, _ arguments: [[UInt8]] = []) throws {
    var command = repository.git(
      .committing, ["hook", "run", "--ignore-missing", name], indexFile: writer.folder.path(.index))
    // As `git commit` says it: nobody is there to edit.
    command.set("GIT_EDITOR", ":")
    if !arguments.isEmpty { command.append([Array("--".utf8)] + arguments) }
    let output = try command.run()
    guard output.status.isSuccess else { throw writer.refusal(output) }
  }

  private static func id(_ line: [UInt8]) -> ObjectID? {
    ObjectID(hex: String(decoding: line, as: UTF8.self).filter { !$0.isNewline })
  }
}
