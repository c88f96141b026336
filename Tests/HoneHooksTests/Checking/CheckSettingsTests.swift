import HoneChecks
import HoneCore
import HoneHooks
import HoneTestSupport
import Testing

/// What users and teams can set.
struct CheckSettingsTests {
  @Test func `Rules are switched off or get another severity by git's configuration`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.css", "a {} \nb {}")
    #expect(try repository.check().isClean)
    try repository.scripted.git("config", "hone.check.error", "leftover/trailing-blanks")
    try repository.scripted.git("config", "hone.check.off", "leftover")
    let report = try repository.check()
    #expect(report.findings.map { "\($0.finding.rule) \($0.finding.severity)" } == ["leftover/trailing-blanks error"])
    #expect(!report.isClean)
    #expect(try repository.found { $0.options.skippedRules = ["leftover/trailing-blanks"] }.isEmpty)
  }

  @Test func `A name that no rule has is told with the nearest one`() throws {
    let repository = try CheckedRepository()
    try repository.stage(
      ".hone.yml", "checks: {off: [leftover/trailing-blank, injection/eval-cod], note: [leftovers, secrt/foo]}\n")
    try repository.scripted.git("config", "hone.check.warning", "* secret sintax/parse-error")
    let notes = try repository.check { $0.options.skippedRules = ["zzzzzz"] }.notes
    #expect(
      notes == [
        "`zzzzzz` in HONE_SKIP names no rule",
        "`leftover/trailing-blank` in .hone.yml names no rule; did you mean `leftover/trailing-blanks`?",
        "`injection/eval-cod` in .hone.yml names no rule; did you mean `injection/eval-code`?",
        "`leftovers` in .hone.yml names no rule; did you mean `leftover`?",
        "`secrt/foo` in .hone.yml names no rule; did you mean `secret/*`?",
        "`sintax/parse-error` in the settings hone.check names no rule; did you mean `syntax/parse-error`?",
      ])
  }

  @Test func `A name in a comment that no rule has is told where the line was added`() throws {
    let repository = try CheckedRepository(["a.py": "x = 1  # hone:ignore leftover/old-typo\n"])
    try repository.stage(
      "a.py",
      """
      x = 1  # hone:ignore leftover/old-typo
      breakpoint()  # hone:ignore leftover/breakpont
      print("hone:ignore leftover/quoted")  # hone:ignore leftover/debug-print
      y = eval(x)  # hone:ignore memory/unbounded-copy, injection/eval-code

      """)
    let report = try repository.check()
    let told = report.findings.map(\.finding).filter { $0.rule == "leftover/idle-ignore" }
    #expect(told.map(\.start.line) == [2])
    #expect(told.first?.severity == .note)
    #expect(
      told.first?.message
        == "there is no rule `leftover/breakpont`, so nothing is ignored here; did you mean `leftover/breakpoint`?")
    #expect(report.findings.contains { $0.finding.rule == "leftover/breakpoint" })
    // With a budget, as in hooks, it is told once as well.
    let hurried = try repository.check { $0.options.budget = .seconds(60) }
    #expect(hurried.findings.filter { $0.finding.rule == "leftover/idle-ignore" }.count == 1)
  }

  @Test func `With a budget no name is called unknown of which a recipe of another language may be the rule`() throws {
    let repository = try CheckedRepository([
      "a.py": "x = 1  # hone:ignore memory/unbounded-copy\ny = 2  # hone:ignore memory/unbounded-cop\n"
    ])
    let report = try repository.check {
      $0.isWholeTree = true
      $0.options.budget = .seconds(60)
    }
    let told = report.findings.map(\.finding).filter { $0.rule == "leftover/idle-ignore" }
    #expect(told.map(\.start.line) == [2])
    #expect(told.first?.message.hasSuffix("did you mean `memory/unbounded-copy`?") == true)
  }

  @Test func `A secret that nobody wants to hear of is not shown either`() throws {
    let repository = try CheckedRepository()
    try repository.scripted.git("config", "hone.check.off", "secret")
    try repository.stage("a.py", "password = \"Tr0ub4dor3xK9\"\nbreakpoint()\n")
    try repository.stage("b.py", "def f(x):\n    return open(password=\"Tr0ub4dor3xK9\") \n")
    for budget in [nil, Duration.seconds(60)] {
      let report = try repository.check { $0.options.budget = budget }
      #expect(Set(report.findings.map(\.finding.rule)) == ["leftover/breakpoint", "leftover/trailing-blanks"])
      #expect(!TextReport(isColored: false, showsFixes: true).body(of: report).contains("Tr0ub4dor3xK9"))
    }
  }

  @Test func `The team's file is taken as it is staged`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    try repository.stage("b.css", "b {} \n")
    try repository.scripted.write(".hone.yml", "checks: {off: [leftover/trailing-blanks]}\n")
    #expect(try repository.found() == ["b.css:1 leftover/trailing-blanks"])
    try repository.scripted.stage(".hone.yml")
    #expect(try repository.found().isEmpty)
    try repository.scripted.commit("team")
    try repository.stage("c.css", "c {} \n")
    #expect(try repository.found().isEmpty)
  }

  @Test func `The team gives rules and groups another severity, and users have the last word`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.css", "a {} \nb {}")
    func found() throws -> [String] {
      try repository.check().findings.map { "\($0.finding.rule) \($0.finding.severity)" }.sorted()
    }
    #expect(try found() == ["leftover/final-newline note", "leftover/trailing-blanks note"])
    try repository.stage(".hone.yml", "checks: {warning: leftover, error: [leftover/trailing-blanks]}\n")
    #expect(try found() == ["leftover/final-newline warning", "leftover/trailing-blanks error"])
    #expect(try !repository.check().isClean)
    // What is said of a rule counts more than what is said of its group, in whatever order.
    try repository.stage(".hone.yml", "checks: {error: [leftover/trailing-blanks], off: [leftover]}\n")
    #expect(try found() == ["leftover/trailing-blanks error"])
    try repository.scripted.git("config", "hone.check.note", "leftover/trailing-blanks")
    #expect(try found() == ["leftover/trailing-blanks note"])
    try repository.stage(".hone.yml", "checks: {fatal: [leftover]}\n")
    let refusal = #expect(throws: Refusal.self) { _ = try repository.check() }
    #expect(refusal?.message.contains(".hone.yml:1:10") == true)
  }

  @Test func `A recipe that the team names is a check`() throws {
    let repository = try CheckedRepository(["b.py": "old_call(1)\n"])
    let recipe = """
      ---
      language: python
      summary: Say new_call.
      ---
      # Say new_call

      ```hone
      -old_call($X)
      +new_call($X)
      ```

      ## Example: a call
      ```python
      old_call(1)
      ```
      ```python
      new_call(1)
      ```

      """
    try repository.stage(".hone/recipes/old-call.md", recipe)
    try repository.stage("a.py", "old_call(2)\n")
    #expect(try repository.found().isEmpty)
    try repository.stage(".hone.yml", "recipes: [old-call]\n")
    #expect(try repository.found() == ["a.py:1 recipe/old-call"])
    // Lines that were there before do not count, and another language's recipe says nothing.
    try repository.stage("b.py", "old_call(1)\nx = 1\n")
    try repository.stage("a.py", "new_call(2)\n")
    #expect(try repository.found().isEmpty)
  }

  @Test func `Files that the team leaves alone are still looked through for secrets`() throws {
    let repository = try CheckedRepository()
    let key = ["AKIA", "Z7Q2LMNB4XVCDRT5"].joined()
    try repository.stage(".hone.yml", "ignore: [vendor/]\n")
    try repository.stage("vendor/a.css", "a {} \n")
    try repository.stage("vendor/a.py", "key = \"\(key)\"\n")
    let found = try repository.found()
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("vendor/a.py:1 secret/") == true)
  }

  @Test(arguments: [
    ("hone.check.maxFileSize", "many"), ("hone.check.maxFileSize", "-1"), ("hone.check.maxBinarySize", "some"),
  ])
  func `A setting that means nothing is refused by its name`(key: String, value: String) throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    try repository.scripted.git("config", key, value)
    do throws(Refusal) {
      _ = try repository.check()
      Issue.record("taken: \(value)")
    } catch {
      #expect(error.message.contains(key))
      #expect(error.remedy != nil)
    }
  }

  @Test func `The limit of file sizes can be set`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.txt", String(repeating: "x\n", count: 2_000))
    #expect(try repository.found().isEmpty)
    try repository.scripted.git("config", "hone.check.maxFileSize", "2k")
    #expect(try repository.found() == ["a.txt:1 leftover/large-file"])
  }

  @Test func `An unknown binary file is told by its size, unless it is declared`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.dat", String(repeating: "x\0", count: 2_000))
    try repository.stage("b.png", String(repeating: "x\0", count: 2_000))
    #expect(try repository.check().findings.map(\.finding.severity) == [.note])
    try repository.scripted.git("config", "hone.check.maxBinarySize", "2k")
    #expect(try repository.check().findings.map(\.finding.severity) == [.warning])
    #expect(try repository.found() == ["a.dat:1 leftover/unknown-binary"])
    try repository.stage(".gitattributes", "*.dat binary\n")
    #expect(try repository.found().isEmpty)
    // What was not told then is told when the reason is gone.
    try repository.stage(".gitattributes", "*.bin binary\n")
    #expect(try repository.found() == ["a.dat:1 leftover/unknown-binary"])
  }
}
