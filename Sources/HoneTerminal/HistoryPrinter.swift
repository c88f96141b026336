internal import HoneCore
package import HoneGit
package import HoneKit

/// Prints the runs of a repository, for people or as JSON.
package struct HistoryPrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()

  package init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  /// Prints one line a run, newest first.
  package func printList(_ runs: [RunRecord]) {
    if isJSON {
      for run in runs { terminal.write(JSONEvents.line(for: run) + "\n") }
      return
    }
    let style = Style(isColored: terminal.colorsOutput)
    for run in runs { terminal.write(Self.line(for: run, style: style) + "\n") }
  }

  /// Prints as JSON the runs that did not come to their end; people are told in notes.
  package func printUnfinished(_ notes: [RecoveryNote]) {
    guard isJSON else { return }
    for note in notes { terminal.write(JSONEvents.line(forUnfinished: note) + "\n") }
  }

  /// Prints a run, what it cost, and its diff.
  package func printDetail(_ detail: RunHistory.Detail) {
    let run = detail.run
    if isJSON {
      terminal.write(JSONEvents.line(for: run, diff: detail.diff) + "\n")
      return
    }
    let style = Style(isColored: terminal.colorsOutput)
    var text = Self.line(for: run, style: style) + "\n"
    if !run.details.engine.isEmpty {
      text += "Engine: \(run.details.engine) \(run.details.model)\n"
      text += "Tokens: \(Self.tokens(run.details))\n"
      if let cost = run.details.cost { text += "Price:  \(SummaryText.price(cost))\n" }
    }
    let first = run.details.firstToken.map { ", the first token after \(SummaryText.seconds(.milliseconds($0)))" } ?? ""
    let engine =
      run.details.engineTime > 0
      ? ", \(SummaryText.seconds(.milliseconds(run.details.engineTime))) of it asking the engine" : ""
    text += "Time:   \(SummaryText.seconds(.milliseconds(run.details.duration)))\(engine)\(first)\n"
    if let server = Self.server(run.details.serverTimes) { text += "Server: \(server)\n" }
    if let commit = run.commit { text += "Commit: \(commit)\n" }
    terminal.write(text + "\n" + DiffColoring(style: style).text(detail.diff))
  }

  static func line(for run: RunRecord, style: Style) -> String {
    let files = SummaryText.count(run.files.count, "file")
    let state =
      run.isUndone
      ? "  (undone)"
      : run.isInterrupted ? "  (interrupted, a part is left)" : run.undoes.map { "  (took back \($0))" } ?? ""
    let place = run.commit.map { "commit \($0.abbreviated)" } ?? run.place.rawValue
    let words = run.details.instruction.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    return style.place(run.id) + "  \(run.details.kind)  \(files)  \(place)  \(expense(of: run.details))"
      + Printable.text(words) + style.faint(state)
  }

  /// How long a run took, and what of the engine, with blanks behind it; empty for a run of which that was not noted.
  private static func expense(of details: RunDetails) -> String {
    guard details.duration > 0 else { return "" }
    let time = SummaryText.seconds(.milliseconds(details.duration))
    guard details.completionTokens > 0 else { return time + "  " }
    return "\(time), \(tokens(details)) tokens" + (details.cost.map { " for \(SummaryText.price($0))" } ?? "") + "  "
  }

  /// What the server measured itself; `nil` where it told nothing.
  private static func server(_ times: RunDetails.ServerTimes) -> String? {
    let told = [("waited", times.queue), ("read", times.prompt), ("wrote", times.completion)]
    let parts = told.compactMap { verb, time in
      time.map { "\(verb) for \(SummaryText.seconds(.milliseconds($0)))" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Tokens sent, those of them that the engine remembered, and tokens written.
  private static func tokens(_ details: RunDetails) -> String {
    let cached = details.cachedTokens > 0 ? " (\(details.cachedTokens) cached)" : ""
    let about = details.areTokensEstimated ? "about " : ""
    return "\(about)\(details.promptTokens)\(cached) + \(details.completionTokens)"
  }
}

/// Colours a unified diff as git does.
struct DiffColoring {
  let style: Style

  func text(_ diff: [UInt8]) -> String {
    var text = ""
    for line in diff.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let shown = Printable.text(line)
      switch line.first {
      case UInt8(ascii: "+") where !line.starts(with: "+++".utf8): text += style.added(shown)
      case UInt8(ascii: "-") where !line.starts(with: "---".utf8): text += style.removed(shown)
      case UInt8(ascii: "@"): text += style.place(shown)
      case UInt8(ascii: " "), nil: text += shown
      default: text += style.strong(shown)
      }
      text += "\n"
    }
    // The last element follows the final line feed.
    if text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }
}
