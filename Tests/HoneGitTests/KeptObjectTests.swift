import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// What undo needs is kept from `git gc`, wherever that runs, and leaves the repository in no other way.
@Suite struct KeptObjectTests {
  /// A run over a file that holds a line which is staged nowhere.
  private func repository() throws -> (ScriptedRepository, RunRecord) {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    let run = try repository.write([repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))]).run
    return (repository, run)
  }

  private func names(_ repository: ScriptedRepository, _ pattern: String = "refs/hone-*") throws -> [String] {
    try repository.git("for-each-ref", "--format=%(refname)", pattern).split(separator: "\n").map(String.init)
  }

  @Test func garbageCollectionInAnotherWorkTreeTakesNothing() throws {
    let (repository, run) = try repository()
    let linked = repository.scratch + "/linked"
    try repository.git("worktree", "add", "--quiet", "-b", "side", linked)
    try repository.write(linked + "/a.txt", numbered(20, [3: "theirs"]))
    let other = try repository.open(at: linked)
    let entry = try #require(try other.trackedFiles().first).entry
    let write = FileWrite(
      path: try RepositoryPath("a.txt"), base: .staged, entry: entry, original: utf8(numbered()),
      result: utf8(numbered(20, [12: "fixed"])))
    let second = try other.write([write], details: RunDetails(kind: "edit")).run
    for folder in [linked, repository.path] {
      _ = try repository.run("find", [".git/objects", "-type", "f", "-exec", "touch", "-d", "16 days ago", "{}", "+"])
      try repository.git(["-c", "gc.reflogExpire=now", "gc", "--quiet"], in: folder)
    }
    _ = try repository.open().undo(run)
    #expect(repository.text("a.txt") == numbered(20, [2: "mine"]))
    _ = try repository.open(at: linked).undo(second)
    #expect(repository.text(linked + "/a.txt") == numbered(20, [3: "theirs"]))
    #expect(try repository.fsck() == nil)
  }

  /// `git push --mirror` sends every ref whose name has two parts after `refs/`.
  @Test func mirrorGetsNoUnstagedLines() throws {
    let (repository, _) = try repository()
    let mirror = repository.scratch + "/mirror"
    try repository.git("init", "--quiet", "--bare", mirror)
    try repository.git("push", "--quiet", "--mirror", mirror)
    #expect(try repository.git(["for-each-ref", "--format=%(refname)"], in: mirror) == "refs/heads/main\n")
  }

  @Test func refsOfEarlierReleasesAreMovedOrDropped() throws {
    let (repository, run) = try repository()
    let name = try #require(try names(repository).first)
    try repository.git("update-ref", "refs/worktree/hone/\(run.id)", name)
    try repository.git("update-ref", "-d", name)
    let lost = ".git/refs/worktree/hone/20250101-000000000-0000"
    try repository.write(lost, String(repeating: "1", count: 40) + "\n")
    #expect(throws: (any Error).self) { try repository.git("-c", "gc.reflogExpire=now", "gc", "--quiet") }
    #expect(try repository.open().recover().isEmpty)
    #expect(!repository.exists(lost))
    #expect(try names(repository, "refs/worktree") == [])
    #expect(try names(repository) == [name])
    try repository.git("-c", "gc.reflogExpire=now", "gc", "--quiet", "--prune=now")
    _ = try repository.open().undo(run)
    #expect(repository.text("a.txt") == numbered(20, [2: "mine"]))
  }

  @Test(arguments: [false, true])
  func refsOfAWorkTreeThatIsGoneAreDropped(isPacked: Bool) throws {
    let (repository, _) = try repository()
    let own = try names(repository)
    let linked = repository.scratch + "/linked"
    try repository.git("worktree", "add", "--quiet", "-b", "side", linked)
    let other = try repository.open(at: linked)
    let entry = try #require(try other.trackedFiles().first).entry
    let write = FileWrite(
      path: try RepositoryPath("a.txt"), base: .staged, entry: entry, original: utf8(numbered()), result: utf8("new\n"))
    _ = try other.write([write], details: RunDetails(kind: "edit"))
    // While the work tree is there, a run in another one leaves its refs alone.
    try repository.write([repository.stagedWrite("a.txt", numbered(20, [5: "second"]))])
    #expect(try names(repository).count == 3)
    if isPacked {
      try repository.git("pack-refs", "--all")
      try repository.git("config", "hone.keepRuns", "2")
    }
    try repository.git("worktree", "remove", "--force", linked)
    try repository.write([repository.stagedWrite("a.txt", numbered(20, [6: "third"]))])
    let left = try names(repository)
    #expect(left.count == (isPacked ? 2 : 3) && left.contains(own[0]) == !isPacked, "\(left)")
    #expect(left.allSatisfy { $0.split(separator: "-").count == 4 }, "\(left)")
  }

  /// `git gc --prune=now` spares nothing that nothing keeps yet.
  @Test func objectsThatAreGoneBeforeTheyAreKeptRefuseTheWrite() throws {
    let (repository, _) = try repository()
    let before = try repository.snapshot()
    let refs = try names(repository)
    let write = try repository.stagedWrite("a.txt", numbered(20, [10: "fixed", 15: "again"]))
    let refusal = #expect(throws: Refusal.self) {
      try repository.write([write]) { step in
        if step == .journaled { _ = try? repository.git("prune", "--expire=now") }
        return nil
      }
    }
    #expect(refusal?.code == .missingObject && refusal?.remedy?.contains("ask again") == true)
    #expect(try repository.snapshot() == before)
    #expect(try names(repository) == refs)
    #expect(try repository.fsck() == nil)
    try repository.write([write])
    #expect(try repository.fsck() == nil)
  }
}
