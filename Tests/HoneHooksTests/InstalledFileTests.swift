import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// The file that is a hook: of its own, so that nobody who writes to it writes over the program, and known under every name.
@Suite struct InstalledFileTests {
  /// A copy of the program that a test may lose.
  private func copiedProgram(_ fixture: HookFixture, in folder: String = "programs") throws -> String {
    let path = fixture.repository.scratch + "/\(folder)/hone-hook"
    try fixture.repository.write(path, "", mode: 0o755)
    _ = try fixture.repository.run("cp", [HookFixture.program, path])
    return path
  }

  /// An installation that was killed when the user's hook had its second name, and one before that.
  @Test(arguments: ["file", "link", "dangling"])
  func installationThatWasKilledIsDoneAgain(kind: String) throws {
    let fixture = try HookFixture(hooks: [])
    let hooks = fixture.repository.path + "/.git/hooks"
    let script = """
      cd '\(hooks)' && mkdir ../own && printf '#!/bin/sh\nexit 1\n' >../own/hook && chmod 755 ../own/hook
      case \(kind) in
      file) cp -p ../own/hook pre-commit ;;
      link) ln -s ../own/hook pre-commit ;;
      dangling) ln -s ../own/none pre-commit ;;
      esac
      """
    #expect(try fixture.shell(script).code == 0)
    let before = fixture.repository.names(in: hooks)
    #expect(try fixture.shell("cd '\(hooks)' && ln -P pre-commit pre-commit.before-hone").code == 0)
    // No process has such an id; the second belongs to one that runs.
    try fixture.repository.write(hooks + "/pre-commit.hone-999999999", "half")
    try fixture.repository.write(hooks + "/pre-commit.hone-1", "another installation")
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(
      fixture.repository.names(in: hooks)
        == (before + ["pre-commit.before-hone", "pre-commit.hone-1"]).sorted())
    #expect(try fixture.installation().status().first { $0.name == .preCommit }?.state == .installed)
    try fixture.repository.remove(hooks + "/pre-commit.hone-1")
    // The same before taking away.
    try fixture.repository.write(hooks + "/pre-commit.hone-999999999", "half")
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    #expect(fixture.repository.names(in: hooks) == before)
  }

  private func commit(_ fixture: HookFixture, _ text: String) throws -> HookResult {
    try fixture.write("b.txt", text)
    return try fixture.shell("git commit -qam x")
  }

  @Test func whoeverWritesTheHookLeavesTheProgramAlone() throws {
    let fixture = try HookFixture(hooks: [])
    let program = try copiedProgram(fixture)
    _ = try fixture.installation().install(HookName.standard, program: program)
    let script = """
      echo '#!/bin/sh' >.git/hooks/pre-commit; printf '#!/bin/sh\\n' >own; cp own .git/hooks/commit-msg
      cmp '\(program)' '\(HookFixture.program)'
      """
    #expect(try fixture.shell(script).code == 0)
    let states = try fixture.installation().status()
    #expect(states.filter { $0.state == .foreign }.map(\.name) == [.preCommit, .commitMessage])
    #expect(states.filter { $0.state == .installed }.map(\.name) == [.preMergeCommit, .prePush])
  }

  @Test func fileIsStartedWithoutAShellAndAlsoByOne() throws {
    let fixture = try HookFixture()
    let text = try #require(fixture.repository.text(".git/hooks/pre-commit"))
    #expect(text.hasPrefix("#!\(HookFixture.program)\n"))
    #expect(text.contains("git hone hook uninstall"))
    #expect(try commit(fixture, HookFixture.bad).words.contains("leftover/conflict-marker"))
    try fixture.git("add", "src/b.txt")
    #expect(try fixture.shell("sh .git/hooks/pre-commit").words.contains("leftover/conflict-marker"))
    #expect(try commit(fixture, "fine\n").code == 0)
  }

  /// What no first line can hold is started by a shell.
  @Test(arguments: ["with a blank", String(repeating: "long", count: 32)])
  func programOfAnyPathIsStarted(folder: String) throws {
    let fixture = try HookFixture(hooks: [])
    let program = try copiedProgram(fixture, in: folder)
    _ = try fixture.installation().install(HookName.standard, program: program)
    #expect(try #require(fixture.repository.text(".git/hooks/pre-commit")).hasPrefix("#!/bin/sh\n"))
    #expect(try fixture.installation().status().first?.detail == program)
    #expect(try commit(fixture, HookFixture.bad).words.contains("leftover/conflict-marker"))
  }

  @Test func linkOfAnEarlierReleaseRunsAndIsRenewedOrTakenAway() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.repository.link(".git/hooks/pre-commit", to: HookFixture.program)
    #expect(try commit(fixture, HookFixture.bad).code == 1)
    let status = try #require(try fixture.installation().status().first)
    #expect(status.state == .installed && status.fault?.contains("is a link") == true && status.remedy != nil)
    #expect(
      try fixture.installation().install([.preCommit], program: HookFixture.program).map(\.kind) == [.installed])
    #expect(try fixture.installation().status().first?.fault == nil)
    #expect(try fixture.shell("test -L .git/hooks/pre-commit").code == 1)
    #expect(try commit(fixture, HookFixture.bad).code == 1)
    try fixture.repository.remove(".git/hooks/pre-commit")
    try fixture.repository.link(".git/hooks/pre-commit", to: HookFixture.program)
    #expect(try fixture.installation().uninstall().changes.map(\.kind) == [.removed])
    #expect(!fixture.repository.exists(".git/hooks/pre-commit"))
  }

  @Test func programInTheRunningProcessIsNotStarted() {
    let fault = HookProgram.fault(of: Array("/proc/self/cwd/tools/hone-hook".utf8))
    #expect(fault?.hasSuffix("is not where Hone is installed") == true)
  }

  @Test(arguments: ["#!/bin/sh\ntouch ran; echo hone-hook 1\n", nil])
  func programThatIsNotHoneIsTold(script: String?) throws {
    let fixture = try HookFixture(hooks: [])
    let program = try copiedProgram(fixture)
    _ = try fixture.installation().install([.preCommit], program: program)
    #expect(try fixture.installation().status().first?.state == .installed)
    if let script {
      try fixture.repository.write(program, script, mode: 0o755)
    } else {
      _ = try fixture.repository.run("cp", ["/bin/true", program])
    }
    let status = try #require(try fixture.installation().status().first)
    #expect(status.state == .broken)
    #expect(status.fault == "\(program) is not Hone's program any more")
    #expect(!fixture.repository.exists("ran"))
  }

  // MARK: Managers that move Hone's hook aside

  /// A manager that runs what it has moved aside, as pre-commit and prek do.
  private static let manager =
    "#!/bin/sh\necho manager >>.git/ran\nif [ -x \"$0.legacy\" ]; then \"$0.legacy\" \"$@\" || exit 1; fi\n"

  private func installManager(_ fixture: HookFixture, _ suffix: String, over names: [HookName]) throws {
    for name in names {
      let file = ".git/hooks/" + name.rawValue
      if fixture.repository.exists(file) { _ = try fixture.repository.run("mv", [file, file + suffix]) }
      try fixture.repository.write(file, Self.manager, mode: 0o755)
    }
  }

  @Test func hookThatWasMovedAsideChecksAndIsTold() throws {
    let fixture = try HookFixture()
    try installManager(fixture, ".legacy", over: [.preCommit, .commitMessage])
    #expect(try commit(fixture, HookFixture.bad).words.contains("leftover/conflict-marker"))
    let good = try commit(fixture, "fine\n")
    #expect(good.code == 0 && good.words == "", "\(good.words)")
    let status = try #require(try fixture.installation().status().first)
    #expect(status.state == .foreign)
    #expect(status.fault?.contains("pre-commit.legacy") == true)
    #expect(try fixture.installation().uninstall().changes.count == 4)
    #expect(fixture.repository.names(in: ".git/hooks").allSatisfy { !$0.contains("legacy") })
    #expect(fixture.repository.text(".git/hooks/pre-commit") == Self.manager)
    #expect(try commit(fixture, HookFixture.bad).code == 0)
  }

  @Test func hookThatLefthookMovesAsideIsKnown() throws {
    let fixture = try HookFixture()
    let bad = "printf '\(HookFixture.badReplacement)\\n' >src/b.txt; git add src/b.txt"
    #expect(try fixture.shell("mv .git/hooks/pre-commit .git/hooks/pre-commit.old; \(bad)").code == 0)
    #expect(try fixture.shell(".git/hooks/pre-commit.old").words.contains("leftover/conflict-marker"))
    let message = "mv .git/hooks/commit-msg .git/hooks/commit-msg.old; .git/hooks/commit-msg.old .git/COMMIT_EDITMSG"
    let quiet = try fixture.shell(message)
    #expect(quiet.code == 0 && quiet.words == "", "\(quiet.words)")
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    #expect(fixture.repository.names(in: ".git/hooks").allSatisfy { !$0.contains(".old") })
  }

  /// The hook that Hone ran first goes on being run, by the manager that moved Hone's aside, and stays when Hone's goes.
  @Test func formerHookIsRunByAHookThatWasMovedAside() throws {
    let fixture = try HookFixture(hooks: [])
    let former = "#!/bin/sh\necho former >>.git/ran\n"
    try fixture.repository.write(".git/hooks/pre-commit", former, mode: 0o755)
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try installManager(fixture, ".legacy", over: [.preCommit])
    #expect(try commit(fixture, "fine\n").code == 0)
    #expect(fixture.repository.text(".git/ran") == "manager\nformer\n")
    #expect(try fixture.installation().uninstall().changes.map(\.kind) == [.restored])
    #expect(fixture.repository.text(".git/hooks/pre-commit.legacy") == former)
    #expect(try commit(fixture, "more\n").code == 0)
    #expect(fixture.repository.text(".git/ran") == "manager\nformer\nmanager\nformer\n")
  }

  /// The manager was there, Hone was installed before it, and the manager once more.
  @Test func managerThatIsInstalledAgainIsRunOnce() throws {
    let fixture = try HookFixture(hooks: [])
    try installManager(fixture, "", over: [.preCommit])
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try installManager(fixture, ".legacy", over: [.preCommit])
    #expect(try commit(fixture, HookFixture.bad).words.contains("leftover/conflict-marker"))
    #expect(fixture.repository.text(".git/ran") == "manager\n")
    let again = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(again.map(\.kind) == [.installed])
    #expect(!fixture.repository.exists(".git/hooks/pre-commit.legacy"))
    #expect(try commit(fixture, "fine\n").code == 0)
    #expect(fixture.repository.text(".git/ran") == "manager\nmanager\n")
    // Without moving aside what it does not know, as lefthook and husky write.
    try fixture.repository.write(".git/hooks/pre-commit", Self.manager, mode: 0o755)
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    #expect(
      fixture.repository.names(in: ".git/hooks").filter { $0.hasPrefix("pre-commit") && !$0.hasSuffix("sample") } == [
        "pre-commit"
      ])
    #expect(fixture.repository.text(".git/hooks/pre-commit") == Self.manager)
  }

  // MARK: Folders of others

  @Test func foldersThatOthersWriteAreLeftAloneWithALineForThem() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.git("config", "core.hooksPath", ".husky/_")
    try fixture.repository.write(".husky/_/h", "exit 0\n")
    func refusal() throws -> Refusal? {
      let installation = try fixture.installation()
      do throws(Refusal) {
        _ = try installation.install([.prePush], program: HookFixture.program)
        return nil
      } catch {
        return error
      }
    }
    let husky = try #require(try refusal())
    #expect(husky.remedy?.contains(".husky/pre-push the line: hone-hook run pre-push \"$@\"") == true, "\(husky)")
    #expect(fixture.repository.names(in: ".husky/_") == ["h"])
    try fixture.git("config", "core.hooksPath", ".githooks")
    try fixture.repository.write(".githooks/pre-commit", "#!/bin/sh\n", mode: 0o755)
    try fixture.git("add", ".githooks")
    let tracked = try #require(try refusal())
    #expect(tracked.message.contains("is tracked"))
    #expect(tracked.remedy?.contains(".githooks/pre-push the line: hone-hook run pre-push") == true)
    #expect(fixture.repository.names(in: ".githooks") == ["pre-commit"])
  }

  /// overcommit's hooks and others find what to run by the last part of their own path.
  @Test func formerHookOfAnotherLanguageFindsItsName() throws {
    let fixture = try HookFixture(hooks: [])
    let script = """
      #!/usr/bin/env python3
      import os, sys
      with open(".git/ran", "a") as log:
          print(os.path.basename(sys.argv[0]), os.path.realpath(sys.argv[0]).split("/")[-2:], sys.argv[1:], file=log)

      """
    try fixture.repository.write(".git/hooks/team-hook", script, mode: 0o755)
    try fixture.repository.link(".git/hooks/commit-msg", to: "team-hook")
    func listing() throws -> [Substring] {
      try fixture.shell("ls -a .git .git/hooks").output.split(separator: "\n").filter { $0 != "COMMIT_EDITMSG" }
    }
    let before = try listing()
    _ = try fixture.installation().install([.commitMessage], program: HookFixture.program)
    #expect(try commit(fixture, "fine\n").code == 0)
    #expect(
      fixture.repository.text(".git/ran") == "commit-msg ['hooks', 'team-hook'] ['.git/COMMIT_EDITMSG']\n")
    #expect(try fixture.installation().uninstall().changes.map(\.kind) == [.restored])
    try fixture.repository.remove(".git/ran")
    #expect(try listing() == before)
  }
}
