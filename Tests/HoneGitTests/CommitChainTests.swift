import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// Several commits of one run are one write: all of them, or none, and HEAD moves once.
@Suite struct CommitChainTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    for name in ["a.txt", "lib/b.txt", "lib/old/c.txt"] { try repository.write(name, numbered()) }
    try repository.commit()
    return repository
  }

  private func writes(_ repository: ScriptedRepository) throws -> [FileWrite] {
    try ["a.txt", "lib/b.txt", "lib/old/c.txt"].map {
      try repository.stagedWrite($0, numbered(20, [10: "fixed"]))
    }
  }

  private func commit(
    _ repository: ScriptedRepository, _ writes: [FileWrite]? = nil, probe: WriteProbe? = nil
  ) throws -> WriteOutcome {
    let writes = try writes ?? self.writes(repository)
    return try repository.write(
      writes,
      to: .commits(
        writes.cut(into: writes.count), head: repository.open().head().commit, coAuthor: "Hone <hone@example.com>"),
      probe: probe)
  }

  /// The subjects with the files of each commit, newest first.
  private func log(_ repository: ScriptedRepository, _ count: Int = 3) throws -> String {
    try repository.git("log", "--format=%s:", "--name-status", "--no-renames", "-\(count)")
      .split(separator: "\n").joined(separator: " ")
  }

  private let all = "Fix lib/old/c.txt: M\tlib/old/c.txt Fix lib/b.txt: M\tlib/b.txt Fix a.txt: M\ta.txt"

  @Test func eachCommitHoldsItsFilesAndHeadMovesOnce() throws {
    let repository = try repository()
    let head = try repository.head()
    let before = try repository.snapshot()
    let reflog = try repository.git("reflog", "--format=%gs")
    let outcome = try commit(repository)
    #expect(try log(repository) == all)
    #expect(try repository.git("rev-parse", "HEAD~3").hasPrefix(head))
    #expect(outcome.commits.count == 3 && outcome.run.headAfter == outcome.commits.last)
    #expect(try repository.git("log", "-1", "--format=%an %ae%n%cn", "HEAD~1").hasPrefix("Ada "))
    let trailers = "Hone-Run: \(outcome.run.id)\nCo-authored-by: Hone <hone@example.com>\n"
    for commit in outcome.commits {
      #expect(try repository.git("log", "-1", "--format=%(trailers)", commit.hex).hasPrefix(trailers))
    }
    for name in ["HEAD", try repository.git("symbolic-ref", "--short", "HEAD").filter { !$0.isNewline }] {
      let entries = try repository.git("reflog", "--format=%gs", name)
      #expect(entries == "commit: 3 commits of git hone run \(outcome.run.id)\n" + reflog)
    }
    #expect(try repository.status() == [] && repository.fsck() == nil)
    _ = try repository.open().undo(outcome.run)
    #expect(try repository.snapshot() == before && repository.status() == [])
  }

  @Test func whatIsStagedBesidesIsInTheFirstCommit() throws {
    let repository = try repository()
    try repository.write("mine.txt", "mine\n")
    try repository.git("add", "mine.txt")
    // What is staged of a file is committed with the file.
    try repository.write("lib/b.txt", numbered(20, [2: "mine"]))
    try repository.git("add", "lib/b.txt")
    var writes = try writes(repository)
    writes[1].result = .bytes(utf8(numbered(20, [2: "mine", 10: "fixed"])))
    _ = try commit(repository, writes)
    #expect(
      try log(repository)
        == "Fix lib/old/c.txt: M\tlib/old/c.txt Fix lib/b.txt: M\tlib/b.txt Fix a.txt: M\ta.txt A\tmine.txt")
    #expect(try repository.git("show", "HEAD~1:lib/b.txt") == numbered(20, [2: "mine", 10: "fixed"]))
    #expect(try repository.git("show", "HEAD~2:lib/b.txt") == numbered())
  }

  @Test func filesComeAndGoWithTheirCommit() throws {
    let repository = try repository()
    let writes = [
      try repository.stagedWrite("lib/old/c.txt", nil), try repository.newWrite("new/d.txt", "d\n"),
      try repository.stagedWrite("a.txt", numbered(20, [10: "fixed"])),
    ]
    let outcome = try commit(repository, writes)
    #expect(
      try log(repository) == "Fix a.txt: M\ta.txt Fix new/d.txt: A\tnew/d.txt Fix lib/old/c.txt: D\tlib/old/c.txt")
    #expect(try repository.git("ls-tree", "--name-only", "HEAD:lib") == "b.txt\n")
    #expect(try repository.fsck() == nil)
    _ = try repository.open().undo(outcome.run)
    #expect(try repository.status() == [] && !repository.exists("new"))
  }

  @Test func commitOfWhichNothingIsInTheIndexIsLeftOut() throws {
    let repository = try repository()
    try repository.write("free.txt", "free\n")
    let free = FileWrite(
      path: try RepositoryPath("free.txt"), base: .workTree, entry: nil, original: utf8("free\n"),
      result: utf8("fixed\n"))
    let outcome = try commit(repository, [free] + (try writes(repository)))
    #expect(outcome.commits.count == 3)
    #expect(try log(repository) == all)
    #expect(repository.text("free.txt") == "fixed\n")
  }

  @Test func firstCommitsOfARepository() throws {
    let repository = try ScriptedRepository()
    let before = try repository.snapshot()
    let writes = [try repository.newWrite("a.txt", "a\n"), try repository.newWrite("lib/b.txt", "b\n")]
    let outcome = try commit(repository, writes)
    #expect(try log(repository) == "Fix lib/b.txt: A\tlib/b.txt Fix a.txt: A\ta.txt")
    _ = try repository.open().undo(outcome.run)
    #expect(try repository.snapshot() == before)
  }

  // MARK: Refusals

  @Test(arguments: ["pre-commit", "commit-msg", "prepare-commit-msg"])
  func refusingHookLeavesNothing(hook: String) throws {
    let repository = try repository()
    // Of the hooks of messages, that of the last commit refuses.
    let condition = hook == "pre-commit" ? "" : "grep -q c.txt \"$1\" || exit 0\n"
    try repository.write(".git/hooks/\(hook)", "#!/bin/sh\n\(condition)echo not today\nexit 1\n", mode: 0o755)
    let before = try repository.snapshot()
    let reflog = try repository.git("reflog")
    let refusal = #expect(throws: Refusal.self) { _ = try commit(repository) }
    #expect(refusal?.code == .rejected && refusal?.message.contains("not today") == true)
    #expect(try repository.snapshot() == before && repository.git("reflog") == reflog)
    #expect(try repository.open().runs().isEmpty)
  }

  /// Somebody commits, stages a file of the last commit or holds the index while the run writes.
  @Test(arguments: ["commit", "stage", "lock"])
  func whatOthersDoMeanwhileRefusesAll(action: String) throws {
    let repository = try repository()
    let writes = try writes(repository)
    let parts = writes.cut(into: 3)
    let head = try repository.open().head().commit
    switch action {
    case "commit": try repository.git("commit", "--quiet", "--allow-empty", "-m", "meanwhile")
    case "stage":
      try repository.write("lib/old/c.txt", "mine\n")
      try repository.git("add", "lib/old/c.txt")
    default: try repository.write(".git/index.lock", "")
    }
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) {
      _ = try repository.write(writes, to: .commits(parts, head: head, coAuthor: nil))
    }
    #expect(refusal?.code == ["commit": .headMoved, "stage": .moved, "lock": .locked][action])
    #expect(try repository.snapshot() == before)
    #expect(try repository.open().runs().isEmpty)
  }

  /// A git that dies when it has moved the branch cannot say that it has.
  @Test(arguments: [1, 3])
  func branchThatGitMovedBeforeItDiedIsMovedBack(commits: Int) throws {
    let repository = try repository()
    let (hook, condition) = commits == 1 ? ("post-commit", "") : ("reference-transaction", "[ $1 = committed ] && ")
    try repository.write(".git/hooks/\(hook)", "#!/bin/sh\n\(condition)kill -9 $PPID\n", mode: 0o755)
    let before = try repository.snapshot()
    let writes = try writes(repository)
    let refusal = #expect(throws: Refusal.self) {
      _ = try repository.write(
        writes, to: .commits(writes.cut(into: commits), head: repository.open().head().commit, coAuthor: nil))
    }
    #expect(commits == 1 ? refusal?.code == .rejected : refusal?.code == .headMoved)
    #expect(try repository.snapshot() == before && repository.status() == [])
    #expect(try repository.open().recover().isEmpty)
  }

  /// HEAD moves after it was looked at, just before the run would move it.
  @Test func commitMadeInAHookOfTheRunIsKept() throws {
    let repository = try repository()
    let hook = "#!/bin/sh\ngit update-ref HEAD $(git commit-tree -p HEAD -m theirs HEAD^{tree})\n"
    try repository.write(".git/hooks/pre-commit", hook, mode: 0o755)
    let index = try repository.git("ls-files", "-s")
    let refusal = #expect(throws: Refusal.self) { _ = try commit(repository) }
    #expect(refusal?.code == .headMoved)
    #expect(try repository.git("log", "-1", "--format=%s") == "theirs\n")
    #expect(try repository.git("ls-files", "-s") == index && repository.text("a.txt") == numbered())
  }

  // MARK: Hooks and settings

  @Test func hooksSeeBranchAndResultAndWhatTheyDoIsKept() throws {
    let repository = try repository()
    try repository.git("checkout", "--quiet", "-b", "AB-12-fix")
    try repository.write(
      ".git/hooks/pre-commit",
      "#!/bin/sh\ngrep -q fixed lib/old/c.txt || exit 1\ngit show :lib/b.txt | grep -q fixed || exit 1\n"
        + "echo pre >>../calls\necho hook >h.txt\ngit add h.txt\n", mode: 0o755)
    try repository.write(
      ".git/hooks/prepare-commit-msg",
      "#!/bin/sh\n[ \"$2\" = message ] || exit 1\nsed -i \"1s/^/$(git symbolic-ref --short HEAD | cut -c1-5): /\" \"$1\"\n",
      mode: 0o755)
    try repository.write(".git/hooks/commit-msg", "#!/bin/sh\necho 'Change-Id: I1' >>\"$1\"\n", mode: 0o755)
    try repository.write(
      ".git/hooks/post-commit", "#!/bin/sh\ngit log -1 --format=%s >>../calls\nexit 1\n", mode: 0o755)
    let outcome = try commit(repository)
    #expect(
      try repository.git("log", "-3", "--format=%s")
        == "AB-12: Fix lib/old/c.txt\nAB-12: Fix lib/b.txt\nAB-12: Fix a.txt\n")
    for commit in outcome.commits {
      #expect(try repository.git("log", "-1", "--format=%B", commit.hex).contains("Change-Id: I1"))
    }
    #expect(try repository.git("show", "HEAD~2:h.txt") == "hook\n")
    #expect(repository.text("../calls") == "pre\nAB-12: Fix lib/old/c.txt\n")
    #expect(try repository.status() == [])
  }

  @Test func signingIsTheUsersOwn() throws {
    let repository = try repository()
    let signer = repository.scratch + "/sign"
    let script =
      "#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\necho '-----BEGIN PGP SIGNATURE-----'\necho\n"
    try repository.write(signer, script + "echo '-----END PGP SIGNATURE-----'\n", mode: 0o755)
    try repository.git("config", "gpg.program", signer)
    try repository.git("config", "commit.gpgSign", "yes")
    for commit in try commit(repository).commits {
      #expect(try repository.git("cat-file", "commit", commit.hex).contains("gpgsig -----BEGIN PGP SIGNATURE-----"))
    }
  }

  @Test func commitsThatAreNotHeadAreRefusedWithTheRevertCommand() throws {
    let repository = try repository()
    let head = try repository.head()
    let outcome = try commit(repository)
    try repository.git("commit", "--quiet", "--allow-empty", "-m", "later")
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().undo(outcome.run) }
    let last = try #require(outcome.commits.last)
    #expect(refusal?.remedy == "git revert \(head)..\(last.hex)")
  }
}
