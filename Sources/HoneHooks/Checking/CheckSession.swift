internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// The work of one `CheckRun`: reads versions in portions, checks each portion on all cores, and gathers what counts.
///
/// Blobs are read by the calling thread alone, since libgit2's handles belong to it; parents' versions are read only where
/// something was found.
struct CheckSession {
  /// How many bytes of a file are read; larger ones are told and not read, so that memory stays bounded.
  private static let readLimit = 16 << 20
  /// How much is read before it is checked.
  private static let portion = (files: 256, bytes: 8 << 20)
  /// Below this many bytes threads cost more than they bring.
  private static let worthThreads = 64 << 10

  let repository: Repository
  let configuration: CheckConfiguration
  let options: CheckOptions
  let deadline: ContinuousClock.Instant?
  var report = CheckReport()
  /// What may be mended without asking, by file.
  var mendable: [MendableFile] = []
  /// The baseline with everything that was found, and the lines of that.
  var accepted: (baseline: Baseline, lines: Set<String>)
  /// What was found in versions that stay, by rule and content, so that the history does not tell it again.
  private var told: Set<[UInt8]> = []

  init(
    _ repository: Repository, _ configuration: CheckConfiguration, _ options: CheckOptions,
    deadline: ContinuousClock.Instant?
  ) {
    self.repository = repository
    self.configuration = configuration
    self.options = options
    self.deadline = deadline
    accepted = (configuration.baseline, [])
    report.rules = configuration.checker.knownRules
    report.unchecked = configuration.problems.map { .init(path: nil, reason: $0) }
  }

  /// A version with its bytes.
  private struct Loaded: Sendable {
    var version: FileVersion
    var commit: ObjectID?
    var contents: [UInt8]
    var size: Int

    var file: CheckedFile {
      CheckedFile(path: version.path, mode: version.entry.mode, contents: contents, size: size)
    }
  }

  /// Checks files; links and submodules have no text and are passed over.
  mutating func check(_ targets: [CheckTarget]) throws(Refusal) {
    var portion: [Loaded] = []
    var bytes = 0
    // The baseline's own hashes are no text to look into.
    let targets = targets.filter { $0.version.entry.mode.isRegularFile && $0.path.text != Baseline.name }
    for (index, target) in targets.enumerated() {
      if let deadline, ContinuousClock.now >= deadline {
        try check(portion)
        leaveOut(Array(targets[index...]))
        return
      }
      guard let loaded = try load(target) else { continue }
      portion.append(loaded)
      bytes += loaded.contents.count
      if portion.count >= Self.portion.files || bytes >= Self.portion.bytes {
        try check(portion)
        portion = []
        bytes = 0
      }
    }
    try check(portion)
  }

  private mutating func leaveOut(_ targets: [CheckTarget]) {
    let reason = "was not looked at, because the time for checks was over"
    for target in targets.prefix(10) { report.unchecked.append(.init(path: target.path, reason: reason)) }
    if targets.count > 10 {
      report.unchecked.append(.init(path: nil, reason: "\(targets.count - 10) more files, for the same reason"))
    }
  }

  private mutating func load(_ target: CheckTarget) throws(Refusal) -> Loaded? {
    let id = target.version.entry.id
    do throws(Refusal) {
      if let size = repository.blobSize(id), size > Self.readLimit {
        report.unchecked.append(
          .init(path: target.path, reason: "has \(size) bytes, and up to \(Self.readLimit) are read"))
        return Loaded(version: target.version, commit: target.commit, contents: [], size: size)
      }
      let contents = try repository.blob(id, limit: Self.readLimit)
      return Loaded(version: target.version, commit: target.commit, contents: contents, size: contents.count)
    } catch {
      guard error.code == .missingObject || error.code == .notText else { throw error }
      report.unchecked.append(.init(path: target.path, reason: error.message))
      return nil
    }
  }

  private mutating func check(_ portion: [Loaded]) throws(Refusal) {
    let checkers = (configuration.checker, configuration.historyChecker)
    let work: @Sendable (inout Void, Int) -> FileFindings = { _, index in
      let loaded = portion[index]
      return (loaded.commit == nil ? checkers.0 : checkers.1).findings(in: loaded.file)
    }
    let bytes = portion.reduce(0) { $0 + $1.contents.count }
    if portion.count < 2 || bytes < Self.worthThreads {
      var worker: Void = ()
      for index in portion.indices { try finish(portion[index], work(&worker, index)) }
    } else {
      try ParallelMap().run(
        count: portion.count, worker: {}, work: work,
        consume: { index, findings throws(Refusal) in
          try finish(portion[index], findings)
          return true
        })
    }
  }

  /// Takes what was found in one version, and keeps what counts.
  private mutating func finish(_ loaded: Loaded, _ result: FileFindings) throws(Refusal) {
    report.files += 1
    report.bytes += loaded.contents.count
    report.ignored += result.ignored
    if let reason = result.unchecked, !report.unchecked.contains(where: { $0.reason == reason }) {
      report.unchecked.append(.init(path: nil, reason: reason))
    }
    guard !result.findings.isEmpty else { return }
    let file = loaded.file
    var bases: [[UInt8]] = []
    if !options.checksAllLines {
      for base in loaded.version.bases where base.mode.isRegularFile {
        bases.append(try repository.blob(base.id, limit: .max))
      }
    }
    let checker = loaded.commit == nil ? configuration.checker : configuration.historyChecker
    var findings = checker.new(result.findings, in: file, since: bases)
    if let commit = loaded.commit { findings = inHistory(findings, of: commit, in: file) }
    for finding in findings {
      told.insert(Self.identity(of: finding, in: file))
      if options.updatesBaseline { accepted.lines.insert(accepted.baseline.insert(finding, in: file)) }
    }
    let count = findings.count
    findings.removeAll { configuration.baseline.covers($0, in: file) }
    report.ignored += count - findings.count
    report.findings += findings.map { ReportedFinding($0, in: file, secrets: result.secrets) }
    if options.fixes, findings.contains(where: { $0.fix?.isSafe == true }) {
      mendable.append(
        MendableFile(version: loaded.version, contents: loaded.contents, bases: bases, findings: findings))
    }
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
