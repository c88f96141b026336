/// What the user says while an engine is asked.
extension RunSession {
  /// Runs `body`, which asks an engine, while Ctrl-C and the user's words reach it.
  ///
  /// What is typed meanwhile never answers a question that comes later.
  func hearing<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    try await interruption.listening {
      observer.beginSteering(steering)
      defer {
        observer.endSteering()
        hearLate()
      }
      return try await body()
    }
  }

  /// Ends the run as the user has said it.
  func cancel(keepsEdits: Bool) {
    wasInterrupted = true
    keepsEditsOfInterruption = keepsEdits
  }

  /// Tells that the user's words are heard, and that what was told before stays.
  func tellHeard(_ words: String) {
    observer.report(.redirection(RedirectionEvent(instruction: words, kept: told.standingCount, dropped: 0)))
  }

  /// Takes what was said after the last reply had ended.
  private func hearLate() {
    while let command = steering.take() {
      switch command {
      case .cancel(let keepsEdits): cancel(keepsEdits: keepsEdits)
      case .redirect(let words, _): note("this was said when nothing was asked any more, and changes nothing: \(words)")
      }
    }
  }
}
