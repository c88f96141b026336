internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// `pre-push`: checks the commits that the remote does not have yet, and files that are pushed without a commit.
struct PushCheck {
  /// How many commits that are on other remotes are looked at where a push goes to an address that no remote has.
  private static let foreignLimit = 1_000

  private let context: HookContext
  private let settings: HookSettings
  private let end: Moment

  init(_ context: HookContext, _ settings: HookSettings) {
    self.context = context
    self.settings = settings
    end = .now + settings.budget
  }

  func run() throws(Refusal) -> Int32 {
    let updates = context.input.isEmpty ? Self.refsOfManager(context.environment) : PushedRef.parse(context.input)
    let target = try PushTarget(words, in: context.repository)
    let known = updates.compactMap(\.remote).filter { context.repository.hasObject($0) }.map(\.hex)
    var (findings, hasSpoken) = (0, false)
    var checked = CheckReport()
    func check(_ scope: CheckScope) throws(Refusal) {
      let report = try CheckRun(repository: context.repository, scope: scope, options: options).run()
      if context.show(report) { hasSpoken = true }
      findings += report.findings.count { $0.finding.severity != .note }
      checked.files += report.files
      checked.bytes += report.bytes
    }
    var include: [String] = []
    for update in updates {
      guard let id = update.local else { continue }
      switch try context.repository.tagged(id) {
      case .blob(let blob): try check(.blob(blob, name: Self.name(of: update)))
      case .tree(let tree): try check(.tree(tree.hex))
      // What is not here is named where git is asked.
      case .commit, nil: include.append(id.hex)
      }
    }
    if updates.isEmpty, context.input.isEmpty, let branch = Self.branchOfManager(context.environment) {
      include = [branch]
    }
    var foreign = Foreign.none
    if !include.isEmpty {
      if target.isUnknown { foreign = try self.foreign(include, known) }
      let excluded = target.isUnknown ? foreign == .tooMany ? ["--remotes"] : [] : target.known
      try check(.commits(include: include, exclude: excluded + known))
    }
    if foreign == .tooMany {
      HookOutput.say(
        "not checked: commits that other remotes have, which may be new to this address, more than \(Self.foreignLimit)"
      )
    }
    if findings > 0 {
      HookOutput.say(
        "\(CountText.of(findings, "finding")) in what is pushed, so nothing was pushed "
          + "(\(TextReport.extent(of: checked)) checked)")
    } else if hasSpoken {
      HookOutput.say("\(TextReport.extent(of: checked)) checked")
    }
    if foreign == .tooMany || foreign == .checked && findings > 0 {
      HookOutput.say(
        "what is at this address is not known; git remote add <name> <address> and git fetch <name> tell it")
    }
    guard findings > 0 else { return 0 }
    HookOutput.say("mend the commits with git rebase -i, or push all the same with git push --no-verify")
    return HookRunner.refused
  }

  /// What becomes of commits that other remotes have, and that the address, as far as git tells, has not.
  private enum Foreign {
    /// There are none.
    case none
    /// They are checked as well.
    case checked
    /// There are more than can be looked at while somebody waits.
    case tooMany
  }

  private func foreign(_ include: [String], _ known: [String]) throws(Refusal) -> Foreign {
    let repository = context.repository
    let new = try repository.commitCount(include: include, exclude: ["--remotes"] + known)
    let limit = max(Self.foreignLimit, new) + 1
    let all = try repository.commitCount(include: include, exclude: known, limit: limit)
    return all == new ? .none : all > Self.foreignLimit ? .tooMany : .checked
  }

  private var options: CheckOptions {
    var options = CheckOptions()
    options.budget = max(.zero, end - .now)
    options.skippedRules = context.skippedRules
    return options
  }

  /// What stands in place of a path: the name of the ref.
  private static func name(of update: PushedRef) throws(Refusal) -> RepositoryPath {
    do throws(Refusal) {
      return try RepositoryPath(update.name)
    } catch {
      return try RepositoryPath("object-\(update.local?.abbreviated ?? "")")
    }
  }

  private var words: [String] {
    let words = context.arguments.map { String(decoding: $0, as: UTF8.self) }
    if !words.isEmpty { return words }
    return ["PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_REMOTE_URL"].compactMap { context.environment[$0] }
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
}
