internal import HoneCore
package import HoneKit

/// Writes events as JSON, one object a line, and asks nobody.
package final class JSONObserver: RunObserver {
  private let write: (String) -> Void
  private let writeNote: @Sendable (String) -> Void
  private let steering: SteeringReader
  /// The last progress that was written: tokens alone are not worth a line.
  private var progress: (done: Int, total: Int, isStalled: Bool)?

  /// - Parameters:
  ///   - write: takes each line of standard output, with its line feed.
  ///   - writeNote: takes lines for people, which go to standard error.
  package init(write: @escaping (String) -> Void, writeNote: @escaping @Sendable (String) -> Void) {
    self.write = write
    self.writeNote = writeNote
    steering = SteeringReader(writeNote: writeNote)
  }

  package var isInteractive: Bool { false }

  package func report(_ event: RunEvent) {
    if case .progress(let state) = event {
      let next = (state.done, state.total, state.isStalled)
      guard progress ?? (-1, -1, false) != next else { return }
      progress = next
    }
    if case .summary(let summary) = event { Terminal.conclude(summary) }
    if case .note(let text) = event { writeNote(Printable.text(text) + "\n") }
    if let line = JSONEvents.line(for: event) { write(line + "\n") }
  }

  package func review(_ hunks: [ReviewHunk]) async -> [ReviewDecision] {
    hunks.map { _ in .accept }
  }

  package func edit(message: String) async -> String? { message }

  package func instruction() async -> String? {
    guard let line = await StandardInput.line(),
      case .redirect(let words, _) = try? SteeringMessage.command(line: line)
    else { return nil }
    return words
  }

  package func beginSteering(_ steering: Steering) { self.steering.begin(steering) }

  package func endSteering() { steering.end() }

  package func keepsFinishedEdits(count: Int) async -> Bool { false }
}
