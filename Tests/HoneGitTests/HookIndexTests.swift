import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Writes from inside a pre-commit hook go into the index that git is about to commit, whichever that is.
///
/// The hook stops and waits while the test writes with the environment that git gave it, then lets git go on.
@Suite struct HookIndexTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.write("b.txt", "b\n")
    try repository.commit()
    // Opening for writing waits for a reader and the other way round, so two pipes keep both sides in step.
    let hook = """
      #!/bin/sh
      env >../hook-environment
      echo ready >../ready
      read answer <../answer
      exit $answer
      """
    try repository.write(".git/hooks/pre-commit", hook, mode: 0o755)
    _ = try repository.run("mkfifo", ["../ready", "../answer"])
    try repository.write("../choices", "y\nn\n")
    try repository.write("a.txt", numbered(20, [3: "BAD"]))
    try repository.write("b.txt", "staged by the user\n")
    try repository.stage("b.txt")
    return repository
  }

  /// Commits, fixes `a.txt` inside the hook, and lets the hook exit with `status`.
  private func commit(_ arguments: String, in repository: ScriptedRepository, hookExits status: Int) throws {
    let path = repository.path
    let environment = repository.environment
    let command = ChildProcess.Command(
      "sh", ["-c", "git commit --quiet -m change \(arguments)"], environment: environment, directory: path)
    let git = try ChildProcess.startDetached(command, log: repository.scratch + "/log")
    _ = try repository.run("cat", ["../ready"])
    var seen = environment
    for line in repository.text("../hook-environment")?.split(separator: "\n") ?? [] where line.hasPrefix("GIT_") {
      let pair = line.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { seen[String(pair[0])] = String(pair[1]) }
    }
    let opened = try Repository.open(at: path, environment: seen)
    let name = try RepositoryPath("a.txt")
    let entry = try opened.trackedFiles(paths: [name]).first?.entry
    let staged = try opened.blob(try #require(entry).id)
    let fixed = String(decoding: staged, as: UTF8.self).replacing("BAD", with: "GOOD")
    let write = FileWrite(path: name, base: .staged, entry: entry, original: staged, result: utf8(fixed))
    _ = try opened.write([write], details: RunDetails(kind: "check"))
    _ = try repository.run("sh", ["-c", "echo \(status) >../answer"])
    #expect(ChildProcess.wait(for: git) == .exited(Int32(status)))
  }

  @Test(arguments: [("", ["b.txt"]), ("-a", ["b.txt"]), ("-i a.txt", ["b.txt"]), ("a.txt", [])])
  func fixIsCommittedAndStatusIsClean(arguments: String, alsoCommitted: [String]) throws {
    let repository = try repository()
    if arguments.isEmpty { try repository.stage("a.txt") }
    try commit(arguments, in: repository, hookExits: 0)
    #expect(try repository.git("show", "HEAD:a.txt") == numbered(20, [3: "GOOD"]))
    #expect(repository.text("a.txt") == numbered(20, [3: "GOOD"]))
    #expect(try repository.status() == (alsoCommitted.isEmpty ? ["M  b.txt"] : []))
    #expect(try repository.snapshot().contains(".lock") == false)
    #expect(try repository.fsck() == nil)
  }

  /// `git commit -p` asks on its standard input which hunks to stage.
  @Test func chosenHunksAreFixedAndTheRestStaysUnstaged() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [3: "BAD", 17: "later"]))
    try commit("-p <../choices", in: repository, hookExits: 0)
    #expect(try repository.git("show", "HEAD:a.txt") == numbered(20, [3: "GOOD"]))
    #expect(repository.text("a.txt") == numbered(20, [3: "GOOD", 17: "later"]))
    #expect(try repository.status() == [" M a.txt"])
    #expect(try repository.fsck() == nil)
  }

  @Test func amendedCommitIsFixed() throws {
    let repository = try repository()
    try repository.stage("a.txt")
    try commit("--amend", in: repository, hookExits: 0)
    #expect(try repository.git("show", "HEAD:a.txt") == numbered(20, [3: "GOOD"]))
    #expect(try repository.status() == [])
  }

  @Test(arguments: ["", "-a", "a.txt"])
  func refusedCommitLosesNothing(arguments: String) throws {
    let repository = try repository()
    if arguments.isEmpty { try repository.stage("a.txt") }
    let head = try repository.head()
    try commit(arguments, in: repository, hookExits: 1)
    #expect(try repository.head() == head)
    #expect(repository.text("a.txt") == numbered(20, [3: "GOOD"]))
    #expect(try repository.stagedText("b.txt") == "staged by the user\n")
    #expect(try repository.stagedText("a.txt") == (arguments.isEmpty ? numbered(20, [3: "GOOD"]) : numbered()))
    #expect(try repository.snapshot().contains(".lock") == false)
    #expect(try repository.fsck() == nil)
  }

  @Test func variablesOfTheHookDoNotReachOtherRepositories() {
    let inside = Environment([
      "GIT_DIR": "/x/.git", "GIT_INDEX_FILE": ".git/index", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b",
      "GIT_CONFIG_VALUE_0": "c", "GIT_QUARANTINE_PATH": "/q", "HOME": "/home/ada", "GIT_AUTHOR_NAME": "Ada",
    ])
    #expect(inside.withoutRepository.names.sorted() == ["GIT_AUTHOR_NAME", "HOME"])
  }
}
