internal import HoneCore
package import HoneKit

/// The last line of a run, for people.
package enum SummaryText {
  package static func line(for summary: RunSummary) -> String {
    switch summary.undo {
    case .takenBack: return "took back what the run changed in \(count(summary.files, "file"))"
    case .interrupted: return "took back the run that was interrupted"
    case .nothingLeft: return "nothing of the run was left, so nothing changed; it counts as undone from now on"
    case nil: break
    }
    var parts: [String] = []
    let places = "\(count(summary.edits, "hunk")) in \(count(summary.files, "file"))"
    switch summary.written {
    case .none where summary.recipe != nil:
      let path = Printable.line(summary.recipe ?? "")
      parts.append("wrote \(path); try it with git hone recipe test \(path)")
    case .none: parts.append(summary.edits == 0 ? "nothing changed" : "\(places), nothing written")
    case .index: parts.append("\(places) \(split(summary))staged")
    case .workTree: parts.append("\(places) written to the work tree")
    case .commit:
      let several = summary.commits > 1 ? " in \(summary.commits) commits, the last one" : ""
      parts.append(
        "\(places) \(split(summary))committed\(several)" + (summary.commit.map { " as \($0.abbreviated)" } ?? ""))
    }
    if summary.filesOnlyInWorkTree > 0 {
      parts.append("\(count(summary.filesOnlyInWorkTree, "file")) changed in the work tree only")
    }
    if summary.refused > 0 { parts.append("\(summary.refused) left alone") }
    if summary.tokens.completion > 0 {
      let cached = summary.tokens.cached > 0 ? " (\(summary.tokens.cached) cached)" : ""
      let cost = summary.cost.map { " for \(price($0))" } ?? ""
      let about = summary.tokens.isEstimated ? "about " : ""
      parts.append("\(about)\(summary.tokens.prompt)\(cached) + \(summary.tokens.completion) tokens\(cost)")
    }
    parts.append(seconds(summary.total) + (summary.firstToken.map { " (first token after \(seconds($0)))" } ?? ""))
    if let run = summary.run, summary.written != .none { parts.append("undo with: git hone undo \(run)") }
    return parts.joined(separator: "; ")
  }

  /// What stands before `staged` where that is not true of all files.
  private static func split(_ summary: RunSummary) -> String {
    let rest = summary.files - summary.filesOnlyInWorkTree
    return summary.filesOnlyInWorkTree == 0 ? "" : "written, \(count(rest, "file")) "
  }

  /// A price with two digits that matter, in whatever currency it was configured: `1.20`, `0.0031`.
  package static func price(_ value: Double) -> String {
    var digits = 2
    var scaled = value
    while scaled > 0, scaled < 0.1, digits < 8 {
      scaled *= 10
      digits += 1
    }
    let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
    // A run that was stored with a price beyond all reason is shown with the largest number that there is.
    let whole = Int64(min(max(0, (value * unit).rounded()), 1e18))
    let text = String(whole)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
  }

  static func count(_ number: Int, _ noun: String) -> String {
    CountText.of(number, noun)
  }

  /// A duration with as many digits as matter: `42 ms`, `1.4 s`, `75 s`.
  package static func seconds(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds < 60_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    return "\(milliseconds / 1000) s"
  }
}
