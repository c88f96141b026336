package import HoneChecks
internal import HoneKit

/// Prints what checks have found.
package struct CheckPrinter {
  /// In what form.
  package enum Format: String, CaseIterable, Sendable {
    case text
    case json
    case sarif
    case github
  }

  private let format: Format
  private let terminal = Terminal.standard()

  package init(format: Format) {
    self.format = format
  }

  /// Prints a whole report; what is for people and not in the format goes to standard error.
  package func print(_ report: CheckReport) {
    if let run = report.run { Terminal.conclude(run) }
    switch format {
    case .text:
      let text = TextReport(isColored: terminal.colorsOutput)
      terminal.write(text.body(of: report))
      terminal.writeError(text.summary(of: report))
    case .json:
      terminal.write(String(decoding: JSONReport.bytes(of: report), as: UTF8.self))
    case .sarif:
      terminal.write(String(decoding: SARIFReport.bytes(of: report, version: HoneVersion.current), as: UTF8.self))
    case .github:
      terminal.write(GitHubReport.text(of: report))
      terminal.writeError(TextReport(isColored: false).summary(of: report))
    }
  }
}
