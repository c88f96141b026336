import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// What Hone reads of a repository: changes, objects, history.
@Suite struct ChangeTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.write("d/b.txt", "word other\n")
    try repository.commit("first")
    return repository
  }

  @Test func stagedAndUnstagedChangesAreToldApart() throws {
    let repository = try repository()
    try repository.write("a.txt", "staged\n")
    try repository.write("n.txt", "new\n")
    try repository.stage("a.txt", "n.txt")
    try repository.write("d/b.txt", "unstaged\n")
    let opened = try repository.open()
    #expect(try opened.stagedChanges().map(\.path.text) == ["a.txt", "n.txt"])
    #expect(try opened.stagedChanges().map(\.status) == [.modified, .added])
    #expect(try opened.unstagedChanges().map(\.path.text) == ["d/b.txt"])
    #expect(try opened.stagedChanges(paths: [RepositoryPath("d")]).isEmpty)
    #expect(try opened.unstagedChanges(paths: [RepositoryPath("d")]).count == 1)
    let change = try #require(try opened.stagedChanges().first)
    #expect(try opened.blob(change.newID) == utf8("staged\n"))
    #expect(try opened.blob(change.oldID) == utf8(numbered()))
  }

  @Test func fileThatWasOnlyTouchedIsNotAChange() throws {
    let repository = try repository()
    _ = try repository.run("touch", ["-d", "2030-01-01", "a.txt"])
    #expect(try repository.open().unstagedChanges().isEmpty)
  }

  @Test func rangeChangesNameBothVersions() throws {
    let repository = try repository()
    try repository.write("a.txt", "second\n")
    try repository.commit("second")
    let opened = try repository.open()
    #expect(try opened.rangeChanges(from: "HEAD~1", to: "HEAD").map(\.path.text) == ["a.txt"])
    for name in ["no-such-branch", "--all", ""] {
      let refusal = #expect(throws: Refusal.self) { _ = try opened.rangeChanges(from: name, to: "HEAD") }
      #expect(refusal?.code == .noRepository)
    }
  }

  @Test func manyPathsAreAskedForAtOnce() throws {
    let repository = try repository()
    var paths = try (0..<4_000).map { try RepositoryPath("no-such-folder/file-\($0)-with-a-long-name.txt") }
    paths.append(try RepositoryPath("d"))
    #expect(try repository.open().trackedFiles(paths: paths).map(\.path.text) == ["d/b.txt"])
  }

  @Test func missingObjectIsNamed() throws {
    let repository = try repository()
    let id = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
    let refusal = #expect(throws: Refusal.self) { _ = try repository.open().blob(id) }
    #expect(refusal?.code == .missingObject)
    #expect(refusal?.remedy != nil)
  }

  @Test func historyAndContext() throws {
    let repository = try repository()
    try repository.write("d/b.txt", "second word\n")
    try repository.commit("second")
    let opened = try repository.open()
    #expect(try opened.head().branchName == "main")
    #expect(try opened.subjects(touching: [RepositoryPath("d")], count: 5) == ["second", "first"])
    #expect(try opened.subjects(touching: [RepositoryPath("a.txt")], count: 5) == ["first"])
    #expect(try opened.authorIdentity().hasPrefix("Ada <ada@example.com> "))
    #expect(try opened.files(mentioning: "word", limit: 10).map(\.text) == ["d/b.txt"])
    #expect(try opened.files(mentioning: "wor", limit: 10).isEmpty)
    #expect(try opened.headBlob(at: RepositoryPath("d/b.txt")) == utf8("second word\n"))
    #expect(try opened.headBlob(at: RepositoryPath("none")) == nil)
  }

  @Test func generatedFilesAreKnown() throws {
    let repository = try repository()
    try repository.write(".gitattributes", "d/** linguist-generated=true\n")
    let paths = [try RepositoryPath("a.txt"), try RepositoryPath("d/b.txt")]
    #expect(try repository.open().generatedPaths(among: paths).map(\.text) == ["d/b.txt"])
  }

  /// Programs that a repository's own configuration names leave a mark when they run; reading leaves none.
  @Test func readingRunsNoProgramOfTheRepository() throws {
    let repository = try repository()
    let mark = repository.scratch + "/mark"
    try repository.write("../evil", "#!/bin/sh\necho ran \"$0\" >>\(mark)\ncat\n", mode: 0o755)
    let program = repository.scratch + "/evil"
    for key in [
      "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "diff.e.textconv",
      "diff.e.command", "filter.e.clean", "filter.e.smudge", "filter.e.process", "alias.diff", "alias.ls-files",
      "pager.diff", "pager.log", "gpg.program", "credential.helper",
    ] { try repository.git("config", key, program) }
    try repository.git("config", "log.showSignature", "true")
    try repository.git("config", "core.hooksPath", repository.scratch + "/hooks")
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman"] {
      try repository.write("../hooks/" + hook, "#!/bin/sh\necho hook >>\(mark)\n", mode: 0o755)
    }
    try repository.write(".git/info/attributes", "* filter=e diff=e\n")
    try repository.write("a.txt", numbered(20, [3: "other"]))
    let opened = try repository.open()
    _ = try opened.stagedChanges()
    #expect(try opened.unstagedChanges().count == 1)
    _ = try opened.trackedFiles()
    _ = try opened.stagedDiff()
    _ = try opened.unstagedDiff()
    _ = try opened.subjects(touching: [], count: 3)
    _ = try opened.conversions(of: [RepositoryPath("a.txt")])
    _ = try opened.files(mentioning: "line", limit: 5)
    _ = opened.unfinishedRuns()
    try opened.checkWritable()
    #expect(!repository.exists(mark), "\(repository.text(mark) ?? "")")
  }
}
