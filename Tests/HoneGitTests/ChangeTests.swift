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
    #expect(try opened.files(mentioning: "word", limit: 10).map(\.text) == ["d/b.txt"])
    #expect(try opened.files(mentioning: "wor", limit: 10).isEmpty)
    let commit = try #require(try opened.head().commit)
    try repository.write("d/c.txt", "third word\n")
    try repository.stage("d/c.txt")
    #expect(try opened.files(mentioning: "word", limit: 10).map(\.text) == ["d/b.txt", "d/c.txt"])
    #expect(try opened.files(mentioning: "word", in: commit, limit: 10).map(\.text) == ["d/b.txt"])
  }

  /// More paths than one command line takes.
  @Test func manyPathsAreNoReasonNotToStartGit() throws {
    let repository = try repository()
    try repository.write("a.txt", "staged\n")
    try repository.stage("a.txt")
    try repository.write("d/b.txt", "unstaged\n")
    try repository.write("n.txt", "new\n")
    let opened = try repository.open()
    let padding = String(repeating: "x", count: 100)
    let paths =
      try ["a.txt", "d/b.txt", "n.txt"].map { try RepositoryPath($0) }
      + (0..<30_000).map { try RepositoryPath("\(padding)/\($0)") }
    #expect(try String(decoding: opened.stagedDiff(paths: paths), as: UTF8.self).contains("+staged"))
    #expect(try String(decoding: opened.unstagedDiff(paths: paths), as: UTF8.self).contains("+unstaged"))
    #expect(try opened.subjects(touching: paths, count: 1) == ["first"])
    #expect(try opened.untrackedFiles(paths: paths).map(\.text) == ["n.txt"])
    #expect(try opened.stagedVersions(paths: paths).versions.map(\.path.text) == ["a.txt"])
    let head = try repository.head()
    func changed(_ paths: [RepositoryPath], excluding names: [String] = []) throws -> [String] {
      try opened.commitVersions(include: [head], exclude: names, paths: paths).flatMap(\.versions).map(\.path.text)
    }
    #expect(try changed(paths) == ["a.txt", "d/b.txt"] && changed(Array(paths.dropFirst())) == ["d/b.txt"])
    let names = [String](repeating: head, count: 60_000)
    #expect(try changed([], excluding: names) == [] && opened.commitCount(include: names, exclude: []) == 1)
    #expect(try opened.commitCount(include: ["--branches"], exclude: ["--tags"] + names) == 0)
  }

}
