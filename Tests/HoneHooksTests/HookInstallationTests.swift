import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Hooks go where git looks for them, run what was there, and leave no trace when they are taken away.
@Suite struct HookInstallationTests {
  /// Names, kinds, modes, times and contents of everything in a folder.
  private func listing(_ repository: ScriptedRepository, _ folder: String) throws -> String {
    let script =
      "cd '\(folder)' && find . -mindepth 1 -printf '%p %y %m %T@ %l\\n' | sort; find . -type f | sort | xargs cat"
    return String(decoding: try repository.run("sh", ["-c", script]).standardOutput, as: UTF8.self)
  }

  /// What git takes for the folder of its hooks, Hone takes as well, whatever bytes it has.
  @Test(arguments: [
    "'hooks\nx'", "'hooks\n'", "'a\n\nb/c'", "'a\tb'", "'a\"b'", #""a'b""#, "-hooks", "'hooks '", "' hooks'", "'a b'",
    "'a\\b'",
    "'$HOME`x`'", "\"$(printf 'a\\377b')\"", "'a\r'",
  ])
  func aFolderOfHooksMayHaveAnyName(word: String) throws {
    let fixture = try HookFixture(hooks: [])
    #expect(try fixture.shell("git config core.hooksPath \(word)").code == 0)
    let script = "find . -path ./.git/objects -prune -o -print | sort | cat -v"
    let before = try fixture.shell(script).output
    _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    try fixture.write("b.txt", HookFixture.bad)
    let stopped = try fixture.shell("git commit -qam x")
    #expect(stopped.code != 0 && stopped.words.contains("leftover/conflict-marker"), "\(stopped.words)")
    #expect(
      try fixture.shell("git checkout -q . && git commit -qm x --allow-empty && git reset -q --hard HEAD~1").code == 0)
    let removed = try fixture.installation().uninstall()
    #expect(removed.refusals.isEmpty && removed.changes.count == HookName.standard.count)
    let left = try fixture.shell(script).output.split(separator: "\n").filter { !before.contains($0) }
    #expect(
      left.allSatisfy { $0.contains("/logs") || $0.contains("ORIG_HEAD") || $0.contains("COMMIT_EDITMSG") }, "\(left)")
  }

  @Test func anEmptyFolderOfHooksIsRefusedByItsName() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.git("config", "core.hooksPath", "")
    let refusal = #expect(throws: Refusal.self) { try fixture.installation() }
    #expect(refusal?.code == .gitFailed && refusal?.message.contains("core.hooksPath") == true)
  }

  @Test(arguments: CommitPlace.allCases)
  func uninstallLeavesTheFolderAsItWas(place: CommitPlace) throws {
    let fixture = try HookFixture(place, hooks: [])
    let hooks = String(decoding: try fixture.installation().folder, as: UTF8.self)
    try fixture.repository.write(hooks + "/pre-commit", "#!/bin/sh\nexit 0\n", mode: 0o751)
    try fixture.repository.write(hooks + "/pre-push", [0x7f, 0x00, 0xff], mode: 0o640)
    try fixture.repository.link(hooks + "/commit-msg", to: "/bin/true")
    let config = try fixture.git("config", "--list", "--show-origin")
    let before = try listing(fixture.repository, hooks)
    let changes = try fixture.installation().install(HookName.allCases, program: HookFixture.program)
    #expect(changes.allSatisfy { $0.kind == .installed })
    #expect(changes.filter(\.hasFormer).map(\.name) == [.preCommit, .commitMessage, .prePush])
    // Once more changes nothing, from any work tree.
    let installed = try listing(fixture.repository, hooks)
    #expect(
      try fixture.installation().install(HookName.allCases, program: HookFixture.program).allSatisfy {
        $0.kind == .unchanged
      })
    #expect(try listing(fixture.repository, hooks) == installed)
    #expect(installed != before)
    let result = try fixture.installation().uninstall()
    #expect(result.refusals.isEmpty)
    #expect(result.changes.filter { $0.kind == .restored }.map(\.name) == [.preCommit, .commitMessage, .prePush])
    #expect(try listing(fixture.repository, hooks) == before)
    #expect(try fixture.git("config", "--list", "--show-origin") == config)
    #expect(try fixture.installation().uninstall().changes.isEmpty)
  }

  /// The folders that hold hooks, in a repository that was made without templates, or that takes hooks from elsewhere.
  @Test(arguments: [nil, ".team/git/hooks"])
  func foldersThatInstallMadeAreGoneAfterUninstall(configured: String?) throws {
    let fixture = try HookFixture(hooks: [])
    let hooks = configured ?? ".git/hooks"
    if let configured {
      try fixture.git("config", "core.hooksPath", configured)
    } else {
      _ = try fixture.shell("rm -rf .git/hooks")
    }
    let script = "find . -path ./.git/objects -prune -o -printf '%p %y %m\\n' | sort; cat .git/config"
    let before = try fixture.shell(script).output
    _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    _ = try fixture.installation().install(HookName.allCases, program: HookFixture.program)
    try fixture.write("b.txt", "other\n")
    #expect(try fixture.shell("git commit -qam x && git reset -q --hard HEAD~1").code == 0)
    #expect(fixture.repository.exists(hooks + "/pre-commit"))
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    let left = try fixture.shell(script).output.split(separator: "\n").filter { !before.contains($0) }
    #expect(
      left.allSatisfy { $0.contains("/logs") || $0.contains("ORIG_HEAD") || $0.contains("COMMIT_EDITMSG") }, "\(left)")
    #expect(!fixture.repository.exists(configured == nil ? hooks : ".team"))
    // A folder in which somebody has put something since stays.
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.repository.write(hooks + "/own", "")
    _ = try fixture.installation().uninstall()
    #expect(fixture.repository.exists(hooks + "/own"))
    #expect(!fixture.repository.exists(hooks + "/pre-commit"))
  }

  @Test(arguments: CommitPlace.allCases)
  func branchWithoutConfigurationIsLeftAlone(place: CommitPlace) throws {
    let fixture = try HookFixture(place, hooks: [])
    let config = try fixture.git("config", "--list", "--show-origin")
    let refused = { try fixture.shell("cd '\(fixture.top)'; git commit -q -m bad") }
    // The branch of a team that says by its file that it wants checks.
    try fixture.git("branch", "bare-branch")
    try fixture.repository.write(fixture.top + "/.hone.yml", "checks: {}\n")
    try fixture.git("add", ".hone.yml")
    try fixture.git("commit", "-q", "-m", "team")
    _ = try fixture.installation().install(HookName.checking, program: HookFixture.program)
    #expect(try fixture.git("config", "hone.hook.when") == "configured\n")
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    #expect(try refused().code == 1)
    // Deleted in the work tree it still is the branch's.
    try fixture.repository.remove(fixture.top + "/.hone.yml")
    #expect(try refused().code == 1)
    try fixture.git("checkout", "-q", "--", ".hone.yml")

    // One without it: not a word, in any hook.
    try fixture.git("checkout", "-q", "bare-branch")
    let remote = fixture.repository.scratch + "/remote.git"
    let silent = try fixture.shell(
      """
      set -e; cd '\(fixture.top)'; git commit -q -m bad; git checkout -q -b silent-side HEAD~1; echo more >src/c.txt
      git commit -q -am silent; git merge -q --no-edit bare-branch; git reset -q --hard HEAD~1
      git cherry-pick bare-branch >/dev/null; git rebase -q --force-rebase HEAD~1
      git init -q --bare '\(remote)'; git push -q '\(remote)' silent-side
      """)
    #expect(silent.code == 0, "\(silent.words)")
    #expect(silent.words == "")
    // Unless the user wants it everywhere.
    try fixture.write("c.txt", HookFixture.bad)
    #expect(try fixture.shell("cd '\(fixture.top)'; git -c hone.hook.when=always commit -q -am bad").code == 1)
    #expect(try fixture.shell("cd '\(fixture.top)'; git -c hone.hook.when=sometimes commit -q -am bad").code == 1)
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    let left = try fixture.git("config", "--list", "--show-origin")
    #expect(left == config)
  }

  @Test func whatTheUserHasSaidOfBranchesStays() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.repository.write(fixture.top + "/.hone.yml", "checks: {}\n")
    try fixture.git("config", "hone.hook.when", "always")
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(try fixture.git("config", "hone.hook.when") == "always\n")
    _ = try fixture.installation().uninstall()
    #expect(try fixture.git("config", "hone.hook.when") == "always\n")
  }

  /// What the user has set before the hooks were installed is none of installing's.
  @Test func settingThatInstallDidNotMakeStays() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.repository.write(fixture.top + "/.hone.yml", "checks: {}\n")
    try fixture.git("config", "hone.hook.when", "configured")
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    #expect(try fixture.git("config", "hone.hook.when") == "configured\n")
    // What it did make goes, and only that.
    try fixture.git("config", "--unset", "hone.hook.when")
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(try fixture.git("config", "hone.hook.when") == "configured\n")
    #expect(try fixture.installation().uninstall().refusals.isEmpty)
    #expect(try fixture.repository.run("git", ["config", "hone.hook.when"]).status == .exited(1))
  }

  @Test func hooksOfALinkedWorkTreeServeAllWorkTrees() throws {
    let fixture = try HookFixture(.linkedWorkTree, hooks: [.preCommit])
    #expect(fixture.repository.exists(".git/hooks/pre-commit"))
    for top in [fixture.top, fixture.repository.path] {
      try fixture.repository.write(top + "/src/c.txt", HookFixture.bad)
      let output = try fixture.repository.run("git", ["commit", "-qam", "x"], in: top)
      #expect(output.status == .exited(1))
    }
  }

  @Test func formerHookRunsFirstWithItsArgumentsAndItsInput() throws {
    let fixture = try HookFixture(hooks: [])
    let log = fixture.repository.scratch + "/log"
    for name in ["commit-msg", "pre-push", "pre-commit"] {
      let script = "#!/bin/sh\necho \"${0##*/} $*\" >>'\(log)'\ncat >>'\(log)'\nexit ${FORMER:-0}\n"
      try fixture.repository.write(".git/hooks/" + name, script, mode: 0o755)
    }
    _ = try fixture.installation().install(HookName.allCases, program: HookFixture.program)
    try fixture.write("b.txt", "other\n")
    #expect(try fixture.shell("git commit -qam 'a message'").code == 0)
    #expect(fixture.repository.text(log) == "pre-commit \ncommit-msg .git/COMMIT_EDITMSG\n")
    try fixture.repository.remove(log)
    let remote = fixture.repository.scratch + "/remote.git"
    #expect(try fixture.shell("git init -q --bare '\(remote)' && git push -q '\(remote)' HEAD:refs/heads/x").code == 0)
    let head = try fixture.head()
    let zero = ObjectID.zero.hex
    #expect(
      fixture.repository.text(log) == "pre-push \(remote) \(remote)\nHEAD \(head) refs/heads/x \(zero)\n")
    // Its no is a no, with its own status.
    try fixture.write("b.txt", "more\n")
    #expect(try fixture.shell("FORMER=7 git commit -qam x").code == 1)
    let status = try fixture.shell(
      "cd \"$(git rev-parse --show-toplevel)\" && FORMER=7 .git/hooks/pre-commit </dev/null"
    ).code
    #expect(status == 7)
    #expect(try fixture.head() == head)
    // It runs even where Hone is switched off.
    #expect(try fixture.shell("HONE=0 FORMER=1 git commit -qam x").code == 1)
    #expect(try fixture.shell("HONE=0 git commit -qam x").code == 0)
  }

  @Test func hookThatWasNotExecutableIsKeptAndDoesNotRun() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.repository.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n", mode: 0o644)
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.write("b.txt", "other\n")
    #expect(try fixture.shell("git commit -qam x").code == 0)
  }

  @Test func hookThatSomebodyChangedIsNotRemoved() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.repository.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n", mode: 0o755)
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.repository.remove(".git/hooks/pre-commit")
    try fixture.repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho theirs\n", mode: 0o755)
    let result = try fixture.installation().uninstall()
    #expect(result.changes.isEmpty)
    #expect(result.refusals.count == 1)
    #expect(result.refusals.first?.remedy != nil)
    #expect(fixture.repository.text(".git/hooks/pre-commit") == "#!/bin/sh\necho theirs\n")
    #expect(fixture.repository.exists(".git/hooks/pre-commit.before-hone"))
    #expect(throws: Refusal.self) { try fixture.installation().install([.preCommit], program: HookFixture.program) }
    #expect(try fixture.installation().status().first { $0.name == .preCommit }?.state == .foreign)
  }

  @Test func formerHookWithoutAnInterpreterRunsByTheShellAsUnderGit() throws {
    let fixture = try HookFixture(hooks: [])
    let log = fixture.repository.scratch + "/log"
    try fixture.repository.write(
      ".git/hooks/pre-commit", "echo \"ran $0\" >>'\(log)'\nexit ${FORMER:-0}\n", mode: 0o755)
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.write("b.txt", "other\n")
    #expect(try fixture.shell("FORMER=3 git commit -qam x").code != 0)
    #expect(try fixture.shell("git commit -qam x").code == 0)
    #expect(fixture.repository.text(log)?.split(separator: "\n").count == 2)
    #expect(fixture.repository.text(log) == "ran .git/hooks/pre-commit\nran .git/hooks/pre-commit\n")
  }

  /// husky's hooks, and those that run all files of a folder, find what to run by the name that they were started by.
  @Test(arguments: ["#!/bin/sh", "#!/usr/bin/env sh", "#!/bin/sh -e", "#!/usr/bin/env bash"])
  func formerHookFindsItsOwnByItsName(firstLine: String) throws {
    let fixture = try HookFixture(hooks: [])
    let log = fixture.repository.scratch + "/log"
    try fixture.repository.write(".git/hooks/pre-commit", "\(firstLine)\n. \"${0%/*}/_run\"\n", mode: 0o755)
    try fixture.repository.write(
      ".git/hooks/_run", "n=$(basename \"$0\")\n[ -f \"own/$n\" ] || exit 0\nsh -e \"own/$n\" \"$@\"\nexit $?\n")
    try fixture.repository.write("own/pre-commit", "echo \"own $*\" >>'\(log)'\nexit ${FORMER:-0}\n")
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.write("b.txt", "other\n")
    #expect(try fixture.shell("FORMER=3 git commit -qam x").code == 1)
    #expect(try fixture.shell("git commit -qam x").code == 0)
    #expect(fixture.repository.text(log) == "own \nown \n")
  }

  @Test func formerHookThatTellsRunningFromReadingIsRun() throws {
    let fixture = try HookFixture(hooks: [])
    let script = "#!/usr/bin/env bash\nif [ \"${BASH_SOURCE[0]}\" = \"$0\" ]; then exit 1; fi\n"
    try fixture.repository.write(".git/hooks/pre-commit", script, mode: 0o755)
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.write("b.txt", "other\n")
    #expect(try fixture.shell("git commit -qam x").code == 1)
  }

  @Test func formerHookThatIsAProgramIsToldTheNameOfTheHook() throws {
    let fixture = try HookFixture(hooks: [])
    // A program that tells by its own name what it is: `hone-hook` itself, which must not start itself for ever.
    _ = try fixture.repository.run("cp", [HookFixture.program, fixture.repository.path + "/.git/hooks/pre-commit"])
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    try fixture.write("b.txt", HookFixture.bad)
    let result = try fixture.shell("git commit -qam x")
    #expect(result.code == 1)
    #expect(result.words.contains("leftover/conflict-marker"), "\(result.words)")
  }

  @Test func programThatHasMovedIsToldAndRenewed() throws {
    let fixture = try HookFixture(hooks: [])
    _ = try fixture.installation().install([.preCommit], program: "/nowhere/hone-hook")
    #expect(try fixture.installation().status().first?.state == .broken)
    // Nothing goes on unchecked without a word.
    let stopped = try fixture.shell("git commit -q --allow-empty -m x")
    #expect(stopped.code != 0 && stopped.words.contains("pre-commit"), "\(stopped.words)")
    let changes = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(changes == [HookInstallation.Change(name: .preCommit, kind: .installed)])
    #expect(try fixture.installation().status().first?.state == .installed)
    #expect(!fixture.repository.exists(".git/hooks/pre-commit.before-hone"))
  }

  @Test func folderThatOthersUseIsWrittenWithLeaveOnly() throws {
    let fixture = try HookFixture(hooks: [])
    let shared = fixture.repository.scratch + "/shared"
    try fixture.git("config", "core.hooksPath", shared)
    #expect(throws: Refusal.self) { try fixture.installation().install([.preCommit], program: HookFixture.program) }
    #expect(!fixture.repository.exists(shared))
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program, allowsShared: true)
    #expect(fixture.repository.exists(shared + "/pre-commit"))
    // There it acts only where a repository has a file of settings.
    try fixture.write("b.txt", HookFixture.bad)
    #expect(try fixture.shell("git commit -qam x").code == 0)
    try fixture.repository.write(".hone.yml", "")
    try fixture.write("b.txt", HookFixture.bad + HookFixture.bad)
    #expect(try fixture.shell("git commit -qam x").code == 1)
  }

  @Test func folderInsideTheWorkTreeIsUsed() throws {
    let fixture = try HookFixture(hooks: [])
    try fixture.git("config", "core.hooksPath", ".husky/_")
    _ = try fixture.installation().install([.preCommit], program: HookFixture.program)
    #expect(fixture.repository.exists(".husky/_/pre-commit"))
    try fixture.write("b.txt", HookFixture.bad)
    #expect(try fixture.shell("git commit -qam x").code == 1)
  }

  @Test func statusSaysWhatInstallWouldDoBesideAnotherProgramsHook() throws {
    let fixture = try HookFixture(hooks: [])
    func remedy(_ version: String) throws -> String? {
      let status = try fixture.installation(version: version).status()
      return status.first { $0.name == .preCommit && $0.state == .foreign }?.remedy
    }
    let old = "2.39.5"
    #expect(try remedy(old) == nil)
    try fixture.repository.write(".git/hooks/pre-commit", "#!/bin/sh\n", mode: 0o755)
    #expect(try remedy(old) == "git hone hook install pre-commit runs it before Hone's")
    #expect(
      try remedy("2.54.0") == "git hone hook install pre-commit makes git run Hone's before it")
    // husky's own folder, where install writes nothing.
    try fixture.git("config", "core.hooksPath", ".husky/_")
    try fixture.repository.write(".husky/_/h", "")
    try fixture.repository.write(".husky/_/pre-commit", "#!/bin/sh\n", mode: 0o755)
    let line = "hone-hook run pre-commit \"$@\""
    let folder = fixture.top + "/.husky"
    #expect(try remedy(old) == "add to \(folder)/pre-commit the line: \(line)")
    try fixture.repository.write(".husky/pre-commit", "# \(line)\n")
    #expect(try remedy(old) == "add to \(folder)/pre-commit the line: \(line)")
    try fixture.repository.write(".husky/pre-commit", "npm test\n\(line)\n")
    #expect(try remedy(old) == "it starts Hone's")
    let new = try fixture.installation(version: "2.54.0")
    _ = try new.install([.preCommit], program: HookFixture.program)
    let twice = try #require(new.status().first)
    #expect(
      twice.state == .installed
        && twice.fault?.hasSuffix("/.husky/pre-commit starts it as well, so it runs twice") == true)
    _ = try new.uninstall()
    // A folder that the team has in git.
    try fixture.git("config", "core.hooksPath", ".githooks")
    try fixture.repository.write(".githooks/pre-commit", "#!/bin/sh\n", mode: 0o755)
    try fixture.git("add", ".githooks")
    #expect(try remedy(old) == "add to \(fixture.top)/.githooks/pre-commit the line: \(line)")
    // A folder that other repositories use too.
    let shared = fixture.repository.scratch + "/shared"
    try fixture.git("config", "core.hooksPath", shared)
    try fixture.repository.write(shared + "/pre-commit", "#!/bin/sh\n", mode: 0o755)
    #expect(try #require(try remedy(old)).hasSuffix("or git hone hook install --shared"))
  }

  @Test func scriptOfAShellStartsWhatNoFirstLineCanHold() throws {
    let fixture = try HookFixture(hooks: [])
    let odd = fixture.repository.scratch + "/it's here"
    try fixture.repository.write(odd + "/x", "")
    try fixture.repository.link(odd + "/hone-hook", to: HookFixture.program)
    let folder = try fixture.installation().folder
    let hook = InstalledHook(.preCommit, in: folder)
    let program = Array((odd + "/hone-hook").utf8)
    #expect(try hook.install(program: program))
    #expect(try !hook.install(program: program))
    #expect(hook.state == .own(program: program))
    try fixture.write("b.txt", HookFixture.bad)
    let refused = try fixture.shell("git commit -qam x")
    #expect(refused.code == 1)
    #expect(refused.words.contains("leftover/conflict-marker"))
    // A script to which somebody has added a line is theirs.
    let script = try #require(fixture.repository.text(".git/hooks/pre-commit"))
    try fixture.repository.write(".git/hooks/pre-commit", script + "echo more\n", mode: 0o755)
    #expect(hook.state == .foreign)
    #expect(try fixture.installation().uninstall().changes.isEmpty)
    try fixture.repository.write(".git/hooks/pre-commit", script, mode: 0o755)
    #expect(try fixture.installation().uninstall().changes.count == 1)
  }

  /// No release of git that is tested here reads such hooks, so what is looked at is what is configured.
  @Test func newerGitTakesHooksFromItsConfiguration() throws {
    let fixture = try HookFixture(hooks: [])
    let before = fixture.repository.text(".git/config")
    let names = fixture.repository.names(in: ".git/hooks")
    _ = try fixture.installation(version: "2.53.1").install([.preCommit], program: HookFixture.program)
    #expect(fixture.repository.exists(".git/hooks/pre-commit"))
    // A file from before git was renewed goes.
    let changes = try fixture.installation(version: "2.54.0").install(
      [.preCommit, .prePush], program: HookFixture.program)
    #expect(changes.map(\.kind) == [.installed, .installed])
    #expect(fixture.repository.names(in: ".git/hooks") == names)
    #expect(try fixture.git("config", "hook.hone-pre-commit.event") == "pre-commit\n")
    let command = try fixture.git("config", "hook.hone-pre-commit.command")
    try fixture.write("b.txt", HookFixture.bad)
    try fixture.git("add", "src/b.txt")
    #expect(try fixture.shell(command).code == 1)
    let again = try fixture.installation(version: "2.54.0").install([.preCommit], program: HookFixture.program)
    #expect(again.map(\.kind) == [.unchanged])
    #expect(try fixture.installation(version: "2.55.0").status().first?.state == .installed)
    #expect(try fixture.installation(version: "2.54.0").uninstall().changes.count == 2)
    #expect(fixture.repository.text(".git/config") == before)
  }
}
