import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// What becomes of the staged and the unstaged version of a file when the staged one is edited, row by row.
@Suite struct PartiallyStagedTests {
  private let fixed = numbered(20, [10: "fixed"])

  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    return repository
  }

  @Test func sameContentIsWrittenToBoth() throws {
    let repository = try repository()
    let outcome = try repository.write([repository.stagedWrite("a.txt", fixed)])
    #expect(outcome.files.map(\.index) == [.changed])
    #expect(outcome.files.map(\.workTree) == [.changed])
    #expect(try repository.status() == ["M  a.txt"])
    #expect(repository.text("a.txt") == fixed)
    #expect(try repository.stagedText("a.txt") == fixed)
    #expect(try repository.fsck() == nil)
  }

  @Test func distantUnstagedEditStaysUnstaged() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    try repository.write([repository.stagedWrite("a.txt", fixed)])
    #expect(try repository.stagedText("a.txt") == fixed)
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 10: "fixed"]))
    #expect(try repository.git("diff", "-U0").contains("+mine"))
    #expect(try !repository.git("diff", "-U0").contains("fixed"))
  }

  @Test func stagedAndUnstagedHunksStayApart() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "staged"]))
    try repository.stage("a.txt")
    try repository.write("a.txt", numbered(20, [2: "staged", 18: "unstaged"]))
    try repository.write([repository.stagedWrite("a.txt", numbered(20, [2: "staged", 10: "fixed"]))])
    #expect(try repository.stagedText("a.txt") == numbered(20, [2: "staged", 10: "fixed"]))
    #expect(repository.text("a.txt") == numbered(20, [2: "staged", 10: "fixed", 18: "unstaged"]))
    #expect(try repository.status() == ["MM a.txt"])
  }

  /// A file that was staged and changed in the moment in which the index was written: only the time of the index tells git that it
  /// has to look.
  @Test func `What changed in the moment in which it was staged stays visible`() throws {
    let repository = try repository()
    try repository.write("b.txt", "one\n")
    try repository.commit()
    try repository.git("config", "core.trustctime", "false")
    func touch(_ name: String) throws { _ = try repository.run("touch", ["-d", "2020-01-01 00:00:00", name]) }
    try repository.write("b.txt", "two\n")
    try touch("b.txt")
    try repository.stage("b.txt")
    try repository.write("b.txt", "six\n")
    try touch("b.txt")
    try touch(".git/index")
    try #require(try repository.git("--no-optional-locks", "status", "--porcelain") == "MM b.txt\n")
    try repository.write([repository.stagedWrite("a.txt", fixed)])
    #expect(try repository.status() == ["M  a.txt", "MM b.txt"])
  }

  @Test func `Permissions that change while a run writes stay`() throws {
    let repository = try repository()
    try repository.write([repository.stagedWrite("a.txt", fixed)]) { step in
      if step == .staged { _ = try? repository.run("chmod", ["755", "a.txt"]) }
      return nil
    }
    #expect(try repository.status() == ["MM a.txt"])
    #expect(try repository.git("diff", "--summary").contains("mode change 100644 => 100755"))
    #expect(repository.text("a.txt") == fixed)
  }

  @Test(arguments: [10, 9, 11])
  func overlappingUnstagedEditIsLeftByteIdentical(line: Int) throws {
    let repository = try repository()
    let mine = numbered(20, [line: "mine"])
    try repository.write("a.txt", mine)
    let outcome = try repository.write([repository.stagedWrite("a.txt", fixed)])
    guard case .left(let refusal) = try #require(outcome.files.first).workTree else {
      Issue.record("the work-tree file was not left")
      return
    }
    #expect(refusal.code == .unstagedOverlap)
    #expect(refusal.remedy != nil)
    #expect(repository.text("a.txt") == mine)
    #expect(try repository.stagedText("a.txt") == fixed)
  }

  @Test func deletedFileStaysDeleted() throws {
    let repository = try repository()
    try repository.remove("a.txt")
    try repository.write([repository.stagedWrite("a.txt", fixed)])
    #expect(try repository.stagedText("a.txt") == fixed)
    #expect(!repository.exists("a.txt"))
    #expect(try repository.status() == ["MD a.txt"])
  }

  @Test func fileThatHasTheFixAlreadyKeepsOnlyTheOtherEdit() throws {
    let repository = try repository()
    try repository.write("a.txt", numbered(20, [2: "mine", 10: "fixed"]))
    let outcome = try repository.write([repository.stagedWrite("a.txt", fixed)])
    #expect(outcome.files.map(\.workTree) == [.unchanged])
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 10: "fixed"]))
    #expect(try repository.stagedText("a.txt") == fixed)
  }

  @Test func editOfTheWorkTreeIsMergedIntoTheIndex() throws {
    let repository = try repository()
    let mine = numbered(20, [2: "mine"])
    try repository.write("a.txt", mine)
    var write = try repository.stagedWrite("a.txt", numbered(20, [2: "mine", 10: "fixed"]))
    write.base = .workTree
    write.original = .bytes(utf8(mine))
    try repository.write([write])
    #expect(try repository.stagedText("a.txt") == fixed)
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 10: "fixed"]))
  }

  @Test func editOfUnstagedLinesChangesOnlyTheFile() throws {
    let repository = try repository()
    let mine = numbered(20, [10: "mine"])
    try repository.write("a.txt", mine)
    var write = try repository.stagedWrite("a.txt", numbered(20, [10: "mine, fixed"]))
    write.base = .workTree
    write.original = .bytes(utf8(mine))
    let outcome = try repository.write([write])
    guard case .left(let refusal) = try #require(outcome.files.first).index else {
      Issue.record("the index was not left")
      return
    }
    #expect(refusal.code == .unstagedOverlap)
    #expect(try repository.stagedText("a.txt") == numbered())
    #expect(repository.text("a.txt") == numbered(20, [10: "mine, fixed"]))
  }
}
