internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// `pre-push`: checks the commits that the remote does not have yet.
struct PushCheck {
  private let context: HookContext
  private let settings: HookSettings

  init(_ context: HookContext, _ settings: HookSettings) {
    self.context = context
    self.settings = settings
  }

  func run() throws(Refusal) -> Int32 {
    let updates = context.input.isEmpty ? Self.refsOfManager(context.environment) : PushedRef.parse(context.input)
    var include = updates.compactMap(\.local).map(\.hex)
    if updates.isEmpty, context.input.isEmpty, let branch = Self.branchOfManager(context.environment) {
      include = [branch]
    }
    guard !include.isEmpty else { return 0 }
    let known = updates.compactMap(\.remote).filter { context.repository.hasObject($0) }.map(\.hex)
    var options = CheckOptions()
    options.budget = settings.budget
    options.skippedRules = context.skippedRules
    let scope = CheckScope.commits(include: include, exclude: [remotes] + known)
    let report = try CheckRun(repository: context.repository, scope: scope, options: options).run()
    HookOutput.show(report)
    guard !report.isClean else { return 0 }
    let count = report.findings.count { $0.finding.severity != .note }
    HookOutput.say("\(count) finding\(count == 1 ? "" : "s") in what is pushed, so nothing was pushed")
    HookOutput.say("mend the commits with git rebase -i, or push all the same with git push --no-verify")
    return HookRunner.refused
  }

  /// What pre-commit and prek tell in place of standard input, which they read themselves.
  static func refsOfManager(_ environment: Environment) -> [PushedRef] {
    guard let local = environment["PRE_COMMIT_TO_REF"].flatMap({ ObjectID(hex: $0) }), !local.isZero else { return [] }
    let remote = environment["PRE_COMMIT_FROM_REF"].flatMap { ObjectID(hex: $0) }
    return [PushedRef(local: local, remote: remote.flatMap { $0.isZero ? nil : $0 })]
  }

  /// What is pushed where pre-commit tells no commits, as it does when the first commit of all is among them.
  static func branchOfManager(_ environment: Environment) -> String? {
    let names = ["PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_REMOTE_URL", "PRE_COMMIT_LOCAL_BRANCH"]
    guard environment["PRE_COMMIT_TO_REF"] == nil, names.contains(where: { environment[$0] != nil }) else { return nil }
    let branch = environment["PRE_COMMIT_LOCAL_BRANCH"] ?? "HEAD"
    return branch == "(delete)" ? nil : branch.hasPrefix("refs/") ? branch : "HEAD"
  }

  /// The refs that stand for what the remote has; all remotes' when it was named by its address alone.
  private var remotes: String {
    var words = context.arguments.map { String(decoding: $0, as: UTF8.self) }
    if words.isEmpty { words = [context.environment["PRE_COMMIT_REMOTE_NAME"] ?? ""] }
    guard let name = words.first, name != words.dropFirst().first, !name.isEmpty else { return "--remotes" }
    return "--remotes=" + name.map { "*?[\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

/// One ref that is pushed, as git tells it: local name and id, remote name and id.
struct PushedRef: Hashable {
  /// What is pushed; `nil` when the remote ref is deleted.
  let local: ObjectID?
  /// What the remote has; `nil` when the ref is new there.
  let remote: ObjectID?

  /// Reads standard input of `pre-push`, one ref a line; lines of another form are passed over.
  static func parse(_ input: [UInt8]) -> [PushedRef] {
    input.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let words = line.split(separator: UInt8(ascii: " "))
      guard words.count == 4, let local = ObjectID(hex: String(decoding: words[1], as: UTF8.self)),
        let remote = ObjectID(hex: String(decoding: words[3], as: UTF8.self))
      else { return nil }
      return PushedRef(local: local.isZero ? nil : local, remote: remote.isZero ? nil : remote)
    }
  }
}
