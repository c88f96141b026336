internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// What a run writes: safe fixes, and the baseline.
extension CheckSession {
  /// Stages the safe fixes in one transaction that `git hone undo` takes back, and reports what is left afterwards.
  ///
  /// A file that cannot be written, such as one that git-lfs stores, is left as it is and told.
  mutating func writeFixes() throws(Refusal) {
    guard !mendable.isEmpty else { return }
    // What a fix leaves must be looked at, which takes as long once more.
    if let deadline, Moment.now >= deadline {
      report.notes.append("nothing is mended, because the time for checks was over")
      return
    }
    var writes: [FileWrite] = []
    var written: [RepositoryPath: [UInt8]] = [:]
    var results: [RepositoryPath: (fixed: [Finding], left: [ReportedFinding])] = [:]
    for (_, file) in mendable.sorted(by: { $0.key < $1.key }) {
      guard let mended = file.mended() else { continue }
      let write = FileWrite(
        path: file.version.path, base: .staged, entry: file.version.entry, original: file.contents,
        result: mended.contents)
      writes.append(write)
      written[file.version.path] = mended.contents
      results[file.version.path] = (mended.fixed, left(in: file, after: mended.contents))
    }
    guard !writes.isEmpty else { return }
    // In a merge the index is the whole commit to be, and only files are mended that differ from those of every parent.
    let (outcome, leftOut) = try repository.writeAllowed(
      writes, details: RunDetails(kind: "check", instruction: "fix"), duringMerge: true,
      until: { [deadline] in deadline.map { Moment.now >= $0 } ?? false })
    tell(leftOut)
    for path in leftOut.paths {
      written[path] = nil
      results[path] = nil
    }
    guard let outcome else { return }
    report.run = outcome.run.id
    report.notes += outcome.notes
    mended = written
    for file in outcome.files {
      if case .left(let refusal) = file.workTree { report.notes.append("\(file.path): \(refusal.message)") }
    }
    report.findings.removeAll { $0.finding.path.map { results[$0] != nil } ?? false }
    for (_, result) in results {
      report.fixed += result.fixed
      report.findings += result.left
    }
  }

  /// Says which files are not mended, those that there was no time for together.
  private mutating func tell(_ leftOut: FilesLeftOut) {
    for refusal in leftOut.refused {
      report.notes.append("\(refusal.path.map { "\($0) " } ?? "")is not mended: \(refusal.message)")
    }
    guard let first = leftOut.late.first else { return }
    let count = leftOut.late.count - 1
    let others = count > 0 ? " and \(CountText.of(count, "other file")) are" : " is"
    report.notes.append("\(first)\(others) not mended, because the time for checks was over")
  }

  private func left(in file: MendableFile, after contents: [UInt8]) -> [ReportedFinding] {
    let mended = CheckedFile(path: file.version.path, mode: file.version.entry.mode, contents: contents)
    let result = configuration.checker.findings(in: mended)
    var findings = configuration.checker.new(result.findings, in: mended, since: file.bases)
    // What a name covers is not told here, only whether there is such a rule.
    _ = correctNames(&findings, in: mended, .quick)
    let shown = ReportedFile(mended, secrets: result.secrets, searchedTo: result.searchedTo)
    return findings.filter { !configuration.baseline.covers($0, in: mended) }.map(shown.reported)
  }

  /// Accepts everything that was found.
  /// - Parameters:
  ///   - isWhole: whether everything there is was looked at, so that lines for what is gone can go.
  ///   - rules: rules that were not looked for, whose lines stay.
  mutating func updateBaseline(isWhole: Bool, unlooked rules: Set<String>) throws(Refusal) {
    var baseline = accepted.baseline
    if isWhole { baseline.keep(accepted.lines, unlooked: rules) }
    report.ignored += report.findings.count
    report.findings = []
    mendable = [:]
    let path = try RepositoryPath(Baseline.name)
    let entry = try repository.trackedFiles(paths: [path]).first?.entry
    let original: [UInt8]? = if let entry { try repository.blob(entry.id, limit: Baseline.maximumBytes) } else { nil }
    guard baseline.bytes != original, baseline.count > 0 || original != nil else { return }
    var writes = [FileWrite(path: path, base: .staged, entry: entry, original: original, result: baseline.bytes)]
    let attributes = baseline.count > 0 ? try mergeAttribute(for: path) : nil
    if let attributes { writes.append(attributes) }
    let outcome = try repository.write(writes, details: RunDetails(kind: "check", instruction: "update the baseline"))
    report.run = outcome.run.id
    report.notes += outcome.notes
    report.notes.append("\(CountText.of(baseline.count, "accepted finding")) staged in \(Baseline.name)")
    guard attributes != nil else { return }
    report.notes.append(
      "`\(MergeAttribute.line)` staged in \(MergeAttribute.file): branches that each accept findings then merge without a "
        + "conflict; change that line to have them merged otherwise")
  }

  /// What has git merge the baseline line by line; `nil` where the attributes say already how it is to be merged.
  ///
  /// Where the file of the attributes cannot be written the line is told.
  private mutating func mergeAttribute(for baseline: RepositoryPath) throws(Refusal) -> FileWrite? {
    guard try repository.attribute("merge", of: baseline) == nil else { return nil }
    let path = try RepositoryPath(MergeAttribute.file)
    let tracked = try repository.trackedFiles(paths: [path]).first
    func told(_ reason: String) -> FileWrite? {
      report.notes.append(
        "\(path) \(reason); with `\(MergeAttribute.line)` in it, branches that each accept findings merge without a conflict"
      )
      return nil
    }
    if tracked == nil, WorkTreeReader(repository).exists(path) { return told("is not tracked") }
    if let mode = tracked?.entry.mode, !mode.isRegularFile { return told("is \(mode.noun)") }
    let original = try tracked.map { file throws(Refusal) in try repository.blob(file.entry.id) }
    let write = FileWrite(
      path: path, base: .staged, entry: tracked?.entry, original: original, result: MergeAttribute.added(to: original))
    if let refusal = try repository.refusals(of: [write]).first { return told(refusal.message) }
    return write
  }
}
