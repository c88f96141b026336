internal import HoneChecks
internal import HoneCore
internal import HoneGit

/// What counts of what was found in a version, and what is said of the rest.
extension CheckSession {
  /// How many findings of a file are told when the time for checks is over.
  private static let toldWhenLate = 200

  /// Takes what was found in one version, and keeps what counts.
  mutating func finish(
    _ loaded: CheckWork.Loaded, _ result: FileFindings, _ part: Checker.Part, _ progress: inout Progress
  ) throws(Refusal) {
    if let reason = loaded.reason {
      progress.told.insert(loaded.index)
      // What was left out before is not told once more.
      if !report.unchecked.contains(where: { $0.path == loaded.version.path }) {
        report.unchecked.append(.init(path: loaded.version.path, reason: reason))
      }
    } else if part == .quick, progress.keptBytes + loaded.size <= Self.keptLimit {
      progress.keptBytes += loaded.size
      progress.kept.append(loaded)
    }
    if part != .thorough, loaded.reason == nil {
      report.files += 1
      report.bytes += loaded.contents.count
    }
    if part != .quick {
      progress.looked.targets.append(loaded.index)
      progress.looked.sizes.append(loaded.size)
    }
    report.ignored += result.ignored
    leaveOut(result.unchecked, in: loaded, &progress)
    if result.ignored > 0 { progress.told.insert(loaded.index) }
    if !result.secrets.isEmpty { progress.secrets[loaded.index, default: []] += result.secrets }
    if let end = result.searchedTo { progress.searchedTo[loaded.index] = end }
    guard !result.findings.isEmpty else { return }
    let file = loaded.file
    let bases = try options.checksAllLines ? [] : bases(of: loaded.version)
    let checker = loaded.commit == nil ? configuration.checker : configuration.historyChecker
    var findings = checker.new(result.findings, in: file, since: bases)
    leaveOut(file.unparsed, in: loaded, &progress)
    // Nothing was told of a name that a rule of a language has which is not at hand; that rule may go.
    if correctNames(&findings, in: file, part) { progress.told.insert(loaded.index) }
    guard !findings.isEmpty else { return }
    progress.told.insert(loaded.index)
    findings = tellable(findings, in: file, loaded, &progress)
    if let commit = loaded.commit { findings = inHistory(findings, of: commit, in: file) }
    for finding in findings {
      told.insert(Self.identity(of: finding, in: file))
      if options.updatesBaseline { accepted.lines.insert(accepted.baseline.insert(finding, in: file)) }
    }
    let count = findings.count
    findings.removeAll { configuration.baseline.covers($0, in: file) }
    report.ignored += count - findings.count
    let secrets = progress.secrets[loaded.index] ?? []
    if !findings.isEmpty {
      let shown = ReportedFile(file, secrets: secrets, searchedTo: progress.searchedTo[loaded.index])
      report.findings += findings.map(shown.reported)
    }
    if options.fixes, findings.contains(where: { $0.fix?.isSafe == true }) {
      let path = loaded.version.path
      let file = MendableFile(version: loaded.version, contents: loaded.contents, bases: bases, findings: [])
      mendable[path, default: file].findings += findings
    }
  }

  /// Tells what of a file was not checked, once; such a file is not remembered as one with nothing to tell.
  private mutating func leaveOut(_ reason: String?, in loaded: CheckWork.Loaded, _ progress: inout Progress) {
    guard let reason else { return }
    progress.told.insert(loaded.index)
    if !report.unchecked.contains(where: { $0.reason == reason }) {
      report.unchecked.append(.init(path: nil, reason: reason))
    }
  }

  /// The findings of a file that there is time to tell, the worst first; of the others the number is said.
  private mutating func tellable(
    _ findings: [Finding], in file: CheckedFile, _ loaded: CheckWork.Loaded, _ progress: inout Progress
  ) -> [Finding] {
    guard findings.count > Self.toldWhenLate, file.isLate, !options.updatesBaseline else { return findings }
    leaveOut(
      "\(file.path) has \(findings.count - Self.toldWhenLate) more findings, for which the time for checks was too short",
      in: loaded, &progress)
    return Array(findings.sorted { $0.severity > $1.severity }.prefix(Self.toldWhenLate))
  }

  /// Says what the name in a `hone:ignore` was meant to be, and takes back what was said of one that a rule has whose language
  /// is not at hand.
  /// - Returns: whether something was taken back.
  func correctNames(_ findings: inout [Finding], in file: CheckedFile, _ part: Checker.Part) -> Bool {
    // Only where all checks have run on all lines it is told what a name covers, and elsewhere whether there is such a rule.
    let tellsIdleOnes = options.checksAllLines && part == .all
    let count = findings.count
    findings = findings.compactMap { finding in
      guard finding.rule == InlineIgnores.idleRule.id, !tellsIdleOnes else { return finding }
      let name = String(decoding: file.contents[finding.range], as: UTF8.self)
      guard let correction = configuration.names.correction(of: name) else { return nil }
      var finding = finding
      if !correction.isEmpty { finding.message += "; did you mean `\(correction)`?" }
      return finding
    }
    return findings.count < count
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
