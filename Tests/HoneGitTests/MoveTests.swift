import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// A file that is moved takes along what is staged and what is not, each where it was.
@Suite struct MoveTests {
  private func repository(_ unstaged: [Int: String] = [:], mode: UInt32 = 0o644) throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("src/a.txt", numbered(), mode: mode)
    try repository.commit()
    if !unstaged.isEmpty { try repository.write("src/a.txt", numbered(20, unstaged), mode: mode) }
    return repository
  }

  /// The move of `src/a.txt` to `lib/a.txt` with line 10 changed.
  private func writes(_ repository: ScriptedRepository, from base: FileWrite.Base) throws -> [FileWrite] {
    let path = try RepositoryPath("src/a.txt")
    let entry = try #require(try repository.open().trackedFiles(paths: [path]).first).entry
    let original =
      base == .workTree ? try #require(repository.bytes("src/a.txt")) : try repository.staged("src/a.txt")
    let result = String(decoding: original, as: UTF8.self).replacing("line 10\n", with: "fixed\n")
    var creation = FileWrite(
      path: try RepositoryPath("lib/a.txt"), base: .staged, entry: nil, original: nil, result: utf8(result),
      newMode: entry.mode)
    creation.origin = path
    return [
      creation, FileWrite(path: path, base: base, entry: entry, original: original, result: nil),
    ]
  }

  @Test(arguments: [FileWrite.Base.workTree, .staged], [0, 1])
  func unstagedLinesStayUnstaged(base: FileWrite.Base, commits: Int) throws {
    let repository = try repository([2: "SECRET"])
    let before = try repository.snapshot()
    let writes = try writes(repository, from: base)
    var destination = WriteDestination.index
    if commits > 0 {
      let head = ObjectID(hex: try repository.head())
      destination = .commits([CommitPart(message: utf8("Move"))], head: head, coAuthor: nil)
    }
    let run = try repository.write(writes, to: destination).run
    #expect(try repository.stagedText("lib/a.txt") == numbered(20, [10: "fixed"]))
    #expect(repository.text("lib/a.txt") == numbered(20, [2: "SECRET", 10: "fixed"]))
    #expect(!repository.exists("src/a.txt"))
    #expect(try repository.git("ls-files") == "lib/a.txt\n")
    if commits > 0 {
      #expect(try repository.status() == [" M lib/a.txt"])
      #expect(try repository.git("show", "HEAD:lib/a.txt") == numbered(20, [10: "fixed"]))
    }
    _ = try repository.open().undo(run)
    #expect(try repository.snapshot() == before)
    #expect(try repository.fsck() == nil)
  }

  /// The mode that git knows is the staged one; that of the file is the file's.
  @Test(arguments: [0o600, 0o755, 0o444] as [UInt32])
  func modesGoWithTheFile(mode: UInt32) throws {
    let repository = try repository()
    _ = try repository.run("chmod", [String(mode, radix: 8), "src/a.txt"])
    let run = try repository.write(writes(repository, from: .staged)).run
    #expect(repository.permissions("lib/a.txt") == mode)
    #expect(try repository.git("ls-files", "-s").hasPrefix("100644 "))
    _ = try repository.open().undo(run)
    #expect(repository.permissions("src/a.txt") == mode)
  }

  @Test(arguments: [FileWrite.Base.workTree, .staged])
  func editOfUnstagedLinesRefusesTheMove(base: FileWrite.Base) throws {
    let repository = try repository([10: "line 10", 11: "mine"])
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { try repository.write(writes(repository, from: base)) }
    #expect(refusal?.code == .unstagedOverlap && refusal?.path?.text == "src/a.txt")
    #expect(refusal?.remedy == "git add it first")
    #expect(try repository.snapshot() == before)
  }

  @Test func fileThatIsNotTrackedIsNotTrackedAfterwards() throws {
    let repository = try repository()
    try repository.write("src/b.txt", "b\n")
    var creation = try repository.newWrite("lib/b.txt", "c\n")
    creation.origin = try RepositoryPath("src/b.txt")
    let deletion = FileWrite(
      path: try RepositoryPath("src/b.txt"), base: .workTree, entry: nil, original: utf8("b\n"), result: nil)
    try repository.write([creation, deletion])
    #expect(try repository.status() == ["?? lib/b.txt"])
    #expect(repository.text("lib/b.txt") == "c\n")
  }
}
