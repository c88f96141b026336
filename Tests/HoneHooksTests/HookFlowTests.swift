import HoneChecks
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Where code enters without `pre-commit`: merges, rebases, picked commits, patches, pushes.
@Suite struct HookFlowTests {
  /// A way to make a commit for which git runs no `pre-commit`, from a commit `bad` that nobody has checked.
  enum Flow: String, CaseIterable, Sendable {
    case cherryPick = "git cherry-pick bad"
    case revert = "git cherry-pick bad && git revert --no-edit HEAD && git revert --no-edit HEAD"
    case rebase = "git checkout -q bad && git rebase -q main-side"
    case am = "git format-patch -q -1 --stdout bad >$scratch/mail && git am -q $scratch/mail"
  }

  /// Line 3 of a branch `bad` is a conflict marker; `main-side` has moved on elsewhere.
  private func fixture(_ place: CommitPlace = .mainWorkTree, hooks: [HookName] = HookName.allCases) throws
    -> HookFixture
  {
    let fixture = try HookFixture(place, hooks: hooks)
    let script = """
      set -e; cd '\(fixture.top)'; start=$(git rev-parse HEAD)
      git checkout -q -b bad; sed -i 's/^line 3$/\(HookFixture.badReplacement)/' src/a.txt; HONE=0 git commit -q -am bad
      git checkout -q -b main-side $start; echo other >src/c.txt; git commit -q -am other
      """
    let prepared = try fixture.shell(script)
    try #require(prepared.code == 0, "\(prepared.words)")
    return fixture
  }

  @Test(arguments: Flow.allCases, CommitPlace.allCases)
  func commitThatSkippedPreCommitIsTold(flow: Flow, place: CommitPlace) throws {
    let fixture = try fixture(place)
    let result = try fixture.shell("scratch='\(fixture.repository.scratch)'; cd '\(fixture.top)'; \(flow.rawValue)")
    #expect(result.code == 0, "\(result.words)")
    #expect(result.words.contains("leftover/conflict-marker"), "\(flow) \(place): \(result.words)")
    #expect(result.words.contains("git ran no pre-commit"))
    #expect(try fixture.status().filter { !$0.hasPrefix("??") } == [])
    #expect(try fixture.fsck() == nil)
  }

  @Test func commitThatWasCheckedOrPassedOverOnPurposeIsNotToldAgain() throws {
    let fixture = try HookFixture(hooks: HookName.allCases)
    try fixture.write("a.txt", HookFixture.bad)
    let passed = try fixture.shell("git commit -q --no-verify -am bad")
    #expect(passed.code == 0)
    #expect(passed.words == "")
    #expect(try fixture.shell("git commit -q --amend --no-verify -m again").words == "")
    #expect(try fixture.shell("GIT_SEQUENCE_EDITOR=: git rebase -q -i --root").code == 0)
  }

  @Test func rebaseTellsOnceOfAllItsCommits() throws {
    let fixture = try fixture()
    let result = try fixture.shell(
      """
      git checkout -q bad; for n in 1 2; do echo $n >>src/b.txt; git commit -q -am $n; done; git rebase -q main-side
      """)
    #expect(result.code == 0)
    #expect(result.words.split(separator: "leftover/conflict-marker", omittingEmptySubsequences: false).count == 2)
  }

  /// The other side was checked where it was made; only what the merge itself makes is new.
  @Test(arguments: CommitPlace.allCases)
  func mergeIsCheckedForWhatDiffersFromEveryParent(place: CommitPlace) throws {
    let fixture = try fixture(place)
    let result = try fixture.shell("git merge -q --no-edit bad")
    #expect(result.code == 0, "\(result.words)")
    #expect(try fixture.git("rev-list", "--count", "--merges", "HEAD") == "1\n")
    #expect(try fixture.text("a.txt")?.contains("<<<<<<< ours") == true)
  }

  /// A merge with a conflict that the user settles with lines that no parent has.
  private func settled(_ text: String) throws -> HookFixture {
    let fixture = try HookFixture(hooks: [])
    let prepared = try fixture.shell(
      """
      set -e; printf 'x = 1\n' >src/a.py; git add .; git commit -q -m a
      git checkout -q -b other; printf 'x = 2\n' >src/a.py; printf 'o = 1 ' >src/o.py; git add .; git commit -q -m other
      git checkout -q main; printf 'x = 3\n' >src/a.py; git commit -q -am main; git merge -q other || :
      """)
    try #require(prepared.code == 0, "\(prepared.words)")
    _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    try fixture.write("a.py", text)
    try fixture.git("add", "src/a.py")
    return fixture
  }

  /// What is staged is the whole merge to be, so safe fixes of what differs from every parent are staged as anywhere.
  @Test func safeFixesAreStagedInAMergeThatWasSettled() throws {
    let fixture = try settled("x = 4  \n")
    let result = try fixture.shell("git commit -q -m merge")
    #expect(result.code == 0, "\(result.words)")
    #expect(result.words.contains("fixed"), "\(result.words)")
    #expect(try fixture.git("show", "HEAD:src/a.py") == "x = 4\n")
    // The other side was checked where it was made.
    #expect(try fixture.git("show", "HEAD:src/o.py") == "o = 1 ")
    #expect(try fixture.git("rev-list", "--count", "--merges", "HEAD") == "1\n")
    #expect(try fixture.status() == [])
    #expect(try fixture.fsck() == nil)
  }

  @Test func mergeThatWasStoppedSaysWhatMendsIt() throws {
    let fixture = try settled("x = 4  \nbreakpoint()\n")
    try fixture.git("config", "hone.hook.fix", "propose")
    let refused = try fixture.shell("git commit -q -m merge")
    #expect(refused.code == 1)
    #expect(refused.words.contains("git hone check --fix mends 1 of them"), "\(refused.words)")
    let opened = try Repository.open(at: fixture.top, environment: fixture.repository.environment)
    var request = CheckRequest()
    request.options.fixes = true
    #expect(try request.run(in: opened).fixed.map(\.rule) == ["leftover/trailing-blanks"])
    #expect(try fixture.repository.stagedText("src/a.py") == "x = 4\nbreakpoint()\n")
    #expect(try fixture.repository.stagedText("src/o.py") == "o = 1 ")
  }

  /// git has made the tree of such a merge before the hook runs.
  @Test func mergeThatGitCommitsSaysWhyNothingIsMended() throws {
    let fixture = try HookFixture(hooks: [])
    let result = try fixture.shell(
      """
      set -e; printf '*.py merge=union -text\n' >.gitattributes; : >src/a.py; git add .; git commit -q -m a
      git checkout -q -b other; printf 'a = 1\r\n' >src/a.py; git commit -q -am other
      git checkout -q main; printf 'b = 1\n' >src/a.py; git commit -q -am main
      git config hone.check.note leftover/mixed-line-endings
      """)
    try #require(result.code == 0, "\(result.words)")
    _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    let merged = try fixture.shell("git merge -q --no-edit other")
    #expect(merged.code == 0, "\(merged.words)")
    #expect(merged.words.contains("note:"), "\(merged.words)")
    #expect(merged.words.contains("not mended: git has made"), "\(merged.words)")
  }

  /// In other operations Hone writes nothing, so what would is not suggested.
  @Test func cherryPickThatWasStoppedDoesNotSuggestWhatIsRefused() throws {
    let fixture = try HookFixture(hooks: [])
    let prepared = try fixture.shell(
      """
      set -e; printf 'x = 1\n' >src/a.py; git add .; git commit -q -m a
      git checkout -q -b other; printf 'x = 2\n' >src/a.py; git commit -q -am other
      git checkout -q main; printf 'x = 3\n' >src/a.py; git commit -q -am main; git cherry-pick other || :
      """)
    try #require(prepared.code == 0, "\(prepared.words)")
    _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    try fixture.write("a.py", "x = 4  \nbreakpoint()\n")
    try fixture.git("add", "src/a.py")
    let refused = try fixture.shell("git commit -q -m pick")
    #expect(refused.code == 1)
    #expect(!refused.words.contains("check --fix"), "\(refused.words)")
    #expect(refused.words.contains("a cherry-pick is in progress, in which Hone writes nothing"), "\(refused.words)")
    try fixture.write("a.py", "x = 4  \n")
    try fixture.git("add", "src/a.py")
    let noted = try fixture.shell("git commit -q -m pick")
    #expect(noted.code == 0)
    #expect(noted.words.contains("not mended: a cherry-pick is in progress"), "\(noted.words)")
  }

  @Test(arguments: [[HookName.commitMessage], [.prepareCommitMessage, .commitMessage]])
  func whatIsStagedWhilePreCommitRanIsCaught(hooks: [HookName]) throws {
    let fixture = try HookFixture(hooks: hooks)
    let script = """
      #!/bin/sh
      '\(HookFixture.program)' run pre-commit || exit 1
      printf "$LATE" >src/late.txt
      git add src/late.txt
      """
    try fixture.repository.write(".git/hooks/pre-commit", script, mode: 0o755)
    try fixture.write("b.txt", "edited\n")
    try fixture.git("add", "src/b.txt")
    let head = try fixture.head()
    let refused = try fixture.shell("LATE='\(HookFixture.badReplacement)\\n' git commit -q -m change")
    #expect(refused.code == 1)
    #expect(refused.words.contains("staged since pre-commit began"))
    #expect(try fixture.head() == head)
    try fixture.git("rm", "--quiet", "--cached", "src/late.txt")
    // What does no harm stops nothing, and nothing is left for the next commit.
    #expect(try fixture.shell("LATE='fine\\n' git commit -q -m change").code == 0)
    #expect(try fixture.git("show", "HEAD:src/late.txt") == "fine\n")
    let note = fixture.repository.bytes(".git/hone/checked-index")
    #expect(note == [UInt8](repeating: 0, count: 20))
  }

  /// git makes the tree of the commit before the editor opens; only a hook that runs in between can see that it was the checked
  /// one.
  @Test(arguments: [true, false])
  func whatIsStagedWhileTheMessageIsWrittenIsNotPartOfTheCommit(isSeen: Bool) throws {
    let fixture = try HookFixture(hooks: HookName.standard + (isSeen ? [.prepareCommitMessage] : []))
    let editor = fixture.repository.scratch + "/editor"
    let script = "#!/bin/sh\nprintf '\(HookFixture.badReplacement)\\n' >src/late.txt; git add src/late.txt\n"
    try fixture.repository.write(editor, script, mode: 0o755)
    try fixture.write("b.txt", "edited\n")
    try fixture.git("add", "src/b.txt")
    let result = try fixture.shell("GIT_EDITOR='\(editor)' git commit -q -e -m change")
    if isSeen {
      #expect(result.code == 0 && result.words == "", "\(result.words)")
      #expect(try fixture.status() == ["A  src/late.txt"])
    } else {
      // It cannot be told then, so what is found stops the commit, and how to go on is said.
      #expect(result.code == 1)
      #expect(result.words.contains("git restore --staged"), "\(result.words)")
    }
    #expect(
      fixture.repository.bytes(".git/hone/checked-index") == [UInt8](repeating: 0, count: 20))
  }

  /// The hook waits at its memory of recipes, which is a pipe here, when it has read what is staged.
  @Test(arguments: ["b\\n", "b \\n"])
  func whatIsStagedWhilePreCommitReadsIsCaught(staged: String) throws {
    let fixture = try HookFixture()
    let folder = fixture.repository.scratch + "/cache"
    let script = """
      mkdir -p '\(folder)/hone' && mkfifo '\(folder)/hone/check-recipes'
      printf '\(staged)' >src/b.css; git add src/b.css
      XDG_CACHE_HOME='\(folder)' timeout 60 '\(HookFixture.program)' run pre-commit & hook=$!
      exec 3>'\(folder)/hone/check-recipes'
      printf '\(HookFixture.badReplacement)\\n' >src/late.txt; git add src/late.txt
      exec 3>&-; wait $hook; echo "pre-commit $?"
      '\(HookFixture.program)' run commit-msg .git/COMMIT_EDITMSG; echo "commit-msg $?"
      """
    let result = try fixture.shell(script)
    #expect(result.output == "pre-commit 0\ncommit-msg 1\n", "\(result.words)")
    #expect(result.words.contains("staged since pre-commit began"), "\(result.words)")
    #expect(try fixture.repository.stagedText("src/b.css") == "b\n")
  }

  /// Where the index is the checked one, `commit-msg` ends before it opens the repository: this one could not be opened.
  @Test(arguments: ["index", "other"], [false, true])
  func commitMessageHookWithNothingToDoOpensNothing(index: String, isLink: Bool) throws {
    let fixture = try HookFixture(hooks: [])
    let folder = fixture.repository.scratch + "/bare-bones"
    let script = """
      mkdir -p '\(folder)/hone' && cd '\(folder)' && echo ref: refs/heads/main >HEAD
      printf 'DIRC-aaaaaaaaaaaaaaaaaaaa' >index; printf 'DIRC-bbbbbbbbbbbbbbbbbbbb' >other
      printf aaaaaaaaaaaaaaaaaaaa >hone/checked-index
      \(isLink ? "ln -sf '\(HookFixture.program)' commit-msg" : "printf '#!\(HookFixture.program)\\n' >commit-msg")
      chmod +x ./commit-msg
      run() { GIT_DIR='\(folder)' GIT_INDEX_FILE='\(folder)'/$1 ./commit-msg message; }
      """
    let first = try fixture.shell("\(script); run \(index)")
    #expect(first.code == 0)
    #expect(first.words.contains("could not find repository") == (index == "other"), "\(first.words)")
    let isLeft = try fixture.shell("grep -q aaa '\(folder)/hone/checked-index'").code == 0
    #expect(isLeft == (index == "other"))
    // Without a note nothing was checked, whatever the index is.
    #expect(try fixture.shell("\(script); rm hone/checked-index; run \(index)").words == "")
    // Who had a hook there before, or switches something, is not passed over.
    let former = "printf '#!/bin/sh\\nexit 7\\n' >commit-msg.before-hone; chmod +x commit-msg.before-hone"
    #expect(try fixture.shell("\(script); \(former); run index").code == 7)
  }

  /// What another remote has may be new to an address that no remote has.
  @Test func pushToAnAddressCountsWhatIsKnownOfThatAddressAlone() throws {
    let fixture = try fixture()
    let folder = fixture.repository.scratch
    let prepared = try fixture.shell(
      """
      set -e; for name in inside outside; do git init -q --bare '\(folder)'/$name.git; done
      git remote add inside '\(folder)/inside.git'; git push -q --no-verify inside bad main-side
      """)
    #expect(prepared.code == 0, "\(prepared.words)")
    // The address of the remote that has it.
    #expect(try fixture.shell("git push -q '\(folder)/inside.git' bad:copy").words == "")
    let refused = try fixture.shell("git push -q '\(folder)/outside.git' bad")
    #expect(refused.code != 0)
    #expect(refused.words.contains("leftover/conflict-marker"), "\(refused.words)")
    #expect(refused.words.contains("what is at this address is not known"), "\(refused.words)")
    // What the ref that is pushed stands at there is known to be there.
    let known = try fixture.shell(
      """
      set -e; git push -q --no-verify '\(folder)/outside.git' bad
      git checkout -q bad; echo more >src/b.txt; git commit -q -am more; git push -q '\(folder)/outside.git' bad
      """)
    #expect(known.code == 0, "\(known.words)")
    #expect(known.words == "")
  }

  @Test func longHistoryOfOtherRemotesIsToldAndNotWalked() throws {
    let fixture = try fixture()
    let folder = fixture.repository.scratch
    // The marker stands in the first of these commits, and the newest is on no remote.
    let script = """
      set -e; git checkout -q bad; tree=$(git rev-parse HEAD^{tree}); tip=$(git rev-parse HEAD)
      for name in inside outside; do git init -q --bare '\(folder)'/$name.git; done
      { for n in $(seq 1100); do
        printf 'commit refs/heads/bad\\ncommitter a <a> %d +0000\\ndata 1\\nx\\n' $n
        test $n -gt 1 || printf 'from %s\\n' $tip
      done; } | git fast-import --quiet --force
      git remote add inside '\(folder)/inside.git'; git push -q --no-verify inside bad
      HONE=0 git commit -q --allow-empty -m new
      """
    let prepared = try fixture.shell(script)
    try #require(prepared.code == 0, "\(prepared.words)")
    let pushed = try fixture.shell("git push -q '\(folder)/outside.git' bad")
    #expect(pushed.code == 0, "\(pushed.words)")
    #expect(pushed.words.contains("not checked: commits that other remotes have"), "\(pushed.words)")
    // Where no remote has anything all of it is new.
    try fixture.git("remote", "remove", "inside")
    let new = try fixture.shell("git push -q '\(folder)/outside.git' bad:again")
    #expect(new.words.contains("leftover/conflict-marker"), "\(new.words)")
  }

  @Test(arguments: [false, true])
  func filesThatArePushedWithoutACommitAreChecked(isAnnotated: Bool) throws {
    let fixture = try HookFixture()
    let remote = fixture.repository.scratch + "/remote.git"
    let secret = "aws_access_key_id = AKIA" + "QYLPMN5HFIQR7XYA\n"
    let script = """
      set -e; git init -q --bare '\(remote)'; git remote add origin '\(remote)'
      blob=$(printf '%s' "$SECRET" | git hash-object -w --stdin)
      tree=$(printf '100644 blob %s\\tkeys.txt\\n' "$blob" | git mktree)
      git tag \(isAnnotated ? "-a -m x" : "") blob-tag $blob; git tag \(isAnnotated ? "-a -m x" : "") tree-tag $tree
      """
    let prepared = try fixture.shell("SECRET='\(secret)'; \(script)")
    try #require(prepared.code == 0, "\(prepared.words)")
    let blob = try fixture.shell("git push -q origin blob-tag")
    #expect(blob.code != 0)
    #expect(blob.words.contains("refs/tags/blob-tag:1:"), "\(blob.words)")
    let tree = try fixture.shell("git push -q origin tree-tag")
    #expect(tree.code != 0)
    #expect(tree.words.contains("keys.txt:1:"), "\(tree.words)")
  }

  @Test func pushIsCheckedForWhatTheRemoteDoesNotHave() throws {
    let fixture = try fixture()
    let remote = fixture.repository.scratch + "/remote.git"
    #expect(try fixture.shell("git init -q --bare '\(remote)' && git remote add origin '\(remote)'").code == 0)
    #expect(try fixture.shell("git push -q origin main-side").code == 0)
    let refused = try fixture.shell("git push -q origin bad")
    #expect(refused.code != 0)
    #expect(refused.words.contains("leftover/conflict-marker"))
    #expect(refused.words.contains("nothing was pushed"))
    #expect(try fixture.shell("git --git-dir='\(remote)' rev-parse -q --verify bad").code != 0)
    // By address alone, with a tag.
    #expect(try fixture.shell("git tag -a -m t v1 bad && git push -q '\(remote)' v1").code != 0)
    #expect(try fixture.shell("git push -q --no-verify origin bad").code == 0)
    // What is there already is not looked at again, nor what is deleted.
    let more = "git checkout -q bad && echo more >src/b.txt && git commit -q -am more && git push -q origin bad"
    #expect(try fixture.shell(more).code == 0)
    #expect(try fixture.shell("git push -q origin :main-side v1").code == 0)
  }
}
