package import HoneCore

/// What a command tells while it works; the terminal and the JSON stream are two renderings of the same events.
package enum RunEvent: Sendable {
  /// One line for people: what was chosen, what is slow, what was left alone.
  case note(String)
  /// How far a run is.
  case progress(RunProgress)
  /// An edit that is complete and passed its gates; what an engine writes is told while the rest of its reply is still to come.
  case proposal(ProposalEvent)
  /// A proposal told before that does not count any more.
  case withdrawal(WithdrawalEvent)
  /// An edit or a path that was left alone.
  case refusal(Refusal)
  /// The user redirected the engine.
  case redirection(RedirectionEvent)
  /// The result as a unified diff, for standard output.
  case patch([UInt8])
  /// The result of the whole run; the last event.
  case summary(RunSummary)
  /// The command ended early: the last event in place of a summary.
  case failure(RunFailure)
}

/// How far a run is, for a progress line.
package struct RunProgress: Sendable {
  /// What is being done, for example `asking local`.
  package var label: String
  /// Requests or files that are finished, and how many there are.
  package var done: Int
  package var total: Int
  /// Pieces of text that have arrived so far in this request, about one a token.
  package var tokens: Int
  /// Whether nothing has arrived for two seconds.
  package var isStalled: Bool
  /// What `done` counts, for example `files`, where each takes about as long, so that a rate says when the end is near.
  package var counts: String?

  package init(
    label: String, done: Int, total: Int, tokens: Int = 0, isStalled: Bool = false, counts: String? = nil
  ) {
    self.counts = counts
    self.label = label
    self.done = done
    self.total = total
    self.tokens = tokens
    self.isStalled = isStalled
  }
}

/// One complete edit of one file.
package struct ProposalEvent: Sendable {
  /// Counts the proposals of a run, from 1.
  package var number = 0
  package var path: RepositoryPath
  /// The path that the file gets, where the edit renames it.
  package var newPath: RepositoryPath?
  /// The blob that the edit was made from; the zero id for a new file.
  package var base: ObjectID
  /// The blob of the file with all edits so far; the zero id for a deleted file.
  package var result: ObjectID
  /// The changed places of this edit, in the lines of `base`.
  package var hunks: [LineDiff.Hunk]
  /// Which engine, recipe or example proposed it.
  package var source: String

  package init(
    path: RepositoryPath, newPath: RepositoryPath? = nil, base: ObjectID, result: ObjectID, hunks: [LineDiff.Hunk],
    source: String
  ) {
    self.path = path
    self.newPath = newPath
    self.base = base
    self.result = result
    self.hunks = hunks
    self.source = source
  }
}

/// A proposal that does not count any more: its reply has turned out void, the file cannot be parsed with it, or the user or a later
/// edit has taken its place.
package struct WithdrawalEvent: Sendable {
  /// The number of the proposal.
  package var number: Int
  package var path: RepositoryPath
  /// The blob of the file with the edits that are left; the zero id where there is no file then.
  package var result: ObjectID

  package init(number: Int, path: RepositoryPath, result: ObjectID) {
    self.number = number
    self.path = path
    self.result = result
  }
}

/// A new instruction in the middle of a reply.
package struct RedirectionEvent: Sendable {
  /// The user's words.
  package var instruction: String
  /// Edits told before that stay, unless a later one of the same lines takes their place.
  package var kept: Int
  /// Edits told before that are gone.
  package var dropped: Int

  package init(instruction: String, kept: Int, dropped: Int) {
    self.instruction = instruction
    self.kept = kept
    self.dropped = dropped
  }
}

/// What a run did in all.
package struct RunSummary: Sendable {
  /// What the tokens cost, in the currency of the configured prices; `nil` without prices.
  package var cost: Double?
  /// Wall time during which an engine was asked.
  package var engineTime: Duration = .zero
  /// What the server itself measured, added up over all requests; `nil` where it says nothing.
  package var queueTime: Duration?
  package var promptTime: Duration?
  package var completionTime: Duration?
  /// Where the result went.
  package enum Written: String, Sendable {
    case index
    case commit
    /// Only work-tree files changed: the edits overlap lines that are not staged.
    case workTree = "worktree"
    case none
  }

  /// Tokens as the engine counted them.
  package struct Tokens: Hashable, Sendable {
    package var prompt = 0
    package var cached = 0
    package var completion = 0
    /// Whether a part of it is an estimate, since an engine did not count, or was stopped before it told.
    package var isEstimated = false

    package init(prompt: Int = 0, cached: Int = 0, completion: Int = 0, isEstimated: Bool = false) {
      self.prompt = prompt
      self.cached = cached
      self.completion = completion
      self.isEstimated = isEstimated
    }

    package static func += (sum: inout Tokens, more: Tokens) {
      sum.prompt += more.prompt
      sum.cached += more.cached
      sum.completion += more.completion
      sum.isEstimated = sum.isEstimated || more.isEstimated
    }
  }

  /// How a run was taken back.
  package enum Undo: Sendable {
    /// What it changed was.
    case takenBack
    /// It was interrupted, and what it had done by then was.
    case interrupted
    /// Nothing of it was left.
    case nothingLeft
  }

  /// How the run took another one back; `nil` for every other kind of run.
  package var undo: Undo?
  /// The path of the recipe that was written; `nil` where none was asked for.
  package var recipe: String?
  package var files = 0
  package var edits = 0
  package var refused = 0
  package var findings = 0
  package var tokens = Tokens()
  /// Whether a piece of a reply that was lost or came twice on its way would have been noticed, in every reply; `nil` when no engine
  /// wrote anything.
  package var isCounted: Bool?
  /// Whether the time budget ended before everything was asked, or answered to its end.
  package var isOutOfTime = false
  /// Wall time of the command up to the summary.
  package var total: Duration = .zero
  /// Wall time from the first request to its first text; `nil` when no engine was asked.
  package var firstToken: Duration?
  package var written = Written.none
  /// How many of `files` were changed in the work tree alone, while others went where `written` says: git does not track
  /// them, or what is staged of them differs.
  package var filesOnlyInWorkTree = 0
  /// The commit that was made; the last one of several.
  package var commit: ObjectID?
  /// How many commits were made.
  package var commits = 0
  /// The run's id, for `git hone undo` and `git hone show`.
  package var run: String?

  package init() {}
}
