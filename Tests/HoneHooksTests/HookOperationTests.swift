import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// The operations by which git makes commits of other commits, in every kind of work tree, with every ending of the hook.
@Suite struct HookOperationTests {
  /// An operation that brings the commit of the branch `other`, a change of line 3, to the branch `main-side`.
  enum Operation: String, CaseIterable, Sendable {
    case merge, cherryPick, rebase, reword, am, revert

    /// A shell command, run on `main-side`; for a rebase on `other`.
    var command: String {
      switch self {
      case .merge: "git merge -q --no-edit other"
      case .cherryPick: "git cherry-pick other"
      case .rebase: "git rebase -q main-side"
      case .reword:
        "GIT_SEQUENCE_EDITOR=\"sed -i s/^pick/reword/\" GIT_EDITOR=\"sed -i 1s/.*/reworded/\" git rebase -q -i main-side"
      case .am: "git am -q $scratch/mail"
      case .revert: "git revert --no-edit HEAD"
      }
    }

    /// The last hook in which Hone has a part, or the one that can stop the operation.
    var hook: HookName {
      switch self {
      case .merge: .preMergeCommit
      case .cherryPick, .rebase, .revert: .postCommit
      case .reword: .preCommit
      case .am: .postApplyPatch
      }
    }

    /// Whether the hook runs before the commit is made, so that its end stops the operation.
    var canBeStopped: Bool { self == .merge || self == .reword }

    /// How a user goes back when git was stopped.
    var abortion: String {
      switch self {
      case .merge: "git merge --abort || git reset -q --hard"
      case .cherryPick: "git cherry-pick --abort || git cherry-pick --quit"
      case .rebase, .reword: "git rebase --abort"
      case .am: "git am --abort"
      case .revert: "git revert --abort || git revert --quit"
      }
    }
  }

  /// How the hook ends.
  enum Ending: CaseIterable, Sendable { case passes, refuses, interrupted, killed, alone }

  @Test(arguments: Operation.allCases, CommitPlace.allCases)
  func operationIsDoneOrCanBeTakenBack(operation: Operation, place: CommitPlace) throws {
    for ending in Ending.allCases { try check(operation, place, ending) }
  }

  private func check(_ operation: Operation, _ place: CommitPlace, _ ending: Ending) throws {
    let fixture = try fixture(operation, place, isBad: ending == .refuses)
    var preparation = ":"
    if ending == .passes || ending == .refuses {
      _ = try fixture.installation().install(HookName.allCases, program: HookFixture.program)
    } else {
      try fixture.installStoppable(HookName.allCases)
      let number = CommitPlace.allCases.firstIndex(of: place) ?? 0
      let stopped = StoppedHook(
        hook: operation.hook, signal: ending == .interrupted ? "INT" : "KILL", reachesGit: ending != .alone,
        call: StoppedHook.opening(number % 3 + 1))
      preparation = stopped.preparation(log: fixture.repository.scratch + "/calls")
    }
    let before = try fixture.head()
    let branches = [
      ("other", try fixture.git("rev-parse", "other")), ("main-side", try fixture.git("rev-parse", "main-side")),
    ]
    let result = try fixture.shell(
      "export scratch='\(fixture.repository.scratch)'; \(preparation)\nexec setsid --wait sh -c '\(operation.command)'")
    let context: Comment = "\(operation) \(place) \(ending): \(result.words)"

    #expect(fixture.text("mine.txt") == "mine\n", context)
    for lock in try fixture.leftOvers().split(separator: "\n") {
      // What git leaves when it is killed is its own lock.
      #expect(ending == .killed && lock.hasSuffix("/index.lock"), "\(context) \(lock)")
      try fixture.repository.remove(String(lock))
    }
    let isDone =
      switch ending {
      case .passes: true
      // What is reworded is committed already; the commits of a rebase are told at its end.
      case .refuses: operation != .merge
      case .alone: !operation.canBeStopped
      case .interrupted, .killed: false
      }
    if isDone {
      #expect(result.code == 0, context)
      #expect(try fixture.head() != before, context)
      #expect(try fixture.status() == ["?? src/mine.txt"], context)
      #expect(result.words.contains("git ran no pre-commit") == (ending == .refuses), context)
    } else {
      #expect(result.code != 0, context)
      if ending == .refuses { #expect(result.words.contains("nothing was committed"), context) }
      _ = try fixture.shell("cd '\(fixture.top)'; \(operation.abortion)")
      #expect(try fixture.status() == ["?? src/mine.txt"], context)
    }
    // Each branch is where it was, or has new commits on top; only a rebase that is done leaves its old ones.
    for (name, old) in branches where name != "other" || !isDone || ![.rebase, .reword].contains(operation) {
      let isKept = try fixture.shell("git merge-base --is-ancestor \(old.prefix(40)) \(name)").code == 0
      #expect(isKept, "\(context) \(name)")
    }
    #expect(fixture.text("mine.txt") == "mine\n", context)
    #expect(try fixture.fsck() == nil, context)
  }

  /// A branch `other` that changes line 3, and a branch `main-side` that has moved on elsewhere, without hooks.
  private func fixture(_ operation: Operation, _ place: CommitPlace, isBad: Bool) throws -> HookFixture {
    let fixture = try HookFixture(place, hooks: [])
    let text = isBad && operation != .merge ? HookFixture.badReplacement : "edited"
    // What git makes of two good sides can be bad all the same.
    let mine = isBad && operation == .merge ? "2" : "1"
    let script = """
      set -e; cd '\(fixture.top)'
      printf '{\\n"a": 1\\n}\\n' >src/a.json; echo '*.json merge=union' >.gitattributes
      git add .; git commit -q -m data; start=$(git rev-parse HEAD)
      git checkout -q -b other; sed -i 's/^line 3$/\(text)/' src/a.txt
      sed -i 's/1/\(mine == "2" ? "3" : "1")/' src/a.json; git commit -q -am other
      git format-patch -q -1 --stdout other >'\(fixture.repository.scratch)/mail'
      git checkout -q -b main-side $start; echo more >src/c.txt; sed -i 's/1/\(mine)/' src/a.json; git commit -q -am main
      \(operation == .revert ? "git cherry-pick other >/dev/null; git revert --no-edit HEAD >/dev/null" : ":")
      \(operation == .rebase || operation == .reword ? "git checkout -q other" : ":")
      echo mine >src/mine.txt
      """
    let prepared = try fixture.shell(script)
    try #require(prepared.code == 0, "\(operation) \(place): \(prepared.words)")
    return fixture
  }
}
