package import HoneCore
package import HoneGit
package import HoneSystem

/// What the user has set for hooks, in git's configuration.
package struct HookSettings: Hashable, Sendable {
  /// What becomes of a safe fix, `hone.hook.fix`.
  package enum Fixing: String, Sendable {
    /// It is staged, and so part of the commit.
    case stage
    /// It is shown; the commit is stopped where what it mends is more than a note.
    case propose
    /// It is neither made nor shown.
    case off
  }

  /// Where hooks do anything, `hone.hook.when`.
  package enum Extent: String, Sendable {
    /// On every branch.
    case always
    /// Where the branch has a `.hone.yml`.
    case configured
  }

  package var fixing = Fixing.stage
  /// Where hooks do anything; `nil` when nothing is said.
  package var extent: Extent?
  /// How long the checks of one hook may take, `hone.hook.budget`; what is left by then is said.
  package var budget = Duration.seconds(2)
  /// Whether `post-commit` says where else the edits of a commit fit, `hone.hook.hint`.
  package var givesHints = false

  package init() {}

  /// Reads the settings of a repository, and what whoever starts the hook says.
  ///
  /// pre-commit, prek and lefthook put work that is not staged aside while hooks run, and bring it back as a patch of what
  /// they saw: a fix that is staged meanwhile would keep that patch from fitting. Under them nothing is staged.
  /// - Throws: `usage` for a value that means nothing.
  package init(of repository: Repository, environment: Environment = .current) throws(Refusal) {
    try self.init(try repository.settings(below: "hone"), environment: environment)
  }

  /// - Parameter values: git's configuration, by full names in lower case.
  package init(_ values: [String: String], environment: Environment = .current) throws(Refusal) {
    if let text = values["hone.hook.fix"] {
      guard let value = Fixing(rawValue: text) else { throw Self.fault("fix", text, "stage, propose or off") }
      fixing = value
    }
    if fixing == .stage, Self.isUnderManager(environment) { fixing = .propose }
    if let text = values["hone.hook.when"] {
      guard let value = Extent(rawValue: text) else { throw Self.fault("when", text, "always or configured") }
      extent = value
    }
    if let text = values["hone.hook.budget"] {
      guard let value = Self.duration(text) else { throw Self.fault("budget", text, "a time such as 500ms, 2s or 1m") }
      // Without any time nothing would be looked at, and every commit stopped for that.
      guard value > .zero else { throw Self.fault("budget", text, "any time but none, such as 500ms, 2s or 1m") }
      budget = value
    }
    if let text = values["hone.hook.hint"] {
      guard let value = Self.truth(text) else { throw Self.fault("hint", text, "true or false") }
      givesHints = value
    }
  }

  /// Whether a hook manager that puts work aside has started the hook: pre-commit and prek say so by themselves, and for
  /// lefthook our configuration does.
  static func isUnderManager(_ environment: Environment) -> Bool {
    ["PRE_COMMIT", "HONE_HOOK_MANAGER"].contains { environment[$0].map { !$0.isEmpty && $0 != "0" } ?? false }
  }

  /// Whether `HONE` switches everything off; set to nothing it says nothing.
  static func isSwitchedOff(_ value: String?) -> Bool {
    value.map { !$0.isEmpty && truth($0) == false } ?? false
  }

  /// The rules and groups that `HONE_SKIP` names, separated by commas or blanks.
  static func skippedRules(_ value: String?) -> [String] {
    (value ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  /// A number with `ms`, `s` or `m`; a bare number counts seconds.
  static func duration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), number <= 86_400_000 else { return nil }
    switch text.dropFirst(digits.count) {
    case "ms": return .milliseconds(number)
    case "s", "": return .seconds(number)
    case "m": return .seconds(number * 60)
    default: return nil
    }
  }

  /// What git takes for true and false.
  private static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0", "": false
    default: nil
    }
  }

  private static func fault(_ name: String, _ value: String, _ allowed: String) -> Refusal {
    Refusal(
      Refusal.Code(rawValue: "usage"), "hone.hook.\(name) is \(value), and can be \(allowed)",
      remedy: "git config hone.hook.\(name) <value>")
  }
}
