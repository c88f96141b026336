internal import HoneCore
package import HoneKit
package import HoneScan

/// Prints what a search finds, as it finds it.
package final class SearchPrinter {
  private let isJSON: Bool
  private let observer: any RunObserver
  private let terminal = Terminal.standard()
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  /// Lines that are found but not written yet.
  private var waiting: [UInt8] = []
  private var lastWrite: ContinuousClock.Instant

  /// Lines wait until there are so many bytes, or for so long.
  private static let waitingLimit = 32_768
  private static let waitingTime = Duration.milliseconds(20)

  package init(isJSON: Bool, observer: any RunObserver) {
    self.isJSON = isJSON
    self.observer = observer
    start = clock.now
    lastWrite = start - .seconds(1)
  }

  private func writeWaiting(_ now: ContinuousClock.Instant) {
    guard !waiting.isEmpty else { return }
    terminal.write(waiting)
    waiting.removeAll(keepingCapacity: true)
    lastWrite = now
  }

  /// Prints one event.
  /// - Returns: whether anybody still reads.
  package func tell(_ event: SearchRequest.Event) -> Bool {
    if case .match = event {} else { writeWaiting(clock.now) }
    switch event {
    case .match(let path, let match):
      waiting += isJSON ? SearchRequest.json(path, match) : Array(SearchRequest.text(path, match).utf8)
      waiting.append(UInt8(ascii: "\n"))
      let now = clock.now
      if waiting.count >= Self.waitingLimit || now - lastWrite >= Self.waitingTime { writeWaiting(now) }
    case .refused(let refusal): observer.report(.refusal(refusal))
    case .note(let text): observer.report(.note(text))
    case .progress(let done, let total):
      observer.report(.progress(RunProgress(label: "searching", done: done, total: total, counts: "files")))
    }
    return Terminal.outputFailure == nil
  }

  /// Prints what was found in all.
  /// - Returns: how the command ends; finding nothing is no failure.
  package func conclude(_ summary: SearchRequest.Summary, isInterrupted: Bool = false) -> ExitStatus {
    writeWaiting(clock.now)
    if isInterrupted { observer.report(.note("interrupted after \(CountText.of(summary.searched, "file"))")) }
    if isJSON {
      var whole = RunSummary()
      whole.files = summary.files
      whole.refused = summary.refused
      whole.total = clock.now - start
      observer.report(.summary(whole))
    } else {
      observer.report(
        .note(
          summary.matches == 0
            ? summary.searched == 0
              ? "there is no file to search"
              : "no match in \(SummaryText.count(summary.searched, "file")); --explain tells how the pattern was read"
            : "\(summary.matches == 1 ? "1 match" : "\(summary.matches) matches") in \(summary.files) of "
              + SummaryText.count(summary.searched, "file")))
    }
    if isInterrupted { return .interrupted }
    return summary.refused > 0 ? .partial : .done
  }
}
