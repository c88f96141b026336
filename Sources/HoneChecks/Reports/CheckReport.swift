package import HoneCore

/// What a run of checks has to say.
package struct CheckReport: Sendable {
  /// What remains to be done by a person, in the order of `Finding`.
  package var findings: [ReportedFinding] = []
  /// What was mended and staged.
  package var fixed: [Finding] = []
  /// How many findings `hone:ignore` and the baseline cover.
  package var ignored = 0
  /// How many versions of files were checked.
  package var files = 0
  /// How many bytes they have.
  package var bytes = 0
  /// What was left out, and why; never empty without being told.
  package var unchecked: [Unchecked] = []
  /// Things worth a line although nothing failed.
  package var notes: [String] = []
  /// Whether what was checked is what is staged: only that can be mended.
  package var isStaged = true
  /// Why the safe fixes of what is left cannot be staged just now; `nil` when they can be.
  package var hindrance: String?
  /// The run of the ledger that staged the fixes; `git hone undo` takes it.
  package var run: String?
  /// How long it took, in milliseconds.
  package var milliseconds = 0
  /// What an engine counted, where one was asked.
  package var tokens = Tokens()
  /// The rules that were looked for, for formats that list them.
  package var rules: [RuleDescription] = []

  package init() {}

  /// The same without anything but what was left out.
  package var uncheckedAlone: CheckReport {
    var report = CheckReport()
    report.unchecked = unchecked
    return report
  }

  /// Whether nothing is left that matters: notes do not.
  package var isClean: Bool { findings.allSatisfy { $0.finding.severity == .note } }

  /// Whether there were files to check, and none of them was.
  package var isNothingChecked: Bool { files == 0 && unchecked.contains { $0.path != nil } }

  /// How many findings have a safe fix that was not made, and that can be.
  package var mendable: Int {
    guard isStaged else { return 0 }
    return findings.count { $0.finding.fix?.isSafe == true }
  }

  /// Tokens of requests, of the part of them that was cached, and of replies.
  package struct Tokens: Hashable, Sendable {
    package var prompt = 0
    package var cached = 0
    package var completion = 0
    /// Whether a part of it is an estimate, since the engine did not count.
    package var isEstimated = false

    package init(prompt: Int = 0, cached: Int = 0, completion: Int = 0, isEstimated: Bool = false) {
      self.prompt = prompt
      self.cached = cached
      self.completion = completion
      self.isEstimated = isEstimated
    }
  }

  /// Something that was not checked.
  package struct Unchecked: Hashable, Sendable {
    /// The file; `nil` when it is not one file.
    package var path: RepositoryPath?
    /// Why, as the rest of a sentence that begins with the path.
    package var reason: String

    package init(path: RepositoryPath?, reason: String) {
      self.path = path
      self.reason = reason
    }
  }
}
