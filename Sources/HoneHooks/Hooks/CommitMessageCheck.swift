internal import HoneChecks
internal import HoneCore

/// `commit-msg`: sees that what is being committed is what `pre-commit` has checked.
///
/// The index may have changed since without harm, by a refresh of an editor or a `git add` for the next commit while the
/// message was written. So a changed index is checked once more, and only what is found in it stops the commit. Where
/// `prepare-commit-msg` is Hone's too, it has noted that the index was the checked one when git had made the tree of the commit,
/// and what was staged since is left alone.
struct CommitMessageCheck {
  private let context: HookContext

  init(_ context: HookContext) {
    self.context = context
  }

  func run() throws(Refusal) -> Int32 {
    let checked = CheckedIndex(of: context.repository)
    // Without a note nothing was checked: pre-commit is not installed, or was passed over.
    guard checked.isNoted else { return 0 }
    defer { checked.forget() }
    if checked.isUnchanged { return 0 }
    let settings = try HookSettings(of: context.repository, environment: context.environment)
    var options = CheckOptions()
    options.budget = settings.budget
    options.skippedRules = context.skippedRules
    let report = try CheckRun(repository: context.repository, scope: .staged, options: options).run()
    guard !report.isClean else {
      // Notes were told by pre-commit; what there was no time for is told wherever it happens.
      HookOutput.show(report.uncheckedAlone)
      return 0
    }
    HookOutput.show(report)
    HookOutput.say("\(TextReport.extent(of: report)) checked")
    HookOutput.say("this was staged since pre-commit began, so nothing was committed; mend it and commit again")
    HookOutput.say("git does not tell whether this came in time to be part of the commit; if it is for a later one:")
    HookOutput.say("git restore --staged the file, commit, and git add it again")
    HookOutput.say("the message is kept: git commit -e -F \(messageFile)")
    return HookRunner.refused
  }

  private var messageFile: String {
    Printable.text(context.arguments.first.map { String(decoding: $0, as: UTF8.self) } ?? ".git/COMMIT_EDITMSG")
  }
}
