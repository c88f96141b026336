import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Where in the world a `git commit` runs.
enum CommitPlace: CaseIterable, Sendable {
  case mainWorkTree, subdirectory, linkedWorkTree, submodule
}

/// A work tree whose pre-commit hook stops and waits, so that a test can write with the very environment that git gave it.
///
/// `src/a.txt` has a bad line and, far below, a later edit; `src/b.txt` is staged; `src/c.txt` is edited and not staged.
struct HookFixture {
  let repository: ScriptedRepository
  /// The top of the work tree in which the commit runs.
  let top: String
  private let place: CommitPlace

  /// `src/a.txt` with the bad line, with or without the later edit.
  static func bad(later: Bool) -> String { numbered(20, later ? [3: "BAD", 17: "later"] : [3: "BAD"]) }

  /// The same after the fix.
  static func good(later: Bool) -> String { numbered(20, later ? [3: "GOOD", 17: "later"] : [3: "GOOD"]) }

  init(_ place: CommitPlace) throws {
    self.place = place
    repository = try ScriptedRepository()
    let files = ["a.txt": numbered(), "b.txt": "b\n", "c.txt": "c\n"]
    for (name, text) in files { try repository.write("src/" + name, text) }
    try repository.commit()
    switch place {
    case .mainWorkTree, .subdirectory: top = repository.path
    case .linkedWorkTree:
      top = repository.scratch + "/linked"
      try repository.git("worktree", "add", "--quiet", "-b", "side", top)
    case .submodule:
      let outer = repository.scratch + "/outer"
      top = outer + "/sub"
      try repository.git("init", "--quiet", outer)
      let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository.path, "sub"]
      try repository.git(add, in: outer)
      try repository.git(["commit", "--quiet", "-m", "outer"], in: outer)
    }
    try makeHook()
    try repository.write(top + "/src/b.txt", "staged by the user\n")
    try git("add", "src/b.txt")
    try repository.write(top + "/src/c.txt", "not staged by the user\n")
    try repository.write(top + "/src/a.txt", Self.bad(later: true))
  }

  private func makeHook() throws {
    // Opening for writing waits for a reader and the other way round, so two pipes keep both sides in step.
    let scratch = repository.scratch
    let hook = """
      #!/bin/sh
      env >'\(scratch)/hook-environment'
      echo ready >'\(scratch)/ready'
      read answer <'\(scratch)/answer'
      exit $answer
      """
    try repository.write(scratch + "/hooks/pre-commit", hook, mode: 0o755)
    _ = try repository.run("mkfifo", [scratch + "/ready", scratch + "/answer"])
    try git("config", "core.hooksPath", scratch + "/hooks")
  }

  /// Runs git at the top of the work tree.
  @discardableResult
  func git(_ arguments: String...) throws -> String { try repository.git(arguments, in: top) }

  /// What `git status --porcelain=v1` says, one line a path.
  func status() throws -> [String] {
    try git("status", "--porcelain=v1", "--untracked-files=all").split(separator: "\n").map(String.init)
  }

  /// Stages `src/a.txt` with the bad line and without the later edit, which stays in the work tree.
  func stageBadLineOnly() throws {
    try repository.write(top + "/src/a.txt", Self.bad(later: false))
    try git("add", "src/a.txt")
    try repository.write(top + "/src/a.txt", Self.bad(later: true))
  }

  /// Runs `git commit`, lets `body` work with the repository as the hook sees it, and answers with what it returns.
  ///
  /// - Parameter arguments: as a shell takes them; paths are relative to where the user stands.
  /// - Returns: the exit status of `git commit`.
  func commit(_ arguments: String, _ body: (Repository) throws -> Int32) throws -> ChildProcess.Status {
    let folder = place == .subdirectory ? top + "/src" : top
    let command = ChildProcess.Command(
      "sh", ["-c", "git commit --quiet -m change \(arguments)"], environment: repository.environment, directory: folder)
    let child = try ChildProcess.startDetached(command, log: repository.scratch + "/log")
    let ready = try repository.run("timeout", ["30", "cat", repository.scratch + "/ready"])
    try #require(ready.status.isSuccess, "the hook did not run: \(repository.text(repository.scratch + "/log") ?? "")")
    let result = Result { try body(try Repository.open(at: top, environment: hookEnvironment())) }
    let answer = (try? result.get()) ?? 99
    _ = try repository.run("sh", ["-c", "echo \(answer) >'\(repository.scratch)/answer'"])
    let status = ChildProcess.wait(for: child)
    _ = try result.get()
    return status
  }

  /// The environment in which git started the hook.
  func hookEnvironment() -> Environment {
    var seen = repository.environment
    let text = repository.text(repository.scratch + "/hook-environment") ?? ""
    for line in text.split(separator: "\n") where line.hasPrefix("GIT_") {
      let pair = line.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { seen[String(pair[0])] = String(pair[1]) }
    }
    return seen
  }

  /// Writes the fix of `src/a.txt` through the repository of a hook.
  func fix(_ opened: Repository, replacing bad: String = "BAD", with good: String = "GOOD") throws {
    let path = try RepositoryPath("src/a.txt")
    let entry = try opened.trackedFiles(paths: [path]).first?.entry
    let staged = try opened.blob(try #require(entry).id)
    let fixed = String(decoding: staged, as: UTF8.self).replacing(bad, with: good)
    let write = FileWrite(path: path, base: .staged, entry: entry, original: staged, result: utf8(fixed))
    _ = try opened.write([write], details: RunDetails(kind: "check"))
  }

  /// Locks, temporary files and journals that lie about anywhere; empty when nothing was left over.
  func leftOvers() throws -> String {
    let script = "find '\(repository.scratch)' -name '*.lock' -o -name '.hone-*' -o -path '*/hone/runs/*/journal'"
    return String(decoding: try repository.run("sh", ["-c", script]).standardOutput, as: UTF8.self)
  }

  /// What `git fsck --strict` complains about; `nil` for nothing.
  func fsck() throws -> String? {
    let output = try repository.run("git", ["fsck", "--strict", "--no-dangling", "--no-progress"], in: top)
    return output.status.isSuccess ? nil : output.message
  }
}
