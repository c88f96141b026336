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
  private var start: ContinuousClock.Instant
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
    text += Self.bar(of: progress) ?? ""
    if progress.total > 1 { text += "  \(progress.done)/\(progress.total)" }
    if progress.tokens > 0 { text += "  " + CountText.of(progress.tokens, "token") }
    let seconds = (now - start).milliseconds / 1000
    text += Self.rate(of: progress, after: now - start) ?? "  \(seconds) s"
    if progress.isStalled { text += "  (waiting; type to redirect, Ctrl-C stops)" }
    let line = Printable.text(String(text.prefix(max(10, terminal.width - 1))))
    terminal.writeError("\r\u{1b}[K" + Style(isColored: terminal.colorsError).faint(line))
    isDrawn = true
  }

  /// Runs `body` as if it took no time: what waits for a person says nothing about how long the rest takes.
  func pausing<Result>(_ body: () -> Result) -> Result {
    let begin = clock.now
    defer { start += clock.now - begin }
    return body()
  }

  /// How much of what is counted has passed, as a bar of 20 cells; `nil` where nothing is counted.
  package static func bar(of progress: RunProgress) -> String? {
    guard progress.counts != nil, progress.total > 0 else { return nil }
    let width = 20
    let full = min(width, max(0, progress.done) * width / progress.total)
    return "  [\(String(repeating: "#", count: full))\(String(repeating: ".", count: width - full))]"
  }

  /// How many of what is counted pass in a second, and how long the rest will take; `nil` where that cannot be told.
  package static func rate(of progress: RunProgress, after elapsed: Duration) -> String? {
    let milliseconds = elapsed.milliseconds
    guard let noun = progress.counts, progress.done > 0, milliseconds > 0 else { return nil }
    let left = (progress.total - progress.done) * milliseconds / progress.done
    return "  \(progress.done * 1000 / milliseconds) \(noun)/s  \((left + 999) / 1000) s left"
  }

  /// Takes the line away.
  package func clear() {
    guard isDrawn || (terminal.redrawsLines && !prompt.text.isEmpty) else { return }
    terminal.writeError("\r\u{1b}[K")
    isDrawn = false
  }
}
