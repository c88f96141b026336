import Foundation
import HoneCore
import HoneTestSupport
import Testing

@testable import HoneGit

/// The tracked files as they are read without git, and the repository as it is found without git.
@Suite struct IndexedFilesTests {
  private func files(_ fixture: ScriptedRepository) throws -> [String: Bool] {
    let listed = try fixture.open().indexedFiles(where: { _ in true })
    let files = try #require(listed)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.path.text, $0.isSettled) })
  }

  /// Writes the index once more, in an instant that is later than the files'.
  private func settle(_ fixture: ScriptedRepository) throws {
    _ = try fixture.run("sleep", ["0.02"])
    _ = try fixture.run("git", ["update-index", "--really-refresh", "--force-write-index"])
  }

  @Test func tellsWhatIsSurelyUnchanged() throws {
    let fixture = try ScriptedRepository()
    for name in ["a.py", "b/c.py", "kept.py", "gone.py", "skipped.py", "assumed.py"] {
      try fixture.write(name, "x = 1\n")
    }
    try fixture.git("add", "-A")
    try fixture.git("commit", "-q", "-m", "first")
    try settle(fixture)
    #expect(try files(fixture).count == 6)
    #expect(try files(fixture).values.allSatisfy { $0 })
    try fixture.git("update-index", "--skip-worktree", "skipped.py")
    try fixture.git("update-index", "--assume-unchanged", "assumed.py")
    try fixture.write("new.py", "y\n")
    try fixture.git("add", "-N", "new.py")
    try settle(fixture)
    try fixture.write("a.py", "x = 2\n")
    try fixture.remove("gone.py")
    #expect(try files(fixture) == ["a.py": false, "b/c.py": true, "gone.py": false, "kept.py": true, "new.py": false])
    try fixture.remove("skipped.py")
    let all = try fixture.open().indexedFiles(where: { _ in true }, includesMarked: true)
    let marked = try #require(all).filter { $0.mark != nil }
    // One that is not there is not told.
    #expect(marked.map(\.path.text) == ["assumed.py"] && marked[0].mark == .assumeUnchanged && !marked[0].isSettled)
    #expect(all?.count == 6)
  }

  @Test(arguments: ["2", "4"])
  func agreesWithGit(version: String) throws {
    let fixture = try ScriptedRepository()
    for number in 0..<60 { try fixture.write("d\(number % 7)/f\(number).py", "x = \(number)\n") }
    try fixture.git("add", "-A")
    try fixture.git("update-index", "--index-version", version)
    let repository = try fixture.open()
    let chosen = repository.indexedFiles(where: { $0.starts(with: "d1/".utf8) || $0.starts(with: "d2/".utf8) })
    let read = try #require(chosen)
    let listed = try repository.trackedFiles().filter { ["d1", "d2"].contains($0.path.text.prefix(2)) }
    #expect(read.map(\.path) == listed.map(\.path))
    #expect(read.map(\.entry) == listed.map(\.entry))
    let few = repository.indexedFiles(
      where: { $0.starts(with: "d1/".utf8) }, isNeeded: { path, _ in path.last == 0x79 })
    #expect(few?.map(\.path) == listed.map(\.path).filter { $0.text.hasPrefix("d1/") })
    let none = repository.indexedFiles(where: { _ in true }, isNeeded: { _, _ in false })
    #expect(none == [])
  }

  /// So many that threads read parts of the index, in version 4 too, where every name builds on the one before.
  @Test(arguments: ["2", "4"])
  func agreesWithGitWhereThereAreMany(version: String) throws {
    let fixture = try ScriptedRepository()
    try fixture.write("a.py", "x\n")
    let id = try fixture.git("hash-object", "-w", "a.py").trimmingCharacters(in: .newlines)
    let lines = (0..<1_500).map { "100644 \(id) 0\td\($0 % 37)/e/f\($0).\($0 % 3 == 0 ? "py" : "c")\n" }
    try fixture.git(["update-index", "--index-info"], input: lines.joined())
    try fixture.git("update-index", "--index-version", version)
    let repository = try fixture.open()
    let listed = try repository.trackedFiles().filter { $0.path.text.hasSuffix(".py") }
    let chosen = repository.indexedFiles(
      choosing: 0,
      where: { seen, path in
        // Each thread has its own.
        seen += 1
        return path.suffix(3).elementsEqual(".py".utf8)
      })
    let read = try #require(chosen)
    #expect(read.count == 500 && read.map(\.path) == listed.map(\.path) && read.map(\.entry) == listed.map(\.entry))
    #expect(!read.contains { $0.isSettled })
  }

  @Test func findsTheRepositoryAsGitDoes() throws {
    let fixture = try ScriptedRepository()
    try fixture.write("a/b/c.py", "x\n")
    try fixture.git("add", "-A")
    try fixture.git("commit", "-q", "-m", "first")
    try fixture.git("worktree", "add", "-q", "linked")
    for folder in ["", "/a", "/a/b", "/linked", "/linked/a"] {
      let asked = try Repository.open(at: fixture.path + folder, environment: fixture.environment)
      let found = try Repository.openToRead(at: fixture.path + folder, environment: fixture.environment)
      #expect(found.workTree == asked.workTree)
      #expect(found.gitDirectory == asked.gitDirectory)
      #expect(found.commonDirectory == asked.commonDirectory)
      #expect(found.indexFile == asked.indexFile)
      #expect(found.prefix == asked.prefix)
    }
    #expect(throws: Refusal.self) {
      try Repository.openToRead(at: fixture.path + "/.git/refs", environment: fixture.environment)
    }
    try fixture.git("config", "core.worktree", fixture.path + "/a")
    let found = try Repository.openToRead(at: fixture.path + "/a", environment: fixture.environment)
    #expect(found.workTree == Array((fixture.path + "/a").utf8))
  }
}
