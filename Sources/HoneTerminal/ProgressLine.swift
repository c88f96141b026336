internal import HoneCore
package import HoneKit

/// One line at the bottom of the terminal that tells how far a run is, redrawn in place.
///
/// It is drawn only on a terminal, and not before the run has taken a second; it is taken away before anything else is printed.
/// What the user types meanwhile stands in its place.
package final class ProgressLine {
  private let terminal: Terminal
  private let prompt: SteeringPrompt
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private var isDrawn = false

  package init(terminal: Terminal, prompt: SteeringPrompt) {
    self.terminal = terminal
    self.prompt = prompt
    start = clock.now
  }

  /// Draws `progress`, at most every 100 ms.
  package func show(_ progress: RunProgress) {
    guard terminal.redrawsLines else { return }
    let typed = prompt.text
    if !typed.isEmpty {
      terminal.writeError("\r\u{1b}[K" + SteeringPrompt.drawn(typed, width: terminal.width))
      return
    }
    let now = clock.now
    guard now - start >= .seconds(1) else { return }
    if let lastDrawn, now - lastDrawn < .milliseconds(100), !progress.isStalled { return }
    lastDrawn = now
    var text = progress.label
    if progress.total > 1 { text += "  \(progress.done)/\(progress.total)" }
    if progress.tokens > 0 { text += "  \(progress.tokens) tokens" }
    let seconds = (now - start).milliseconds / 1000
    text += "  \(seconds) s"
    if progress.isStalled { text += "  (waiting; type to redirect, Ctrl-C stops)" }
    let line = Printable.text(String(text.prefix(max(10, terminal.width - 1))))
    terminal.writeError("\r\u{1b}[K" + Style(isColored: terminal.colorsError).faint(line))
    isDrawn = true
  }

  /// Takes the line away.
  package func clear() {
    guard isDrawn || (terminal.redrawsLines && !prompt.text.isEmpty) else { return }
    terminal.writeError("\r\u{1b}[K")
    isDrawn = false
  }
}
