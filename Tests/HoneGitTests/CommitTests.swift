import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Commits are git's own: its hooks, its identity, its refusals.
@Suite struct CommitTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    return repository
  }

  private func commit(_ repository: ScriptedRepository, head: String? = nil) throws -> WriteOutcome {
    try repository.write(
      [repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))],
      to: .commit(message: utf8("Fix the tenth line"), head: ObjectID(hex: head ?? repository.head()), coAuthor: nil))
  }

  @Test func commitHasTheUsersIdentityAndCleanStatus() throws {
    let repository = try repository()
    let outcome = try commit(repository)
    #expect(try repository.git("log", "-1", "--format=%an %s") == "Ada Fix the tenth line\n")
    #expect(outcome.run.written == .commit)
    #expect(try repository.status() == [])
    #expect(try repository.fsck() == nil)
  }

  @Test func unstagedHunkStaysOutOfTheCommit() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    _ = try commit(repository)
    #expect(try repository.git("show", "HEAD:a.txt") == numbered(20, [10: "fixed"]))
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 10: "fixed"]))
    #expect(try repository.status() == [" M a.txt"])
  }

  /// A commit without the edit would hold what the user has staged, under the name of the run.
  @Test func editThatIsLeftOutOfTheIndexIsNotCommitted() throws {
    let repository = try repository()
    let mine = numbered(20, [10: "mine"])
    try repository.write("a.txt", mine)
    try repository.write("staged.txt", "staged\n")
    try repository.stage("staged.txt")
    let head = try repository.head()
    let path = try RepositoryPath("a.txt")
    let entry = try #require(try repository.open().trackedFiles(paths: [path]).first?.entry)
    let write = FileWrite(
      path: path, base: .workTree, entry: entry, original: utf8(mine), result: utf8(numbered(20, [10: "mine, fixed"])))
    let refusal = #expect(throws: Refusal.self) {
      try repository.write([write], to: .commit(message: utf8("Fix"), head: ObjectID(hex: head), coAuthor: nil))
    }
    #expect(refusal?.code == .unstagedOverlap)
    #expect(try repository.head() == head)
    #expect(repository.text("a.txt") == mine)
    #expect(try repository.status() == [" M a.txt", "A  staged.txt"])
  }

  /// A hook that goes on from the commit of a run, as one that counts a version up does.
  @Test(arguments: ["exit 0", "kill -9 $PPID"])
  func commitMadeUponThatOfTheRunStays(end: String) throws {
    let repository = try repository()
    let bump = "[ -e .git/b ] || { touch .git/b; git commit -q --allow-empty -m bump; \(end); }"
    try repository.write(".git/hooks/post-commit", "#!/bin/sh\n\(bump)\n", mode: 0o755)
    let outcome = try commit(repository)
    #expect(try repository.git("log", "-2", "--format=%s") == "bump\nFix the tenth line\n")
    #expect(try outcome.commits.map(\.hex) == [repository.git("rev-parse", "HEAD~").trimmed])
    #expect(try repository.status() == [] && repository.text("a.txt") == numbered(20, [10: "fixed"]))
    #expect(try repository.git("reflog", "--format=%gs").split(separator: "\n").count == 3)
    #expect(try repository.open().recover().isEmpty && repository.fsck() == nil)
  }

  /// Somebody commits between the look at HEAD and the commit, and a hook goes on from it.
  @Test func commitOfTheRunUponAnotherIsLeftWhereOthersFollowIt() throws {
    let repository = try repository()
    let bump = "[ -e .git/b ] || { touch .git/b; git commit -q --allow-empty -m bump; }"
    try repository.write(".git/hooks/post-commit", "#!/bin/sh\n\(bump)\n", mode: 0o755)
    let opened = try repository.open()
    let write = try repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))
    let destination = WriteDestination.commit(message: utf8("Fix"), head: try opened.head().commit, coAuthor: nil)
    let refusal = #expect(throws: Refusal.self) {
      try opened.write([write], to: destination, details: RunDetails(kind: "edit")) { step in
        guard step == .prepared else { return nil }
        let theirs = try? repository.git("commit-tree", "-p", "HEAD", "-m", "theirs", "HEAD^{tree}").trimmed
        _ = try? repository.git("update-ref", "HEAD", theirs ?? "")
        return nil
      }
    }
    #expect(refusal?.code == .headMoved && refusal?.message.contains("stays, since others follow it") == true)
    #expect(try repository.git("log", "--format=%s") == "bump\nFix\ntheirs\nchange\n")
    #expect(try repository.fsck() == nil)
  }

  @Test func bytesThatAreNoUTF8StayWhatTheyAre() throws {
    let repository = try repository()
    try repository.write("message", [0x63, 0x61, 0x66, 0xe9, 0x0a])
    try repository.git("-c", "i18n.commitEncoding=latin1", "commit", "--quiet", "--allow-empty", "-F", "message")
    let opened = try repository.open()
    let head = try #require(try opened.head().commit)
    #expect(try opened.subject(of: head) == [0x63, 0x61, 0x66, 0xe9])
    let blob = try repository.git("rev-parse", "HEAD:a.txt").trimmed
    let printed = try repository.run("sh", ["-c", "printf '100644 blob \(blob)\\tcaf\\351\\n' | git mktree"])
    let tree = String(decoding: printed.standardOutput, as: UTF8.self).trimmed
    let commit = try repository.git("commit-tree", "-m", "x", tree).trimmed
    let names = try opened.names(inFolder: [], of: try #require(ObjectID(hex: commit)))
    #expect(names == [[0x63, 0x61, 0x66, 0xe9]])
  }

  @Test func refusingHookStopsTheCommitAndChangesNothing() throws {
    let repository = try repository()
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho not today >&2\nexit 1\n", mode: 0o755)
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { _ = try commit(repository) }
    #expect(refusal?.code == .rejected)
    #expect(refusal?.message.contains("not today") == true)
    #expect(try repository.snapshot() == before)
    #expect(try repository.open().runs().isEmpty)
  }

  private func refused(_ repository: ScriptedRepository, hook: String) throws -> Refusal? {
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\n\(hook)\nexit 1\n", mode: 0o755)
    return #expect(throws: Refusal.self) { _ = try commit(repository) }
  }

  /// Files of Hone beside those of the user, and refs, of which there shall be none.
  private func remains(_ repository: ScriptedRepository) throws -> String {
    try repository.git("for-each-ref", "refs/hone-*")
      + repository.status().filter { $0.contains(".hone-") }.joined(separator: "\n")
  }

  /// A formatter that goes on from what the run wrote and then stops the commit.
  @Test func editIsTakenOutOfWhatARefusingHookHasWritten() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    let refusal = try refused(repository, hook: "echo formatted >>a.txt")
    #expect(refusal?.message.contains("a.txt") == false, "\(refusal?.message ?? "")")
    #expect(repository.text("a.txt") == numbered(20, [2: "mine"]) + "formatted\n")
    #expect(try repository.stagedText("a.txt") == numbered())
    #expect(try repository.open().runs().isEmpty)
    #expect(try repository.open().recover().isEmpty)
    #expect(try remains(repository) == "")
  }

  @Test func editThatARefusingHookHasWrittenOverIsToldAndKept() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    let refusal = try refused(repository, hook: "sed -i 's/^fixed$/formatted/' a.txt")
    #expect(refusal?.message.contains("a.txt: was changed since the run") == true, "\(refusal?.message ?? "")")
    let formatted = numbered(20, [2: "mine", 10: "formatted"])
    #expect(repository.text("a.txt") == formatted)
    let run = try #require(try repository.open().runs().first)
    #expect(run.isInterrupted && refusal?.message.contains("git hone show \(run.id)") == true)
    #expect(try repository.open().recover().isEmpty)
    #expect(try repository.status().allSatisfy { !$0.contains(".hone-") })
    try repository.write("a.txt", numbered(20, [2: "mine", 10: "fixed"]))
    _ = try repository.open().undo(run)
    #expect(repository.text("a.txt") == numbered(20, [2: "mine"]))
  }

  @Test func fileThatARefusingHookHasMadeAnewIsToldAndTheUsersIsKept() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho generated >a.txt\nexit 1\n", mode: 0o755)
    let path = try RepositoryPath("a.txt")
    let entry = try #require(try repository.open().trackedFiles(paths: [path]).first).entry
    let mine = numbered(20, [2: "mine"])
    let deletion = FileWrite(path: path, base: .workTree, entry: entry, original: utf8(mine), result: nil)
    var creation = try repository.newWrite("b.txt", mine)
    creation.origin = path
    let refusal = #expect(throws: Refusal.self) {
      try repository.write(
        [creation, deletion],
        to: .commit(message: utf8("Move"), head: ObjectID(hex: repository.head()), coAuthor: nil))
    }
    #expect(refusal?.message.contains("a.txt: the run deleted it, and it was made anew since") == true)
    #expect(repository.text("a.txt") == "generated\n" && !repository.exists("b.txt"))
    let run = try #require(try repository.open().runs().first)
    #expect(refusal?.message.contains("git hone show \(run.id)") == true)
    #expect(try repository.open().recover().isEmpty)
    try repository.remove("a.txt")
    _ = try repository.open().undo(run)
    #expect(repository.text("a.txt") == mine)
    #expect(try repository.status() == [" M a.txt"])
  }

  @Test func hookSeesTheResultInIndexAndWorkTree() throws {
    let repository = try repository()
    let hook =
      "#!/bin/sh\ngit diff --cached --quiet HEAD && exit 1\ngrep -q fixed a.txt && git show :a.txt | grep -q fixed\n"
    try repository.write(".git/hooks/pre-commit", hook, mode: 0o755)
    _ = try commit(repository)
    #expect(try repository.git("show", "HEAD:a.txt") == numbered(20, [10: "fixed"]))
  }

  @Test func whatAHookAddsIsCommittedAndStaysInTheIndex() throws {
    let repository = try repository()
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho hook >h.txt\ngit add h.txt\n", mode: 0o755)
    _ = try commit(repository)
    #expect(try repository.git("show", "HEAD:h.txt") == "hook\n")
    #expect(try repository.status() == [])
  }

  @Test func messageHooksRun() throws {
    let repository = try repository()
    try repository.write(".git/hooks/commit-msg", "#!/bin/sh\necho 'Change-Id: I1' >>\"$1\"\n", mode: 0o755)
    _ = try commit(repository)
    #expect(try repository.git("log", "-1", "--format=%B").contains("Change-Id: I1"))
  }

  @Test func movedHeadIsRefusedAndNothingWritten() throws {
    let repository = try repository()
    let head = try repository.head()
    try repository.git("commit", "--quiet", "--allow-empty", "-m", "meanwhile")
    let before = try repository.snapshot()
    let reflog = try repository.git("reflog")
    let refusal = #expect(throws: Refusal.self) { _ = try commit(repository, head: head) }
    #expect(refusal?.code == .headMoved)
    #expect(try repository.snapshot() == before)
    #expect(try repository.git("reflog") == reflog)
    // Asked again, from HEAD as it is now, it works.
    _ = try commit(repository)
    #expect(try repository.git("log", "-2", "--format=%s") == "Fix the tenth line\nmeanwhile\n")
  }

  @Test func commitOnDetachedHead() throws {
    let repository = try repository()
    try repository.git("checkout", "--quiet", "--detach")
    let outcome = try commit(repository)
    #expect(try repository.open().head() == .detached(commit: try #require(outcome.run.commit)))
    _ = try repository.open().undo(outcome.run)
    #expect(try repository.status() == [])
  }

  @Test func gateSeesTheProposalAndTheUserDoesNot() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    let before = try repository.snapshot()
    let tree = repository.scratch + "/gate"
    _ = try repository.run("mkdir", [tree])
    try repository.open().exportTree(
      with: [repository.stagedWrite("a.txt", numbered(20, [10: "fixed"])), repository.newWrite("n/b.txt", "b\n")],
      to: tree)
    #expect(repository.text(tree + "/a.txt") == numbered(20, [10: "fixed"]))
    #expect(repository.text(tree + "/n/b.txt") == "b\n")
    #expect(try repository.snapshot() == before)
  }
}

extension String {
  fileprivate var trimmed: String { String(prefix { $0 != "\n" }) }
}
