extension RecoveryNote {
  /// What a user is told about a run that did not come to its end.
  package var text: String {
    let what =
      switch resolution {
      case .completed: "the run \(run) was interrupted while it wrote; it has been completed"
      case .rolledBack: "the run \(run) was interrupted before it was done; it has been taken back"
      case .pending: "the run \(run) has not come to its end; the next command that writes will see to it"
      }
    return ([what] + remarks).joined(separator: "; ")
  }
}
