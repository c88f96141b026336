internal import HoneChecks
internal import HoneCore
internal import HoneGit

/// `post-commit`, `post-rewrite` and `post-applypatch`: checks commits for which git has run no `pre-commit`.
///
/// Those are the commits of rebase, cherry-pick, revert and am. They are made already, so findings are told and nothing is
/// stopped; `pre-push` stops them.
struct LateCheck {
  private let context: HookContext
  private let settings: HookSettings

  init(_ context: HookContext, _ settings: HookSettings) {
    self.context = context
    self.settings = settings
  }

  /// - Returns: 0; git does not mind what these hooks exit with.
  func run(_ hook: HookName) throws(Refusal) -> Int32 {
    let repository = context.repository
    guard let scope = try scope(of: hook) else { return 0 }
    var options = CheckOptions()
    options.budget = settings.budget
    options.skippedRules = context.skippedRules
    let report = try CheckRun(repository: repository, scope: scope, options: options).run()
    if context.show(report) { HookOutput.say("\(TextReport.extent(of: report)) checked") }
    if !report.isClean {
      HookOutput.say("git ran no pre-commit for this; git commit --amend or git rebase -i mends it")
    }
    return 0
  }

  private func scope(of hook: HookName) throws(Refusal) -> CheckScope? {
    switch hook {
    case .postRewrite:
      // An amended commit went through pre-commit.
      guard context.arguments.first.map({ $0.elementsEqual("rebase".utf8) }) ?? false else { return nil }
      let made = RewrittenCommits.parse(context.input)
      guard let first = made.first else { return nil }
      return .commits(include: made.map(\.hex), exclude: ["\(first.hex)^@"])
    case .postApplyPatch:
      return .commits(include: ["HEAD"], exclude: ["HEAD^@"])
    default:
      // post-rewrite tells of all commits of a rebase at once.
      guard !context.repository.isRebasing, Self.skippedPreCommit(lastReflogLine)
      else { return nil }
      return .commits(include: ["HEAD"], exclude: ["HEAD^@"])
    }
  }

  /// Whether the last line of HEAD's reflog tells of a commit without `pre-commit`; without a reflog it may be one.
  ///
  /// The text follows a tab: `commit: <subject>`, `commit (amend): ...`, `cherry-pick: ...`, `revert: ...`.
  static func skippedPreCommit(_ line: [UInt8]?) -> Bool {
    guard let line, let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return true }
    return !line[(tab + 1)...].starts(with: "commit".utf8)
  }

  private var lastReflogLine: [UInt8]? {
    let name = context.repository.gitDirectory + Array("/logs/HEAD".utf8)
    return HookFile.readEnd(of: name, count: 8_192)?.split(separator: UInt8(ascii: "\n")).last.map { Array($0) }
  }
}

/// The commits that a rebase has made, as git tells them: old and new id a line, in the order in which they were made.
enum RewrittenCommits {
  /// - Returns: the new commits, each once.
  static func parse(_ input: [UInt8]) -> [ObjectID] {
    var seen: Set<ObjectID> = []
    return input.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let words = line.split(separator: UInt8(ascii: " "))
      guard words.count >= 2, let id = ObjectID(hex: String(decoding: words[1], as: UTF8.self)), !id.isZero,
        seen.insert(id).inserted
      else { return nil }
      return id
    }
  }
}
