import HoneCore
import HoneGit
import HoneTestSupport
import Testing

/// The blob that is staged is the blob that `git add` would stage, or the path is refused.
@Suite struct FilterTests {
  /// A committed file under attributes, checked out again so that the work tree is as git makes it.
  private func repository(
    attributes: String, configuration: [[String]] = [], content: String = numbered()
  ) throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    for pair in configuration { try repository.git(["config"] + pair) }
    try repository.write(".gitattributes", attributes + "\n")
    try repository.write("a.txt", content)
    try repository.commit()
    try repository.remove("a.txt")
    try repository.git("checkout", "--", "a.txt")
    return repository
  }

  /// Edits the tenth line and sees that git agrees with what was staged and written.
  private func expectGitAgrees(_ repository: ScriptedRepository) throws {
    let old = try repository.stagedText("a.txt")
    let new = old.replacing("line 10", with: "fixed")
    let outcome = try repository.write([repository.stagedWrite("a.txt", new)])
    #expect(outcome.files.map(\.workTree) == [.changed])
    #expect(try repository.status() == ["M  a.txt"])
    let staged = try repository.git("rev-parse", ":a.txt")
    #expect(try repository.git("hash-object", "--path=a.txt", "a.txt") == staged)
    try repository.git("add", "--renormalize", "a.txt")
    #expect(try repository.git("rev-parse", ":a.txt") == staged)
    #expect(try repository.fsck() == nil)
  }

  @Test func autocrlf() throws {
    let repository = try repository(attributes: "# none", configuration: [["core.autocrlf", "true"]])
    #expect(repository.text("a.txt")?.contains("\r\n") == true)
    try expectGitAgrees(repository)
    #expect(repository.bytes("a.txt") == utf8(numbered(20, [10: "fixed"]).replacing("\n", with: "\r\n")))
  }

  @Test func eolAttribute() throws {
    let repository = try repository(attributes: "*.txt text eol=crlf")
    try expectGitAgrees(repository)
    #expect(repository.bytes("a.txt") == utf8(numbered(20, [10: "fixed"]).replacing("\n", with: "\r\n")))
  }

  @Test(arguments: ["* text=auto", "*.txt text", "*.txt text eol=lf"])
  func textWithLineFeeds(attributes: String) throws {
    let repository = try repository(attributes: attributes)
    let path = try RepositoryPath("a.txt")
    #expect(try repository.open().conversions(of: [path])[path] == .success(.lineFeeds))
    try expectGitAgrees(repository)
    // A result with carriage returns is stored without them, as git add does.
    try repository.write([repository.newWrite("b.txt", "one\r\ntwo\r\n")])
    #expect(try repository.git("hash-object", "--path=b.txt", "b.txt") == repository.git("rev-parse", ":b.txt"))
    #expect(try repository.stagedText("b.txt") == "one\ntwo\n")
  }

  @Test(arguments: [("input", nil, Conversion.lineFeeds), ("true", nil, .builtIn), ("false", "crlf", .none)])
  func conversionByConfiguration(autocrlf: String, eol: String?, expected: Conversion) throws {
    let repository = try repository(attributes: "# none", configuration: [["core.autocrlf", autocrlf]])
    if let eol { try repository.git("config", "core.eol", eol) }
    let path = try RepositoryPath("a.txt")
    #expect(try repository.open().conversions(of: [path])[path] == .success(expected))
  }

  /// Automatic conversion leaves a file alone that has CRLF in the index, and so does an edit of it.
  @Test(arguments: [
    ("* text=auto", nil), ("* text=auto eol=crlf", nil), ("* text=auto eol=lf", nil), ("# none", "input"),
    ("# none", "true"),
  ])
  func carriageReturnsOfTheIndexStay(attributes: String, autocrlf: String?) throws {
    func crlf(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
    for base in [FileWrite.Base.staged, .workTree] {
      let repository = try ScriptedRepository()
      try repository.write("a.txt", crlf(numbered()))
      try repository.commit()
      if let autocrlf { try repository.git("config", "core.autocrlf", autocrlf) }
      try repository.write(".gitattributes", attributes + "\n")
      try repository.git("add", ".gitattributes")
      try repository.git("commit", "-qm", "attributes")
      let path = try RepositoryPath("a.txt")
      if base == .workTree { try repository.write("a.txt", crlf(numbered(20, [2: "mine"]))) }
      var write = try repository.stagedWrite(
        "a.txt", crlf(numbered(20, base == .staged ? [10: "fixed"] : [2: "mine", 10: "fixed"])))
      write.base = base
      let opened = try repository.open()
      let conversion = try #require(try opened.conversions(of: [path])[path]?.get())
      if base == .workTree {
        write.original = try opened.stagedForm(at: path, conversion: conversion).map { .bytes($0) }
      }
      let outcome = try repository.write([write])
      #expect(outcome.files.map(\.workTree) == [.changed] && outcome.files.map(\.index) == [.changed])
      #expect(try repository.stagedText("a.txt") == crlf(numbered(20, [10: "fixed"])))
      #expect(try repository.git("diff", "--cached", "--numstat") == "1\t1\ta.txt\n")
      #expect(repository.text("a.txt")?.contains("10") == false)
      let staged = try repository.git("rev-parse", ":a.txt")
      if base == .staged {
        #expect(try repository.status() == ["M  a.txt"])
        try repository.git("add", "a.txt")
        #expect(try repository.git("rev-parse", ":a.txt") == staged)
      }
      #expect(try repository.fsck() == nil)
    }
  }

  /// What an attribute calls text is converted whatever the index holds.
  @Test(arguments: ["*.txt text", "*.txt eol=lf", "*.txt text eol=lf"])
  func carriageReturnsThatAnAttributeForbidsGo(attributes: String) throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", "one\r\ntwo\r\n")
    try repository.commit()
    try repository.write(".gitattributes", attributes + "\n")
    try repository.write([repository.stagedWrite("a.txt", "one\r\nzwei\r\n")])
    #expect(try repository.stagedText("a.txt") == "one\nzwei\n")
    // So does git itself with such a file.
    let staged = try repository.git("rev-parse", ":a.txt")
    try repository.git("reset", "-q", "--hard")
    try repository.write(".gitattributes", attributes + "\n")
    try repository.write("a.txt", "one\r\nzwei\r\n")
    try repository.git("add", "a.txt")
    #expect(try repository.git("rev-parse", ":a.txt") == staged)
  }

  /// A file that is moved is staged as `git mv`, an edit and `git add` stage it.
  @Test(arguments: ["* text=auto", "* text=auto eol=lf", "*.txt text", "# none"])
  func carriageReturnsGoWhereTheFileGoes(attributes: String) throws {
    let (old, new) = ("one\r\ntwo\r\n", "one\r\nzwei\r\n")
    func repository() throws -> ScriptedRepository {
      let repository = try ScriptedRepository()
      try repository.write("a.txt", old)
      try repository.commit()
      try repository.write(".gitattributes", attributes + "\n")
      try repository.git("add", ".gitattributes")
      try repository.git("commit", "-qm", "attributes")
      return repository
    }
    let (hones, gits) = (try repository(), try repository())
    let deletion = try hones.stagedWrite("a.txt", nil)
    var creation = try hones.newWrite("b.txt", new)
    creation.origin = try RepositoryPath("a.txt")
    try hones.write([deletion, creation])
    try gits.git("mv", "a.txt", "b.txt")
    try gits.write("b.txt", new)
    try gits.git("add", "b.txt")
    #expect(try hones.git("ls-files", "-s") == gits.git("ls-files", "-s"))
    #expect(try hones.git("diff", "--stat") == "")
    #expect(try hones.fsck() == nil)
  }

  @Test(arguments: ["* text=auto ident", "* text=auto filter=turn"])
  func carriageReturnsBesideAnotherConversionAreRefused(attributes: String) throws {
    let repository = try ScriptedRepository()
    try repository.git("config", "filter.turn.clean", "tr a-z b-za")
    try repository.write("a.txt", "one\r\ntwo\r\n")
    try repository.commit()
    try repository.write(".gitattributes", attributes + "\n")
    let write = try repository.stagedWrite("a.txt", "one\r\nzwei\r\n")
    let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
    #expect(refusal?.code == .filtered && refusal?.path?.text == "a.txt")
  }

  @Test func ident() throws {
    let repository = try repository(attributes: "*.txt ident", content: "$Id$\n" + numbered())
    #expect(repository.text("a.txt")?.contains("$Id: ") == true)
    try expectGitAgrees(repository)
  }

  @Test func customFilter() throws {
    let repository = try repository(
      attributes: "*.txt filter=turn",
      configuration: [["filter.turn.clean", "tr a-z b-za"], ["filter.turn.smudge", "tr b-za a-z"]])
    let old = try repository.stagedText("a.txt")
    #expect(old.contains("mjof 10"))
    let outcome = try repository.write([repository.stagedWrite("a.txt", old.replacing("mjof 10", with: "gjyfe"))])
    #expect(outcome.files.map(\.workTree) == [.changed])
    #expect(repository.text("a.txt") == numbered(20, [10: "fixed"]))
    #expect(try repository.status() == ["M  a.txt"])
  }

  @Test func filterThatDoesNotLeadBackLeavesTheWorkTree() throws {
    let repository = try repository(
      attributes: "*.txt filter=lossy",
      configuration: [["filter.lossy.clean", "sed s/secret/x/"], ["filter.lossy.smudge", "cat"]])
    let mine = "secret\n" + numbered()
    try repository.write("a.txt", mine)
    let outcome = try repository.write([repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))])
    guard case .left(let refusal) = try #require(outcome.files.first).workTree else {
      Issue.record("the work-tree file was not left")
      return
    }
    #expect(refusal.code == .filtered)
    #expect(repository.text("a.txt") == mine)
    #expect(try repository.stagedText("a.txt") == numbered(20, [10: "fixed"]))
  }

  @Test func lineFeedsOfAFileThatGitWouldCheckOutWithCRLFStay() throws {
    let repository = try repository(attributes: "*.txt text eol=crlf")
    try repository.write("a.txt", numbered())
    try repository.write([repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))])
    #expect(repository.text("a.txt") == numbered(20, [10: "fixed"]))
  }

  @Test func stagedFormOfTheWorkTreeIsWhatGitWouldStage() throws {
    let repository = try repository(attributes: "*.txt text eol=crlf")
    try repository.write("a.txt", numbered(20, [2: "mine"]).replacing("\n", with: "\r\n"))
    let path = try RepositoryPath("a.txt")
    var write = try repository.stagedWrite("a.txt", numbered(20, [2: "mine", 10: "fixed"]))
    write.base = .workTree
    write.original = try repository.open().stagedForm(at: path, conversion: .builtIn).map { .bytes($0) }
    #expect(write.original == .bytes(utf8(numbered(20, [2: "mine"]))))
    try repository.write([write])
    #expect(try repository.stagedText("a.txt") == numbered(20, [10: "fixed"]))
    #expect(
      repository.text("a.txt") == numbered(20, [2: "mine", 10: "fixed"]).replacing("\n", with: "\r\n"))
  }

  @Test(arguments: [
    "*.txt filter=lfs diff=lfs merge=lfs -text", "*.txt filter=lfs", "*.txt filter=git-crypt", "*.txt filter=needed",
    "*.txt working-tree-encoding=UTF-16LE", "*.txt -text", "*.txt binary",
  ])
  func storedOtherwiseIsRefused(attributes: String) throws {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.commit()
    try repository.git("config", "filter.needed.required", "true")
    try repository.write(".gitattributes", attributes + "\n")
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) {
      try repository.write([repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))])
    }
    #expect(refusal?.code == .filtered)
    #expect(refusal?.path?.text == "a.txt")
    #expect(try repository.snapshot() == before)
  }

  /// A filter that keeps a file secret, as git-crypt does under its own name: never stored without it.
  @Test func requiredFilterIsUsedAsGitAddWould() throws {
    let repository = try repository(
      attributes: "*.txt filter=secret",
      configuration: [
        ["filter.secret.clean", "tr a-z n-za-m"], ["filter.secret.smudge", "tr a-z n-za-m"],
        ["filter.secret.required", "true"],
      ])
    let old = try repository.stagedText("a.txt")
    #expect(old.contains("yvar 10"))
    try repository.write("a.txt", numbered(20, [2: "mine"]))
    try repository.write([repository.stagedWrite("a.txt", old.replacing("yvar 10", with: "svkrq"))])
    #expect(repository.text("a.txt") == numbered(20, [2: "mine", 10: "fixed"]))
    #expect(try repository.stagedText("a.txt") == old.replacing("yvar 10", with: "svkrq"))
    try repository.write([repository.newWrite("b.txt", "cynva\n")])
    #expect(repository.text("b.txt") == "plain\n")
    #expect(try repository.git("hash-object", "--path=b.txt", "b.txt") == repository.git("rev-parse", ":b.txt"))
  }

  @Test func requiredFilterThatFailsIsRefused() throws {
    let repository = try repository(attributes: "# none")
    try repository.git("config", "filter.broken.clean", "false")
    try repository.git("config", "filter.broken.required", "true")
    try repository.write(".gitattributes", "*.txt filter=broken\n")
    let before = try repository.snapshot()
    let refusal = #expect(throws: Refusal.self) {
      try repository.write([repository.stagedWrite("a.txt", numbered(20, [10: "fixed"]))])
    }
    #expect(refusal?.code == .filtered)
    #expect(refusal?.remedy != nil)
    #expect(try repository.snapshot() == before)
  }

  /// git-lfs as it is when installed, played by a program: the pointer must never become the text of a file, nor the
  /// other way round.
  @Test(arguments: ["lfs", "git-crypt", "git-crypt-team"])
  func installedStorageFilterIsRefused(driver: String) throws {
    let repository = try ScriptedRepository()
    let clean = "sha256sum | sed 's/^/pointer /'"
    for (key, value) in [("clean", clean), ("smudge", "echo content"), ("required", "true")] {
      try repository.git("config", "filter.\(driver).\(key)", value)
    }
    try repository.write(".gitattributes", "*.txt filter=\(driver)\n")
    try repository.write("a.txt", numbered())
    try repository.commit()
    #expect(try repository.stagedText("a.txt").hasPrefix("pointer "))
    let before = try repository.snapshot()
    for write in [try repository.stagedWrite("a.txt", "new\n"), try repository.newWrite("b.txt", "new\n")] {
      let refusal = #expect(throws: Refusal.self) { try repository.write([write]) }
      #expect(refusal?.code == .filtered)
    }
    #expect(try repository.snapshot() == before)
  }
}
