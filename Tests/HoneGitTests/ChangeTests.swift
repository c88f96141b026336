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
    let commit = try #require(try opened.head().commit)
    try repository.write("d/c.txt", "third word\n")
    try repository.stage("d/c.txt")
    #expect(try opened.files(mentioning: "word", limit: 10).map(\.text) == ["d/b.txt", "d/c.txt"])
    #expect(try opened.files(mentioning: "word", in: commit, limit: 10).map(\.text) == ["d/b.txt"])
    #expect(try opened.headBlob(at: RepositoryPath("d/b.txt")) == utf8("second word\n"))
    #expect(try opened.headBlob(at: RepositoryPath("none")) == nil)
  }

  @Test func generatedFilesAreKnown() throws {
    let repository = try repository()
    try repository.write(".gitattributes", "d/** linguist-generated=true\n")
    let paths = [try RepositoryPath("a.txt"), try RepositoryPath("d/b.txt")]
    #expect(try repository.open().generatedPaths(among: paths).map(\.text) == ["d/b.txt"])
  }
}
