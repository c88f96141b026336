internal import HoneCore
package import HoneKit
internal import HoneSystem
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Lets the user type while an engine writes: the keys are read one by one, shown in the progress line, and sent on.
package final class SteeringPrompt: Sendable {
  private struct State {
    var line = SteeringLine()
    var input: StandardInput?
    /// Whether the terminal hands over its keys one by one.
    var takesKeys = false
  }

  private let terminal: Terminal
  private let state = Mutex(State())

  package init(terminal: Terminal) {
    self.terminal = terminal
  }

  /// What is typed so far.
  package var text: String { state.withLock { $0.line.text } }

  /// Begins to read keys for `steering`.
  package func begin(_ steering: Steering) {
    guard terminal.isInteractive, StandardInput.mayBeWritten else { return }
    state.withLock { state in
      // A terminal that cannot redraw a line goes on collecting lines by itself.
      if terminal.redrawsLines { state.takesKeys = TerminalKeys.take() }
      state.input = StandardInput { [weak self] keys in self?.take(keys, for: steering) }
    }
  }

  /// Gives the terminal back as it was; what was typed and not sent is dropped, lest it answer the next question.
  package func end() {
    state.withLock { state in
      guard let input = state.input else { return }
      input.stop()
      state.input = nil
      if !state.line.text.isEmpty { terminal.writeError("\r\u{1b}[K") }
      state.line = SteeringLine()
      if state.takesKeys { TerminalKeys.giveBack() } else { tcflush(0, TCIFLUSH) }
      state.takesKeys = false
    }
  }

  /// The line as it is drawn.
  package static func drawn(_ text: String, width: Int) -> String {
    let shown = Printable.text(text)
    let room = max(8, width - 4)
    return "> " + (shown.count > room ? "…" + shown.suffix(room - 1) : shown)
  }

  private func take(_ keys: [UInt8], for steering: Steering) {
    guard !keys.isEmpty else { return }
    let (commands, text, isDrawn) = state.withLock { state in
      // What was read just before the end came is dropped as well.
      state.input == nil ? ([], "", false) : (state.line.take(keys), state.line.text, state.takesKeys)
    }
    for command in commands { steering.send(command) }
    guard isDrawn else { return }
    terminal.writeError("\r\u{1b}[K" + (text.isEmpty ? "" : Self.drawn(text, width: terminal.width)))
  }
}
