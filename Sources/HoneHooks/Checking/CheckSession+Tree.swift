internal import HoneChecks
internal import HoneCore
internal import HoneGit

/// The checks that look at the tree around a change rather than at one file.
extension CheckSession {
  /// Checks the names of new paths, the targets of new links, and the messages of commits.
  mutating func checkTree(_ targets: CheckTargets) throws(Refusal) {
    let current = targets.targets.filter { $0.commit == nil }
    var findings = names(of: targets.targets)
    findings += try clashes(current, targets)
    findings += try links(current, targets)
    for commit in targets.commits {
      let subject = try repository.subject(of: commit)
      if let finding = UnsquashedCommitCheck.finding(for: commit, subject: subject) { findings.append(finding) }
    }
    for finding in configuration.checker.selected(findings) {
      if options.updatesBaseline { accepted.lines.insert(accepted.baseline.insert(finding, in: nil)) }
      if configuration.baseline.covers(finding, in: nil) {
        report.ignored += 1
      } else {
        report.findings.append(ReportedFinding(finding))
      }
    }
  }

  /// Secrets in new names, each told once: of what stays, and of what only the history has.
  private func names(of targets: [CheckTarget]) -> [Finding] {
    guard !configuration.checker.isOff(SecretNameCheck.rule) else { return [] }
    var seen: Set<RepositoryPath> = []
    return targets.compactMap { target in
      guard target.version.bases.isEmpty || options.checksAllLines, seen.insert(target.path).inserted else {
        return nil
      }
      return SecretNameCheck.finding(for: target.path, commit: target.commit)
    }
  }

  private func clashes(_ current: [CheckTarget], _ targets: CheckTargets) throws(Refusal) -> [Finding] {
    let added = current.filter { $0.version.bases.isEmpty || options.checksAllLines }.map(\.path)
    guard !added.isEmpty, !configuration.checker.isOff(CaseClashCheck.rule) else { return [] }
    var check = CaseClashCheck()
    if let commit = targets.surroundings {
      for folder in Set(added.flatMap { CaseClashCheck.steps(of: $0).map(\.folder) }) {
        check.insert(try repository.names(inFolder: folder, of: commit), inFolder: folder)
      }
      for path in targets.deleted { check.remove(path) }
    }
    for target in current { check.insert(target.path) }
    return added.compactMap { check.finding(for: $0) }
  }

  private func links(_ current: [CheckTarget], _ targets: CheckTargets) throws(Refusal) -> [Finding] {
    let links = current.filter { $0.version.entry.mode == .symbolicLink }
    guard !links.isEmpty, !configuration.checker.isOff(BrokenLinkCheck.rule) else { return [] }
    let deleted = Set(targets.deleted)
    var present: Set<[UInt8]> = []
    for target in current {
      for (folder, name) in CaseClashCheck.steps(of: target.path) {
        present.insert(folder + (folder.isEmpty ? [] : [UInt8(ascii: "/")]) + name)
      }
    }
    var findings: [Finding] = []
    for link in links {
      if let size = repository.blobSize(link.version.entry.id), size > RepositoryPath.maximumLength {
        findings.append(BrokenLinkCheck.finding(for: link.path, size: size))
        continue
      }
      let target = try repository.blob(link.version.entry.id)
      let finding = try BrokenLinkCheck.finding(for: link.path, target: target) { path throws(Refusal) in
        if present.contains(path.bytes) { return true }
        guard let commit = targets.surroundings, !deleted.contains(path) else { return false }
        return try repository.entry(at: path, in: commit) != nil
      }
      if let finding { findings.append(finding) }
    }
    return findings
  }
}
