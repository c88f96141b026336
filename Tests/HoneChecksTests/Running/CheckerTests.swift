import HoneCore
import HoneSystem
import Testing

@testable import HoneChecks

struct CheckerTests {
  private let checker = Checker(StandardChecks.all(CheckSettings()))

  private func file(_ text: String, path: String = "a.proto") throws -> CheckedFile {
    CheckedFile(path: try RepositoryPath(path), contents: Array(text.utf8))
  }

  private func new(_ text: String, since bases: String...) throws -> [String] {
    let file = try file(text)
    return checker.new(checker.findings(in: file).findings, in: file, since: bases.map { Array($0.utf8) })
      .sorted().map { "\($0.start.line) \($0.rule)" }
  }

  @Test func `Only lines that the change added count`() throws {
    #expect(try new("a \nb \nc\n", since: "a \nc\n") == ["2 leftover/trailing-blanks"])
    #expect(try new("a \nb\n", since: "a \nb\nc \n").isEmpty)
    #expect(try new("a \n") == ["1 leftover/trailing-blanks"])
  }

  @Test func `After its time nothing of a file is looked at without saying so`() throws {
    let text = Array("x = 1 \nbreakpoint()\n".utf8)
    let late = CheckedFile(path: try RepositoryPath("a.py"), contents: text, deadline: .now)
    let result = checker.findings(in: late)
    #expect(result.findings.isEmpty)
    #expect(result.unchecked == "a.py was not looked at by all checks, because the time for checks was over")
    #expect(late.tree == nil)
    // What cannot be compared with the version before is not called new.
    let rule = RuleDescription("syntax/parse-error", .error, "x")
    let compared = CheckedFile(path: late.path, contents: text, deadline: .now)
    let finding = compared.finding(rule, at: 0..<1, "x")
    #expect(checker.new([finding], in: compared, since: [Array("y\n".utf8)]).isEmpty)
    #expect(compared.unparsed?.contains("was not compared with what it was before") == true)
  }

  @Test func `In very large texts a line counts that stands nowhere in the version before`() {
    let lines = (0..<60_000).map { "a line of text with the number \($0)\n" }
    let changed = ["first\n"] + lines.reversed() + ["last\n", "and one more"]
    let added = LineSet(addedTo: [Array(lines.joined().utf8)], in: Array(changed.joined().utf8))
    #expect(added.lines(of: changed.count) == [1...1, 60_002...60_003])
  }

  @Test func `In a merge only what is in no parent counts`() throws {
    #expect(try new("a \nx\nb \n", since: "a \nx\nb\n", "a\nx\nb \n").isEmpty)
    #expect(try new("a \nx\nb \nc \n", since: "a \nx\nb\n", "a\nx\nb \n") == ["4 leftover/trailing-blanks"])
  }

  @Test func `What concerns the whole file counts when the version before did not have it`() throws {
    #expect(try new("a\r\nb\n", since: "a\nb\n") == ["2 leftover/mixed-line-endings"])
    #expect(try new("a\r\nb\nc\n", since: "a\r\nb\n").isEmpty)
  }

  @Test(arguments: [
    ("vendor/a/b.py", Severity.note), ("test/fixtures/a.py", .note), ("deps/lib/a.py", .error),
    ("web/node_modules/x/a.py", .note),
    ("vendors/a.py", .error), ("snapshots/a.py", .error), ("fixtures/a.py", .error),
    ("a.py", .error), ("tests/a.py", .error), ("src/vendors.py", .error),
  ])
  func `What others wrote stops nobody`(path: String, severity: Severity) throws {
    let found = checker.findings(in: try file("def f(:\n", path: path)).findings
    #expect(found.filter { $0.rule == "syntax/parse-error" }.allSatisfy { $0.severity == severity } && !found.isEmpty)
    let gate = try SyntaxGate().fault(in: Array("def f(:\n".utf8), since: Array("f\n".utf8), at: RepositoryPath(path))
    #expect(gate != nil)
    let secret = "k = \"ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx\"\n"
    #expect(checker.findings(in: try file(secret, path: path)).findings.map(\.severity) == [.error])
    let conflict = "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n"
    #expect(checker.findings(in: try file(conflict, path: path)).findings.contains { $0.severity == .error })
  }

  @Test(arguments: [
    ("tests/a.py", Severity.note), ("src/test/java/AppTest.java", .note), ("a_test.go", .note),
    ("app/test_a.py", .note),
    ("web/a.spec.ts", .note), ("src/latest/a.py", .error), ("attestation.py", .error),
    ("src/Latest.java", .error), ("src/testing/a.py", .error), ("src/spec/a.py", .error), ("spec/a_spec.rb", .note),
  ])
  func `Tests may do what a program must not`(path: String, severity: Severity) throws {
    let path = try RepositoryPath(path)
    func found(_ rule: String) -> Finding { Finding(rule: rule, path: path, severity: .error, message: "") }
    #expect(
      checker.selected([found("injection/eval-code"), found("crypto/weak-hash")]).map(\.severity) == [
        severity, severity,
      ])
    #expect(checker.selected([found("leftover/focused-test"), found("secret/x")]).map(\.severity) == [.error, .error])
    let strict = Checker([], selection: RuleSelection([.init("injection/*", severity: .error)]))
    #expect(strict.selected([found("injection/eval-code")]).map(\.severity) == [.error])
  }

  @Test func `A rule, a group or all can be switched off, for some files or everywhere`() throws {
    let text = "a \nb"
    for (rules, expected) in [
      ("leftover/trailing-blanks", ["leftover/final-newline"]), ("leftover", []), ("leftover/*", []), ("*", []),
      ("left", ["leftover/trailing-blanks", "leftover/final-newline"]),
    ] {
      let checker = Checker(
        StandardChecks.all(CheckSettings()), selection: RuleSelection([RuleSelection.Entry(rules, severity: nil)]))
      #expect(try checker.findings(in: file(text)).findings.map(\.rule) == expected, "\(rules)")
    }
    let pattern = try #require(PathPattern("vendor/"))
    let selection = RuleSelection([
      RuleSelection.Entry("*", severity: nil, files: [pattern]),
      RuleSelection.Entry("leftover/final-newline", severity: .error),
    ])
    let checker = Checker(StandardChecks.all(CheckSettings()), selection: selection)
    #expect(
      try checker.findings(in: file(text, path: "vendor/a.proto")).findings.map { "\($0.rule) \($0.severity)" }
        == ["leftover/final-newline error"])
  }

  @Test func `A check none of whose rules is on does not run`() {
    let selection = RuleSelection([RuleSelection.Entry("*", severity: nil)])
    #expect(Checker(StandardChecks.all(CheckSettings()), selection: selection).checks.isEmpty)
    let again = RuleSelection(selection.entries + [RuleSelection.Entry("leftover/breakpoint", severity: .note)])
    #expect(Checker(StandardChecks.all(CheckSettings()), selection: again).checks.count == 1)
  }

  @Test(arguments: [
    ("breakpoint()  # hone:ignore leftover/breakpoint\n", true),
    ("# hone:ignore leftover/breakpoint\nbreakpoint()\n", true), ("# hone:ignore: leftover\nbreakpoint()\n", true),
    ("breakpoint()  # hone:ignore secret, leftover/breakpoint  because\n", true),
    ("x = 1  # hone:ignore leftover/breakpoint\nbreakpoint()\n", false),
    ("breakpoint()  # hone:ignore\n", false), ("breakpoint()  # hone:ignore secret\n", false),
    ("breakpoint()\n# hone:ignore leftover/breakpoint\n", false), ("breakpoint()  # hone:ignore leftover/*\n", true),
    ("breakpoint()  # hone:ignore leftover/breakpoints\n", false),
  ])
  func `An author can say that a finding is meant`(text: String, isIgnored: Bool) throws {
    let result = checker.findings(in: try file(text, path: "a.py"))
    #expect(result.findings.isEmpty == isIgnored)
    #expect(result.ignored == (isIgnored ? 1 : 0))
  }

  @Test(arguments: [
    ("a.py", "x = 1  # hone:ignore leftover/breakpoint\n", ["1:22"]),
    ("a.py", "breakpoint()  # hone:ignore leftover/breakpoint, secret\n", ["1:50"]),
    ("a.py", "x = 1  # hone:ignore leftover/breakpiont\n", ["1:22"]),
    ("a.py", "# hone:ignore leftover/breakpoint\nbreakpoint()\n", []), ("a.py", "x = 1  # hone:ignore\n", []),
    ("a.py", "x = \"hone:ignore leftover/breakpoint\"\n", []), ("a.md", "`hone:ignore leftover/breakpoint`\n", []),
    ("a.py", "x = 1  # hone:ignore syntax/parse-error\n", []),
  ])
  func `A mark that covers nothing is told when all lines count`(path: String, text: String, places: [String]) throws {
    let checker = Checker(
      StandardChecks.all(CheckSettings()), selection: RuleSelection([RuleSelection.Entry("syntax", severity: nil)]))
    // A name that no rule has is told at once.
    let isUnknown = text.contains("breakpiont")
    let always = checker.findings(in: try file(text, path: path)).findings
    #expect(always.map(\.rule) == (isUnknown ? ["leftover/idle-ignore"] : []))
    let found = checker.findings(in: try file(text, path: path), tellsIdleIgnores: true).findings
    #expect(found.map { "\($0.start.line):\($0.start.column)" } == places)
    #expect(found.allSatisfy { $0.rule == "leftover/idle-ignore" && $0.severity == .note })
  }

  @Test func `A mark for a rule that is asked about elsewhere is not idle, and covers what is found there`() throws {
    let rule = RuleDescription("recipe/own", .warning, "")
    let checker = Checker(StandardChecks.all(CheckSettings()), asked: [rule])
    let file = try file("x = 1  # hone:ignore recipe/own\ny = 2\n", path: "a.py")
    #expect(checker.findings(in: file, tellsIdleIgnores: true).findings.isEmpty)
    #expect(self.checker.findings(in: file, tellsIdleIgnores: true).findings.count == 1)
    let counted = checker.counted([file.finding(rule, at: 0..<1, ""), file.finding(rule, at: 32..<33, "")], in: file)
    #expect(counted.findings.map(\.start.line) == [2] && counted.ignored == 1)
  }

  @Test func `The lines that a change added are told as far as the file goes`() {
    func lines(_ base: String?, _ result: String, count: Int) -> [ClosedRange<Int>] {
      LineSet(addedTo: base.map { [Array($0.utf8)] } ?? [], in: Array(result.utf8)).lines(of: count)
    }
    #expect(lines("a\nb\n", "x\na\nb\ny\nz\n", count: 5) == [1...1, 4...5])
    #expect(lines(nil, "a\nb\n", count: 2) == [1...2])
    #expect(lines(nil, "", count: 0) == [])
    #expect(lines("a\nb\n", "a\n", count: 1) == [])
  }

  @Test func `The parts of the checks find together what all of them find`() throws {
    let text = "breakpoint()\ndef f(:\n"
    let rules = { (part: Checker.Part) in
      try checker.findings(in: file(text, path: "a.py"), part: part).findings.map(\.rule)
    }
    #expect(try rules(.quick) == ["leftover/breakpoint"])
    #expect(try Set(rules(.thorough)) == ["syntax/parse-error"])
    #expect(try rules(.quick) + rules(.thorough) == rules(.all).sorted())
  }

  /// Finds a place twice, once with a fix.
  private struct TwiceCheck: Check {
    let rules = ["memory/a", "memory/b", "other/c"].map { RuleDescription($0, .error, "") }

    func findings(in file: CheckedFile) -> [Finding] {
      let fix = Fix(replacements: [Replacement(range: 0..<1, bytes: [])], isSafe: false)
      return rules.map { file.finding($0, at: 0..<1, "", fix: $0.id == "memory/b" ? fix : nil) }
        + [file.finding(rules[0], at: 1..<2, "")]
    }
  }

  @Test func `Of two findings of a group in one place the one that can be mended is told`() throws {
    let all = Checker([TwiceCheck()]).findings(in: try file("ab\n"))
    #expect(all.findings.map { "\($0.rule) \($0.range)" } == ["memory/b 0..<1", "other/c 0..<1", "memory/a 1..<2"])
    let selection = RuleSelection([RuleSelection.Entry("memory/b", severity: nil)])
    let rest = Checker([TwiceCheck()], selection: selection).findings(in: try file("ab\n"))
    #expect(rest.findings.map(\.rule) == ["memory/a", "other/c", "memory/a"])
  }

  @Test func `What there was no time to look through is said, and not shown`() throws {
    let text = (100..<1_100).map { "PASSWORD=s3cretPw\($0)x\n" }.joined()
    func search(_ deadline: Moment?) throws -> (CheckedFile, FileFindings) {
      let file = CheckedFile(path: try RepositoryPath("a.env"), contents: Array(text.utf8), deadline: deadline)
      // The time was over when the check had begun.
      let found = SecretCheck().findings(in: file)
      return (file, FileFindings(findings: found, secrets: found.map(\.range)))
    }
    let (whole, all) = try search(nil)
    #expect(all.findings.count == 1_000 && whole.searchedTo == nil && whole.unparsed == nil)
    let (file, some) = try search(.now)
    let end = try #require(file.searchedTo)
    let unchecked = try #require(file.unparsed)
    let last = try #require(some.findings.last)
    #expect(some.findings.count < 100 && end >= last.range.upperBound)
    #expect(unchecked.hasPrefix("a.env was looked through for secrets up to line \(file.position(of: end).line) and"))
    var later = all.findings[500]
    later.message = ""
    #expect(ReportedFile(file, secrets: some.secrets, searchedTo: end).reported(later).line.allSatisfy { $0 == 0x2a })
    #expect(
      Checker([SecretCheck()]).findings(in: CheckedFile(path: file.path, contents: file.contents, deadline: .now))
        .unchecked != nil)
  }
}
