internal import HoneCore

/// A report for people: `path:line:column`, what is wrong, the line with a caret, and the fix as a diff.
///
/// Hooks print it without any library for terminals, so control characters are made harmless here.
package struct TextReport: Sendable {
  /// How many findings of one rule in one file are shown before the rest is only counted.
  private static let maximumOfAKind = 5
  /// How many bytes of a line are shown around the place.
  private static let width = 160

  private let isColored: Bool
  private let showsFixes: Bool

  /// - Parameters:
  ///   - isColored: whether the colours of ECMA-48 may be used.
  ///   - showsFixes: whether proposed fixes are shown as diffs.
  package init(isColored: Bool, showsFixes: Bool = true) {
    self.isColored = isColored
    self.showsFixes = showsFixes
  }

  /// The findings and what was mended, one block each; empty when there is nothing to say.
  package func body(of report: CheckReport) -> String {
    var text = ""
    for finding in report.fixed {
      var finding = finding
      // What was to be done, behind the semicolon, is done.
      let words = finding.message.split(separator: ";", omittingEmptySubsequences: false)
      if words.count == 2, words[1].first == " " { finding.message = String(words[0]) }
      text += line(of: finding, mark: color("fixed", "32")) + "\n"
    }
    var counts: [[String]: Int] = [:]
    for reported in report.findings {
      let kind = [reported.finding.rule, reported.finding.path?.description ?? ""]
      counts[kind, default: 0] += 1
      if counts[kind, default: 0] <= Self.maximumOfAKind { text += block(of: reported) }
    }
    for (kind, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    where count > Self.maximumOfAKind {
      text += "\(Printable.text(kind[1])): \(count - Self.maximumOfAKind) more of \(kind[0])\n"
    }
    return text
  }

  /// What was looked at, what was left out, and how much remains.
  package func summary(of report: CheckReport) -> String {
    var text = ""
    for unchecked in report.unchecked {
      // A reason may hold words of a server, or of what was read.
      text += "not checked: \(Printable.line("\(unchecked.path.map { "\($0) " } ?? "")\(unchecked.reason)"))\n"
    }
    for note in report.notes { text += "\(Printable.line(note))\n" }
    let counts = Severity.allCases.reversed().map { severity in
      (severity, report.findings.count { $0.finding.severity == severity })
    }
    var parts = counts.filter { $0.1 > 0 }.map { CountText.of($0.1, $0.0.rawValue) }
    if !report.fixed.isEmpty { parts.append("\(report.fixed.count) fixed") }
    if report.ignored > 0 { parts.append("\(report.ignored) ignored") }
    let found = parts.isEmpty ? "nothing found" : parts.joined(separator: ", ")
    let mendable = report.mendable
    let hint = mendable == 0 ? "" : "; " + (report.hindrance ?? "git hone check --fix mends \(mendable)")
    return text + "\(found) in \(Self.extent(of: report)), "
      + "\(report.milliseconds) ms\(hint)\n"
  }

  /// How much was looked at, in words: `2 files, 170 bytes`.
  package static func extent(of report: CheckReport) -> String {
    "\(CountText.of(report.files, "file")), \(size(report.bytes))"
  }

  private func block(of reported: ReportedFinding) -> String {
    let finding = reported.finding
    let mark =
      switch finding.severity {
      case .error: color("error", "1;31")
      case .warning: color("warning", "33")
      case .note: color("note", "36")
      }
    var text = line(of: finding, mark: mark) + "\n"
    if !reported.line.isEmpty { text += excerpt(of: reported) }
    if showsFixes, !reported.proposal.isEmpty { text += patch(reported.proposal) }
    return text
  }

  private func line(of finding: Finding, mark: String) -> String {
    var place = finding.path.map { Printable.text($0.description) } ?? ""
    if !finding.range.isEmpty || finding.start != .first {
      place += ":\(finding.start.line):\(finding.start.column)"
    }
    if let commit = finding.commit { place += (place.isEmpty ? "" : " in ") + "commit \(commit.abbreviated)" }
    return "\(color(place, "1")): \(mark): \(Printable.text(finding.message)) [\(finding.rule)]"
  }

  /// The line, cut to what is near the place, and a caret below it.
  private func excerpt(of reported: ReportedFinding) -> String {
    let finding = reported.finding
    let column = min(finding.start.column - 1, reported.line.count)
    let start = max(0, min(column - Self.width / 2, reported.line.count - Self.width))
    let end = min(reported.line.count, start + Self.width)
    let last = finding.end.line == finding.start.line ? min(finding.end.column - 1, end) : end
    let before = Printable.text(reported.line[start..<max(start, column)])
    let marked = Printable.text(reported.line[max(start, column)..<max(start, column, last)])
    let indentation = String(before.map { $0 == "\t" ? "\t" : " " })
    let caret = String(repeating: "^", count: max(1, marked.count))
    return "    \(Printable.text(reported.line[start..<end]))\n    \(indentation)\(color(caret, "32"))\n"
  }

  /// The hunks of a diff, without the header: the place is told already.
  private func patch(_ diff: [UInt8]) -> String {
    let lines = diff.split(separator: 0x0a, omittingEmptySubsequences: false)
    let hunks = lines.drop { !$0.starts(with: "@@".utf8) }
    return hunks.filter { !$0.isEmpty && !$0.starts(with: "@@".utf8) }.map { line in
      let text = Printable.text(line)
      let code = line.first == UInt8(ascii: "+") ? "32" : line.first == UInt8(ascii: "-") ? "31" : ""
      return "      \(code.isEmpty ? text : color(text, code))\n"
    }.joined()
  }

  private func color(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[m" : text
  }

  private static func size(_ bytes: Int) -> String {
    if bytes < 10_000 { return CountText.of(bytes, "byte") }
    return bytes < 10_000_000 ? "\(bytes / 1_000) kB" : "\(bytes / 1_000_000) MB"
  }
}
