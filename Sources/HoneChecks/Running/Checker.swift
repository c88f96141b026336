package import HoneCore

/// Runs checks on files, and tells which of their findings a change is answerable for.
package struct Checker: Sendable {
  /// All checks, whether their rules are on or not.
  ///
  /// Their rules are asked for only when something was found: those of secrets alone are some hundred.
  private let all: [any Check]
  /// The checks that have at least one rule that is on.
  package let checks: [any Check]
  /// Those that look at bytes, and those that look at syntax trees.
  private let parts: (quick: [any Check], thorough: [any Check])
  private let selection: RuleSelection
  /// Rules whose findings are made elsewhere, by an engine that is asked.
  private let asked: [RuleDescription]
  private let weighsPaths: Bool

  /// - Parameters:
  ///   - asked: rules whose findings are made elsewhere, and handed to `counted`.
  ///   - weighsPaths: whether less is made of what stands in tests and in code of others, as `PathRole` says.
  package init(
    _ checks: [any Check], selection: RuleSelection = RuleSelection(), asked: [RuleDescription] = [],
    weighsPaths: Bool = true
  ) {
    self.all = checks
    self.weighsPaths = weighsPaths
    self.asked = asked
    let used = selection.switchesOff ? checks.filter { !$0.rules.allSatisfy { selection.isOff($0.id) } } : checks
    self.checks = used
    parts = (used.filter { !$0.isParseBound }, used.filter(\.isParseBound))
    self.selection = selection
  }

  /// The checks that look at syntax trees.
  var thorough: [any Check] { parts.thorough }

  /// The rules of all checks, by id; those that are off included.
  package var knownRules: [RuleDescription] {
    var seen: Set<String> = []
    return (all.flatMap(\.rules) + asked + StandardChecks.rulesOfTrees).filter { seen.insert($0.id).inserted }
      .sorted { $0.id < $1.id }
  }

  /// Whether `rule` is switched off everywhere.
  package func isOff(_ rule: RuleDescription) -> Bool { selection.isOff(rule.id) }

  /// Whether `rule` counts in a file.
  package func isOn(_ rule: RuleDescription, at path: RepositoryPath) -> Bool {
    selection.severity(of: rule.id, at: path, default: rule.severity) != nil
  }

  /// The rule with that id.
  package func rule(_ id: String) -> RuleDescription? {
    for check in all { if let rule = check.rule(id) { return rule } }
    return (asked + StandardChecks.rulesOfTrees).first { $0.id == id }
  }

  /// Which of the checks are run.
  package enum Part: Sendable {
    case all
    /// Those that look at bytes: secrets, leftovers, data formats.
    case quick
    /// Those that look at syntax trees.
    case thorough
  }

  /// Everything that is found in a version of a file, whoever wrote it and when.
  /// - Parameter tellsIdleIgnores: whether a `hone:ignore` that covers nothing is a finding; that can be told only of
  ///   all checks together.
  package func findings(in file: CheckedFile, part: Part = .all, tellsIdleIgnores: Bool = false) -> FileFindings {
    let checks =
      switch part {
      case .all: self.checks
      case .quick: parts.quick
      case .thorough: parts.thorough
      }
    var result = FileFindings(findings: [])
    for check in checks {
      // Nothing is cut short within a check, so one more is begun only while there is time.
      guard !file.isLate(toTell: result.findings.count) else {
        file.unparsed =
          file.unparsed ?? "\(file.path) was not looked at by all checks, because the time for checks was over"
        break
      }
      result.findings += check.findings(in: file)
    }
    result.unchecked = file.unparsed
    result.searchedTo = file.searchedTo
    let mayIgnore = part != .thorough && InlineIgnores.mayBe(in: file)
    guard !result.findings.isEmpty || tellsIdleIgnores || mayIgnore else { return result }
    result.secrets = secrets(in: file, among: result.findings)
    result.searchedTo = file.searchedTo
    result.findings = Self.distinct(selected(result.findings))
    var ignores = InlineIgnores(in: file)
    result.remove { ignores.cover($0) }
    if tellsIdleIgnores, part == .all {
      result.findings += selected(idle(ignores, in: file))
    } else if mayIgnore {
      let known = knownRules
      result.findings += selected(
        ignores.unknown(in: file) { name in known.contains { RuleSelection.name(name, covers: $0.id) } })
    }
    return result
  }

  /// Where secrets stand, which nothing that is told may show; also where nobody wants to hear of them.
  private func secrets(in file: CheckedFile, among findings: [Finding]) -> [Range<Int>] {
    let found = findings.filter(\.isSecret).map(\.range)
    guard !findings.isEmpty, !checks.contains(where: { $0 is SecretCheck }),
      let check = all.first(where: { $0 is SecretCheck })
    else { return found }
    return found + check.findings(in: file).map(\.range)
  }

  /// What counts of findings that no check has made: those that neither settings nor the author of the file leave out.
  package func counted(_ findings: [Finding], in file: CheckedFile) -> FileFindings {
    var result = FileFindings(findings: selected(findings))
    var ignores = InlineIgnores(in: file)
    result.remove { ignores.cover($0) }
    return result
  }

  /// Of the findings of one group in one place those that can be mended, where some can.
  ///
  /// A recipe that rewrites some of what another one finds says the same, and more.
  private static func distinct(_ findings: [Finding]) -> [Finding] {
    struct Place: Hashable {
      let group: Substring
      let range: Range<Int>
    }
    func place(_ finding: Finding) -> Place {
      Place(group: finding.rule.prefix { $0 != "/" }, range: finding.range)
    }
    guard findings.count > 1 else { return findings }
    let mended = Set(findings.filter { $0.fix != nil }.map(place))
    return findings.filter { $0.fix != nil || !mended.contains(place($0)) }
  }

  private func idle(_ ignores: InlineIgnores, in file: CheckedFile) -> [Finding] {
    // Only a name that covers nothing is looked up among the rules, which are some hundred.
    ignores.idle(in: file) { name in
      // What it covers of them is not known here.
      guard !asked.contains(where: { RuleSelection.name(name, covers: $0.id) }) else { return false }
      let covered = knownRules.filter { RuleSelection.name(name, covers: $0.id) }
      // What is switched off finds nothing, and may be switched on again.
      return covered.isEmpty || covered.contains { !selection.isOff($0.id) }
    }
  }

  /// The findings that settings leave, with the severities that they give, or else those that the paths give.
  package func selected(_ findings: [Finding]) -> [Finding] {
    findings.compactMap { finding in
      let usual = weighsPaths ? PathRole.severity(of: finding) : finding.severity
      let severity = selection.severity(of: finding.rule, at: finding.path, default: usual)
      guard let severity else { return nil }
      var finding = finding
      finding.severity = severity
      return finding
    }
  }

  /// Those of `findings` in `file` that were not there before; `file.unparsed` says where that could not be told for want of
  /// time.
  /// - Parameter bases: the file's versions in the parents; empty when it is new.
  package func new(_ findings: [Finding], in file: CheckedFile, since bases: [[UInt8]]) -> [Finding] {
    guard !findings.isEmpty else { return [] }
    var scopes: [String: RuleDescription.Scope] = [:]
    for finding in findings where scopes[finding.rule] == nil { scopes[finding.rule] = rule(finding.rule)?.scope }
    guard !bases.isEmpty else { return findings.filter { scopes[$0.rule] != .brokenInFile } }
    let added = LineSet(addedTo: bases, in: file.contents)
    var verdicts: [String: Novelty] = [:]
    return findings.filter { finding in
      let scope = scopes[finding.rule]
      if scope == .newInFile || scope == .brokenInFile {
        let verdict = verdicts[finding.rule] ?? novelty(of: finding.rule, among: findings, in: file, since: bases)
        verdicts[finding.rule] = verdict
        if verdict != .partial || scope == .brokenInFile { return verdict == .new }
      }
      return added.overlaps(finding.start.line...max(finding.start.line, finding.end.line))
    }
  }

  /// How much of what a rule finds in a file a change is answerable for.
  private enum Novelty {
    /// All: no version before had any.
    case new
    /// Some: there are more than in every version before.
    case partial
    /// Nothing.
    case old
  }

  private func novelty(
    of rule: String, among findings: [Finding], in file: CheckedFile, since bases: [[UInt8]]
  ) -> Novelty {
    var before = 0
    for base in bases {
      guard let count = count(of: rule, in: base, like: file) else { return .old }
      before = max(before, count)
    }
    if before == 0 { return .new }
    return findings.count { $0.rule == rule } > before ? .partial : .old
  }

  /// How often a rule finds something in a version before; `nil` where time was too short to tell.
  private func count(of rule: String, in base: [UInt8], like file: CheckedFile) -> Int? {
    let before = file.with(base)
    let found = checks.filter { $0.rule(rule) != nil }.flatMap { $0.findings(in: before) }
    guard before.unparsed == nil || !before.isLate else {
      file.unparsed = "\(file.path) was not compared with what it was before, because the time for checks was over"
      return nil
    }
    return found.count { $0.rule == rule }
  }
}
