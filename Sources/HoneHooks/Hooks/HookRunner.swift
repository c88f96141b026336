#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneChecks
package import HoneCore
internal import HoneGit
internal import HoneRecipes
package import HoneSystem

/// Runs one hook: what was there before, then Hone's part.
package enum HookRunner {
  /// The exit status with which a hook stops git.
  static let refused: Int32 = 1

  /// How many bytes of the heap a check of one small file takes, or somewhat less.
  private static let heap = 384 << 10

  /// Prepares a process that runs one hook and nothing else.
  package static func start() { Repository.leaveHashesUnchecked() }

  /// Runs the hook that git has started.
  /// - Parameters:
  ///   - file: the path by which git has started it, as bytes; `nil` when it was not started as a file.
  ///   - arguments: what git hands to it.
  ///   - listener: is told what was found in place of standard error; `nil` where git listens.
  /// - Returns: the exit status: 0, or 1 to stop git, or that of the hook that was there before.
  package static func run(
    _ hook: HookName, file: [UInt8]?, arguments: [[UInt8]], environment: Environment = .current,
    listener: ((HookResult) -> Void)? = nil
  ) -> Int32 {
    let input = hook.readsInput ? HookInput.readAll() : []
    if let file, let former = FormerHook(besides: file, environment) {
      // What was there before may still change what is committed, so it comes first; and its no is a no.
      let status = former.run(arguments: arguments, input: hook.readsInput ? input : nil, environment: environment)
      if status != 0 { return status }
    }
    if HookSettings.isSwitchedOff(environment["HONE"]) { return 0 }
    if hook.canRefuse { ProcessMemory.take(Self.heap) }
    do throws(Refusal) {
      let repository = try Repository.open(at: ".", environment: environment, inHook: true)
      let context = HookContext(
        repository: repository, environment: environment, arguments: arguments, input: input, listener: listener)
      return try run(hook, file: file, context)
    } catch {
      listener?(.left(error))
      return report(error, in: hook)
    }
  }

  private static func run(_ hook: HookName, file: [UInt8]?, _ context: HookContext) throws(Refusal) -> Int32 {
    // This one acts only on what pre-commit has left for it.
    if hook == .commitMessage { return try CommitMessageCheck(context).run() }
    let settings = try HookSettings(of: context.repository, environment: context.environment)
    guard try isWanted(file, settings, in: context.repository) else { return 0 }
    return switch hook {
    case .preCommit, .preMergeCommit: try check(hook, context, settings)
    case .prepareCommitMessage: try MessageProposal(context).run(settings)
    case .commitMessage: 0
    case .prePush: try PushCheck(context, settings).run()
    case .postCommit: try hint(after: LateCheck(context, settings).run(hook), context, settings)
    case .postRewrite, .postApplyPatch: try LateCheck(context, settings).run(hook)
    }
  }

  /// Checks what is staged, and then what a manager asks about beside it.
  private static func check(
    _ hook: HookName, _ context: HookContext, _ settings: HookSettings
  ) throws(Refusal) -> Int32 {
    let status = try StagedCheck(context, settings, isMerge: hook == .preMergeCommit).run()
    guard status == 0, HookSettings.isUnderManager(context.environment) else { return status }
    return try ManagerCheck(context).run()
  }

  /// Says what else a commit's edits fit, if the user wants to be told, and hands on the status.
  private static func hint(after status: Int32, _ context: HookContext, _ settings: HookSettings) -> Int32 {
    if settings.givesHints, !context.repository.isRebasing {
      FollowHint(context.repository).run()
    }
    return status
  }

  /// Whether this branch is one to do anything on.
  ///
  /// A hook in the repository's own folder acts on every branch, unless `hone.hook.when` says `configured`, which installing
  /// does in a repository with a `.hone.yml`; one in a folder that other repositories use too acts where there is that file.
  private static func isWanted(
    _ file: [UInt8]?, _ settings: HookSettings, in repository: Repository
  ) throws(Refusal) -> Bool {
    switch settings.extent {
    case .always: return true
    case .configured: return try repository.hasTeamFile
    case nil:
      guard let file, let folder = HookFile.resolved(HookFile.folder(of: file)) else { return true }
      for own in [repository.commonDirectory, repository.workTree] where HookFile.isBelow(folder, own) { return true }
      return try repository.hasTeamFile
    }
  }

  /// A hook that could not do its part says so; it stops git only where it was to stop something and may succeed when
  /// tried again.
  private static func report(_ refusal: Refusal, in hook: HookName) -> Int32 {
    HookOutput.say("\(hook.rawValue): not checked: \(Printable.text(refusal.description))")
    guard hook.canRefuse, refusal.code != .unsupportedRepository, refusal.code != .noRepository else { return 0 }
    HookOutput.say("HONE=0 before the command goes on without Hone")
    return refused
  }
}

extension Repository {
  /// Whether the branch has a `.hone.yml`, in the work tree or committed.
  var hasTeamFile: Bool {
    get throws(Refusal) {
      if HookFile.exists(workTree + Array("/\(TeamFile.name)".utf8)) { return true }
      return try headEntry(at: RepositoryPath(TeamFile.name)) != nil
    }
  }
}

/// What a hook has to tell to a program that runs it.
package enum HookResult {
  /// What a check has found.
  case checked(CheckReport)
  /// Why the hook could not do its part.
  case left(Refusal)
}

/// What a hook works with.
struct HookContext {
  let repository: Repository
  let environment: Environment
  /// What git hands to the hook.
  let arguments: [[UInt8]]
  /// What stands on standard input; empty for hooks that are told nothing there.
  let input: [UInt8]
  /// Is told what was found in place of standard error.
  var listener: ((HookResult) -> Void)?

  /// Tells what a report has found, fixed and left out; as `HookOutput.show`.
  @discardableResult
  func show(_ report: CheckReport, showsFixes: Bool = true) -> Bool {
    guard let listener else { return HookOutput.show(report, showsFixes: showsFixes) }
    listener(.checked(report))
    return true
  }

  var skippedRules: [String] { HookSettings.skippedRules(environment["HONE_SKIP"]) }
}

/// Standard input of a hook.
enum HookInput {
  /// Reads it to the end; nothing when it is a terminal, where somebody tries a hook by hand.
  static func readAll() -> [UInt8] {
    guard isatty(0) == 0 else { return [] }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Makes `bytes` what the next child reads from its standard input.
  /// - Throws: `SystemError` when they cannot be kept: a hook that read nothing would let everything pass.
  static func replace(with bytes: [UInt8]) throws(SystemError) {
    guard let file = tmpfile() else { throw SystemError("keep what git says to the hook") }
    // The descriptor lives on as standard input.
    defer { fclose(file) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard written == bytes.count, fflush(file) == 0, fseek(file, 0, SEEK_SET) == 0, dup2(fileno(file), 0) == 0 else {
      throw SystemError("keep what git says to the hook")
    }
  }
}
