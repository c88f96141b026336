internal import HoneCore

/// A report as workflow commands of GitHub Actions, which shows them as annotations of the change.
///
/// Source of the form: GitHub's documentation, "Workflow commands for GitHub Actions". `%`, CR and LF are escaped, and in
/// properties `:` and `,` as well.
package enum GitHubReport {
  /// One line a finding; what was not checked, and how much was, are notices.
  package static func text(of report: CheckReport) -> String {
    var text = report.findings.map { line(for: $0.finding) }.joined()
    for unchecked in report.unchecked {
      let path = unchecked.path.map { "\($0) " } ?? ""
      text += "::notice title=not checked::\(escaped("\(path)\(unchecked.reason)"))\n"
    }
    let found = CountText.of(report.findings.count, "finding")
    return text + "::notice title=hone::\(escaped("\(found) in \(TextReport.extent(of: report))"))\n"
  }

  private static func line(for finding: Finding) -> String {
    let command = finding.severity == .note ? "notice" : finding.severity.rawValue
    var properties: [String] = []
    if let path = finding.path {
      properties.append("file=\(property(path.text))")
      properties += ["line=\(finding.start.line)", "endLine=\(finding.end.line)"]
      // Columns count only within one line.
      if finding.start.line == finding.end.line {
        properties += ["col=\(finding.start.column)", "endColumn=\(finding.end.column)"]
      }
    }
    properties.append("title=\(property(finding.rule))")
    return "::\(command) \(properties.joined(separator: ","))::\(escaped(finding.message))\n"
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func property(_ text: String) -> String {
    escaped(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
