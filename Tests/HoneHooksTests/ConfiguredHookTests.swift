import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Hooks of git's configuration, which no release of git that is tested here runs: what is looked at is what is configured.
@Suite struct ConfiguredHookTests {
  private static let newer = "2.54.0"

  private func status(_ fixture: HookFixture, _ name: HookName = .preCommit) throws -> HookInstallation.Status {
    try #require(try fixture.installation(version: Self.newer).status().first { $0.name == name })
  }

  private func install(_ fixture: HookFixture) throws -> HookInstallation.Change {
    try #require(
      try fixture.installation(version: Self.newer).install([.preCommit], program: HookFixture.program).first)
  }

  @Test func folderThatOthersUseIsLeftAlone() throws {
    let fixture = try HookFixture(hooks: [])
    let shared = fixture.repository.scratch + "/shared"
    try fixture.git("config", "core.hooksPath", shared)
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program, allowsShared: true)
    let change = try install(fixture)
    #expect(change.fault?.contains("runs twice") == true)
    #expect(fixture.repository.exists(shared + "/pre-commit"))
    #expect(try status(fixture).fault?.contains("runs twice") == true)
    // Of either release, without leave for the shared ones.
    for version in ["2.53.0", Self.newer] {
      let result = try fixture.installation(version: version).uninstall()
      #expect(result.refusals.map(\.code) == [.outsideRepository])
      #expect(result.refusals.first?.remedy?.contains("--shared") == true)
      #expect(fixture.repository.exists(shared + "/pre-commit"))
    }
    #expect(try fixture.repository.run("git", ["config", "hook.hone-pre-commit.command"]).status == .exited(1))
    #expect(try fixture.installation().uninstall(allowsShared: true).refusals.isEmpty)
    #expect(!fixture.repository.exists(shared + "/pre-commit"))
  }

  /// A setting by which git does not run the hook: where it is, whether install mends it, and what then is told.
  @Test(arguments: [
    (["--local", "hook.hone-pre-commit.enabled", "false"], true),
    (["--local", "hook.hone-pre-commit.event", ""], true),
    (["--local", "hook.hone-pre-commit.event", "pre-push"], true),
    (["--global", "hook.hone-pre-commit.enabled", "no"], true), (["--local", "hook.pre-commit.enabled", "off"], false),
    (["--global", "hook.pre-commit.enabled", "false"], false),
  ])
  func hookThatGitDoesNotRunIsToldAndMended(setting: [String], isMended: Bool) throws {
    let fixture = try HookFixture(hooks: [])
    fixture.repository.environment["GIT_CONFIG_GLOBAL"] = fixture.repository.scratch + "/global"
    _ = try install(fixture)
    #expect(try status(fixture).state == .installed)
    #expect(try install(fixture).kind == .unchanged)
    try fixture.repository.git(["config"] + setting)
    let off = try status(fixture)
    #expect(off.state == .off)
    #expect(off.fault?.contains(setting[1]) == true, "\(off)")
    #expect(off.remedy != nil)
    let change = try install(fixture)
    #expect((change.fault == nil) == isMended)
    #expect(try status(fixture).state == (isMended ? .installed : .off))
    if isMended { #expect(try install(fixture).kind == .unchanged) }
    #expect(try fixture.installation(version: Self.newer).uninstall().refusals.isEmpty)
    #expect(fixture.repository.text(".git/config")?.contains("hone-pre-commit") == false)
  }

  @Test func programOfAConfiguredHookIsLookedAt() throws {
    let fixture = try HookFixture(hooks: [])
    let program = fixture.repository.scratch + "/it's here/hone-hook"
    try fixture.repository.write(program, "#!/bin/sh\n", mode: 0o755)
    let installation = try fixture.installation(version: Self.newer)
    _ = try installation.install([.preCommit], program: program)
    #expect(try status(fixture).state == .broken)
    #expect(try status(fixture).fault == "\(program) is not Hone's program any more")
    try fixture.repository.remove(program)
    #expect(try status(fixture).fault == "\(program) is not there")
    // A command that somebody has written is not judged.
    try fixture.git("config", "hook.hone-pre-commit.command", "mine")
    #expect(try status(fixture).state == .installed)
  }

  /// git was put back to an older release, or there are two of them.
  @Test func olderGitIsToldThatItRunsNone() throws {
    let fixture = try HookFixture(hooks: [])
    let before = fixture.repository.text(".git/config")
    _ = try install(fixture)
    let off = try #require(try fixture.installation(version: "2.53.0").status().first)
    #expect(off.state == .off)
    #expect(off.fault == "hooks are configured for git 2.54, and this git 2.53 does not run them")
    #expect(off.remedy == "git hone hook install pre-commit")
    _ = try fixture.installation(version: "2.53.0").install([.preCommit], program: HookFixture.program)
    #expect(try fixture.installation(version: "2.53.0").status().first?.state == .installed)
    // A newer one would run it twice.
    #expect(fixture.repository.text(".git/config") == before)
  }

  /// Taking hooks away needs nothing but git, whatever the repository is made of.
  @Test func hooksOfARepositoryThatHoneDoesNotReadCanGo() throws {
    let repository = try ScriptedRepository()
    let path = repository.scratch + "/sha256"
    try repository.git("init", "--quiet", "--object-format=sha256", path)
    #expect(throws: Refusal.self) { try Repository.open(at: path, environment: repository.environment) }
    let installation = try HookInstallation(try HookHost(at: path, environment: repository.environment))
    _ = try installation.install([.preCommit], program: HookFixture.program)
    #expect(try installation.status().first?.state == .installed)
    #expect(try installation.uninstall().changes.map(\.kind) == [.removed])
  }
}
