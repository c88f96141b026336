extension RecoveryNote {
  /// What a user is told about a run that did not come to its end.
  package var text: String {
    let what =
      switch (resolution, next) {
      case (.completed, _): "the run \(run) was interrupted while it wrote; it has been completed"
      case (.rolledBack, _): "the run \(run) was interrupted before it was done; it has been taken back"
      case (.partlyRolledBack, _):
        "the run \(run) was interrupted before it was done; not all of it could be taken back"
      case (.pending, .completed):
        "the run \(run) was interrupted while it wrote; the next command that writes completes it, and git hone undo "
          + "then takes it back"
      case (.pending, nil): "the run \(run) has not come to its end; the next command that writes will see to it"
      case (.pending, _):
        "the run \(run) was interrupted before it was done; the next command that writes, such as git hone undo, "
          + "takes back what it did"
      }
    let help =
      resolution == .partlyRolledBack
      ? ["git hone show \(run) prints what is left of it: take it out by hand, and then git hone undo \(run)"] : []
    return ([what] + remarks + help).joined(separator: "; ")
  }
}
