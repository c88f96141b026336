import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// States of a repository, and marks of single paths, that Hone does not write into.
@Suite struct StateTests {
  /// Two branches that change the same line.
  private func diverged() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    try repository.git("checkout", "--quiet", "-b", "side")
    try repository.write("a.txt", numbered(20, [10: "side"]))
    try repository.commit("side")
    try repository.git("checkout", "--quiet", "main")
    try repository.write("a.txt", numbered(20, [10: "main"]))
    try repository.commit("main")
    return repository
  }

  @Test(arguments: [
    (["merge", "side"], "merge"), (["rebase", "side"], "rebase"), (["cherry-pick", "side"], "cherry-pick"),
    (["revert", "--no-edit", "side"], "revert"), (["bisect", "start"], "bisect"),
  ])
  func operationInProgressIsNamed(command: [String], name: String) throws {
    let repository = try diverged()
    _ = try repository.run("git", command)
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { try repository.open().checkWritable() }
    #expect(refusal?.code == .operationInProgress)
    #expect(refusal?.message.contains(name) == true)
    #expect(refusal?.remedy?.contains("git \(name)") == true)
    #expect(refusal?.remedy?.contains("bisect --continue") == false)
    #expect(throws: Refusal.self) { try repository.write([repository.newWrite("n.txt", "n\n")]) }
    #expect(try repository.snapshot() == before)
  }

  /// Between two commits of a sequence only a folder tells of it.
  @Test(arguments: ["cherry-pick", "revert"])
  func sequenceBetweenTwoCommitsIsNamed(command: String) throws {
    let repository = try diverged()
    try repository.write("b.txt", "b\n")
    try repository.commit("more")
    let commits = command == "revert" ? ["side", "main"] : ["side", "main~2"]
    _ = try repository.run("git", [command, "--no-edit"].filter { command == "revert" || $0 == command } + commits)
    #expect(repository.exists(command == "revert" ? ".git/REVERT_HEAD" : ".git/CHERRY_PICK_HEAD"))
    try repository.write("a.txt", numbered(20, [10: "settled"]))
    try repository.commit("settled")
    #expect(!repository.exists(".git/REVERT_HEAD") && !repository.exists(".git/CHERRY_PICK_HEAD"))
    let refusal = #expect(throws: Refusal.self) { try repository.open().checkWritable() }
    #expect(refusal?.message == "a \(command) is in progress")
    #expect(refusal?.remedy?.contains("git \(command) --continue") == true)
    #expect(try repository.open().mendHindrance?.contains(command) == true)
    _ = try repository.run("git", [command, "--quit"])
    try repository.open().checkWritable()
  }

  /// In a merge without conflicts left the index is the whole commit to be, so what checks mend is written, and taken back.
  @Test func mendIsWrittenInAMergeAndTakenBackThere() throws {
    let repository = try diverged()
    _ = try repository.run("git", ["merge", "side"])
    func mend() throws -> WriteOutcome {
      try repository.open().write(
        [repository.stagedWrite("a.txt", numbered(20, [10: "mended"]))], details: RunDetails(kind: "check"),
        duringMerge: true)
    }
    let conflict = try repository.snapshot()
    #expect(throws: Refusal.self) { try repository.open().checkWritable(duringMerge: true) }
    #expect(try repository.snapshot() == conflict)

    try repository.write("a.txt", numbered(20, [10: "settled  "]))
    try repository.stage("a.txt")
    let before = try repository.snapshot()
    // Everything else stays refused.
    #expect(throws: Refusal.self) { try repository.write([repository.newWrite("n.txt", "n\n")]) }
    let run = try mend().run
    #expect(try repository.stagedText("a.txt") == numbered(20, [10: "mended"]))
    #expect(repository.text("a.txt") == numbered(20, [10: "mended"]))
    #expect(repository.exists(".git/MERGE_HEAD"))
    _ = try repository.open().undo(run)
    #expect(try repository.snapshot() == before)
    _ = try mend()
    try repository.git("commit", "--quiet", "-m", "merge")
    #expect(try repository.git("rev-list", "--count", "--merges", "HEAD") == "1\n")
    #expect(try repository.fsck() == nil)
    #expect(try repository.status() == [])
  }

  @Test func unmergedPathIsRefused() throws {
    let repository = try diverged()
    _ = try repository.run("git", ["merge", "--squash", "side"])
    let refusal = #expect(throws: Refusal.self) { try repository.open().checkWritable() }
    #expect(refusal?.code == .operationInProgress)
    #expect(refusal?.path?.text == "a.txt")
  }

  @Test(arguments: ["--skip-worktree", "--assume-unchanged"])
  func markedPathIsRefused(mark: String) throws {
    let repository = try diverged()
    try repository.git("update-index", mark, "a.txt")
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.stagedWrite("a.txt", "new\n")]) }
    #expect(refusal?.code == .indexFlag)
    #expect(refusal?.message.contains(mark.dropFirst(2)) == true)
    #expect(try repository.stagedText("a.txt") == numbered(20, [10: "main"]))
  }

  @Test func intentToAddIsRefused() throws {
    let repository = try diverged()
    try repository.write("n.txt", "n\n")
    try repository.git("add", "--intent-to-add", "n.txt")
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.stagedWrite("n.txt", "new\n")]) }
    #expect(refusal?.code == .indexFlag)
    try repository.write("empty.txt", "")
    try repository.stage("empty.txt")
    try repository.write([repository.stagedWrite("empty.txt", "no longer\n")])
    #expect(try repository.stagedText("empty.txt") == "no longer\n")
  }

  @Test func entryStagedAnewIsRefused() throws {
    let repository = try diverged()
    let write = try repository.stagedWrite("a.txt", "new\n")
    try repository.write("a.txt", "staged meanwhile\n")
    try repository.stage("a.txt")
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
    #expect(refusal?.code == .moved)
    #expect(try repository.open().refusals(of: [write]).map(\.code) == [.moved])
    #expect(try repository.snapshot() == before)
    // Asked again, from what is staged now, it works.
    try repository.write([repository.stagedWrite("a.txt", "new\n")])
    #expect(try repository.stagedText("a.txt") == "new\n")
  }

  @Test func entryStagedDuringTheWriteIsRefused() throws {
    let repository = try diverged()
    let write = try repository.stagedWrite("a.txt", "new\n")
    var after = ""
    let probe: WriteProbe = { step in
      guard step == .anchored else { return nil }
      _ = try? repository.write("a.txt", "staged meanwhile\n")
      _ = try? repository.stage("a.txt")
      after = (try? repository.snapshot()) ?? ""
      return nil
    }
    let refusal = #expect(throws: Refusal.self) { try repository.write([write], probe: probe) }
    #expect(refusal?.code == .moved)
    #expect(try repository.snapshot() == after)
  }

  @Test func changedWorkTreeFileIsRefusedForAnEditOfIt() throws {
    let repository = try diverged()
    var write = try repository.stagedWrite("a.txt", "new\n")
    write.base = .workTree
    try repository.write("a.txt", "saved meanwhile\n")
    let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
    #expect(refusal?.code == .moved)
    #expect(repository.text("a.txt") == "saved meanwhile\n")
  }

  @Test func oneRefusedFileStopsTheWholeRun() throws {
    let repository = try diverged()
    try repository.write("b.txt", "b\n")
    try repository.commit()
    var stale = try repository.stagedWrite("b.txt", "new\n")
    stale.entry?.id = .zero
    let before = try repository.snapshot()
    #expect(throws: Refusal.self) { try repository.write([repository.stagedWrite("a.txt", "new\n"), stale]) }
    #expect(try repository.snapshot() == before)
  }

  @Test func fileThatWouldBecomeTooLargeIsRefusedWithItsSize() throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "a\n")
    try repository.commit()
    let refusal = #expect(throws: Refusal.self) {
      try repository.write(
        [repository.stagedWrite("a.txt", String(repeating: "a\n", count: 600_000))], to: .index)
    }
    #expect(refusal?.code == .notText)
    #expect(refusal?.message.contains("would be 1200000 bytes long, and Hone writes files up to 1048576") == true)
  }
}
