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

  /// After the failure of an engine, or the end of the budget, goes on with what other replies had brought to their end.
  /// - Throws: the failure where there is nothing of that: then the repository stays as it was.
  func keepAnswers(in proposals: ProposalSet) throws {
    if let engineFailure {
      guard !proposals.isEmpty else {
        withdraw(notIn: proposals)
        throw engineFailure
      }
      lateFailure = engineFailure
      tellUnanswered(
        engineFailure.code.word, engineFailure.message, engineFailure.remedy.isEmpty ? nil : engineFailure.remedy)
    } else if ranOutOfTime, !wasInterrupted, !proposals.isEmpty {
      tellUnanswered(
        "engine-out-of-time", "the time budget ended", "give it more with --budget, or name fewer files")
    }
  }

  /// Refuses each request that has no answer.
  private func tellUnanswered(_ code: String, _ reason: String, _ remedy: String?) {
    for planned in unanswered {
      let paths = planned.window.map { [$0.path] } ?? planned.editablePaths
      let place =
        planned.window.map { "lines \($0.lines.lowerBound + 1) to \($0.lines.upperBound)" }
        ?? (paths.count == 1 ? "it" : paths.map(\.text).joined(separator: ", "))
      refuse(
        Refusal(
          Refusal.Code(rawValue: code), path: paths.count == 1 ? paths.first : nil,
          "\(place) went without an answer, and what the others brought is kept: \(reason)", remedy: remedy))
    }
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
