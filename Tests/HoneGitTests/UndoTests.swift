import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Taking runs back: exactly, by merging, or not at all.
@Suite struct UndoTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    try repository.write("a.txt", numbered(20, [2: "staged"]))
    try repository.stage("a.txt")
    return repository
  }

  private func edit(_ repository: ScriptedRepository) throws -> RunRecord {
    try repository.write([repository.stagedWrite("a.txt", numbered(20, [2: "staged", 10: "fixed"]))]).run
  }

  private func commit(_ repository: ScriptedRepository) throws -> RunRecord {
    let head = ObjectID(hex: try repository.head())
    return try repository.write(
      [repository.stagedWrite("a.txt", numbered(20, [2: "staged", 10: "fixed"]))],
      to: .commit(message: utf8("Fix\n"), head: head, coAuthor: "Hone <hone@example.com>")
    ).run
  }

  @Test func stagedRunIsRestoredExactly() throws {
    let repository = try repository()
    let before = try repository.snapshot()
    let run = try edit(repository)
    #expect(try repository.snapshot() != before)
    _ = try repository.open().undo(run)
    #expect(try repository.snapshot() == before)
    #expect(try repository.fsck() == nil)
  }

  /// What was written to one index is not looked for in another.
  @Test func runIsTakenBackFromTheIndexThatItWroteTo() throws {
    let repository = try repository()
    _ = try repository.run("cp", [".git/index", ".git/other index"])
    var environment = repository.environment
    environment["GIT_INDEX_FILE"] = ".git/other index"
    let write = try repository.stagedWrite("a.txt", numbered(20, [2: "staged", 10: "fixed"]))
    let run = try repository.open(at: nil, environment).write([write], details: RunDetails(kind: "edit")).run
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .otherIndex && refusal?.code.repositoryExitClass == .state)
    #expect(refusal?.remedy == "GIT_INDEX_FILE='\(repository.path)/.git/other index' git hone undo \(run.id)")
    #expect(try repository.snapshot() == before)
    _ = try repository.open(at: nil, environment).undo(run)
    #expect(try repository.status() == ["M  a.txt"])
    let own = try repository.write([write]).run
    let other = #expect(throws: Refusal.self) { _ = try repository.open(at: nil, environment).undo(own) }
    #expect(other?.code == .otherIndex && other?.remedy?.contains("GIT_INDEX_FILE") == true)
    // As a hook names the index of the work tree.
    environment["GIT_INDEX_FILE"] = ".git/index"
    _ = try repository.open(at: nil, environment).undo(own)
    #expect(try repository.status() == ["M  a.txt"])
    #expect(try repository.fsck() == nil)
  }

  @Test func createdAndDeletedFilesComeBackAsTheyWere() throws {
    let repository = try repository()
    try repository.write("b.sh", "b\n", mode: 0o755)
    try repository.commit()
    let before = try repository.snapshot()
    let run = try repository.write([
      repository.newWrite("x/y/c.txt", "new\n", mode: .executable), repository.stagedWrite("b.sh", nil),
    ]).run
    #expect(try repository.status() == ["D  b.sh", "A  x/y/c.txt"])
    #expect(repository.permissions("x/y/c.txt") == 0o755)
    _ = try repository.open().undo(run)
    #expect(try repository.snapshot() == before)
    #expect(repository.permissions("b.sh") == 0o755)
  }

  @Test func laterEditNearbyIsMerged() throws {
    let repository = try repository()
    let run = try edit(repository)
    let later = numbered(20, [2: "staged", 10: "fixed", 18: "later"])
    try repository.write("a.txt", later)
    try repository.stage("a.txt")
    _ = try repository.open().undo(run)
    #expect(try repository.stagedText("a.txt") == numbered(20, [2: "staged", 18: "later"]))
    #expect(repository.text("a.txt") == numbered(20, [2: "staged", 18: "later"]))
  }

  @Test func laterEditOfTheSameLinesIsRefused() throws {
    let repository = try repository()
    let run = try edit(repository)
    try repository.write("a.txt", numbered(20, [2: "staged", 10: "fixed again"]))
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .moved)
    #expect(refusal?.path?.text == "a.txt")
    #expect(try repository.snapshot() == before)
  }

  @Test func laterStagedEditOfTheSameLinesIsRefused() throws {
    let repository = try repository()
    let run = try edit(repository)
    try repository.write("a.txt", numbered(20, [2: "staged", 10: "fixed again"]))
    try repository.stage("a.txt")
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .moved)
    #expect(refusal?.remedy != nil)
    #expect(try repository.snapshot() == before)
  }

  @Test(arguments: [(10, "on the same lines"), (11, "next to")])
  func refusalSaysHowTheLinesLie(line: Int, words: String) throws {
    let repository = try repository()
    let run = try edit(repository)
    var lines = [2: "staged", 10: "fixed"]
    lines[line] = "later"
    try repository.write("a.txt", numbered(20, lines))
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.message.contains(words) == true, "\(refusal?.message ?? "")")
    try repository.stage("a.txt")
    let staged = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(staged?.message.contains(words) == true, "\(staged?.message ?? "")")
  }

  @Test func runThatWasTakenBackByHandCountsAsUndone() throws {
    let repository = try repository()
    let first = try edit(repository)
    let second = try repository.write([
      repository.stagedWrite("a.txt", numbered(20, [2: "staged", 10: "fixed", 16: "again"]))
    ]).run
    // By hand, and with more work done elsewhere.
    let mine = numbered(20, [2: "staged", 5: "mine", 10: "fixed"])
    try repository.write("a.txt", mine)
    try repository.stage("a.txt")
    let before = try repository.snapshot()
    let outcome = try repository.open().undo(try repository.open().run())
    #expect(outcome.files.isEmpty)
    #expect(outcome.run.undoes == second.id)
    #expect(try repository.snapshot() == before)
    // The next undo reaches the run before it.
    #expect(try repository.open().run().id == first.id)
    _ = try repository.open().undo(first)
    #expect(repository.text("a.txt") == numbered(20, [2: "staged", 5: "mine"]))
    #expect(try repository.open().runs().map(\.isUndone) == [false, false, true, true])
    #expect(try repository.open().recover().isEmpty)
    #expect(try repository.fsck() == nil)
  }

  /// What was staged before lies next to what the run changed, so that no merge tells the two apart.
  @Test func runOfWhichGitCheckoutBroughtBackEverythingCountsAsUndone() throws {
    let repository = try repository()
    let run = try repository.write([repository.stagedWrite("a.txt", numbered(20, [2: "staged", 3: "fixed"]))]).run
    try repository.git("checkout", "--quiet", "HEAD", "--", ".")
    let before = try repository.snapshot()
    #expect(try repository.open().undo(run).files.isEmpty)
    #expect(try repository.snapshot() == before)
    #expect(try repository.open().run(named: run.id).isUndone)
  }

  @Test(arguments: ["--hard", "--mixed", "--soft"])
  func commitThatWasTakenBackByHandCountsAsUndone(mode: String) throws {
    let repository = try repository()
    let run = try commit(repository)
    try repository.git("reset", "--quiet", mode, "HEAD~1")
    _ = try repository.open().undo(run)
    #expect(try repository.open().run(named: run.id).isUndone)
    #expect(try !repository.stagedText("a.txt").contains("fixed"))
    #expect(repository.text("a.txt")?.contains("fixed") == false)
    #expect(try repository.git("rev-list", "--count", "HEAD") == "1\n")
    #expect(try repository.fsck() == nil)
  }

  /// What is not there at the moment may come back, and then undo takes it back as ever.
  @Test func runThatWasStashedAwayIsUndoneOnceItIsBack() throws {
    let repository = try repository()
    let run = try edit(repository)
    let edited = repository.text("a.txt")
    try repository.git("stash", "--quiet")
    #expect(try repository.open().undo(run).files.isEmpty)
    #expect(try repository.open().run(named: run.id).isUndone)
    try repository.git("stash", "pop", "--index", "--quiet")
    #expect(repository.text("a.txt") == edited)
    #expect(try !repository.open().undo(try repository.open().run(named: run.id)).files.isEmpty)
    #expect(repository.text("a.txt") == numbered(20, [2: "staged"]))
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .alreadyUndone)
  }

  @Test func commitThatAnotherBranchHasIsNotTakenForOneThatIsGone() throws {
    let repository = try repository()
    let run = try commit(repository)
    try repository.git("branch", "other")
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .headMoved)
    #expect(try !repository.open().run(named: run.id).isUndone)
  }

  @Test func commitIsTakenBackAroundLaterEditsNearby() throws {
    let repository = try repository()
    let run = try commit(repository)
    try repository.write("a.txt", numbered(20, [2: "staged", 10: "fixed", 18: "later"]))
    _ = try repository.open().undo(run)
    #expect(try repository.stagedText("a.txt") == numbered(20, [2: "staged"]))
    #expect(repository.text("a.txt") == numbered(20, [2: "staged", 18: "later"]))
    #expect(try repository.status() == ["MM a.txt"])
  }

  @Test func undoingTwiceIsRefused() throws {
    let repository = try repository()
    let run = try edit(repository)
    let undo = try repository.open().undo(run).run
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .alreadyUndone)
    #expect(try repository.open().runs().map(\.isUndone) == [false, true])
    // Taking the undo back makes the run one that can be undone again.
    _ = try repository.open().undo(undo)
    #expect(try repository.stagedText("a.txt").contains("fixed"))
    #expect(try repository.open().run().id == run.id)
  }

  @Test func commitAtHeadIsTakenBackAndStagedStateReturns() throws {
    let repository = try repository()
    let before = try repository.snapshot()
    let head = try repository.head()
    let run = try commit(repository)
    #expect(run.commit?.hex == (try repository.head()))
    #expect(try repository.status() == [])
    let message = try repository.git("log", "-1", "--format=%B")
    #expect(message.contains("Hone-Run: \(run.id)\nCo-authored-by: Hone <hone@example.com>"))
    #expect(try repository.git("rev-parse", "HEAD^").hasPrefix(head))
    _ = try repository.open().undo(run)
    #expect(try repository.snapshot() == before)
    #expect(try repository.git("reflog", "-1").contains("hone: undo"))
    #expect(try repository.fsck() == nil)
  }

  @Test func commitThatIsNotHeadIsRefusedWithTheRevertCommand() throws {
    let repository = try repository()
    let run = try commit(repository)
    let commit = try #require(run.commit)
    try repository.write("other.txt", "other\n")
    try repository.commit()
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(run) }
    #expect(refusal?.code == .headMoved)
    #expect(refusal?.remedy == "git revert \(commit.hex)")
    #expect(try repository.snapshot() == before)
  }

  @Test func firstCommitOfABranchIsTakenBack() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "a\n")
    try repository.stage("a.txt")
    let run = try repository.write(
      [repository.stagedWrite("a.txt", "b\n")], to: .commit(message: utf8("First"), head: nil, coAuthor: nil)
    ).run
    _ = try repository.open().undo(run)
    #expect(try repository.open().head() == .unborn(branch: "main"))
    #expect(try repository.status() == ["A  a.txt"])
    #expect(repository.text("a.txt") == "a\n")
  }

  @Test func objectsSurviveGarbageCollectionUntilTheRunIsForgotten() throws {
    let repository = try repository()
    try repository.git("config", "hone.keepRuns", "2")
    let mine = numbered(20, [2: "staged", 18: "never staged"])
    try repository.write("a.txt", mine)
    let run = try edit(repository)
    try repository.git("-c", "gc.reflogExpire=now", "gc", "--quiet", "--prune=now")
    _ = try repository.open().undo(run)
    #expect(repository.text("a.txt") == mine)
    for count in 0..<3 {
      try repository.write([repository.stagedWrite("a.txt", numbered(20, [5: "\(count)"]))])
    }
    #expect(try repository.open().runs().count == 2)
    #expect(try repository.git("for-each-ref", "refs/hone-*").split(separator: "\n").count == 2)
  }

  @Test func runsAreFoundByABeginningOfTheirId() throws {
    let repository = try repository()
    let run = try edit(repository)
    #expect(try repository.open().run(named: String(run.id.prefix(18))).id == run.id)
    #expect(try repository.open().run(named: run.id).files == run.files)
    for name in ["", "x"] {
      let refusal = #expect(throws: Refusal.self) { _ = try repository.open().run(named: name) }
      #expect(refusal?.code == .noSuchRun)
    }
  }
}
