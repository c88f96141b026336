import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Modes, hostile names, links and other things that stand where a file should.
@Suite struct PathTests {
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.sh", numbered(), mode: 0o755)
    try repository.write("d/b.txt", numbered())
    try repository.commit()
    return repository
  }

  @Test func executableBitSurvives() throws {
    let repository = try repository()
    try repository.write([repository.stagedWrite("a.sh", numbered(20, [10: "fixed"]))])
    #expect(repository.permissions("a.sh") == 0o755)
    #expect(try repository.git("ls-files", "-s", "a.sh").hasPrefix("100755 "))
    #expect(try repository.git("diff", "--cached", "--summary") == "")
  }

  @Test func unusualPermissionsSurvive() throws {
    let repository = try repository()
    _ = try repository.run("chmod", ["640", "d/b.txt"])
    try repository.write([repository.stagedWrite("d/b.txt", "new\n")])
    #expect(repository.permissions("d/b.txt") == 0o640)
  }

  @Test func symbolicLinkAndSubmoduleEntriesAreRefused() throws {
    let repository = try repository()
    try repository.link("l", to: "a.sh")
    try repository.git("update-index", "--add", "--cacheinfo", "160000,\(try repository.head()),sub")
    try repository.stage("l")
    for (name, word) in [("l", "link"), ("sub", "submodule")] {
      let path = try RepositoryPath(name)
      let entry = try repository.open().trackedFiles(paths: [path]).first?.entry
      let write = FileWrite(path: path, base: .staged, entry: entry, original: utf8("a.sh"), result: utf8("x"))
      let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
      #expect(refusal?.code == .notAFile)
      #expect(refusal?.message.contains(word) == true)
    }
  }

  @Test func linkInPlaceOfTheFileIsLeftAlone() throws {
    let repository = try repository()
    try repository.write("../outside", "outside\n")
    try repository.remove("d/b.txt")
    try repository.link("d/b.txt", to: repository.scratch + "/outside")
    let outcome = try repository.write([repository.stagedWrite("d/b.txt", "new\n")])
    guard case .left(let refusal) = try #require(outcome.files.first).workTree else {
      Issue.record("the link was not left")
      return
    }
    #expect(refusal.code == .notAFile)
    #expect(repository.text("../outside") == "outside\n")
    #expect(try repository.stagedText("d/b.txt") == "new\n")
  }

  @Test func linkInPlaceOfAFolderIsRefused() throws {
    let repository = try repository()
    _ = try repository.run("mv", ["d", "../elsewhere"])
    try repository.link("d", to: repository.scratch + "/elsewhere")
    for write in [try repository.stagedWrite("d/b.txt", "new\n"), try repository.newWrite("d/n.txt", "n\n")] {
      let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
      #expect(refusal?.code == .unsafePath)
    }
    #expect(repository.text("../elsewhere/b.txt") == numbered())
    #expect(repository.names(in: repository.scratch + "/elsewhere") == ["b.txt"])
  }

  @Test func fileWhereAFolderMustBeIsRefused() throws {
    let repository = try repository()
    for name in ["a.sh/child", "d"] {
      let refusal = #expect(throws: Refusal.self) { try repository.write([repository.newWrite(name, "n\n")]) }
      #expect(refusal?.code == .unsafePath)
    }
    #expect(try repository.git("ls-files") == "a.sh\nd/b.txt\n")
  }

  @Test func existingUntrackedFileIsNotReplacedByANewOne() throws {
    let repository = try repository()
    try repository.write("n.txt", "mine\n")
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.newWrite("n.txt", "new\n")]) }
    #expect(refusal?.code == .moved)
    #expect(repository.text("n.txt") == "mine\n")
  }

  @Test func caseFoldingTwinIsRefusedWhereTheFileSystemFolds() throws {
    let repository = try repository()
    try repository.git("config", "core.ignorecase", "true")
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.newWrite("A.sh", "n\n")]) }
    #expect(refusal?.code == .unsafePath)
    let before = try repository.snapshot()
    let twins = [try repository.newWrite("new.txt", "1\n"), try repository.newWrite("New.txt", "2\n")]
    #expect(throws: Refusal.self) { try repository.write(twins) }
    #expect(try repository.snapshot() == before)
  }

  @Test(arguments: [["n", "n/m"], ["n/m", "n"], ["n/m/o", "n/m"]])
  func fileAndFolderOfOneNameInOneRunAreRefused(names: [String]) throws {
    let repository = try repository()
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) {
      try repository.write(names.map { try repository.newWrite($0, "n\n") })
    }
    #expect(refusal?.code == .unsafePath)
    #expect(try repository.snapshot() == before)
  }

  @Test func untrackedFileWhereAFolderMustBeIsRefused() throws {
    let repository = try repository()
    try repository.write("n", "mine\n")
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) { try repository.write([repository.newWrite("n/m", "n\n")]) }
    #expect(refusal?.code == .unsafePath)
    #expect(try repository.snapshot() == before)
  }

  /// The whole path is longer than the system takes in one piece; its folders are entered one after the other.
  @Test(arguments: [RepositoryPath.maximumLength, 4_000, 2_000])
  func longPathIsWrittenAndUndone(length: Int) throws {
    let repository = try repository()
    let folders = String(repeating: String(repeating: "x", count: 199) + "/", count: (length - 1) / 200)
    let path = try RepositoryPath(folders + String(repeating: "y", count: length - folders.utf8.count))
    #expect(path.bytes.count == length)
    let write = FileWrite(path: path, base: .staged, entry: nil, original: nil, result: utf8("new\n"))
    let outcome = try repository.open().write([write], details: RunDetails(kind: "edit"))
    let opened = try repository.open()
    #expect(try opened.workTreeFile(at: path)?.bytes == utf8("new\n"))
    #expect(try opened.trackedFiles(paths: [path]).map(\.path) == [path])
    _ = try opened.undo(outcome.run)
    #expect(try repository.status() == [])
    #expect(repository.names(in: ".") == [".git", "a.sh", "d"])
  }

  @Test(arguments: [
    "/etc/passwd", "../x", "a//b", "a/", "./a", "a\u{0}b", ".git/hooks/pre-commit", ".GIT/config", "git~1/config",
    ".g\u{200c}it/config", "d/.git", "", String(repeating: "x/", count: 2_048) + "x",
    String(repeating: "x/", count: 2_047) + "xx", "d/../.git/config", "a/.GiT", "b/git~1",
  ])
  func hostilePathIsNoPath(text: String) {
    let refusal = #expect(throws: Refusal.self) { _ = try RepositoryPath(text) }
    #expect(refusal?.code == .unsafePath)
  }

  /// A name with a line feed is one that git checks out, as any other.
  @Test func nameWithALineFeedIsReadWrittenAndUndone() throws {
    let repository = try repository()
    try repository.write("a\nb", "new\n")
    try repository.git("add", "--all")
    let path = try RepositoryPath(bytes: utf8("a\nb"))
    #expect(!path.isOneLine)
    let opened = try repository.open()
    #expect(try opened.stagedVersions().versions.map(\.path) == [path])
    #expect(try opened.stagedVersions(paths: [path]).versions.map(\.path) == [path])
    #expect(try opened.stagedChanges().map(\.path) == [path])
    let entry = try #require(try opened.stagedVersions().versions.first).entry
    let write = FileWrite(path: path, base: .staged, entry: entry, original: utf8("new\n"), result: utf8("newer\n"))
    let outcome = try opened.write([write], details: RunDetails(kind: "edit"))
    #expect(repository.bytes("a\nb") == utf8("newer\n"))
    #expect(try opened.runs().first?.files.map(\.path) == [path])
    _ = try opened.undo(outcome.run)
    #expect(repository.bytes("a\nb") == utf8("new\n"))
    #expect(try opened.stagedVersions().versions.map(\.entry) == [entry])
    try repository.git("commit", "--quiet", "-m", "named")
    #expect(
      try opened.commitVersions(include: ["HEAD"], exclude: ["HEAD~1"]).flatMap(\.versions).map(\.path) == [path])
    #expect(try opened.treeVersions(of: "HEAD").versions.map(\.path).contains(path))
    for text in ["../x\n", "/x\n", ".git/x\n", "a//b", "d/\n/../x"] {
      #expect(throws: Refusal.self) { _ = try RepositoryPath(bytes: utf8(text)) }
    }
  }

  @Test func nameThatIsNotUTF8IsWrittenAndUndone() throws {
    let repository = try repository()
    let path = try RepositoryPath(bytes: [0x66, 0xff, 0x20, 0x5c, 0x09, 0x2a])
    let write = FileWrite(path: path, base: .staged, entry: nil, original: nil, result: utf8("new\n"))
    let outcome = try repository.open().write([write], details: RunDetails(kind: "edit"))
    let opened = try repository.open()
    #expect(try opened.workTreeFile(at: path)?.bytes == utf8("new\n"))
    #expect(try opened.stagedChanges(paths: [path]).map(\.path) == [path])
    #expect(try opened.runs().first?.files.map(\.path) == [path])
    _ = try opened.undo(outcome.run)
    #expect(try repository.status() == [])
  }

  @Test func nameThatLooksLikeAPatternIsTakenLiterally() throws {
    let repository = try repository()
    try repository.write("*", "star\n")
    try repository.write(":(top)x", "magic\n")
    try repository.git("--literal-pathspecs", "add", "--", "*", ":(top)x")
    let opened = try repository.open()
    #expect(try opened.trackedFiles(paths: [RepositoryPath("*")]).map(\.path.text) == ["*"])
    #expect(try opened.trackedFiles(paths: [RepositoryPath(":(top)x")]).count == 1)
  }

  @Test func argumentsAreRelativeToTheFolderOfTheUser() throws {
    let repository = try repository()
    let opened = try repository.open(at: repository.path + "/d")
    #expect(opened.prefix == utf8("d/"))
    #expect(try opened.path(forArgument: utf8("b.txt"))?.text == "d/b.txt")
    #expect(try opened.path(forArgument: utf8("../a.sh"))?.text == "a.sh")
    #expect(try opened.path(forArgument: utf8("..")) == nil)
    #expect(try opened.path(forArgument: utf8(repository.path + "/d/./b.txt"))?.text == "d/b.txt")
    for argument in ["../../x", "/etc/passwd", repository.scratch] {
      let refusal = #expect(throws: Refusal.self) { _ = try opened.path(forArgument: utf8(argument)) }
      #expect(refusal?.code == .outsideRepository)
    }
  }

  @Test func binaryAndLargeContentIsRefused() throws {
    let repository = try repository()
    for result in ["a\0b", String(repeating: "x", count: TextLimit.bytes + 1)] {
      let refusal = #expect(throws: Refusal.self) { try repository.write([repository.newWrite("n.txt", result)]) }
      #expect(refusal?.code == .notText)
    }
  }
}
