internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSyntax
internal import HoneSystem

/// The work of one `CheckRun`: reads versions in portions, checks each portion on all cores, and gathers what counts.
///
/// Blobs are read by the calling thread alone, since libgit2's handles belong to it; parents' versions are read only where
/// something was found. With a budget everything goes through the quick checks before anything is parsed, so that what time
/// is too short for is not the secrets.
struct CheckSession {
  /// How many bytes of a file are read; larger ones are told and not read, so that memory stays bounded.
  static let readLimit = 16 << 20
  /// How much is read before it is checked.
  private static let portion = (files: 256, bytes: 8 << 20)
  /// How many bytes are kept from the quick checks for the thorough ones.
  private static let keptLimit = 16 << 20
  /// Below this many bytes a file is parsed as a whole.
  private static let worthComparing = 2_048
  /// Below this many bytes threads cost more than they bring.
  private static let worthThreads = 64 << 10

  let repository: Repository
  let configuration: CheckConfiguration
  let options: CheckOptions
  let deadline: ContinuousClock.Instant?
  var report = CheckReport()
  /// What may be mended without asking.
  var mendable: [RepositoryPath: MendableFile] = [:]
  /// The baseline with everything that was found, and the lines of that.
  var accepted: (baseline: Baseline, lines: Set<String>)
  /// What was found in versions that stay, by rule and content, so that the history does not tell it again.
  private var told: Set<[UInt8]> = []
  private let memory: QuietMemory?

  init(
    _ repository: Repository, _ configuration: CheckConfiguration, _ options: CheckOptions,
    deadline: ContinuousClock.Instant?
  ) {
    self.repository = repository
    self.configuration = configuration
    self.options = options
    self.deadline = deadline
    accepted = (configuration.baseline, [])
    memory = configuration.identity.flatMap { QuietMemory(repository, $0) }
    report.unchecked = configuration.problems.map { .init(path: nil, reason: $0) }
  }

  /// A version with its bytes.
  private struct Loaded: Sendable {
    /// Its place among the targets.
    var index: Int
    var version: FileVersion
    var commit: ObjectID?
    var contents: [UInt8]
    var size: Int
    /// The version before, where only what differs from it need be parsed.
    var base: [UInt8]?

    var file: CheckedFile {
      CheckedFile(path: version.path, mode: version.entry.mode, contents: contents, size: size)
    }
  }

  /// What is known of the targets while they go through the checks.
  private struct Progress {
    /// The bytes of secrets, which no later finding may show, by target.
    var secrets: [Int: [Range<Int>]] = [:]
    /// The targets in which there was something to tell, or which could not be read.
    var told: Set<Int> = []
    /// The sizes of those that were looked at by all checks.
    var sizes: [Int: Int] = [:]
    /// Contents that the next part of the checks needs again.
    var kept: [Int: Loaded] = [:]
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
    for (index, size) in progress.sizes where !progress.told.contains(index) {
      memory.insert(targets[index], isAllNew: options.checksAllLines, size: size)
    }
  }

  /// Runs a part of the checks.
  /// - Returns: how many targets it came to before the time was over.
  @discardableResult
  private mutating func check(
    _ targets: [CheckTarget], _ part: Checker.Part, _ progress: inout Progress
  ) throws(Refusal) -> Int {
    var portion: [Loaded] = []
    var bytes = 0
    for (index, target) in targets.enumerated() {
      if let deadline, ContinuousClock.now >= deadline {
        try check(portion, part, &progress)
        leaveOut(targets[index...], part)
        return index
      }
      guard let loaded = try load(target, index, part, &progress) else { continue }
      portion.append(loaded)
      bytes += loaded.contents.count
      if portion.count >= Self.portion.files || bytes >= Self.portion.bytes {
        try check(portion, part, &progress)
        portion = []
        bytes = 0
      }
    }
    try check(portion, part, &progress)
    return targets.count
  }

  private mutating func leaveOut(_ targets: ArraySlice<CheckTarget>, _ part: Checker.Part) {
    let reason =
      part == .thorough
      ? "was not parsed, only looked through for secrets and leftovers, because the time for checks was over"
      : "was not looked at, because the time for checks was over"
    for target in targets.prefix(10) { report.unchecked.append(.init(path: target.path, reason: reason)) }
    if targets.count > 10 {
      let rest = part == .thorough ? "were not parsed" : "were not looked at"
      report.unchecked.append(
        .init(path: nil, reason: "\(targets.count - 10) more files \(rest), for the same reason"))
    }
  }

  private mutating func load(
    _ target: CheckTarget, _ index: Int, _ part: Checker.Part, _ progress: inout Progress
  ) throws(Refusal) -> Loaded? {
    if var kept = progress.kept.removeValue(forKey: index) {
      kept.base = try onlyBase(of: target, size: kept.size, part)
      return kept
    }
    let id = target.version.entry.id
    var loaded = Loaded(index: index, version: target.version, commit: target.commit, contents: [], size: 0)
    do throws(Refusal) {
      if let size = repository.blobSize(id), size > Self.readLimit {
        loaded.size = size
        progress.told.insert(index)
        if part != .thorough {
          report.unchecked.append(
            .init(path: target.path, reason: "has \(size) bytes, and up to \(Self.readLimit) are read"))
        }
        return loaded
      }
      loaded.contents = try repository.blob(id, limit: Self.readLimit)
      loaded.size = loaded.contents.count
    } catch {
      guard error.code == .missingObject || error.code == .notText else { throw error }
      progress.told.insert(index)
      if part != .thorough { report.unchecked.append(.init(path: target.path, reason: error.message)) }
      return nil
    }
    loaded.base = try onlyBase(of: target, size: loaded.size, part)
    if part == .quick, progress.keptBytes + loaded.size <= Self.keptLimit {
      progress.keptBytes += loaded.size
      progress.kept[index] = loaded
    }
    return loaded
  }

  /// The version that a target is new against, where there is one and comparing is likely to save time.
  private func onlyBase(of target: CheckTarget, size: Int, _ part: Checker.Part) throws(Refusal) -> [UInt8]? {
    guard part != .quick, !options.checksAllLines, target.commit == nil, size >= Self.worthComparing,
      target.version.bases.count == 1, let language = Language.named(path: target.path),
      TopLevelBorders(language) != nil
    else { return nil }
    return try bases(of: target.version).first
  }

  private mutating func check(
    _ portion: [Loaded], _ part: Checker.Part, _ progress: inout Progress
  ) throws(Refusal) {
    let checkers = (configuration.checker, configuration.historyChecker)
    let tellsIdleIgnores = options.checksAllLines
    let work: @Sendable (inout Void, Int) -> FileFindings = { _, index in
      let loaded = portion[index]
      guard loaded.commit == nil else { return checkers.1.findings(in: loaded.file, part: part) }
      if let base = loaded.base, checkers.0.isQuiet(loaded.file, since: base) {
        return part == .thorough ? FileFindings(findings: []) : checkers.0.findings(in: loaded.file, part: .quick)
      }
      return checkers.0.findings(in: loaded.file, part: part, tellsIdleIgnores: tellsIdleIgnores)
    }
    let bytes = portion.reduce(0) { $0 + $1.contents.count }
    if portion.count < 2 || bytes < Self.worthThreads {
      var worker: Void = ()
      for index in portion.indices { try finish(portion[index], work(&worker, index), part, &progress) }
    } else {
      try ParallelMap().run(
        count: portion.count, worker: {}, work: work,
        consume: { index, findings throws(Refusal) in
          try finish(portion[index], findings, part, &progress)
          return true
        })
    }
  }

  /// Takes what was found in one version, and keeps what counts.
  private mutating func finish(
    _ loaded: Loaded, _ result: FileFindings, _ part: Checker.Part, _ progress: inout Progress
  ) throws(Refusal) {
    if part != .thorough {
      report.files += 1
      report.bytes += loaded.contents.count
    }
    if part != .quick { progress.sizes[loaded.index] = loaded.size }
    report.ignored += result.ignored
    if let reason = result.unchecked, !report.unchecked.contains(where: { $0.reason == reason }) {
      report.unchecked.append(.init(path: nil, reason: reason))
    }
    if result.ignored > 0 || result.unchecked != nil { progress.told.insert(loaded.index) }
    if !result.secrets.isEmpty { progress.secrets[loaded.index, default: []] += result.secrets }
    guard !result.findings.isEmpty else { return }
    let file = loaded.file
    let bases = try options.checksAllLines ? [] : bases(of: loaded.version)
    let checker = loaded.commit == nil ? configuration.checker : configuration.historyChecker
    var findings = checker.new(result.findings, in: file, since: bases)
    guard !findings.isEmpty else { return }
    progress.told.insert(loaded.index)
    if let commit = loaded.commit { findings = inHistory(findings, of: commit, in: file) }
    for finding in findings {
      told.insert(Self.identity(of: finding, in: file))
      if options.updatesBaseline { accepted.lines.insert(accepted.baseline.insert(finding, in: file)) }
    }
    let count = findings.count
    findings.removeAll { configuration.baseline.covers($0, in: file) }
    report.ignored += count - findings.count
    let secrets = progress.secrets[loaded.index] ?? []
    report.findings += findings.map { ReportedFinding($0, in: file, secrets: secrets) }
    if options.fixes, findings.contains(where: { $0.fix?.isSafe == true }) {
      let path = loaded.version.path
      let file = MendableFile(version: loaded.version, contents: loaded.contents, bases: bases, findings: [])
      mendable[path, default: file].findings += findings
    }
  }

  /// The versions before; one that is larger than what is read counts as if it were not there.
  private func bases(of version: FileVersion) throws(Refusal) -> [[UInt8]] {
    var bases: [[UInt8]] = []
    for base in version.bases where base.mode.isRegularFile {
      guard repository.blobSize(base.id).map({ $0 <= Self.readLimit }) ?? true else { continue }
      bases.append(try repository.blob(base.id, limit: Self.readLimit))
    }
    return bases
  }

  /// Those of `findings` that count although they are gone, and that no version which stays has as well.
  private func inHistory(_ findings: [Finding], of commit: ObjectID, in file: CheckedFile) -> [Finding] {
    findings.compactMap { finding in
      guard configuration.historyChecker.rule(finding.rule)?.countsInHistory == true,
        !told.contains(Self.identity(of: finding, in: file))
      else { return nil }
      var finding = finding
      finding.commit = commit
      finding.fix = nil
      return finding
    }
  }

  private static func identity(of finding: Finding, in file: CheckedFile) -> [UInt8] {
    Array(finding.rule.utf8) + [0] + file.path.bytes + [0] + file.contents[finding.range]
  }
}
