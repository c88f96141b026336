internal import HoneChecks
internal import HoneCore
internal import HoneGit

/// `pre-commit` and `pre-merge-commit`: checks what is staged, stages safe fixes, and stops the commit when something is
/// left.
struct StagedCheck {
  private let context: HookContext
  private let settings: HookSettings
  /// Whether git is about to commit a merge: its tree is fixed by now, so that nothing can be mended in it any more.
  private let isMerge: Bool

  init(_ context: HookContext, _ settings: HookSettings, isMerge: Bool) {
    self.context = context
    self.settings = settings
    self.isMerge = isMerge
  }

  func run() throws(Refusal) -> Int32 {
    let repository = context.repository
    let checked = CheckedIndex(of: repository)
    checked.forget()
    let before = checked.current
    var options = CheckOptions()
    options.budget = settings.budget
    options.skippedRules = context.skippedRules
    // A merge is a commit like others once its conflicts are settled: what is staged is all of it.
    options.fixes = settings.fixing == .stage && !isMerge && repository.operations.subtracting(.merge).isEmpty
    // What a hook that was killed has left is brought to its end before anything is written.
    if options.fixes { for note in repository.recover() { HookOutput.say(note.text) } }
    var check = try CheckRun(repository: repository, scope: .staged, options: options).begin()
    let report = try check.finish()
    // The process ends in a moment and its memory with it; taking everything apart before would take longer than many a check.
    _ = Unmanaged.passRetained(Kept(check))
    let hasSpoken = context.show(report, showsFixes: settings.fixing != .off)
    if report.isNothingChecked, report.isClean {
      HookOutput.say("nothing of what is staged was looked at, so nothing was committed")
      HookOutput.say("try again, give it time with git config hone.hook.budget 10s, or leave it out with --no-verify")
      return HookRunner.refused
    }
    guard report.isClean else { return explain(report) }
    // What is only a note stops no commit, so nobody would know why its fix is shown and not made.
    if settings.fixing != .off, report.mendable > 0 { sayWhyNotMended(report) }
    // A merge is a commit whatever its tree is.
    if !report.fixed.isEmpty, !repository.operations.contains(.merge),
      try repository.wouldCommitBeEmpty(amending: ParentCommand.amends)
    {
      HookOutput.say("the fixes took the whole change back: nothing is left to commit, so nothing was committed")
      HookOutput.say("git commit --no-verify --allow-empty makes an empty commit all the same")
      return HookRunner.refused
    }
    if hasSpoken { HookOutput.say("\(TextReport.extent(of: report)) checked") }
    if report.fixed.isEmpty { checked.remember(before) } else { try remember(mended: check, checked) }
    return 0
  }

  /// Notes the index with its fixes, where nothing else was staged meanwhile.
  private func remember(mended check: OpenCheck, _ checked: CheckedIndex) throws(Refusal) {
    let after = checked.current
    checked.remember(try check.isStagedAsChecked() ? after : nil)
  }

  private func explain(_ report: CheckReport) -> Int32 {
    let count = report.findings.count { $0.finding.severity != .note }
    HookOutput.say(
      "\(CountText.of(count, "finding")), so nothing was committed (\(TextReport.extent(of: report)) checked)")
    if isMerge {
      HookOutput.say(
        "mend them, git add them, and finish with git commit; or take the merge back with git merge --abort")
    } else if !report.fixed.isEmpty, IndexUse(of: context.repository).isTemporary {
      HookOutput.say("the fixes are in the work tree; git drops the index that this commit was made from")
    }
    if report.mendable > 0 {
      HookOutput.say(report.hindrance ?? "git hone check --fix mends \(report.mendable) of them")
    } else if !isMerge, report.findings.contains(where: { !$0.line.isEmpty }) {
      HookOutput.say("mend it and git add it; a comment hone:ignore <rule> on the line says that it is meant")
    }
    return HookRunner.refused
  }

  private func sayWhyNotMended(_ report: CheckReport) {
    if isMerge {
      HookOutput.say("not mended: git has made the tree of this merge already")
    } else if let hindrance = report.hindrance {
      HookOutput.say("not mended: \(hindrance)")
    } else if settings.fixing == .propose {
      HookOutput.say("shown only, and part of the commit as it is; git hone check --fix before a commit mends it")
    }
  }
}

/// Keeps a run of checks, and the repository that it reads, until the process ends.
private final class Kept {
  private let check: OpenCheck
  init(_ check: OpenCheck) { self.check = check }
}

/// Which index a commit is made from.
struct IndexUse {
  /// Whether git drops the index when the hook fails, as that of `git commit -a`, `-i`, `-p` and `git commit <path>`.
  let isTemporary: Bool

  init(of repository: Repository) {
    isTemporary = repository.indexFile.suffix(5).elementsEqual(".lock".utf8)
  }
}
