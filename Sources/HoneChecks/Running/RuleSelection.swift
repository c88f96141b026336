package import HoneCore

/// Which rules count, and how much: the user's and the team's settings.
package struct RuleSelection: Hashable, Sendable {
  /// What is said of a rule, a group, or all rules (`*`).
  package struct Entry: Hashable, Sendable {
    package var rules: String
    /// The severity it gets; `nil` when it is switched off.
    package var severity: Severity?
    /// The files that this concerns; empty for all.
    package var files: [PathPattern]

    package init(_ rules: String, severity: Severity?, files: [PathPattern] = []) {
      self.rules = rules
      self.severity = severity
      self.files = files
    }

    fileprivate func concerns(_ rule: String, _ path: RepositoryPath?) -> Bool {
      guard RuleSelection.name(rules, covers: rule) else { return false }
      return files.isEmpty || path.map { path in files.contains { $0.matches(path) } } ?? false
    }
  }

  /// The settings in order; of those that concern a rule, the last counts.
  package var entries: [Entry]

  package init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// The severity of a finding of `rule` in `path`; `nil` when the rule is switched off there.
  package func severity(of rule: String, at path: RepositoryPath?, default severity: Severity) -> Severity? {
    entries.last { $0.concerns(rule, path) }.map(\.severity) ?? severity
  }

  /// Whether any rule may be switched off everywhere.
  var switchesOff: Bool { entries.contains { $0.severity == nil && $0.files.isEmpty } }

  /// Whether `rule` is switched off everywhere, so that nothing need be looked for.
  package func isOff(_ rule: String) -> Bool {
    guard let last = entries.lastIndex(where: { Self.name($0.rules, covers: rule) && $0.files.isEmpty }) else {
      return false
    }
    return entries[last].severity == nil
      && !entries[(last + 1)...].contains { Self.name($0.rules, covers: rule) && $0.severity != nil }
  }

  /// `entries` in the order in which they count: what is said of all rules, of groups, of single ones.
  package static func byExactness(_ entries: [Entry]) -> [Entry] {
    func exactness(_ name: String) -> Int {
      name == "*" ? 0 : name.hasSuffix("/*") || !name.contains("/") ? 1 : 2
    }
    // Sorting keeps the order of what is equally exact.
    return entries.sorted { exactness($0.rules) < exactness($1.rules) }
  }

  /// Whether a rule's id, a group, `group/*` or `*` names `rule`.
  package static func name(_ name: String, covers rule: String) -> Bool {
    if name == rule || name == "*" { return true }
    let group = name.hasSuffix("/*") ? String(name.dropLast(2)) : name
    return !group.isEmpty && rule.hasPrefix(group + "/")
  }
}
