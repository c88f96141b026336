internal import HoneCore

/// The proposals that a run has told so far, by their numbers, so that it can be told which of them do not count any more.
struct ToldProposals {
  /// A proposal that was told.
  struct Proposal {
    /// The number of the edit that it belongs to.
    var edit: Int
    var number: Int
    var path: RepositoryPath
  }

  private var standing: [Proposal] = []
  private var count = 0
  private var edit = 0

  /// How many still count.
  var standingCount: Int { standing.count }

  /// Begins an edit.
  /// - Returns: its number, which is that of its first proposal.
  mutating func begin() -> Int {
    edit = count + 1
    return edit
  }

  /// Counts a proposal of the edit that was begun last.
  mutating func numbered(_ event: ProposalEvent) -> ProposalEvent {
    count += 1
    standing.append(Proposal(edit: edit, number: count, path: event.path))
    var event = event
    event.number = count
    return event
  }

  /// Takes out the proposals of edits that are not among those that are left.
  /// - Parameter edits: the numbers of those that are left.
  /// - Returns: what was taken out, in the order in which it was told.
  mutating func take(notIn edits: Set<Int>) -> [Proposal] {
    let gone = standing.filter { !edits.contains($0.edit) }
    if !gone.isEmpty { standing.removeAll { !edits.contains($0.edit) } }
    return gone
  }
}
