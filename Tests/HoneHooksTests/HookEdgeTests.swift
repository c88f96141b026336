import HoneChecks
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Extremes and surroundings: first commits, many and huge files, no `PATH`, hostile configuration.
@Suite struct HookEdgeTests {
  /// A key of the form that AWS documents; made here, so that this file holds none.
  private static let secret = "aws_access_key_id = AKIA" + "QYLPMN5HFIQR7XYA\n"

  @Test func secretThatIsOnlyStagedIsFound() throws {
    let fixture = try HookFixture()
    try fixture.write("b.txt", Self.secret)
    try fixture.git("add", "src/b.txt")
    try fixture.write("b.txt", "b\n")
    let refused = try fixture.shell("git commit -q -m x")
    #expect(refused.code == 1)
    #expect(refused.words.contains("secret/"))
    #expect(!refused.words.contains("QYLPMN5HFIQR7XYA"))
  }

  @Test func secretThatIsOnlyInTheWorkTreeDoesNotBlock() throws {
    let fixture = try HookFixture()
    try fixture.write("c.txt", "edited\n")
    try fixture.git("add", "src/c.txt")
    try fixture.write("b.txt", Self.secret)
    try fixture.write("c.txt", Self.secret)
    #expect(try fixture.shell("git commit -q -m x").code == 0)
    #expect(fixture.text("b.txt") == Self.secret)
    #expect(try fixture.git("show", "HEAD:src/c.txt") == "edited\n")
  }

  @Test func firstCommitIsChecked() throws {
    let repository = try ScriptedRepository()
    try repository.git("config", "hone.hook.budget", "1m")
    try repository.link(".git/hooks/pre-commit", to: HookFixture.program)
    try repository.write("a.txt", HookFixture.bad)
    try repository.stage("a.txt")
    #expect(try repository.run("git", ["commit", "-qm", "x"]).status == .exited(1))
    try repository.write("a.txt", "a\n")
    try repository.stage("a.txt")
    #expect(try repository.run("git", ["commit", "-qm", "x"]).status.isSuccess)
  }

  @Test func safeFixIsStagedAndCommitted() throws {
    let fixture = try HookFixture()
    try fixture.write("b.py", "x = 1")
    try fixture.git("add", "src/b.py")
    let result = try fixture.shell("git commit -q -m x")
    #expect(result.code == 0, "\(result.words)")
    #expect(result.words.contains("fixed"))
    #expect(try fixture.git("show", "HEAD:src/b.py") == "x = 1\n")
    #expect(try fixture.status() == [])
    // One that leaves nothing of the change blocks the commit.
    try fixture.write("b.py", "x = 1")
    let empty = try fixture.shell("git commit -q -am x")
    #expect(empty.code == 1)
    #expect(empty.words.contains("nothing is left to commit"), "\(empty.words)")
    #expect(!empty.words.contains("not checked"), "\(empty.words)")
  }

  @Test func fixIsShownOrLeftOutAsSet() throws {
    let fixture = try HookFixture()
    try fixture.write("b.py", "x = 1")
    try fixture.git("add", "src/b.py")
    for (value, isShown) in [("propose", true), ("off", false)] {
      let result = try fixture.shell("git -c hone.hook.fix=\(value) hook run pre-commit")
      #expect(try fixture.repository.stagedText("src/b.py") == "x = 1")
      #expect(result.words.contains("+x = 1\n") == isShown, "\(result.words)")
      // What is only a note stops nothing, whether it could be mended or not.
      #expect(result.code == 0, "\(result.words)")
      #expect(result.words.contains("git hone check --fix") == isShown, "\(result.words)")
    }
    try fixture.git("config", "hone.check.error", "leftover/final-newline")
    let stopped = try fixture.shell("git -c hone.hook.fix=propose commit -q -m x")
    #expect(stopped.code == 1 && stopped.words.contains("git hone check --fix mends 1"), "\(stopped.words)")
    let wrong = try fixture.shell("git -c hone.hook.fix=maybe commit -q -m x")
    #expect(wrong.code == 1)
    #expect(wrong.words.contains("stage, propose or off"))
  }

  @Test func safeFixesAreSpokenOfWhereThereAreAny() throws {
    let fixture = try HookFixture()
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    let none = try fixture.shell("git hook run pre-commit")
    #expect(none.code == 1)
    #expect(!none.words.contains("check --fix"), "\(none.words)")
    try fixture.write("b.txt", "b\n")
    try fixture.write("b.py", "x = 1")
    try fixture.git("add", "src")
    let options = "-c hone.hook.fix=propose -c hone.check.warning=leftover/final-newline"
    let one = try fixture.shell("git \(options) hook run pre-commit")
    #expect(one.code == 1)
    #expect(one.words.contains("git hone check --fix mends 1 of them"), "\(one.words)")
  }

  @Test func tenThousandStagedFilesAreChecked() throws {
    let fixture = try HookFixture()
    let good = try fixture.repository.git(["hash-object", "-w", "--stdin"], input: "good\n").prefix(40)
    let bad = try fixture.repository.git(["hash-object", "-w", "--stdin"], input: HookFixture.bad).prefix(40)
    let entries = (0..<10_000).map { "100644 \($0 == 7_777 ? bad : good)\tmany/\($0 % 100)/\($0).txt\n" }
    try fixture.repository.git(["update-index", "--index-info"], input: entries.joined())
    try fixture.git("config", "hone.hook.budget", "1m")
    let result = try fixture.shell("git hook run pre-commit")
    #expect(result.code == 1)
    #expect(result.words.contains("many/77/7777.txt:1:1"), "\(result.words)")
  }

  @Test func hugeFileIsLeftOutWithinFixedMemory() throws {
    let fixture = try HookFixture()
    let script = """
      yes 'a line of text' | head -c 209715200 >huge.txt && git -c core.compression=0 add huge.txt && rm huge.txt
      ulimit -v 150000 && exec '\(HookFixture.program)' run pre-commit
      """
    let result = try fixture.shell(script)
    #expect(result.words.contains("huge.txt has 209715200 bytes"), "\(result.words)")
    #expect(result.code == 0 || result.code == 1, "\(result.words)")
  }

  @Test func whatTheBudgetDoesNotReachIsSaid() throws {
    let fixture = try HookFixture()
    try fixture.write("b.txt", "edited\n")
    let head = try fixture.head()
    try fixture.git("add", "src/b.txt")
    // A budget of nothing is no setting, and what has no time at all is what every commit would be stopped for.
    let refused = try fixture.shell("git -c hone.hook.budget=0ms commit -q -m x")
    #expect(refused.code == 1 && refused.words.contains("any time but none"), "\(refused.words)")
    var settings = HookSettings()
    settings.budget = .zero
    var reports: [CheckReport] = []
    let context = HookContext(
      repository: try Repository.open(at: fixture.top, environment: fixture.repository.environment),
      environment: fixture.repository.environment, arguments: [], input: [],
      listener: { if case .checked(let report) = $0 { reports.append(report) } })
    // A change of which nothing was looked at is not let through as if it had been.
    #expect(try StagedCheck(context, settings, isMerge: false).run() == HookRunner.refused)
    #expect(reports.map(\.isNothingChecked) == [true])
    #expect(reports.first?.unchecked.isEmpty == false)
    #expect(try fixture.head() == head)
  }

  /// A file that takes many times the budget to parse, and changes everywhere: nothing of it may be passed over in silence.
  @Test func budgetEndsTheParsingOfOneFile() throws {
    let fixture = try HookFixture()
    let lines = (0..<240_000).map { "value_\($0) = [call(\($0), key={'a': \($0)}), (\($0), *rest)]\n" }
    try fixture.write("b.py", lines.joined() + "breakpoint()\n")
    try fixture.git("add", "src/b.py")
    // What is remembered as quiet must be known to be, so the second time is as the first.
    for _ in 0..<2 {
      let result = try fixture.shell("git -c hone.hook.budget=1500ms hook run pre-commit")
      #expect(result.words.contains("not checked: src/b.py "), "\(result.words)")
      #expect(result.words.contains("the time for checks was "), "\(result.words)")
    }
  }

  @Test func hooksSayHowMuchTheyHaveChecked() throws {
    let fixture = try HookFixture()
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    let refused = try fixture.shell("git hook run pre-commit")
    let size = HookFixture.bad.utf8.count
    #expect(
      refused.words.contains("so nothing was committed (1 file, \(size) bytes checked)"), "\(refused.words)")
    try fixture.write("b.txt", "b \nc\n")
    try fixture.git("add", "src/b.txt")
    let noted = try fixture.shell("git hook run pre-commit")
    #expect(noted.words.contains("hone: 1 file, 5 bytes checked"), "\(noted.words)")
    try fixture.write("b.txt", "b\nc\n")
    try fixture.git("add", "src/b.txt")
    #expect(try fixture.shell("git hook run pre-commit").words == "")
  }

  @Test func switchesOfTheEnvironmentCount() throws {
    let fixture = try HookFixture()
    try fixture.git("config", "hone.hook.budget", "1m")
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    #expect(try fixture.shell("HONE_SKIP=leftover/conflict-marker git hook run pre-commit").code == 0)
    #expect(try fixture.shell("HONE_SKIP=leftover/debug-statement git hook run pre-commit").code == 1)
    #expect(try fixture.shell("HONE=0 git hook run pre-commit").code == 0)
    #expect(try fixture.shell("git commit -q --no-verify -m x").code == 0)
  }

  /// As a graphical client starts git: without `PATH`, home and terminal.
  @Test func nothingOfTheUsersSurroundingsIsNeeded() throws {
    let fixture = try HookFixture()
    try fixture.write("b.txt", HookFixture.bad)
    let git = try fixture.shell("command -v git").output.split(separator: "\n").first ?? "git"
    let identity = "GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a"
    let refused = try fixture.shell("env -i \(identity) setsid --wait \(git) commit -qam x </dev/null")
    #expect(refused.code == 1)
    #expect(refused.words.contains("leftover/conflict-marker"), "\(refused.words)")
    // By hand with a PATH in which there is no git.
    let byHand = try fixture.shell(
      "cd src; env -i PATH=/nowhere:/dev/null/bin '\(HookFixture.program)' run pre-commit; echo $? >&2")
    #expect(!byHand.words.contains("cannot be started"), "\(byHand.words)")
  }

  @Test func configurationOfTheRepositoryStartsNoProgram() throws {
    let fixture = try HookFixture(hooks: HookName.allCases)
    let trap = fixture.repository.scratch + "/trap"
    try fixture.repository.write(trap, "#!/bin/sh\necho sprung >>'\(trap).log'\ncat\n", mode: 0o755)
    for key in ["core.fsmonitor", "diff.external", "core.pager", "filter.x.smudge", "core.sshCommand", "core.editor"] {
      try fixture.git("config", key, trap)
    }
    try fixture.git("config", "alias.hook", "!\(trap)")
    try fixture.repository.write(".gitattributes", "* filter=x diff=x\n")
    try fixture.write("b.txt", "edited  \n")
    try fixture.git("-c", "core.fsmonitor=false", "add", ".")
    try? fixture.repository.remove(trap + ".log")
    for name in ["pre-commit", "pre-merge-commit", "post-commit"] {
      _ = try fixture.shell("'\(HookFixture.program)' run \(name)")
    }
    #expect(fixture.repository.text(trap + ".log") == nil)
  }

  @Test func repositoryThatHoneCannotReadDoesNotStopItsUser() throws {
    let repository = try ScriptedRepository("--object-format=sha256")
    try repository.link(".git/hooks/pre-commit", to: HookFixture.program)
    try repository.write("a.txt", "a\n")
    try repository.stage("a.txt")
    let result = HookResult(try repository.run("git", ["commit", "-qm", "x"]))
    #expect(result.code == 0)
    #expect(result.words.contains("not checked"))
    #expect(result.words.contains("SHA-256"))
  }
}
