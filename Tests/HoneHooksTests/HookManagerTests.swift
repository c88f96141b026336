import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// The configurations of the folder `Hooks`, run by the managers that they are for.
///
/// The managers are Python packages; `.ci/install-packages test` puts them where `HONE_PEERS` says, and where one is
/// missing its test is left out.
@Suite struct HookManagerTests {
  /// The top of the checkout: this file lies two folders below.
  private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// The folder of the managers.
  private static let folder = Environment.current["HONE_PEERS"] ?? root + "/.build/peers/bin"

  static func has(_ program: String) -> Bool { HookFile.isExecutable(Array("\(folder)/\(program)".utf8)) }

  /// A repository with a configuration of ours, and a `PATH` on which the manager and `hone-hook` are.
  private func fixture(_ source: String, as name: String) throws -> HookFixture {
    let fixture = try HookFixture(hooks: [])
    let programs = HookFile.folder(of: Array(HookFixture.program.utf8))
    let path = "\(Self.folder):\(String(decoding: programs, as: UTF8.self)):\(Environment.current["PATH"] ?? "")"
    fixture.repository.environment["PATH"] = path
    fixture.repository.environment["PRE_COMMIT_HOME"] = fixture.repository.scratch + "/pre-commit"
    fixture.repository.environment["PREK_HOME"] = fixture.repository.scratch + "/prek"
    let text = try #require(fixture.repository.text(Self.root + "/" + source))
    try fixture.repository.write(name, text)
    try fixture.git("add", name)
    try fixture.git("commit", "--quiet", "-m", "configure")
    return fixture
  }

  /// A commit and a push are stopped where something is wrong, and go through where nothing is.
  private func expectHooksWork(_ fixture: HookFixture) throws {
    let head = try fixture.head()
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    try fixture.write("c.txt", "not staged\n")
    let refused = try fixture.shell("git commit -m x")
    #expect(refused.code == 1)
    #expect((refused.words + refused.output).contains("leftover/conflict-marker"), "\(refused.words)\(refused.output)")
    #expect(try fixture.head() == head)
    let remote = fixture.repository.scratch + "/remote.git"
    _ = try fixture.shell("git init -q --bare '\(remote)' && git remote add origin '\(remote)'")
    #expect(try fixture.shell("git push --no-verify -q origin HEAD:main").code == 0)
    #expect(try fixture.shell("git commit -q --no-verify -m bad").code == 0)
    let pushed = try fixture.shell("git push origin HEAD:main")
    #expect(pushed.code != 0)
    #expect((pushed.words + pushed.output).contains("leftover/conflict-marker"), "\(pushed.words)\(pushed.output)")
    try fixture.git("reset", "--quiet", "--hard", head)
    try fixture.write("b.txt", "fine\n")
    try fixture.git("add", "src/b.txt")
    try fixture.write("c.txt", "not staged\n")
    let passed = try fixture.shell("git commit -q -m x")
    #expect(passed.code == 0, "\(passed.words)\(passed.output)")
    #expect(try fixture.git("show", "HEAD:src/b.txt") == "fine\n")
    #expect(fixture.text("c.txt") == "not staged\n")
  }

  @Test(.enabled(if: has("pre-commit"))) func preCommitRunsHone() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    let install = try fixture.shell("pre-commit install")
    try #require(install.code == 0, "\(install.words)")
    try expectHooksWork(fixture)
  }

  /// As in CI: nothing is staged, and what was committed is asked about.
  private func expectCommittedFilesAreChecked(_ fixture: HookFixture, _ manager: String) throws {
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("commit", "--quiet", "--no-verify", "-am", "bad")
    for arguments in ["--all-files", "--files src/b.txt", "--from-ref HEAD~1 --to-ref HEAD"] {
      let result = try fixture.shell("\(manager) run \(arguments)")
      #expect(result.code != 0, "\(arguments)")
      let words = result.words + result.output
      #expect(words.contains("leftover/conflict-marker"), "\(arguments): \(words)")
    }
    try fixture.write("b.txt", "fine\n")
    try fixture.git("commit", "--quiet", "--no-verify", "-am", "mended")
    for arguments in ["--all-files", "--from-ref HEAD~1 --to-ref HEAD"] {
      let result = try fixture.shell("\(manager) run \(arguments)")
      #expect(result.code == 0, "\(result.words)\(result.output)")
    }
  }

  @Test(.enabled(if: has("pre-commit"))) func preCommitRunsHoneInCI() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    try expectCommittedFilesAreChecked(fixture, "pre-commit")
  }

  @Test(.enabled(if: has("prek"))) func prekRunsHoneInCI() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    try expectCommittedFilesAreChecked(fixture, "prek")
  }

  @Test(.enabled(if: has("lefthook"))) func lefthookRunsHoneInCI() throws {
    let fixture = try fixture("Hooks/lefthook.yml", as: "lefthook.yml")
    try #require(try fixture.shell("lefthook install").code == 0)
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("commit", "--quiet", "--no-verify", "-am", "bad")
    let result = try fixture.shell("lefthook run pre-commit --all-files")
    let words = result.words + result.output
    #expect(result.code != 0 && words.contains("leftover/conflict-marker"), "\(words)")
    // A commit that only takes files away names none.
    try fixture.git("rm", "--quiet", "src/b.txt")
    #expect(try fixture.shell("git commit -q -m deleted").code == 0)
    #expect(try fixture.shell("lefthook run pre-commit --all-files").code == 0)
  }

  /// A manager that hands over names; what is staged is checked as ever, and the rest as it is in HEAD.
  @Test func namesOfAManagerAreChecked() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("commit", "--quiet", "-am", "bad")
    let hook = "'\(HookFixture.program)' run pre-commit"
    #expect(try fixture.shell("PRE_COMMIT=1 \(hook) src/b.txt src/c.txt").code == 1)
    #expect(try fixture.shell("PRE_COMMIT=1 \(hook) src/c.txt").code == 0)
    #expect(try fixture.shell("\(hook) src/b.txt").code == 0)
    let range = "PRE_COMMIT_FROM_REF=HEAD~1 PRE_COMMIT_TO_REF=HEAD"
    #expect(try fixture.shell("PRE_COMMIT=1 \(range) \(hook)").code == 1)
  }

  /// Work that is not staged is put aside by the manager and comes back, whatever Hone finds to mend.
  private func expectUnsavedWorkStays(_ fixture: HookFixture) throws {
    try fixture.write("b.txt", "one\ntwo\nthree\n")
    try fixture.git("add", "src/b.txt")
    try fixture.git("commit", "--quiet", "--no-verify", "-m", "b")
    try fixture.write("b.json", "{\n  \"a\": 1\n}\n")
    try fixture.git("add", "src/b.json")
    try fixture.git("commit", "--quiet", "--no-verify", "-m", "json")
    // Managers show what a hook says only where it stops something, and notes stop nothing.
    try fixture.git("config", "hone.check.error", "leftover/trailing-blanks")
    try fixture.write("b.json", "{\n  \"a\": 1, \n  \"b\": 2\n}\n")
    try fixture.git("add", "src/b.json")
    let unsaved = "{\n  \"a\": 3,\n  \"b\": 2\n}\n"
    try fixture.write("b.json", unsaved)
    let result = try fixture.shell("git commit -m x")
    #expect(fixture.text("b.json") == unsaved, "\(result.words)\(result.output)")
    #expect(try fixture.git("show", ":src/b.json") == "{\n  \"a\": 1, \n  \"b\": 2\n}\n")
    #expect((result.words + result.output).contains("trailing-blanks"), "\(result.words)\(result.output)")
  }

  @Test(.enabled(if: has("pre-commit"))) func preCommitBringsUnsavedWorkBack() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    try #require(try fixture.shell("pre-commit install").code == 0)
    try expectUnsavedWorkStays(fixture)
  }

  @Test(.enabled(if: has("prek"))) func prekBringsUnsavedWorkBack() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    try #require(try fixture.shell("prek install").code == 0)
    try expectUnsavedWorkStays(fixture)
  }

  @Test(.enabled(if: has("lefthook"))) func lefthookBringsUnsavedWorkBack() throws {
    let fixture = try fixture("Hooks/lefthook.yml", as: "lefthook.yml")
    try #require(try fixture.shell("lefthook install").code == 0)
    try expectUnsavedWorkStays(fixture)
  }

  /// pre-commit names no commits where the first commit of all is among what is pushed.
  @Test(.enabled(if: has("pre-commit"))) func theFirstPushUnderPreCommitIsChecked() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    try #require(try fixture.shell("pre-commit install").code == 0)
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    try fixture.git("commit", "--quiet", "--no-verify", "-m", "bad")
    let remote = fixture.repository.scratch + "/remote.git"
    _ = try fixture.shell("git init -q --bare '\(remote)' && git remote add origin '\(remote)'")
    let pushed = try fixture.shell("git push origin HEAD:refs/heads/main")
    #expect(pushed.code != 0)
    #expect((pushed.words + pushed.output).contains("leftover/conflict-marker"), "\(pushed.words)\(pushed.output)")
  }

  @Test(.enabled(if: has("prek"))) func prekRunsHone() throws {
    let fixture = try fixture("Hooks/pre-commit-config.yaml", as: ".pre-commit-config.yaml")
    let install = try fixture.shell("prek install")
    try #require(install.code == 0, "\(install.words)")
    try expectHooksWork(fixture)
  }

  @Test(.enabled(if: has("lefthook"))) func lefthookRunsHone() throws {
    let fixture = try fixture("Hooks/lefthook.yml", as: "lefthook.yml")
    let install = try fixture.shell("lefthook install")
    try #require(install.code == 0, "\(install.words)")
    try expectHooksWork(fixture)
  }

  @Test(.enabled(if: has("pre-commit"))) func publishedHooksAreWellFormed() throws {
    let fixture = try HookFixture(hooks: [])
    let output = try fixture.repository.run(
      Self.folder + "/pre-commit", ["validate-manifest", Self.root + "/.pre-commit-hooks.yaml"])
    #expect(output.status.isSuccess, "\(output.message)")
  }

  /// husky runs files of the names of hooks by `sh`, with their arguments.
  @Test func filesForHuskyRunHone() throws {
    let fixture = try HookFixture(hooks: [])
    for name in ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push"] {
      let text = try #require(fixture.repository.text(Self.root + "/Hooks/husky/" + name))
      try fixture.repository.write(".git/hooks/" + name, "#!/bin/sh\n" + text, mode: 0o755)
    }
    let programs = String(decoding: HookFile.folder(of: Array(HookFixture.program.utf8)), as: UTF8.self)
    fixture.repository.environment["PATH"] = programs + ":" + (Environment.current["PATH"] ?? "")
    try expectHooksWork(fixture)
  }
}
