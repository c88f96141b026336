import HoneChecks
import HoneCore
import HoneGit
import HoneHooks
import HoneSystem
import HoneTestSupport
import Testing

/// What is looked at, and which of it counts.
struct CheckScopeTests {
  @Test func `What is staged is checked, and the work tree is not`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    try repository.stage("a.css", "a {}\nb {} \n")
    try repository.scripted.write("a.css", "a {}\nb {}\nc {} \nd {} \n")
    #expect(try repository.found() == ["a.css:2 leftover/trailing-blanks"])
    try repository.scripted.write("a.css", "a {}\n")
    #expect(try repository.found() == ["a.css:2 leftover/trailing-blanks"])
  }

  @Test func `Only added lines count, unless all are asked for`() throws {
    let repository = try CheckedRepository(["a.css": "a {} \n"])
    try repository.stage("a.css", "a {} \nb {}\n")
    #expect(try repository.found().isEmpty)
    #expect(try repository.found { $0.options.checksAllLines = true } == ["a.css:1 leftover/trailing-blanks"])
    #expect(try repository.found { $0.isWholeTree = true } == ["a.css:1 leftover/trailing-blanks"])
  }

  @Test func `What a renamed file had before does not count`() throws {
    let lines = (1...20).map { "a\($0) {} \n" }.joined()
    let repository = try CheckedRepository(["old.css": lines, "other.css": "b {}\n"])
    try repository.scripted.git("mv", "old.css", "new.css")
    #expect(try repository.found().isEmpty)
    try repository.stage("new.css", lines + "c {} \n")
    #expect(try repository.found() == ["new.css:21 leftover/trailing-blanks"])
    try repository.scripted.git("commit", "-qm", "rename")
    #expect(try repository.found { $0.range = "HEAD~1..HEAD" } == ["new.css:21 leftover/trailing-blanks"])
    // Another commit on top of the rename.
    try repository.stage("new.css", lines + "c {}\nd {} \n")
    try repository.scripted.git("commit", "-qm", "edit")
    #expect(try repository.found { $0.range = "HEAD~2..HEAD" } == ["new.css:22 leftover/trailing-blanks"])
    #expect(try repository.found { $0.isWholeTree = true }.count == 21)
  }

  @Test func `The first commit is checked`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.py", "breakpoint()\n")
    let report = try repository.check()
    #expect(report.findings.map(\.finding.rule) == ["leftover/breakpoint"])
    #expect(report.files == 1)
    #expect(!report.isClean)
  }

  @Test func `A change of which nothing can be read is an error`() throws {
    let repository = try CheckedRepository(["b.css": "b {}\n"])
    try repository.stage("a.css", "a {}\n")
    let id = try repository.scripted.git("rev-parse", ":a.css").trimmingPrefix { $0.isWhitespace }.prefix {
      $0.isHexDigit
    }
    try repository.scripted.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    let failure = #expect(throws: Refusal.self) { try repository.check() }
    #expect(failure?.code == .missingObject && failure?.message.contains("a.css") == true)
    // Beside something that can be read it is said.
    try repository.stage("b.css", "b { }\n")
    let report = try repository.check()
    #expect(report.files == 1 && report.unchecked.map { $0.path?.text } == ["a.css"])
  }

  @Test func `Nothing staged, or only deletions, is clean`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\n", "b.css": "b {}\n"])
    #expect(try repository.check().files == 0)
    try repository.scripted.git("rm", "-q", "a.css")
    let report = try repository.check()
    #expect(report.files == 0)
    #expect(report.isClean)
  }

  @Test func `Paths narrow what is looked at`() throws {
    let repository = try CheckedRepository(["x.css": "x {}\n"])
    try repository.stage("a/a.css", "a {} \n")
    try repository.stage("b.css", "b {} \n")
    #expect(try repository.found { $0.paths = [Array("a".utf8)] } == ["a/a.css:1 leftover/trailing-blanks"])
  }

  @Test func `A range counts what its commits leave behind`() throws {
    let repository = try CheckedRepository(["a.css": "a {} \n"])
    let start = try repository.scripted.head()
    try repository.stage("a.css", "a {} \nb {} \nc {} \n")
    try repository.scripted.commit("second")
    try repository.stage("a.css", "a {} \nb {} \nc {}\n")
    try repository.scripted.commit("fixup! second")
    #expect(
      try repository.found { $0.range = "\(start)..HEAD" }
        == ["commit leftover/fixup-commit", "a.css:2 leftover/trailing-blanks"])
    #expect(try repository.found { $0.range = "HEAD~1.." } == ["commit leftover/fixup-commit"])
  }

  @Test func `A secret that a later commit takes away is found in the history`() throws {
    let repository = try CheckedRepository(["a.txt": "x\n"])
    try repository.stage("b.py", "password = \"\(Self.password)\"\nkey = \"\(Self.key)\"\n")
    let leak = try repository.scripted.commit("leak").prefix(40)
    try repository.stage("b.py", "password = os.environ[\"P\"]\n")
    try repository.scripted.commit("take it away")
    let report = try repository.check { $0.range = "HEAD~2..HEAD" }
    #expect(report.findings.contains { $0.finding.rule.hasPrefix("secret/") })
    let commits = Set(report.findings.map { $0.finding.commit?.hex ?? "none" })
    #expect(commits == [try repository.scripted.git("rev-parse", "HEAD~1").prefix(40).description], "\(leak)")
    for finding in report.findings { #expect(!String(decoding: finding.line, as: UTF8.self).contains(Self.key)) }
    #expect(try repository.found { $0.range = "HEAD~1..HEAD" }.isEmpty)
  }

  // Put together here, so that no scanner takes this file for a leak.
  private static let key = ["AKIA", "Z7Q2LMNB4XVCDRT5"].joined()
  private static let password = ["tr0ub4", "dor-and-3x"].joined()

  @Test func `In a merge only what no parent has counts`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\nb {}\nc {}\n", "d.css": "d {}\n"])
    try repository.scripted.git("checkout", "-q", "-b", "side")
    try repository.stage("a.css", "a {} \nb {}\nc {}\n")
    try repository.scripted.commit("side")
    try repository.scripted.git("checkout", "-q", "main")
    try repository.stage("a.css", "a {}\nb {}\nc {} \n")
    try repository.scripted.commit("main")
    try repository.scripted.git("merge", "-q", "--no-commit", "--no-ff", "side")
    #expect(try repository.found().isEmpty)
    try repository.stage("a.css", "a {} \nb {} \nc {} \n")
    #expect(try repository.found() == ["a.css:2 leftover/trailing-blanks"])
    try repository.scripted.git("commit", "-q", "-m", "merge")
    #expect(try repository.found { $0.range = "HEAD^1..HEAD" }.contains("a.css:2 leftover/trailing-blanks"))
  }

  @Test func `A file whose name holds a line feed is checked wherever it stands, and mended`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    try repository.stage("we\nird.css", "a {} \n")
    let expected = [#""we\nird.css":1 leftover/trailing-blanks"#]
    #expect(try repository.found() == expected)
    #expect(try repository.found { $0.paths = [Array("we\nird.css".utf8)] } == expected)
    try repository.scripted.commit("named")
    #expect(try repository.found { $0.isWholeTree = true } == expected)
    #expect(try repository.found { $0.range = "HEAD~1..HEAD" } == expected)
    try repository.stage("we\nird.css", "a {} \nb {}\t\n")
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.findings.isEmpty && !report.fixed.isEmpty)
    #expect(repository.scripted.bytes("we\nird.css") == Array("a {} \nb {}\n".utf8))
  }

  @Test func `A path that names nothing is refused, and one that git does not know is told`() throws {
    let repository = try CheckedRepository(["a/a.css": "a {}\n", "b.css": "b {}\n"])
    let refusal = #expect(throws: Refusal.self) { try repository.check { $0.paths = [Array("nosuch".utf8)] } }
    #expect(refusal?.description.contains("nosuch") == true)
    #expect(refusal?.code == .notAFile)
    try repository.scripted.write("c.css", "c {} \n")
    let report = try repository.check { $0.paths = [Array("c.css".utf8)] }
    #expect(report.notes.contains { $0.contains("c.css is not tracked") })
    // Unchanged, deleted, or only in the history: each names something.
    try repository.scripted.git("rm", "-q", "b.css")
    for name in ["a", "a/a.css", "b.css", "."] {
      #expect(try repository.check { $0.paths = [Array(name.utf8)] }.notes.isEmpty, "\(name)")
    }
    try repository.scripted.git("commit", "-q", "-m", "without b")
    let gone = try repository.check {
      $0.paths = [Array("b.css".utf8)]
      $0.range = "HEAD~1..HEAD"
    }
    #expect(gone.notes.isEmpty)
  }

  @Test func `What has a name that git checks out nowhere is told to be left out`() throws {
    let repository = try CheckedRepository(["a.css": "a {} \n"])
    // No command of git makes such a tree by itself.
    let script = """
      blob=$(printf 'x \\n' | git hash-object -w --stdin)
      inner=$(printf '100644 blob %s\\thook.css\\n' "$blob" | git mktree)
      outer=$( (git ls-tree HEAD; printf '040000 tree %s\\t.git\\n' "$inner") | git mktree)
      git update-ref HEAD $(git commit-tree -p HEAD -m made "$outer")
      """
    #expect(try repository.scripted.run("sh", ["-c", script]).status.isSuccess)
    let whole = try repository.check { $0.isWholeTree = true }
    #expect(whole.findings.map(\.finding.rule) == ["leftover/trailing-blanks"])
    #expect(whole.unchecked.count == 1 && whole.unchecked.first?.reason.contains(".git/hook.css") == true)
    let range = try repository.check { $0.range = "HEAD~1..HEAD" }
    #expect(range.files == 0)
    #expect(range.unchecked.map(\.reason) == whole.unchecked.map(\.reason))
  }

  @Test func `A path among thousands that names nothing is found without trying all with all`() throws {
    let repository = try CheckedRepository()
    for number in 0..<300 { try repository.scripted.write("d\(number % 7)/f\(number).css", "a {}\n") }
    try repository.scripted.commit("many")
    var names = (0..<300).map { Array("d\($0 % 7)/f\($0).css".utf8) }
    #expect(try repository.check { $0.paths = names }.notes.isEmpty)
    try repository.scripted.write("loose.css", "a {}\n")
    names.insert(Array("loose.css".utf8), at: 100)
    #expect(try repository.check { $0.paths = names }.notes.count { $0.contains("loose.css is not tracked") } == 1)
    names.append(Array("d1/nosuch".utf8))
    let refusal = #expect(throws: Refusal.self) { try repository.check { $0.paths = names } }
    #expect(refusal?.path?.text == "d1/nosuch")
  }

  @Test func `A range that goes back beyond the first commit says so`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    let refusal = #expect(throws: Refusal.self) { try repository.check { $0.range = "HEAD~1..HEAD" } }
    #expect(refusal?.message == "HEAD~1 names no commit here: the history does not go back that far")
    #expect(refusal?.remedy?.contains("--all") == true)
  }

  @Test(arguments: ["main", "-x..HEAD", "a...b", "..", "nothing..HEAD"])
  func `A range that is none is refused`(range: String) throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    #expect(throws: Refusal.self) { try repository.check { $0.range = range } }
  }

  @Test func `A secret in the name of a file is found where the name is new`() throws {
    let token = "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"
    let repository = try CheckedRepository(["a.txt": "x\n"])
    try repository.stage("backup-\(token).txt", "x\n")
    try repository.scripted.link("\(token)", to: "a.txt")
    try repository.scripted.stage(token)
    let covered = "ghp_" + String(repeating: "*", count: 36)
    #expect(try repository.found() == ["backup-\(covered).txt:1 secret/in-name", "\(covered):1 secret/in-name"])
    try repository.scripted.commit("names")
    try repository.stage("backup-\(token).txt", "y\n")
    #expect(try repository.found() == [])
    #expect(try repository.found { $0.isWholeTree = true }.count == 2)
    // What was taken back stays readable in the history.
    try repository.scripted.git("rm", "-qf", "backup-\(token).txt", token)
    try repository.scripted.commit("away")
    let report = try repository.check { $0.range = "HEAD~2..HEAD" }
    #expect(report.findings.map(\.finding.rule) == ["secret/in-name", "secret/in-name"])
    #expect(report.findings.allSatisfy { $0.finding.commit != nil })
  }

  @Test func `A link that says more than a path can hold is told, and the rest is checked`() throws {
    let repository = try CheckedRepository(["a.txt": "x\n"])
    try repository.scripted.write("long", String(repeating: "abc/", count: 500_000))
    let id = String(try repository.scripted.git("hash-object", "-w", "long").dropLast())
    try repository.scripted.git("update-index", "--add", "--cacheinfo", "120000,\(id),lnk")
    try repository.stage("b.txt", "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n")
    let rules = try repository.found()
    #expect(rules.contains("lnk:1 leftover/broken-link") && rules.contains { $0.hasPrefix("b.txt:1 ") }, "\(rules)")
  }

  @Test func `Names that differ in case only, and links that lead nowhere, are found`() throws {
    let repository = try CheckedRepository(["src/a.txt": "x\n", "README": "x\n"])
    try repository.stage("Src/b.txt", "x\n")
    try repository.stage("readme", "x\n")
    for (name, target) in [
      ("good", "src/a.txt"), ("folder", "src"), ("gone", "src/b.txt"), ("out", "../x"), ("up", "/etc"),
    ] {
      try repository.scripted.link(name, to: target)
      try repository.scripted.stage(name)
    }
    #expect(
      try repository.found() == [
        "Src/b.txt:1 leftover/case-clash", "gone:1 leftover/broken-link", "out:1 leftover/broken-link",
        "readme:1 leftover/case-clash", "up:1 leftover/broken-link",
      ])
    try repository.scripted.git("reset", "-q", "--hard")
    try repository.scripted.git("mv", "README", "readme")
    #expect(try repository.found().isEmpty)
  }

  @Test func `What is left when the time is over is told`() throws {
    let repository = try CheckedRepository()
    for number in 0..<30 { try repository.stage("\(number).css", "a {} \n") }
    let report = try repository.check { $0.options.budget = .zero }
    #expect(report.files == 0)
    #expect(report.unchecked.count == 11)
    #expect(report.unchecked.last?.reason.hasPrefix("20 more files") == true)
  }
}
