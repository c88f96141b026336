internal import HoneCore
internal import HoneEngine
internal import HoneGit

/// What stays of a run that did not go as it was meant to, and what is said of it.
extension RunSession {
  /// Tells which of the edits told before are not in `proposals`.
  func withdraw(notIn proposals: ProposalSet) {
    for gone in told.take(notIn: proposals.numbers) {
      let result = proposals.result(at: gone.path).map { repository.blobID(of: $0) } ?? .zero
      observer.report(.withdrawal(WithdrawalEvent(number: gone.number, path: gone.path, result: result)))
    }
  }

  /// After the failure of an engine, goes on with what other replies had brought to their end.
  /// - Throws: the failure where there is nothing of that: then the repository stays as it was.
  func keepAnswers(in proposals: ProposalSet) throws {
    guard let engineFailure else { return }
    guard !proposals.isEmpty else {
      withdraw(notIn: proposals)
      throw engineFailure
    }
    lateFailure = engineFailure
    refuse(
      Refusal(
        Refusal.Code(rawValue: engineFailure.code.word),
        "\(CountText.of(unanswered, "request")) went without an answer, and what the others brought is kept: "
          + engineFailure.message,
        remedy: engineFailure.remedy.isEmpty ? nil : engineFailure.remedy))
  }

  /// Says to whoever looks at the edits what nobody but he can notice.
  func tellUncounted() {
    guard hasUncountedReply, observer.isInteractive, !options.acceptsAll, let name = engine?.description.name,
      settings.engines[name]?.uncounted == nil
    else { return }
    hasUncountedReply = false
    note(
      "the engine `\(name)` does not count all that it sends: "
        + "if a piece of new text was lost on its way, only you can notice")
  }
}
