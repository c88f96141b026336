internal import HoneCore
package import HoneKit

/// The last line of a run, for people.
package enum SummaryText {
  package static func line(for summary: RunSummary) -> String {
    if summary.isUndo { return "took back what the run changed in \(count(summary.files, "file"))" }
    var parts: [String] = []
    let places = "\(count(summary.edits, "edit")) in \(count(summary.files, "file"))"
    switch summary.written {
    case .none: parts.append(summary.edits == 0 ? "nothing changed" : "\(places), nothing written")
    case .index: parts.append("\(places) staged")
    case .workTree: parts.append("\(places) written to the work tree")
    case .commit: parts.append("\(places) committed" + (summary.commit.map { " as \($0.abbreviated)" } ?? ""))
    }
    if summary.refused > 0 { parts.append("\(summary.refused) left alone") }
    if summary.tokens.completion > 0 {
      let cached = summary.tokens.cached > 0 ? " (\(summary.tokens.cached) cached)" : ""
      parts.append("\(summary.tokens.prompt)\(cached) + \(summary.tokens.completion) tokens")
    }
    parts.append(seconds(summary.total) + (summary.firstToken.map { " (first token after \(seconds($0)))" } ?? ""))
    if let run = summary.run, summary.written != .none { parts.append("undo with: git hone undo \(run)") }
    return parts.joined(separator: "; ")
  }

  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// A duration with as many digits as matter: `42 ms`, `1.4 s`, `75 s`.
  package static func seconds(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds < 60_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    return "\(milliseconds / 1000) s"
  }
}
