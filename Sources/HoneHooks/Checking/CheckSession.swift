internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSyntax
internal import HoneSystem

/// The work of one `CheckRun`: has versions read and checked on all cores, and gathers what counts.
///
/// Parents' versions are read only where something was found. With a budget everything goes through the quick checks before
/// anything is parsed, so that what time is too short for is not the secrets.
struct CheckSession {
  /// How many bytes are kept from the quick checks for the thorough ones.
  static let keptLimit = 16 << 20
  /// Below this many files threads cost more than they bring.
  private static let worthThreads = 4
  /// How many files a thread may be ahead, which bounds memory: each may have as many bytes as are read.
  private static let window = 4

  /// How many files are named that there was no time for.
  private static let namedAtOnce = 10

  let repository: Repository
  let configuration: CheckConfiguration
  let options: CheckOptions
  let deadline: Moment?
  var report = CheckReport()
  /// The first version that should be there and is not, with the reason.
  var unreadable: String?
  /// What may be mended without asking.
  var mendable: [RepositoryPath: MendableFile] = [:]
  /// What mended files hold now.
  var mended: [RepositoryPath: [UInt8]] = [:]
  /// The baseline with everything that was found, and the lines of that.
  var accepted: (baseline: Baseline, lines: Set<String>)
  /// What was found in versions that stay, by rule and content, so that the history does not tell it again.
  var told: Set<[UInt8]> = []
  private let memory: QuietMemory?
  /// The files that are binary because somebody said so; `nil` before that is asked.
  private var declaredBinaries: Set<RepositoryPath>?

  init(
    _ repository: Repository, _ configuration: CheckConfiguration, _ options: CheckOptions,
    deadline: Moment?
  ) {
    self.repository = repository
    self.configuration = configuration
    self.options = options
    self.deadline = deadline
    accepted = (configuration.baseline, [])
    memory = configuration.identity.flatMap { QuietMemory(repository, $0) }
    report.unchecked = configuration.problems.map { .init(path: nil, reason: $0) }
  }

  /// What is known of the targets while they go through the checks.
  struct Progress {
    /// The bytes of secrets, which no later finding may show, by target.
    var secrets: [Int: [Range<Int>]] = [:]
    /// The bytes behind which no secrets were looked for, by target.
    var searchedTo: [Int: Int] = [:]
    /// The targets in which there was something to tell, or which could not be read.
    var told: Set<Int> = []
    /// Those that were looked at by all checks, and their sizes.
    var looked: (targets: [Int], sizes: [Int]) = ([], [])
    /// Contents that the next part of the checks needs again.
    var kept = CheckWork.Kept()
    var keptBytes = 0
  }

  /// Checks files; links and submodules have no text and are passed over.
  mutating func check(_ targets: [CheckTarget]) throws(Refusal) {
    // The baseline's own hashes are no text to look into.
    var targets = targets.filter { $0.version.entry.mode.isRegularFile && $0.path.text != Baseline.name }
    if let memory {
      targets.removeAll { target in
        guard let size = memory.size(of: target, isAllNew: options.checksAllLines) else { return false }
        report.files += 1
        report.bytes += size
        return true
      }
    }
    var progress = Progress()
    if deadline == nil {
      try check(targets, .all, &progress)
    } else {
      let count = try check(targets, .quick, &progress)
      try check(Array(targets.prefix(count)), .thorough, &progress)
    }
    guard let memory else { return }
    for (index, size) in zip(progress.looked.targets, progress.looked.sizes) where !progress.told.contains(index) {
      memory.insert(targets[index], isAllNew: options.checksAllLines, size: size)
    }
  }

  /// Runs a part of the checks.
  /// - Returns: how many targets it came to before the time was over.
  @discardableResult
  private mutating func check(
    _ targets: [CheckTarget], _ part: Checker.Part, _ progress: inout Progress
  ) throws(Refusal) -> Int {
    var work = CheckWork(
      targets: targets, part: part, checker: configuration.checker, historyChecker: configuration.historyChecker,
      checksAllLines: options.checksAllLines, deadline: deadline)
    swap(&work.kept, &progress.kept)
    var count = 0
    if targets.count < Self.worthThreads {
      for index in targets.indices where try !finish(index, work.isLate ? .late : .unread, work, &progress) {
        return index
      }
      return targets.count
    }
    var parallel = ParallelMap()
    parallel.window = Self.window * parallel.threads
    let source = repository.blobSource
    let shared = work
    try parallel.run(
      count: targets.count, worker: { BlobReaders(reader: BlobReader(source)) },
      work: { (readers: inout BlobReaders, index) in readers.outcome(of: index, shared) },
      consume: { index, outcome throws(Refusal) in
        guard try finish(index, outcome, shared, &progress) else { return false }
        count = index + 1
        return true
      })
    return count
  }

  /// What a thread reads with; without a reader everything is read by the thread that the repository belongs to.
  private struct BlobReaders: ~Copyable {
    let reader: BlobReader?

    func outcome(of index: Int, _ work: CheckWork) -> CheckWork.Outcome {
      switch reader {
      case .some(let reader): work.outcome(of: index, reader)
      case .none: work.isLate ? .late : .unread
      }
    }
  }

  private mutating func leaveOut(_ targets: ArraySlice<CheckTarget>, _ part: Checker.Part) {
    let reason =
      part == .thorough
      ? "was not parsed, only looked through for secrets and leftovers, because the time for checks was over"
      : "was not looked at, because the time for checks was over"
    // What was left out before is not told once more.
    let paths = targets.prefix(Self.namedAtOnce).map(\.path).filter { path in
      !report.unchecked.contains { $0.path == path || $0.path == nil && $0.reason.hasPrefix("\(path) ") }
    }
    for path in paths { report.unchecked.append(.init(path: path, reason: reason)) }
    if targets.count > Self.namedAtOnce {
      let rest = part == .thorough ? "were not parsed" : "were not looked at"
      report.unchecked.append(
        .init(path: nil, reason: "\(targets.count - Self.namedAtOnce) more files \(rest), for the same reason"))
    }
  }

  /// Takes what became of one target.
  /// - Returns: `false` when the time was over before it.
  private mutating func finish(
    _ index: Int, _ outcome: CheckWork.Outcome, _ work: CheckWork, _ progress: inout Progress
  ) throws(Refusal) -> Bool {
    switch outcome {
    case .late:
      leaveOut(work.targets[index...], work.part)
      return false
    case .checked(let loaded, let findings):
      try finish(loaded, withoutDeclared(findings, of: loaded, work, &progress), work.part, &progress)
    case .unread:
      guard let loaded = try load(index, work, &progress) else { return true }
      let base = try work.onlyBase(of: loaded) == nil ? nil : bases(of: loaded.version).first
      let findings = work.findings(in: loaded, since: base)
      try finish(loaded, withoutDeclared(findings, of: loaded, work, &progress), work.part, &progress)
    }
    return true
  }

  /// Takes out that a file is binary, where its repository says that it is meant to be.
  private mutating func withoutDeclared(
    _ result: FileFindings, of loaded: CheckWork.Loaded, _ work: CheckWork, _ progress: inout Progress
  ) throws(Refusal) -> FileFindings {
    guard result.findings.contains(where: { $0.rule == UnknownBinaryCheck.rule.id }) else { return result }
    if declaredBinaries == nil { declaredBinaries = try repository.declaredBinaries(among: work.targets.map(\.path)) }
    guard declaredBinaries?.contains(loaded.version.path) == true else { return result }
    // Attributes are no part of what is remembered.
    progress.told.insert(loaded.index)
    var result = result
    result.findings.removeAll { $0.rule == UnknownBinaryCheck.rule.id }
    return result
  }

  /// Reads a version with libgit2 or git, which may fetch it.
  private mutating func load(
    _ index: Int, _ work: CheckWork, _ progress: inout Progress
  ) throws(Refusal) -> CheckWork.Loaded? {
    if let kept = work.kept[index] { return kept }
    let target = work.targets[index]
    let id = target.version.entry.id
    if let size = repository.blobSize(id), let unread = work.unread(index, size: size) { return unread }
    do throws(Refusal) {
      let contents = try repository.blob(id, limit: CheckWork.readLimit)
      return CheckWork.Loaded(index, of: target, contents: contents, size: contents.count, deadline: deadline)
    } catch {
      guard error.code == .missingObject || error.code == .notText else { throw error }
      progress.told.insert(index)
      if error.code == .missingObject { unreadable = unreadable ?? "\(target.path) \(error.message)" }
      if work.part != .thorough { report.unchecked.append(.init(path: target.path, reason: error.message)) }
      return nil
    }
  }

  /// The versions before; one that is larger than what is read counts as if it were not there.
  func bases(of version: FileVersion) throws(Refusal) -> [[UInt8]] {
    var bases: [[UInt8]] = []
    for base in version.bases where base.mode.isRegularFile {
      guard repository.blobSize(base.id).map({ $0 <= CheckWork.readLimit }) ?? true else { continue }
      bases.append(try repository.blob(base.id, limit: CheckWork.readLimit))
    }
    return bases
  }
}
