import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Clones that hold only a part, and configuration that lies in unusual places.
@Suite struct CloneTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("d/a.txt", numbered())
    try repository.write("e/b.txt", numbered(5))
    try repository.commit()
    try repository.write("d/a.txt", numbered(20, [1: "second"]))
    try repository.commit("second")
    try repository.git("config", "uploadpack.allowFilter", "true")
    return repository
  }

  private func clone(_ repository: ScriptedRepository, _ options: String...) throws -> String {
    let path = repository.scratch + "/clone"
    try repository.git(["clone", "--quiet"] + options + ["file://\(repository.path)", path])
    return path
  }

  /// Stages an edit in a clone, commits another, and takes both back.
  private func expectWriteWorks(_ repository: ScriptedRepository, at clone: String) throws {
    let opened = try repository.open(at: clone)
    let path = try RepositoryPath("d/a.txt")
    let head = try opened.head().commit
    var text = numbered(20, [1: "second"])
    for (line, destination) in [
      (10, WriteDestination.index), (15, .commit(message: utf8("Fix"), head: head, coAuthor: nil)),
    ] {
      let entry = try opened.trackedFiles(paths: [path]).first?.entry
      let result = text.replacing("line \(line)\n", with: "fixed\n")
      let write = FileWrite(path: path, base: .staged, entry: entry, original: utf8(text), result: utf8(result))
      _ = try opened.write([write], to: destination, details: RunDetails(kind: "edit"))
      text = result
    }
    #expect(try repository.git(["status", "--porcelain"], in: clone) == "")
    #expect(try repository.git(["show", "HEAD:d/a.txt"], in: clone) == text)
    for _ in 0..<2 { _ = try opened.undo(try opened.run()) }
    #expect(try opened.head().commit == head)
    #expect(try repository.git(["status", "--porcelain"], in: clone) == "")
    let fsck = try repository.run("git", ["fsck", "--strict", "--no-dangling"], in: clone)
    #expect(fsck.status.isSuccess, "\(fsck.message)")
  }

  @Test func shallowCloneEndsHistoryQuietly() throws {
    let repository = try repository()
    let clone = try clone(repository, "--depth=1")
    #expect(try repository.open(at: clone).subjects(touching: [], count: 5) == ["second"])
    try expectWriteWorks(repository, at: clone)
  }

  @Test func partialCloneFetchesAMissingBlob() throws {
    let repository = try repository()
    let clone = try clone(repository, "--filter=blob:none", "--sparse")
    // Another version of git, and other tools, write the extension as well.
    try repository.git(["config", "extensions.partialClone", "origin"], in: clone)
    let opened = try repository.open(at: clone)
    let file = try #require(try opened.headEntry(at: RepositoryPath("d/a.txt")))
    #expect(opened.blobSize(file.id) == nil)
    #expect(try opened.blob(file.id) == utf8(numbered(20, [1: "second"])))
  }

  @Test func partialCloneIsWritten() throws {
    let repository = try repository()
    try expectWriteWorks(repository, at: clone(repository, "--filter=blob:none"))
  }

  /// libgit2 never reads the configuration of a single work tree; git does.
  @Test func configurationOfTheWorkTreeCounts() throws {
    let repository = try repository()
    let clone = try clone(repository, "--filter=blob:none", "--sparse")
    try repository.git(["sparse-checkout", "add", "d"], in: clone)
    #expect(try repository.git(["config", "core.repositoryFormatVersion"], in: clone) == "1\n")
    #expect(try repository.git(["config", "extensions.worktreeConfig"], in: clone) == "true\n")
    try repository.git(["config", "--worktree", "core.autocrlf", "true"], in: clone)
    let path = try RepositoryPath("d/a.txt")
    #expect(try repository.open(at: clone).conversions(of: [path])[path] == .success(.builtIn))
    try repository.git(["config", "--worktree", "--unset", "core.autocrlf"], in: clone)
    try expectWriteWorks(repository, at: clone)
  }

  /// `git -c name=value hone` hands the setting on in the environment.
  @Test func settingsOfTheCommandLineCount() throws {
    let repository = try repository()
    var environment = repository.environment
    environment["GIT_CONFIG_PARAMETERS"] = "'core.autocrlf'='true'"
    let path = try RepositoryPath("d/a.txt")
    #expect(try repository.open(at: nil, environment).conversions(of: [path])[path] == .success(.builtIn))
    #expect(try repository.open().conversions(of: [path])[path] == .success(.none))
  }
}
