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
      text += "Tokens: \(run.details.promptTokens) + \(run.details.completionTokens)\n"
    }
    text += "Time:   \(SummaryText.seconds(.milliseconds(run.details.duration)))\n"
    if let commit = run.commit { text += "Commit: \(commit)\n" }
    terminal.write(text + "\n" + DiffColoring(style: style).text(detail.diff))
  }

  static func line(for run: RunRecord, style: Style) -> String {
    let files = SummaryText.count(run.files.count, "file")
    let state = run.isUndone ? "  (undone)" : run.undoes.map { "  (took back \($0))" } ?? ""
    let place = run.commit.map { "commit \($0.abbreviated)" } ?? run.place.rawValue
    let words = run.details.instruction.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    return style.place(run.id) + "  \(run.details.kind)  \(files)  \(place)  " + Printable.text(words)
      + style.faint(state)
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
