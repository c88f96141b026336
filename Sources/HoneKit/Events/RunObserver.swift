package import HoneCore

/// Whoever watches a run: a terminal, a JSON stream, a test.
///
/// HoneKit prints nothing and asks nobody; it tells an observer and takes its answers.
package protocol RunObserver {
  /// Takes notice of `event`; must not block.
  func report(_ event: RunEvent)

  /// Whether somebody sits there who can review hunks.
  var isInteractive: Bool { get }

  /// Asks about each hunk of the proposals.
  /// - Returns: one decision a hunk, in the order given.
  func review(_ hunks: [ReviewHunk]) async -> [ReviewDecision]

  /// Asks about the hunks of one file of many, of which more may follow.
  /// - Parameter interruption: ends the question when it is raised.
  func review(
    file hunks: [ReviewHunk], unless interruption: Interruption
  ) async -> (decisions: [ReviewDecision], goesOn: Bool)

  /// Lets the user change a proposed commit message.
  /// - Returns: the message without comment lines; `nil` when it was left empty.
  func edit(message: String) async -> String?

  /// Asks what is to change.
  /// - Returns: `nil` when nothing was said.
  func instruction() async -> String?

  /// Begins to pass on what the user says while an engine writes; nobody who cannot speak needs to do anything.
  func beginSteering(_ steering: Steering)

  /// Ends what `beginSteering` began, before anything else is asked of the user.
  func endSteering()

  /// Asks whether to keep the edits that were complete when the user interrupted.
  func keepsFinishedEdits(count: Int) async -> Bool
}

extension RunObserver {
  package func instruction() async -> String? { nil }

  package func review(
    file hunks: [ReviewHunk], unless interruption: Interruption
  ) async -> (decisions: [ReviewDecision], goesOn: Bool) {
    (await review(hunks), !interruption.isRaised)
  }
}

/// A hunk that waits for its reviewer.
package struct ReviewHunk: Sendable {
  package var path: RepositoryPath
  package var hunk: LineDiff.Hunk
  /// The lines just above and below in the base, without line endings, for orientation.
  package var before: [[UInt8]]
  package var after: [[UInt8]]
  /// The heading of the function or type around it; empty when none was found.
  package var heading: String
  /// Which recipe proposed it; empty where that goes without saying.
  package var source: String
  /// The path that the file has so far, where it is renamed as well; the hunk, which may be empty, is in its lines.
  package var origin: RepositoryPath?

  package init(
    path: RepositoryPath, hunk: LineDiff.Hunk, before: [[UInt8]], after: [[UInt8]], heading: String,
    source: String = "", origin: RepositoryPath? = nil
  ) {
    self.path = path
    self.origin = origin
    self.hunk = hunk
    self.before = before
    self.after = after
    self.heading = heading
    self.source = source
  }
}

/// What a reviewer said of a hunk.
package enum ReviewDecision: Sendable, Hashable {
  case accept
  case decline
  /// Accept with these lines in place of the proposed ones; lines that were kept have their endings, new ones have none.
  case replace([[UInt8]])
}
