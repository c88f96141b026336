import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneGit

/// Every format of a repository works, or is refused with a line that names it.
@Suite struct FormatTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("d/a.txt", numbered())
    try repository.write("e/b.txt", numbered(5))
    try repository.commit()
    return repository
  }

  /// Stages an edit and a new file, and sees that git finds both and nothing else.
  private func expectWriteWorks(_ repository: ScriptedRepository) throws {
    try repository.write([
      repository.stagedWrite("d/a.txt", numbered(20, [10: "fixed"])), repository.newWrite("d/new.txt", "new\n"),
    ])
    #expect(try repository.status() == ["M  d/a.txt", "A  d/new.txt"])
    #expect(try repository.stagedText("d/a.txt") == numbered(20, [10: "fixed"]))
    #expect(try repository.git("diff") == "")
    #expect(try repository.fsck() == nil)
  }

  /// How often an extension's name stands in the index file.
  private func count(_ name: String, in repository: ScriptedRepository) -> Int {
    String(decoding: repository.bytes(".git/index") ?? [], as: Unicode.ASCII.self).split(separator: name).count - 1
  }

  @Test(arguments: [2, 4]) func indexVersion(version: Int) throws {
    let repository = try repository()
    try repository.git("update-index", "--index-version", "\(version)")
    try expectWriteWorks(repository)
    #expect(repository.bytes(".git/index")?[7] == UInt8(version))
  }

  @Test func indexVersion3() throws {
    let repository = try repository()
    try repository.git("update-index", "--skip-worktree", "e/b.txt")
    #expect(repository.bytes(".git/index")?[7] == 3)
    try expectWriteWorks(repository)
    #expect(try repository.git("ls-files", "-v", "e/b.txt") == "S e/b.txt\n")
  }

  @Test func splitIndex() throws {
    let repository = try repository()
    try repository.git("update-index", "--split-index")
    #expect(count("link", in: repository) == 1)
    try expectWriteWorks(repository)
    #expect(count("link", in: repository) == 1)
  }

  @Test func sparseIndex() throws {
    let repository = try repository()
    try repository.git("sparse-checkout", "set", "--sparse-index", "d")
    #expect(try repository.git("ls-files", "--sparse").contains("e/\n"))
    try repository.write([repository.stagedWrite("d/a.txt", numbered(20, [10: "fixed"]))])
    #expect(try repository.status() == ["M  d/a.txt"])
    #expect(try repository.git("ls-files", "--sparse").contains("e/\n"))
  }

  @Test func pathOutsideTheSparseCheckoutIsRefused() throws {
    let repository = try repository()
    try repository.git("sparse-checkout", "set", "d")
    let refusal = #expect(throws: Refusal.self) {
      try repository.write([repository.stagedWrite("e/b.txt", "changed\n")])
    }
    #expect(refusal?.code == .indexFlag)
  }

  @Test func untrackedCacheIsKept() throws {
    let repository = try repository()
    try repository.git("update-index", "--untracked-cache")
    try repository.git("status")
    #expect(count("UNTR", in: repository) == 1)
    try expectWriteWorks(repository)
    #expect(count("UNTR", in: repository) == 1)
  }

  @Test func fileSystemMonitorBitIsKept() throws {
    let repository = try repository()
    try repository.write("../monitor", "#!/bin/sh\nprintf 'token\\0'\n", mode: 0o755)
    try repository.git("config", "core.fsmonitor", repository.scratch + "/monitor")
    try repository.git("update-index", "--fsmonitor")
    try repository.git("status")
    #expect(count("FSMN", in: repository) == 1)
    #expect(try repository.git("ls-files", "-f") == "h d/a.txt\nh e/b.txt\n")
    try repository.write([repository.stagedWrite("d/a.txt", numbered(20, [10: "fixed"]))])
    #expect(count("FSMN", in: repository) == 1)
    #expect(try repository.stagedText("d/a.txt") == numbered(20, [10: "fixed"]))
    // A small letter marks what the monitor vouches for: the edited file no longer, the other one still.
    #expect(try repository.git("ls-files", "-f") == "H d/a.txt\nh e/b.txt\n")
  }

  @Test func indexWithoutChecksum() throws {
    let repository = try repository()
    let index = try #require(repository.bytes(".git/index"))
    try repository.write(".git/index", index.dropLast(20) + [UInt8](repeating: 0, count: 20))
    try expectWriteWorks(repository)
  }

  @Test func linkedWorkTree() throws {
    let repository = try repository()
    let linked = repository.scratch + "/linked"
    try repository.git("worktree", "add", "--quiet", "-b", "side", linked)
    let path = try RepositoryPath("d/a.txt")
    let opened = try repository.open(at: linked)
    #expect(opened.workTree == utf8(linked))
    #expect(opened.gitDirectory != opened.commonDirectory)
    #expect(try opened.head().branchName == "side")
    let entry = try opened.trackedFiles(paths: [path]).first?.entry
    let write = FileWrite(
      path: path, base: .staged, entry: entry, original: utf8(numbered()), result: utf8(numbered(20, [10: "fixed"])))
    let outcome = try opened.write([write], details: RunDetails(kind: "edit"))
    #expect(try repository.git(["status", "--porcelain"], in: linked) == "M  d/a.txt\n")
    #expect(try repository.status() == [])
    #expect(try repository.open().runs().isEmpty)
    #expect(try opened.runs().map(\.id) == [outcome.run.id])
    _ = try opened.undo(outcome.run)
    #expect(try repository.git(["status", "--porcelain"], in: linked) == "")
    #expect(try repository.fsck() == nil)
  }

  @Test func submoduleIsARepositoryOfItsOwn() throws {
    let inner = try repository()
    let outer = try ScriptedRepository()
    try outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "sub")
    try outer.commit()
    let opened = try outer.open(at: outer.path + "/sub")
    let path = try RepositoryPath("d/a.txt")
    let entry = try opened.trackedFiles(paths: [path]).first?.entry
    let write = FileWrite(path: path, base: .staged, entry: entry, original: utf8(numbered()), result: utf8("new\n"))
    _ = try opened.write([write], details: RunDetails(kind: "edit"))
    #expect(try outer.git(["status", "--porcelain"], in: outer.path + "/sub") == "M  d/a.txt\n")
    #expect(!outer.exists(".git/hone"))
  }

  @Test func repositoryNamedByTheEnvironmentIsUsed() throws {
    let repository = try repository()
    var environment = repository.environment
    environment["GIT_DIR"] = repository.path + "/.git"
    environment["GIT_WORK_TREE"] = repository.path
    environment["GIT_INDEX_FILE"] = repository.scratch + "/index"
    _ = try repository.run("cp", [".git/index", "../index"])
    let opened = try repository.open(at: repository.scratch, environment)
    #expect(opened.indexFile == utf8(repository.scratch + "/index"))
    let write = try repository.newWrite("n.txt", "n\n")
    _ = try opened.write([write], details: RunDetails(kind: "edit"))
    #expect(try opened.stagedChanges().map(\.path.text) == ["n.txt"])
    #expect(try repository.status() == ["?? n.txt"])
  }

  @Test func unbornBranch() throws {
    let repository = try ScriptedRepository()
    let opened = try repository.open()
    #expect(try opened.head() == .unborn(branch: "main"))
    try repository.write([repository.newWrite("a.txt", "a\n")])
    #expect(try repository.status() == ["A  a.txt"])
    #expect(try opened.stagedChanges().map(\.status) == [.added])
  }

  // MARK: Refused

  @Test func sha256IsRefused() throws {
    let repository = try ScriptedRepository("--object-format=sha256")
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open() }
    #expect(refusal?.code == .unsupportedRepository)
    #expect(refusal?.message.contains("SHA-256") == true)
    #expect(refusal?.code.repositoryExitClass == .state)
  }

  @Test(arguments: [("refstorage", "reftable"), ("surprise", "true")])
  func extensionIsRefusedByName(name: String, value: String) throws {
    let repository = try repository()
    let config = try #require(repository.text(".git/config"))
    let format = config.replacing("repositoryformatversion = 0", with: "repositoryformatversion = 1")
    try repository.write(".git/config", format + "[extensions]\n\t\(name) = \(value)\n")
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open() }
    #expect(refusal?.code == .unsupportedRepository)
    #expect(refusal?.message.contains(name) == true)
  }

  @Test func bareRepositoryIsRefused() throws {
    let repository = try repository()
    let bare = repository.scratch + "/bare"
    try repository.git("clone", "--quiet", "--bare", repository.path, bare)
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open(at: bare) }
    #expect(refusal?.code == .noRepository)
    #expect(refusal?.message.contains("bare") == true)
    #expect(refusal?.code.repositoryExitClass == .usage)
  }

  @Test func folderWithoutRepositoryIsRefused() throws {
    let repository = try repository()
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open(at: repository.scratch) }
    #expect(refusal?.code == .noRepository)
    #expect(refusal?.remedy != nil)
  }

  @Test func foreignOwnerIsRefusedInTheWordsOfGit() throws {
    let repository = try repository()
    var environment = repository.environment
    environment["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1"
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open(at: nil, environment) }
    #expect(refusal?.code == .unsupportedRepository)
    #expect(refusal?.message == "detected dubious ownership in repository at '\(repository.path)'")
    #expect(refusal?.remedy == "git config --global --add safe.directory \(repository.path)")
  }

  @Test(arguments: [
    ("git version 2.39.5\n", GitVersion(major: 2, minor: 39)),
    ("git version 2.50.0.windows.1", GitVersion(major: 2, minor: 50)),
    ("git version 3.0", GitVersion(major: 3, minor: 0)), ("git version two", nil), ("", nil),
  ])
  func versionIsRead(text: String, expected: GitVersion?) {
    #expect(GitVersion(text) == expected)
  }

  @Test func oldGitIsRefused() throws {
    let refusal = #expect(throws: Refusal.self) { _ = try Repository.supported("git version 2.38.9") }
    #expect(refusal?.code == .unsupportedGit)
    #expect(refusal?.message.contains("2.38") == true)
    #expect(refusal?.remedy?.contains("2.39") == true)
  }

  @Test func oldGitIsOlder() throws {
    let old = try #require(GitVersion("git version 2.38.9"))
    #expect(old < .minimum)
    #expect(try #require(GitVersion("git version 3.0")) > .minimum)
  }
}
