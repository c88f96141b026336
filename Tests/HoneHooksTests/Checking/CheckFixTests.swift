import HoneChecks
import HoneCore
import HoneGit
import HoneHooks
import HoneTestSupport
import Testing

/// What a check writes.
struct CheckFixTests {
  @Test func `In a file that was mended the names of other languages' rules are known as before`() throws {
    let repository = try CheckedRepository()
    try repository.stage(
      "a.py", "x = 1 \ny = 2  # hone:ignore memory/unbounded-copy\nz = 3  # hone:ignore memory/unbounded-cop\n")
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.fixed.map(\.rule) == ["leftover/trailing-blanks"])
    #expect(report.findings.map(\.finding.rule) == ["leftover/idle-ignore"])
    #expect(report.findings.first?.finding.start.line == 3)
    #expect(report.findings.first?.finding.message.hasSuffix("did you mean `memory/unbounded-copy`?") == true)
  }

  @Test func `Safe fixes are staged, and unstaged work stays`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\nb {}\nc {}\n"])
    try repository.stage("a.css", "a {} \nb {}\nc {}\n")
    try repository.scripted.write("a.css", "a {} \nb {}\nc {}\nd {}\n")
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.fixed.map(\.rule) == ["leftover/trailing-blanks"])
    #expect(report.findings.isEmpty)
    #expect(report.run != nil)
    #expect(try repository.scripted.stagedText("a.css") == "a {}\nb {}\nc {}\n")
    #expect(repository.scripted.text("a.css") == "a {}\nb {}\nc {}\nd {}\n")
    #expect(try repository.scripted.fsck() == nil)
  }

  @Test func `Neighbours that were there before, that are ignored or accepted, are not mended with a new line`() throws
  {
    let recipe = """
      ---
      language: python
      summary: Say warning.
      severity: warning
      ---
      # Say warning

      ```hone
      -log.warn($A)
      +log.warning($A)
      ```

      """
    let old = "import log\nlog.warn(1)\n"
    let repository = try CheckedRepository([
      "a.py": old, ".hone.yml": "recipes: [warn]\n", ".hone/recipes/warn.md": recipe,
    ])
    let text = old + "log.warn(2)\nlog.warn(3)  # hone:ignore recipe/warn\nlog.warn(4)\n"
    try repository.stage("a.py", text)
    let report = try repository.check { $0.options.fixes = true }
    try #require(report.fixed.map(\.start.line) == [3, 5], "\(report.findings.map(\.finding)) \(report.ignored)")
    #expect(
      try repository.scripted.stagedText("a.py")
        == text.replacing("warn(2", with: "warning(2").replacing("warn(4", with: "warning(4"))
  }

  @Test func `Unsafe fixes are proposed and not made`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.py", "x = 1\nbreakpoint()\n")
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.fixed.isEmpty)
    #expect(report.run == nil)
    let proposal = try #require(report.findings.first).proposal
    #expect(String(decoding: proposal, as: UTF8.self).contains("-breakpoint()\n"))
    #expect(try repository.scripted.stagedText("a.py") == "x = 1\nbreakpoint()\n")
  }

  @Test func `What fixes leave is told`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.json", "{\"a\": 1, \n\"b\" 2}")
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.fixed.count == 2)
    #expect(report.findings.map(\.finding.rule) == ["syntax/data-format"])
    #expect(try repository.scripted.stagedText("a.json") == "{\"a\": 1,\n\"b\" 2}\n")
  }

  @Test func `Fixes are taken back like any other run`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.css", "a {} \n")
    let run = try #require(try repository.check { $0.options.fixes = true }.run)
    let opened = try Repository.open(at: repository.scripted.path, environment: repository.scripted.environment)
    _ = try opened.undo(opened.run(named: run))
    #expect(try repository.scripted.stagedText("a.css") == "a {} \n")
    #expect(repository.scripted.text("a.css") == "a {} \n")
  }

  @Test func `A baseline accepts what is there and nothing new`() throws {
    let repository = try CheckedRepository(["a.py": "breakpoint()\nx = 1\n"])
    #expect(try repository.found { $0.isWholeTree = true } == ["a.py:1 leftover/breakpoint"])
    let report = try repository.check {
      $0.isWholeTree = true
      $0.options.updatesBaseline = true
    }
    #expect(report.findings.isEmpty)
    #expect(report.ignored == 1)
    #expect(try repository.found { $0.isWholeTree = true }.isEmpty)
    try repository.scripted.commit("accept")
    #expect(try repository.found { $0.isWholeTree = true }.isEmpty)
    try repository.stage("a.py", "x = 1\nbreakpoint()\nbreakpoint(2)\nimport pdb; pdb.set_trace()\n")
    #expect(try repository.found() == ["a.py:4 leftover/breakpoint"])
    try repository.stage("a.py", "x = 1\n")
    try repository.scripted.commit("clean")
    _ = try repository.check {
      $0.isWholeTree = true
      $0.options.updatesBaseline = true
    }
    #expect(try repository.scripted.stagedText(".hone-baseline").split(separator: "\n").count == 1)
  }

  /// By git itself, which knows nothing of Hone: first both branches add lines to a baseline, then both make one.
  @Test(arguments: [true, false])
  func `Branches that each accept a finding merge without a conflict`(isThereBefore: Bool) throws {
    let repository = try CheckedRepository(["a.py": "breakpoint()\n", "m.py": "x = 1\n", "z.py": "x = 1\n"])
    func accept() throws -> CheckReport {
      try repository.check {
        $0.isWholeTree = true
        $0.options.updatesBaseline = true
      }
    }
    if isThereBefore {
      let notes = try accept().notes
      #expect(notes.contains { $0.contains("merge=union") && $0.contains(".gitattributes") })
      try repository.scripted.git("commit", "-q", "-m", "accept")
    }
    for (branch, path) in [("left", "m.py"), ("right", "z.py")] {
      try repository.scripted.git("checkout", "-q", "-b", branch, "main")
      try repository.stage(path, "x = 1\nimport pdb; pdb.set_trace()\n")
      try repository.scripted.git("commit", "-q", "-m", path)
      #expect(try accept().notes.contains { $0.contains("merge=union") } == !isThereBefore)
      try repository.scripted.git("commit", "-q", "-m", "accept")
    }
    try repository.scripted.git("merge", "-q", "--no-edit", "left")
    #expect(try repository.found { $0.isWholeTree = true }.isEmpty)
    #expect(try repository.scripted.git("status", "--porcelain") == "")
    // Written once more it is in order, and what both have accepted stands in it once.
    try repository.stage("m.py", "x = 1\n")
    try repository.scripted.git("commit", "-q", "-m", "less")
    _ = try accept()
    let lines = try repository.scripted.stagedText(".hone-baseline").split(separator: "\n")
    #expect(lines.dropFirst().map { $0.suffix(4) } == ["a.py", "z.py"])
    #expect(try repository.scripted.fsck() == nil)
  }

  @Test func `How the baseline is merged is not said where the attributes say it`() throws {
    let repository = try CheckedRepository(["a.py": "breakpoint()\n", ".gitattributes": ".hone-baseline merge=ours\n"])
    let report = try repository.check {
      $0.isWholeTree = true
      $0.options.updatesBaseline = true
    }
    #expect(report.notes == ["1 accepted finding staged in .hone-baseline"])
    #expect(repository.scripted.text(".gitattributes") == ".hone-baseline merge=ours\n")
    let run = try #require(report.run)
    let opened = try Repository.open(at: repository.scripted.path, environment: repository.scripted.environment)
    _ = try opened.undo(opened.run(named: run))
    #expect(try repository.scripted.git("status", "--porcelain") == "")
  }

  @Test func `A baseline with a conflict in it is refused with what settles it`() throws {
    let repository = try CheckedRepository(["a.py": "x = 1\n"])
    try repository.stage(".hone-baseline", "<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    let refusal = #expect(throws: Refusal.self) { try repository.check() }
    #expect(refusal?.message.contains(".hone-baseline:1: marks a conflict") == true)
  }

  @Test func `Filters run no more often than a file has forms`() throws {
    let repository = try CheckedRepository([".gitattributes": "*.css filter=log\n"])
    let log = repository.scripted.scratch + "/log"
    try repository.scripted.git("config", "filter.log.clean", "sh -c 'echo clean >>\(log); cat'")
    try repository.scripted.git("config", "filter.log.smudge", "sh -c 'echo smudge >>\(log); cat'")
    for number in 1...3 { try repository.stage("a\(number).css", "a {} \n") }
    try repository.scripted.remove(log)
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.fixed.count == 3 && report.findings.isEmpty)
    let runs = repository.scripted.text(log)?.split(separator: "\n").count ?? 0
    // The result and the file on disk are cleaned; the result, and the file before and after the edit, are smudged.
    #expect(runs <= 3 * 5, "\(runs)")
  }

  @Test func `A file that is not written stays as it is, and says why`() throws {
    let repository = try CheckedRepository([".gitattributes": "*.css -text\n"])
    try repository.stage("a.css", "a {} \n")
    try repository.stage("b.json", "{} \n")
    let report = try repository.check { $0.options.fixes = true }
    #expect(report.fixed.map { $0.path?.text } == ["b.json"])
    #expect(report.findings.map { $0.finding.path?.text } == ["a.css"])
    #expect(report.notes.contains { $0.hasPrefix("a.css is not mended") })
  }
}
