import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneHooks

/// Every way to make a commit for which git runs `pre-commit`, in every kind of work tree, with every ending of the hook.
@Suite struct HookCommitTests {
  /// A way to commit line 3 of `src/a.txt`.
  enum Mode: String, CaseIterable, Sendable {
    case plain, partial, all, patch, only, include, amend, mergeContinue, cherryPickContinue

    /// Shell commands that lead up to the commit; `$text` is what line 3 becomes, `edit` writes it.
    var preparation: String {
      let stageOther = "echo staged >$src/b.txt && git add $src/b.txt"
      return switch self {
      case .plain, .amend: "edit && git add $src/a.txt"
      case .partial: "edit && git add $src/a.txt && echo later >>$src/a.txt"
      case .all, .patch: "edit"
      case .only, .include: "edit && \(stageOther)"
      case .mergeContinue: conflict("git merge --quiet side-of-it")
      case .cherryPickContinue: conflict("git cherry-pick side-of-it")
      }
    }

    /// The command that runs the hook.
    var command: String {
      switch self {
      case .plain, .partial: "git commit -q -m change"
      case .all: "git commit -q -a -m change"
      case .patch: "printf 'y\\nn\\n' | git commit -q -p -m change"
      case .only: "git commit -q -m change -- $src/a.txt"
      case .include: "git commit -q -m change -i -- $src/a.txt"
      case .amend: "git commit -q --amend --no-edit"
      case .mergeContinue: "GIT_EDITOR=true git merge --continue"
      case .cherryPickContinue: "GIT_EDITOR=true git cherry-pick --continue"
      }
    }

    private func conflict(_ command: String) -> String {
      """
      start=$(git rev-parse HEAD) && git checkout -q -b side-of-it && sed -i 's/line 3$/theirs/' $src/a.txt && \
      git commit -q --no-verify -am theirs && git checkout -q -B main-side $start && \
      sed -i 's/line 3$/ours/' $src/a.txt && git commit -q --no-verify -am ours && \
      ! \(command) >/dev/null 2>&1 && git checkout -q --ours $src/a.txt && \
      sed -i 's/^ours$/line 3/' $src/a.txt && edit && git add $src/a.txt
      """
    }
  }

  /// How the hook ends.
  enum Ending: CaseIterable, Sendable {
    /// Nothing is found.
    case passes
    /// Something is found.
    case refuses
    /// Ctrl-C reaches git, Hone's part of the hook and the shell between.
    case interrupted
    /// All of them are killed.
    case killed
    /// Hone's part of the hook is killed, and git goes on.
    case alone
  }

  @Test(arguments: Mode.allCases, CommitPlace.allCases)
  func commitIsMadeOrNothingChanges(mode: Mode, place: CommitPlace) throws {
    for ending in Ending.allCases { try check(mode, place, ending) }
  }

  private func check(_ mode: Mode, _ place: CommitPlace, _ ending: Ending) throws {
    let fixture = try HookFixture(place, hooks: [])
    var preparation = ":"
    if ending == .passes || ending == .refuses {
      _ = try fixture.installation().install(HookName.standard, program: HookFixture.program)
    } else {
      try fixture.installStoppable(HookName.standard)
      let number = ((Mode.allCases.firstIndex(of: mode) ?? 0) + (CommitPlace.allCases.firstIndex(of: place) ?? 0)) % 3
      let stopped = StoppedHook(
        hook: .preCommit, signal: ending == .interrupted ? "INT" : "KILL", reachesGit: ending != .alone,
        call: StoppedHook.opening(number + 1))
      preparation = stopped.preparation(log: fixture.repository.scratch + "/calls")
    }
    let text = ending == .refuses ? HookFixture.badReplacement : "edited"
    let prologue = """
      src=\(place == .subdirectory ? "." : "src")
      edit() { sed -i 's/^line 3$/\(text)/' $src/a.txt; }
      """
    let prepared = try fixture.shell("\(prologue)\nset -e\n\(mode.preparation)")
    try #require(prepared.code == 0, "\(mode) \(place): \(prepared.words)")
    let before = (head: try fixture.head(), files: ["a.txt", "b.txt", "c.txt"].map(fixture.text))
    let index = try fixture.git("ls-files", "-s")
    let result = try fixture.shell("\(prologue)\n\(preparation)\nexec setsid --wait sh -c '\(command(mode, place))'")
    let context: Comment = "\(mode) \(place) \(ending): \(result.words)"

    #expect(["a.txt", "b.txt", "c.txt"].map(fixture.text) == before.files, context)
    if ending == .passes {
      #expect(result.code == 0, context)
      #expect(try fixture.head() != before.head, context)
      let committed = try fixture.git("show", "HEAD:src/a.txt")
      #expect(committed == (mode == .partial ? HookFixture.numbered([3: "edited\n"]) : fixture.text("a.txt")), context)
      #expect(
        try fixture.status() == (mode == .partial ? [" M src/a.txt"] : mode == .only ? ["M  src/b.txt"] : []), context)
    } else {
      #expect(result.code != 0, context)
      #expect(try fixture.head() == before.head, context)
      if ending == .refuses { #expect(result.words.contains("leftover/conflict-marker"), context) }
      // What git leaves when it is killed is its own lock; nothing of Hone's lies about.
      let left = try fixture.leftOvers().split(separator: "\n")
      #expect(
        left.allSatisfy { ending == .killed && $0.contains("/index.lock") || $0.contains("/next-index-") }, context)
      for lock in left { try fixture.repository.remove(String(lock)) }
      // -p stages before the hook runs, in the index that git then drops.
      #expect(try fixture.git("ls-files", "-s") == index, context)
    }
    #expect(try fixture.fsck() == nil, context)
  }

  private func command(_ mode: Mode, _ place: CommitPlace) -> String {
    mode.command.replacing("$src", with: place == .subdirectory ? "." : "src").replacing("'", with: "'\\''")
  }
}
